// SPDX-License-Identifier: GPL-3.0-or-later
// Wavelengths of imported files: units without a statement, world coordinates of images and columns. The expected
// wavelengths of world coordinates were computed with astropy.wcs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/importing/Import.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;

namespace {

struct Imported {
  Dataset dataset;
  ImportReport report;

  bool notes(const std::string& part) const {
    return std::any_of(report.notes.begin(), report.notes.end(),
                       [&](const std::string& note) { return note.find(part) != std::string::npos; });
  }
};

ImportOptions vacuum(const std::optional<WavelengthUnit>& unit = std::nullopt) {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  options.unit = unit;
  return options;
}

Imported runImport(const std::filesystem::path& path, const ImportOptions& options = vacuum()) {
  Imported result;
  Job job;
  result.dataset = importSurvey({path}, options, result.report, job);
  return result;
}

CaughtError importError(const std::filesystem::path& path, const ImportOptions& options = vacuum()) {
  return errorOf([&] { (void)runImport(path, options); });
}

/// Writes a table of wavelength and flux: 0, 1, 2 …
void writeText(const std::filesystem::path& path, const std::string& name, const std::function<double(int)>& value,
               int pixels = 400) {
  std::string text = name + ",flux\n";
  for (int i = 0; i < pixels; ++i)
    text += fmt::format("{:.9g},{}\n", value(i), i);
  writeBytes(path, text);
}

/// Returns the wavelengths (nm) of an image with 400 pixels.
std::vector<double> wavelengthsOf(const TemporaryFolder& folder, const std::vector<std::string>& cards) {
  writeImage(folder / "image.fits", cards, std::vector<double>(400, 1.0));
  return runImport(folder / "image.fits").dataset.grid.nm();
}

}  // namespace

TEST_CASE("import: wavelengths in text without a unit are read by their whole range") {
  const TemporaryFolder folder;
  writeText(folder / "um.csv", "wavelength", [](int i) { return 0.846 + 6e-5 * i; });
  const Imported micron = runImport(folder / "um.csv");
  CHECK(micron.dataset.grid.first() == Approx(846.0));
  CHECK(micron.dataset.grid.last() == Approx(869.94));
  CHECK(micron.notes("um.csv: the wavelengths 0.846–0.86994 without a unit were read as µm"));
  writeText(folder / "log.csv", "wave", [](int i) { return 3.55 + 1e-3 * i; });
  CHECK(runImport(folder / "log.csv").dataset.grid.first() == Approx(0.1 * std::pow(10.0, 3.55)));
  writeText(folder / "angstrom.csv", "wave", [](int i) { return 500.0 + 23.0 * i; });
  CHECK(runImport(folder / "angstrom.csv").dataset.grid.first() == Approx(50.0));
  writeText(folder / "aa.csv", "wavelength_aa", [](int i) { return 917.0 + 0.2 * i; });
  CHECK(runImport(folder / "aa.csv").dataset.grid.first() == Approx(91.7));
  CHECK(runImport(folder / "aa.csv").report.notes.empty());
}

TEST_CASE("import: descending wavelengths in any unit are reversed with their fluxes") {
  const TemporaryFolder folder;
  writeText(folder / "down.csv", "wave", [](int i) { return 0.87 - 6e-5 * i; });
  const Dataset down = runImport(folder / "down.csv").dataset;
  CHECK(down.grid.last() == Approx(870.0));
  CHECK(down.flux.back() == 0.0f);
  // Ascending wavenumbers are descending wavelengths.
  writeText(folder / "wavenumber.csv", "wave", [](int i) { return 11494.0 + i; });
  const Dataset wavenumber = runImport(folder / "wavenumber.csv", vacuum(kPerCentimetre)).dataset;
  CHECK(wavenumber.grid.last() == Approx(1e7 / 11494.0));
  CHECK(wavenumber.flux.back() == 0.0f);
}

