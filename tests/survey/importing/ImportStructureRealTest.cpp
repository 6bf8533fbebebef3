// SPDX-License-Identifier: GPL-3.0-or-later
// Files of surveys whose structure was once read wrongly. Expected numbers were computed from the files with numpy and
// astropy.io.fits, independently of this program.
#include <algorithm>
#include <cmath>

#include "io/fits/FitsChecksum.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "survey/Helpers.h"
#include "survey/importing/Import.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;

namespace {

struct Imported {
  Dataset dataset;
  ImportReport report;
};

/// Returns the path of one of the files; empty if it is absent.
std::filesystem::path caseFile(const std::string& name) {
  return realData("../cases/files/" + name);
}

Imported runImport(const std::vector<std::filesystem::path>& paths, const ImportOptions& options = {}) {
  Imported result;
  Job job;
  result.dataset = importSurvey(paths, options, result.report, job);
  return result;
}

/// Reads files whose checksums are wrong, during its lifetime.
struct WithoutChecksums {
  WithoutChecksums() { maury::io::setChecksumVerification(false); }
  ~WithoutChecksums() { maury::io::setChecksumVerification(true); }
  WithoutChecksums(const WithoutChecksums&) = delete;
  WithoutChecksums& operator=(const WithoutChecksums&) = delete;
};

bool hasNote(const ImportReport& report, const std::string& part) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [&](const std::string& note) { return contains(note, part); });
}

std::size_t missingIn(std::span<const float> flux) {
  return static_cast<std::size_t>(std::count_if(flux.begin(), flux.end(), [](float f) { return std::isnan(f); }));
}

ImportOptions vacuum(const std::string& hdu = "") {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  options.hdu = hdu;
  return options;
}

}  // namespace