TEST_CASE("import: wavelengths that are not monotonic are refused, naming the first that is not") {
  const TemporaryFolder folder;
  writeText(folder / "a.csv", "wave", [](int i) { return 8460.0 + (i == 7 ? 0.0 : 0.6 * i); });
  CHECK(importError(folder / "a.csv").says("Wavelengths must increase, but number 8 (846 nm) follows"));
}

TEST_CASE("import: an ambiguous unit is asked for, and the answer is used") {
  const TemporaryFolder folder;
  for (const char* name : {"a.csv", "b.csv"})
    writeText(folder / name, "wave", [](int i) { return 917.0 + 0.2 * i; });
  // The question concerns the whole folder, like that of the medium.
  for (const auto& path : {folder / "a.csv", folder.path()}) {
    const CaughtError error = importError(path);
    CHECK(error.says("may be in Å (91.7–99.68 nm) or nm (917–996.8 nm)"));
    CHECK(error.commandLineStep == "Use --unit A or --unit nm.");
  }
  CHECK(runImport(folder.path(), vacuum(kAngstrom)).dataset.grid.first() == Approx(91.7));
  CHECK(runImport(folder.path(), vacuum(kNanometre)).dataset.grid.first() == Approx(917.0));
}

TEST_CASE("import: a file with impossible wavelengths is left out of a folder, and refused if named") {
  const TemporaryFolder folder;
  writeText(folder / "a.csv", "wave", [](int i) { return 8460.0 + i; });
  writeText(folder / "b.csv", "wave", [](int i) { return 8460.0 + 1e-5 * i; });
  const Imported result = runImport(folder.path());
  CHECK(result.dataset.starCount() == 1);
  REQUIRE(result.report.leftOut.size() == 1);
  CHECK(result.report.leftOut[0].reason.find("span less than 0.01 %") != std::string::npos);
  CHECK(importError(folder / "b.csv").says("b.csv: its wavelengths 8460–8460 without a unit"));
}

TEST_CASE("import: the step of an axis is CDELT times PC or CD, and CROTA is without effect") {
  const TemporaryFolder folder;
  const std::vector<std::string> start = {"CTYPE1  = 'WAVE    '", "CUNIT1  = 'Angstrom'", "CRVAL1  = 8460.0"};
  const auto with = [&](std::vector<std::string> cards) {
    cards.insert(cards.begin(), start.begin(), start.end());
    const std::vector<double> nm = wavelengthsOf(folder, cards);
    return std::pair(nm.front(), nm.back());
  };
  const auto near = [](std::pair<double, double> found, double first, double last) {
    return std::abs(found.first - first) < 1e-9 && std::abs(found.second - last) < 1e-9;
  };
  CHECK(near(with({"CDELT1  = 2.0", "PC1_1   = 0.5", "CRPIX1  = 5.0"}), 845.6, 885.5));
  CHECK(near(with({"CD1_1   = 0.6", "CDELT1  = 1.0", "CRPIX1  = 5.0"}), 845.76, 869.7));
  CHECK(near(with({"PC1_1   = 0.6", "CRPIX1  = 1.0"}), 846.0, 869.94));
  CHECK(near(with({"CDELT1  = 2.0", "CROTA1  = 30.0", "CRPIX1  = 1.0"}), 846.0, 925.8));
  // Without CRPIX1 the value is that of the first pixel, as most writers of such files intend, with a note.
  writeImage(folder / "a.fits", {start[0], start[1], start[2], "CDELT1  = 2.0"}, std::vector<double>(400, 1.0));
  CHECK(runImport(folder / "a.fits").dataset.grid.first() == Approx(846.0));
  CHECK(runImport(folder / "a.fits").notes("the header lacks CRPIX1"));
}

TEST_CASE("import: axes sampled in the logarithm or in frequency follow the standard in SI units") {
  const TemporaryFolder folder;
  std::vector<std::string> cards = {"CTYPE1  = 'WAVE-LOG'", "CUNIT1  = 'm       '", "CRVAL1  = 8.46E-7",
                                    "CDELT1  = 6.0E-11", "CRPIX1  = 11.0"};
  std::vector<double> nm = wavelengthsOf(folder, cards);
  CHECK(nm[0] == Approx(845.4002127156672).epsilon(1e-12));
  CHECK(nm[200] == Approx(857.4771546787875).epsilon(1e-12));
  CHECK(nm[399] == Approx(869.6649409191294).epsilon(1e-12));
  cards[0] = "CTYPE1  = 'WAVE-F2W'";
  cards[4] = "CRPIX1  = 1.0";
  nm = wavelengthsOf(folder, cards);
  CHECK(nm[200] == Approx(858.1726618705036).epsilon(1e-12));
  CHECK(nm[399] == Approx(870.6371797679001).epsilon(1e-12));
  cards = {"CTYPE1  = 'WAVN    '", "CUNIT1  = '/m      '", "CRVAL1  = 1.15E6", "CDELT1  = 100.0", "CRPIX1  = 1.0"};
  nm = wavelengthsOf(folder, cards);
  CHECK(nm.front() == Approx(840.4067568703252).epsilon(1e-12));
  CHECK(nm.back() == Approx(869.5652173913044).epsilon(1e-12));
  // log10 λ under the name of the standard's logarithmic axis.
  nm = wavelengthsOf(folder, {"CTYPE1  = 'WAVE-LOG'", "CRVAL1  = 3.9", "CDELT1  = 1.0E-4", "CRPIX1  = 1.0"});
  CHECK(nm.front() == Approx(0.1 * std::pow(10.0, 3.9)));
  writeImage(folder / "grism.fits", {"CTYPE1  = 'WAVE-GRI'", "CRVAL1  = 8.46E-7", "CDELT1  = 6.0E-11"}, {1, 1, 1});
  CHECK(importError(folder / "grism.fits").says("the sampling WAVE-GRI of its wavelengths (CTYPE1) cannot be read"));
}

TEST_CASE("import: the unit of an axis can be in IRAF's attributes or in CTYPE") {
  const TemporaryFolder folder;
  const std::vector<std::string> axis = {"CRVAL1  = 1000.0", "CDELT1  = 1.0", "CRPIX1  = 1.0"};
  const auto firstWith = [&](const char* card) {
    std::vector<std::string> cards = axis;
    cards.emplace_back(card);
    return wavelengthsOf(folder, cards).front();
  };
  CHECK(firstWith("WAT1_001= 'wtype=linear label=Wavelength units=Angstroms'") == Approx(100.0));
  CHECK(firstWith("CTYPE1  = 'Angstrom'") == Approx(100.0));
  CHECK(firstWith("CUNIT1  = 'nm      '") == Approx(1000.0));
  CHECK(firstWith("CUNIT1  = '0.1 nm  '") == Approx(100.0));
  writeImage(folder / "a.fits", axis, std::vector<double>(400, 1.0));
  CHECK(importError(folder / "a.fits").says("may be in Å (100–139.9 nm) or nm"));
}

TEST_CASE("import: vectors in a table have the wavelengths of their column's world coordinates") {
  const TemporaryFolder folder;
  constexpr std::size_t kPixels = 400;
  FitsFile fits(folder / "mec.fits");
  fits.writer.createTable("SPECTAB", {{"SPECUID", "", 'A', 4}, {"FLUX", "", 'E', kPixels}}, 2);
  fits.writer.write(0, 0, std::vector<std::string>{"s1", "s2"});
  fits.writer.write(1, 0, std::vector<float>(2 * kPixels, 1.0f));
  fits.writer.setKey("1CTYP2", "AWAV", "");
  fits.writer.setKey("1CUNI2", "Angstrom", "");
  fits.writer.setKey("1CRVL2", 8460.0, "");
  fits.writer.setKey("1CDLT2", 0.25, "");
  fits.writer.setKey("1CRPX2", 2.0, "");
  fits.close();
  const Dataset stars = runImport(folder / "mec.fits", {}).dataset;
  CHECK(stars.starCount() == 2);
  // 845.975 and 855.95 nm in air, converted with equation 8 of Morton (2000).
  CHECK(stars.grid.first() == Approx(maury::spectra::airToVacuumNm(845.975)).epsilon(1e-12));
  CHECK(stars.grid.last() == Approx(maury::spectra::airToVacuumNm(855.95)).epsilon(1e-12));
}