TEST_CASE("DESI: the coadd of a target is one spectrum of three arms", "[real]") {
  const auto file = caseFile("desi-coadd-one-target.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file});
  REQUIRE(dataset.ids == std::vector<std::string>{"39633345008634465"});
  REQUIRE(dataset.pixelCount() == 7781);
  CHECK(dataset.grid.first() == Approx(360.0).epsilon(1e-12));
  CHECK(dataset.grid.last() == Approx(982.4).epsilon(1e-12));
  const auto flux = dataset.fluxOf(0), error = dataset.fluxErrorOf(0);
  CHECK(missingIn(flux) == 0);
  CHECK(flux[0] == 1.7408053874969482f);
  CHECK(error[0] == Approx(2.9473206712019313));
  CHECK(flux[2700] == Approx(1.3526158904942887));  // B and R, weighted by inverse variance
  CHECK(error[2700] == Approx(0.22238923398201998));
  CHECK(flux[2750] == Approx(1.2481863111685774));
  CHECK(flux[3700] == 0.9250218272209167f);
  CHECK(flux[4900] == Approx(0.8921052821370926));  // R and Z
  CHECK(error[7780] == Approx(0.11301430381327507));
  CHECK(dataset.hasNumeric("TARGET_RA"));
  CHECK(dataset.hasNumeric("TSNR2_ELG_B"));
  CHECK(hasNote(report, "B_RESOLUTION"));
  CHECK(runImport({file}, vacuum("R_FLUX")).dataset.pixelCount() == 2326);
}

TEST_CASE("LAMOST DR1: five rows, of which EXTEN0 names four, are one spectrum", "[real]") {
  const auto file = caseFile("lamost-dr1-five-rows.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file});
  REQUIRE(dataset.ids == std::vector<std::string>{"lamost-dr1-five-rows"});
  REQUIRE(dataset.pixelCount() == 3904);
  CHECK(dataset.grid[0] == Approx(369.998531173).epsilon(1e-9));  // 10^3.5682 Å
  CHECK(dataset.grid[1000] == Approx(465.80055322).epsilon(1e-9));
  CHECK(dataset.flux[1000] == Approx(1493.6104));
  CHECK(dataset.fluxError[1000] == Approx(20.47475));
  CHECK(missingIn(dataset.fluxOf(0)) == 166);
  CHECK(std::isnan(dataset.flux[977]));  // masked
  CHECK(dataset.numeric("ra")[0] == Approx(99.316263));
  CHECK(dataset.numeric("snrg")[0] == Approx(71.41));
  CHECK(hasNote(report, "Subcontinuum"));
}

TEST_CASE("6dF: rows called DATA, VARIANCE and SKY are one spectrum", "[real]") {
  const auto file = caseFile("rows-flux-variance-sky.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file}, vacuum());
  REQUIRE(dataset.starCount() == 1);
  REQUIRE(dataset.pixelCount() == 400);
  CHECK(dataset.flux[0] == 100.0f);
  CHECK(dataset.fluxError[0] == 1.0f);
  CHECK(dataset.grid[0] == Approx(846.0));
  CHECK(hasNote(report, "SKY"));
}

TEST_CASE("images: three arms, and fluxes with wavelengths in other HDUs and files", "[real]") {
  const auto arms = caseFile("three-arms-as-images.fits");
  if (arms.empty()) return;
  const Dataset joined = runImport({arms}).dataset;
  REQUIRE(joined.starCount() == 1);
  REQUIRE(joined.pixelCount() == 400);
  CHECK(joined.grid.first() == Approx(846.0));
  CHECK(joined.grid.last() == Approx(870.0));
  CHECK(missingIn(joined.fluxOf(0)) == 0);
  CHECK(joined.flux[150] == 0.99989384f);  // first pixel of GREEN
  CHECK(joined.flux[340] == 0.86361694f);  // pixel 60 of RED

  const Dataset separate = runImport({caseFile("flux-and-wave-in-separate-hdus.fits")}, vacuum()).dataset;
  REQUIRE(separate.pixelCount() == 400);
  CHECK(separate.grid.last() == Approx(870.0));
  CHECK(separate.fluxError[0] == Approx(0.01));
  ImportOptions options = vacuum();
  options.wavelengths = caseFile("pair-wave.fits");
  const Dataset pair = runImport({caseFile("pair-flux.fits")}, options).dataset;
  CHECK(pair.ids == std::vector<std::string>{"pair-flux"});
  CHECK(pair.grid[1] == Approx(846.060150376));
}

TEST_CASE("LAMOST medium resolution: B and R are joined for each epoch", "[real]") {
  const auto first = caseFile("lamost-mrs-med-58625-TD192102N424113K01_sp12-076.fits.gz");
  const auto second = caseFile("lamost-mrs-med-58646-TD192102N424113K01_sp12-076.fits.gz");
  if (first.empty() || second.empty()) return;
  const auto [dataset, report] = runImport({first});
  REQUIRE(dataset.ids == std::vector<std::string>{"744812076"});
  REQUIRE(dataset.pixelCount() == 14536);
  CHECK(dataset.grid.first() == Approx(489.8124948467522).epsilon(1e-9));
  CHECK(dataset.grid.last() == Approx(684.5104417011632).epsilon(1e-9));
  CHECK(dataset.flux[1000] == 1002.5825f);
  CHECK(dataset.fluxError[1000] == Approx(33.31759388387646));
  CHECK(std::isnan(dataset.flux[5000]));
  CHECK(dataset.flux[10736 + 2000] == 1795.0077f);
  CHECK(dataset.fluxError[10736 + 2000] == Approx(42.54910546932645));
  CHECK(hasNote(report, "HDU 2 (COADD_B), HDU 3 (COADD_R) were joined"));
  CHECK(hasNote(report, "not used: HDU 4 (B-84420148)"));
  // 19 pixels of ANDMASK have bit 0 (BADCCD), of which five have a flux of 0 with an ordinary variance.
  CHECK(std::isnan(dataset.flux[667]));
  CHECK(std::isnan(dataset.flux[676]));
  CHECK(std::isnan(dataset.flux[685]));
  CHECK(dataset.flux[666] > 0.0F);
  CHECK(dataset.flux[686] > 0.0F);

  ImportOptions options;
  options.usesFirstGrid = true;
  const Dataset both = runImport({first, second}, options).dataset;
  CHECK(both.ids == std::vector<std::string>{"744812076", "747412076"});
  CHECK(both.pixelCount() == 14536);
  CHECK(both.fluxOf(0)[1000] == 1002.5825f);
  CHECK(both.fluxOf(1)[10721 + 2000 + 5] == Approx(611.3435).epsilon(1e-2));  // the grids differ by 5 pixels
}

TEST_CASE("APOGEE: the three chips of a visit are one spectrum with the wavelengths of HDU 5", "[real]") {
  const auto file = caseFile("apVisit-r13-5095-55844-128.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file});
  REQUIRE(dataset.ids == std::vector<std::string>{"2M01183798+8403419"});
  REQUIRE(dataset.pixelCount() == 3 * 4096 + 309 + 289);  // with the gaps between the chips
  CHECK(dataset.grid.first() == Approx(1514.2685396870588).epsilon(1e-12));
  CHECK(dataset.grid.last() == Approx(1695.4790707572374).epsilon(1e-12));
  CHECK(dataset.grid[1000] == Approx(1531.303945897449).epsilon(1e-12));
  CHECK(dataset.flux[1000] == 318.98544f);
  CHECK(dataset.fluxError[1000] == Approx(6.3619237));
  CHECK(dataset.pixelCount() - missingIn(dataset.fluxOf(0)) == 12088);  // 200 of 12 288 pixels have one of bits 0 to 7
  CHECK(hasNote(report, "the 3 rows of HDU 2 were joined"));
}

TEST_CASE("SDSS-V: the first instrument with rows is read, another one can be chosen", "[real]") {
  const auto only = caseFile("mwmStar_apogee_only.fits");
  if (only.empty()) return;
  const WithoutChecksums whileTested;  // astropy finds wrong sums in these three files, too
  const Dataset apogee = runImport({only}).dataset;
  REQUIRE(apogee.ids == std::vector<std::string>{"42"});
  REQUIRE(apogee.pixelCount() == 8575);
  CHECK(apogee.grid[4000] == Approx(1595.8791).epsilon(1e-7));
  CHECK(missingIn(apogee.fluxOf(0)) == 5);
  CHECK(apogee.fluxError[5] == Approx(0.01));
  CHECK(apogee.numeric("ra")[0] == Approx(198.4346));

  const auto all = caseFile("mwmStar_all.fits");
  const auto [boss, report] = runImport({all});
  CHECK(boss.pixelCount() == 4648);
  CHECK(hasNote(report, "read from HDU 2 (BOSS/APO); not used: HDU 4 (APOGEE/APO). Some of these may be spectra"));
  CHECK(runImport({all}, vacuum("APOGEE/APO")).dataset.pixelCount() == 8575);
  CHECK(runImport({all}, vacuum("4")).dataset.pixelCount() == 8575);

  const auto visits = runImport({caseFile("mwmVisit_apogee_only.fits")});
  CHECK(visits.dataset.ids == std::vector<std::string>{"42", "42", "42"});
  CHECK(visits.report.repeatSpectra == 2);
  CHECK(visits.dataset.grid[4000] == Approx(1595.8791472367336).epsilon(1e-12));
}

TEST_CASE("tables: an empty or foreign first table is passed over, and row-matched tables are joined", "[real]") {
  const auto empty = caseFile("first-table-empty.fits");
  if (empty.empty()) return;
  for (const auto& file : {empty, caseFile("text-table-first.fits")}) {
    const Dataset stars = runImport({file}).dataset;
    CHECK(stars.starCount() == 2);
    CHECK(stars.numeric("teff") == std::vector<double>{5000, 5100});
    CHECK(stars.hasNumeric("ra"));
  }
  const Dataset matched = runImport({caseFile("row-matched-hdus.fits")}).dataset;
  CHECK(matched.ids[3] == "5937083312263888004");
  CHECK(matched.numeric("teff")[3] == 5300.0);
  CHECK(matched.numeric("TARGET_RA") == std::vector<double>{1, 2, 3, 4});
}