// Files of ../cases. The expected wavelengths were computed with astropy.io.fits, astropy.wcs and numpy.

TEST_CASE("cases: wavelengths that are logarithms without saying so", "[real]") {
  struct Case {
    const char* file;
    double first, last;
    const char* unit;
  };
  for (const auto& [file, first, last, unit] :
       {Case{"mastar-template-log10.fits", 362.1595984860193, 1035.380544417048, "log10 of Å"},
        Case{"image-log10-unmarked.fits", 794.3282347242814, 801.6596042806166, "log10 of Å"},
        Case{"image-natural-log-unmarked.fits", 843.3777056005626, 846.749504912255, "ln of Å"},
        Case{"wave-is-log10.fits", 846.0, 870.0, "log10 of Å"},
        Case{"loglam-is-natural-log.fits", 846.0, 870.0, "ln of Å"}}) {
    const auto path = realData(std::string("../cases/files/") + file);
    if (path.empty()) return;
    INFO(file);
    const Imported result = runImport(path);
    CHECK(result.dataset.starCount() == 1);
    CHECK(result.dataset.grid.first() == Approx(first).epsilon(1e-12));
    CHECK(result.dataset.grid.last() == Approx(last).epsilon(1e-12));
    CHECK(result.notes(std::string("without a unit were read as ") + unit));
  }
}

TEST_CASE("cases: the flux of a MaStar template keeps its pixels", "[real]") {
  const auto path = realData("../cases/files/mastar-template-log10.fits");
  if (path.empty()) return;
  const Dataset star = runImport(path).dataset;
  REQUIRE(star.pixelCount() == 4563);
  CHECK(star.flux[0] == Approx(90.55449));
  CHECK(star.flux[2000] == Approx(402.70166));
  CHECK(star.flux[4562] == Approx(235.2005));
}

TEST_CASE("cases: wavelengths in µm, in an unusual spelling of Å, and with a PC matrix", "[real]") {
  struct Case {
    const char* file;
    double first, last;
  };
  for (const auto& [file, first, last] :
       {Case{"micron-without-unit.fits", 846.0, 870.0}, Case{"micron-without-unit.csv", 846.0, 870.0},
        Case{"wave-um-column.txt", 846.0, 870.0}, Case{"unit-spelling.fits", 846.0, 870.0},
        Case{"wcs-pc-matrix.fits", 846.0, 869.94}, Case{"wcs-from-specutils.fits", 846.0, 869.94}}) {
    const auto path = realData(std::string("../cases/files/") + file);
    if (path.empty()) return;
    INFO(file);
    const Dataset star = runImport(path).dataset;
    CHECK(star.starCount() == 1);
    CHECK(star.grid.first() == Approx(first).epsilon(1e-12));
    CHECK(star.grid.last() == Approx(last).epsilon(1e-12));
  }
}

TEST_CASE("cases: 917–1005 without a unit is asked for", "[real]") {
  const auto path = realData("../cases/files/angstrom-without-unit.fits");
  if (path.empty()) return;
  const CaughtError error = importError(path);
  CHECK(error.says("917.186–1005.47 have no unit"));
  CHECK(error.says("Å (91.7186–100.547 nm) or nm (917.186–1005.47 nm)"));
  CHECK(error.commandLineStep == "Use --unit A or --unit nm.");
  CHECK(runImport(path, vacuum(kAngstrom)).dataset.grid.first() == Approx(91.718603515625));
  CHECK(runImport(path, vacuum(kNanometre)).dataset.grid.last() == Approx(1005.468994140625));
}
