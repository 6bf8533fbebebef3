// SPDX-License-Identifier: GPL-3.0-or-later
// Structures of FITS files that hold spectra: which HDU is read, arms, masks, rows of one spectrum, folders.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "io/fits/FitsWriter.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/importing/FitsImages.h"
#include "survey/importing/Import.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Paths = std::vector<std::filesystem::path>;
using Values = std::vector<double>;

namespace {

struct Imported {
  Dataset dataset;
  ImportReport report;
};

ImportOptions vacuum(const std::string& hdu = "") {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  options.hdu = hdu;
  return options;
}

Imported runImport(const Paths& paths, const ImportOptions& options = vacuum()) {
  Imported result;
  Job job;
  result.dataset = importSurvey(paths, options, result.report, job);
  return result;
}

CaughtError importError(const Paths& paths, const ImportOptions& options = vacuum()) {
  return errorOf([&] { (void)runImport(paths, options); });
}

bool hasNote(const ImportReport& report, const std::string& part) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [&](const std::string& note) { return contains(note, part); });
}

/// Returns the cards of an image with a name and wavelengths in Å.
std::vector<std::string> axis(const std::string& name, double first, double step) {
  std::vector<std::string> cards = {fmt::format("CRVAL1  = {:20.10f}", first), fmt::format("CDELT1  = {:20.15f}", step),
                                    "CRPIX1  = 1", "CTYPE1  = 'WAVE    '", "CUNIT1  = 'Angstrom'"};
  if (!name.empty()) cards.push_back(fmt::format("EXTNAME = '{:8}'", name));
  return cards;
}

std::vector<std::string> named(const std::string& name) {
  return {fmt::format("EXTNAME = '{:8}'", name)};
}

Values constant(std::size_t count, double value) {
  return Values(count, value);
}

Values ramp(std::size_t count, double first, double step) {
  Values values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = first + step * static_cast<double>(i);
  return values;
}

/// Writes a table of stars; without rows if `ids` is empty.
void addStars(maury::io::FitsWriter& writer, const std::string& name, const std::vector<std::int64_t>& ids,
              const std::string& column, float value) {
  writer.createTable(name, {{"TARGETID", "", 'K', 1}, {column, "", 'E', 1}}, static_cast<std::int64_t>(ids.size()));
  if (ids.empty()) return;
  writer.write(0, 0, ids);
  writer.write(1, 0, std::vector<float>(ids.size(), value));
}

/// Writes a table with one row for each pixel of a spectrum.
void addPixels(maury::io::FitsWriter& writer, const std::string& name, const Values& angstrom, float flux) {
  writer.createTable(name, {{"wavelength_vac", "Angstrom", 'D', 1}, {"flux", "", 'E', 1}, {"ivar", "", 'E', 1}},
                     static_cast<std::int64_t>(angstrom.size()));
  if (angstrom.empty()) return;
  writer.write(0, 0, angstrom);
  writer.write(1, 0, std::vector<float>(angstrom.size(), flux));
  writer.write(2, 0, std::vector<float>(angstrom.size(), 4.0f));
}

}  // namespace

TEST_CASE("structure: images of three arms become one spectrum, and one arm can be chosen") {
  const TemporaryFolder folder;
  writeImages(folder / "a.fits", {{{}, {}, {}},
                                  {axis("BLUE", 5000.0, 1.0), {50}, constant(50, 1.0)},
                                  {axis("GREEN", 5040.0, 1.0), {50}, constant(50, 3.0)},
                                  {axis("RED", 5100.0, 1.0), {50}, constant(50, 5.0)},
                                  {axis("BLUE_SKY", 5000.0, 1.0), {50}, constant(50, 9.0)}});
  const auto [dataset, report] = runImport({folder / "a.fits"});
  REQUIRE(dataset.ids == std::vector<std::string>{"a"});
  REQUIRE(dataset.pixelCount() == 150);
  CHECK(dataset.flux[0] == 1.0f);
  CHECK(dataset.flux[45] == 2.0f);  // the mean of 1 and 3
  CHECK(dataset.flux[60] == 3.0f);
  CHECK(std::isnan(dataset.flux[95]));
  CHECK(dataset.flux[149] == 5.0f);
  CHECK(hasNote(report, "HDU 2 (BLUE), HDU 3 (GREEN), HDU 4 (RED) were joined to one spectrum of 150 px"));
  CHECK(hasNote(report, "not used: HDU 5 (BLUE_SKY)"));
  const auto one = runImport({folder / "a.fits"}, vacuum("green"));
  CHECK(one.dataset.pixelCount() == 50);
  CHECK(one.dataset.flux[0] == 3.0f);
  CHECK(runImport({folder / "a.fits"}, vacuum("4")).dataset.flux[0] == 5.0f);
  CHECK(importError({folder / "a.fits"}, vacuum("UV")).says("no HDU 'UV'; the file has HDU 1"));
}

TEST_CASE("structure: images with the same wavelengths are no arms, and are named in a note") {
  const TemporaryFolder folder;
  for (const char* name : {"a.fits", "b.fits", "c.fits"})
    writeImages(folder / name, {{axis("", 5000.0, 1.0), {50}, constant(50, 1.0)},
                                {axis("NORM", 5000.0, 1.0), {50}, constant(50, 3.0)},
                                {axis("ERR", 5000.0, 1.0), {50}, constant(50, 0.5)},
                                {axis("SKY_ERR", 5000.0, 1.0), {50}, constant(50, 7.0)}});
  const auto [dataset, report] = runImport({folder.path()});
  REQUIRE(dataset.starCount() == 3);
  CHECK(dataset.pixelCount() == 50);
  CHECK(dataset.flux[0] == 1.0f);
  CHECK(dataset.fluxError[0] == 0.5f);
  REQUIRE(report.notes.size() == 1);  // one sentence for all files
  CHECK(hasNote(report, "a.fits and 2 more files: read from "));
  CHECK(hasNote(report, "not used: HDU 2 (NORM), HDU 4 (SKY_ERR)"));
  CHECK(runImport({folder / "b.fits"}, vacuum("NORM")).dataset.flux[0] == 3.0f);
}

TEST_CASE("structure: a matrix in three arms has one spectrum for each star, with ids, errors and masks") {
  const TemporaryFolder folder;
  {
    maury::test::FitsFile fits(folder / "coadd.fits");
    addStars(fits.writer, "FIBERMAP", {39633345008634465, 39633345008634466}, "TEFF", 5000.0f);
    for (const auto& [arm, first] : {std::pair{"B", 400.0f}, {"R", 403.0f}}) {
      const std::vector<float> wave = {first, first + 1, first + 2, first + 3};
      fits.writer.createImage(fmt::format("{}_WAVELENGTH", arm), {4}, wave);
      fits.writer.setKey("BUNIT", "nm", "");
      fits.writer.createImage(fmt::format("{}_FLUX", arm), {4, 2}, std::vector<float>{1, 2, 3, first, 5, 6, 7, 8});
      fits.writer.createImage(fmt::format("{}_IVAR", arm), {4, 2}, std::vector<float>{4, 4, 4, 4, 1, 1, 1, 1});
      fits.writer.createImage(fmt::format("{}_MASK", arm), {4, 2}, std::vector<float>{0, 0, 4, 0, 0, 0, 0, 0});
      fits.writer.createImage(fmt::format("{}_RESOLUTION", arm), {4, 11, 2}, std::vector<float>(88, 0.5f));
    }
    addStars(fits.writer, "SCORES", {39633345008634465, 39633345008634466}, "QUALITY", 7.0f);
    fits.close();
  }
  const auto [dataset, report] = runImport({folder / "coadd.fits"});
  REQUIRE(dataset.ids == std::vector<std::string>{"39633345008634465", "39633345008634466"});
  REQUIRE(dataset.pixelCount() == 7);
  CHECK(dataset.grid.nm() == Values{400, 401, 402, 403, 404, 405, 406});
  // Star 1: B is 1 2 × 400, R is 1 2 × 403, both with error 0.5; they share 403 nm. The third of each is masked.
  CHECK(same(std::vector<float>(dataset.flux.begin(), dataset.flux.begin() + 7),
             std::vector<float>{1, 2, kNaN, 200.5f, 2, kNaN, 403}));
  CHECK(dataset.fluxError[0] == 0.5f);
  CHECK(dataset.fluxError[3] == Approx(0.5 / std::sqrt(2.0)));
  CHECK(std::isnan(dataset.fluxError[2]));
  CHECK(dataset.flux[7] == 5.0f);
  CHECK(dataset.numeric("teff")[1] == 5000.0);
  CHECK(dataset.numeric("QUALITY")[1] == 7.0);
  CHECK(hasNote(report, "B_RESOLUTION"));
}

TEST_CASE("structure: a 2-D image of wavelengths holds those of each row: chips of one star, or stars") {
  const TemporaryFolder folder;
  const Values chips = {5003, 5002, 5001, 5000, 5013, 5012, 5011, 5010};
  writeImages(folder / "chips.fits",
              {{{}, {}, {}}, {named("FLUX"), {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}}, {named("WAVE"), {4, 2}, chips}});
  const auto joined = runImport({folder / "chips.fits"});
  REQUIRE(joined.dataset.ids == std::vector<std::string>{"chips"});
  REQUIRE(joined.dataset.pixelCount() == 14);
  CHECK(joined.dataset.grid[0] == Approx(500.0));
  CHECK(joined.dataset.flux[0] == 4.0f);
  CHECK(std::isnan(joined.dataset.flux[5]));
  CHECK(joined.dataset.flux[13] == 5.0f);
  CHECK(hasNote(joined.report, "the 2 rows of HDU 2 (FLUX) were joined"));
  const Values stars = {5000, 5001, 5002, 5003, 5000, 5001, 5002, 5003};
  writeImages(folder / "stars.fits",
              {{{}, {}, {}}, {named("FLUX"), {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}}, {named("WAVE"), {4, 2}, stars}});
  CHECK(runImport({folder / "stars.fits"}).dataset.starCount() == 2);
}

TEST_CASE("structure: wavelengths of a 1-D image come from another HDU or from a file") {
  const TemporaryFolder folder;
  writeImages(folder / "a.fits", {{{}, {}, {}},
                                  {named("FLUX"), {4}, {1, 2, 3, 4}},
                                  {named("IVAR"), {4}, {4, 4, 0, 4}},
                                  {named("WAVE"), {4}, {5000, 5001, 5002, 5003}}});
  const Dataset dataset = runImport({folder / "a.fits"}).dataset;
  CHECK(dataset.ids == std::vector<std::string>{"a"});
  CHECK(dataset.grid[3] == Approx(500.3));
  CHECK(same(dataset.flux, std::vector<float>{1, 2, kNaN, 4}));
  CHECK(dataset.fluxError[1] == 0.5f);
  writeImage(folder / "flux.fits", {}, {4, 2, 3, 1});
  writeImage(folder / "wave.fits", {}, {5000, 5001, 5002, 5003});
  const CaughtError without = importError({folder / "flux.fits"});
  CHECK(without.says("its header has no wavelengths"));
  CHECK(without.commandLineStep == "Use --wavelengths to name a file that has them.");
  ImportOptions options = vacuum();
  options.wavelengths = folder / "wave.fits";
  const Dataset given = runImport({folder / "flux.fits"}, options).dataset;
  CHECK(given.ids == std::vector<std::string>{"flux"});
  CHECK(given.flux == std::vector<float>{4, 2, 3, 1});
  CHECK(given.grid[1] == Approx(500.1));
}

TEST_CASE("structure: rows of one spectrum are told by the header, those of stars are not") {
  const TemporaryFolder folder;
  const Values rows = {1, 2, 3, 4, 4, 4, 0, 4, 9, 9, 9, 9, 0, 0, 0, 1};
  std::vector<std::string> cards = axis("", 5000.0, 1.0);
  writeImages(folder / "stars.fits", {{cards, {4, 4}, rows}});
  CHECK(runImport({folder / "stars.fits"}).dataset.starCount() == 4);
  for (const char* key : {"ROW", "ARRAY"}) {
    std::vector<std::string> more = cards;
    int row = 1;
    for (const char* word : {"Data", "Inverse variance", "Sky", "Mask"})
      more.push_back(fmt::format("{:8}= '{}'", fmt::format("{}{}", key, row++), word));
    writeImages(folder / "one.fits", {{more, {4, 4}, rows}});
    const auto [dataset, report] = runImport({folder / "one.fits"});
    CHECK(dataset.ids == std::vector<std::string>{"one"});
    CHECK(same(dataset.flux, std::vector<float>{1, 2, kNaN, kNaN}));
    CHECK(dataset.fluxError[0] == 0.5f);
    CHECK(hasNote(report, "that were not used: Sky"));
  }
  cards.push_back("EXTEN0  = 'Flux Inverse Subcontinuum Andmask'");
  writeImages(folder / "one.fits", {{cards, {4, 4}, rows}});
  CHECK(same(runImport({folder / "one.fits"}).dataset.flux, std::vector<float>{1, 2, kNaN, kNaN}));
}

TEST_CASE("structure: tables of arms are joined, exposures of one arm are not, and empty tables are passed over") {
  const TemporaryFolder folder;
  {
    maury::test::FitsFile fits(folder / "a.fits");
    addPixels(fits.writer, "COADD_U", {}, 0.0f);
    addPixels(fits.writer, "COADD_B", ramp(10, 5000, 1), 1.0f);
    addPixels(fits.writer, "COADD_R", ramp(10, 5020, 1), 2.0f);
    addPixels(fits.writer, "B-8442", ramp(10, 5000, 1), 8.0f);
    addPixels(fits.writer, "R-8442", ramp(10, 5020, 1), 9.0f);
    fits.close();
  }
  const auto [dataset, report] = runImport({folder / "a.fits"});
  REQUIRE(dataset.starCount() == 1);
  REQUIRE(dataset.pixelCount() == 30);
  CHECK(dataset.flux[9] == 1.0f);
  CHECK(std::isnan(dataset.flux[10]));
  CHECK(dataset.flux[20] == 2.0f);
  CHECK(dataset.fluxError[20] == 0.5f);
  CHECK(hasNote(report, "the arms HDU 3 (COADD_B), HDU 4 (COADD_R) were joined"));
  CHECK(hasNote(report, "not used: HDU 5 (B-8442), HDU 6 (R-8442). Some of these may be spectra"));
  CHECK(runImport({folder / "a.fits"}, vacuum("R-8442")).dataset.flux[0] == 9.0f);
}

TEST_CASE("structure: the first table with rows and numbers is the catalogue, unless another is chosen") {
  const TemporaryFolder folder;
  {
    maury::test::FitsFile fits(folder / "a.fits");
    addStars(fits.writer, "EMPTY", {}, "TEFF", 0.0f);
    fits.writer.createTable("META", {{"NAME", "", 'A', 4}, {"VALUE", "", 'A', 4}}, 1);
    fits.writer.write(0, 0, std::vector<std::string>{"x"});
    fits.writer.write(1, 0, std::vector<std::string>{"y"});
    addStars(fits.writer, "BOSS", {1, 2, 3}, "TEFF", 5000.0f);
    addStars(fits.writer, "APOGEE", {4, 5}, "TEFF", 6000.0f);
    fits.close();
  }
  const auto [dataset, report] = runImport({folder / "a.fits"});
  CHECK(dataset.ids == std::vector<std::string>{"1", "2", "3"});
  CHECK(hasNote(report, "read from HDU 4 (BOSS); not used: HDU 3 (META), HDU 5 (APOGEE)."));
  CHECK(runImport({folder / "a.fits"}, vacuum("apogee")).dataset.numeric("teff") == Values{6000, 6000});
  // The label table has its own HDU of this name; files of spectra need not have it.
  ImportOptions labels = vacuum("APOGEE");
  labels.labels = folder / "a.fits";
  CHECK(importError({folder / "a.fits"}, labels).says("the stars already have a 'teff'"));
}

TEST_CASE("structure: row-matched tables are joined side by side, others are not") {
  const TemporaryFolder folder;
  {
    maury::test::FitsFile fits(folder / "mws.fits");
    addStars(fits.writer, "RVTAB", {11, 12, 13}, "TEFF", 5000.0f);
    addStars(fits.writer, "SPTAB", {11, 12, 13}, "LOGG", 4.0f);
    addStars(fits.writer, "OTHER", {13, 12, 11}, "FEH", 1.0f);
    fits.writer.createTable("GAIA", {{"RA", "deg", 'D', 1}, {"DEC", "deg", 'D', 1}}, 3);
    fits.writer.write(0, 0, Values{1, 2, 3});
    fits.writer.write(1, 0, Values{-1, -2, -3});
    fits.close();
  }
  const auto [dataset, report] = runImport({folder / "mws.fits"});
  CHECK(dataset.ids == std::vector<std::string>{"11", "12", "13"});
  CHECK(dataset.numeric("logg")[2] == 4.0);
  CHECK(dataset.numeric("RA")[1] == 2.0);
  CHECK_FALSE(dataset.hasNumeric("feh"));
  CHECK(std::any_of(report.warnings.begin(), report.warnings.end(), [](const std::string& warning) {
    return contains(warning, "HDU 5 (GAIA) has no column 'TARGETID'; it was joined row by row");
  }));
  CHECK(hasNote(report, "not used: HDU 4 (OTHER)"));
}

TEST_CASE("structure: vectors of fluxes take their wavelengths from the header of the table") {
  const TemporaryFolder folder;
  for (const bool isSdss : {true, false}) {
    const auto path = folder / (isSdss ? "sdss.fits" : "wcs.fits");
    maury::test::FitsFile fits(path);
    fits.writer.createTable("VISITS", {{"sdss_id", "", 'K', 1}, {"flux", "", 'E', 4}}, 2);
    fits.writer.write(0, 0, std::vector<std::int64_t>{42, 42});
    fits.writer.write(1, 0, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8});
    if (isSdss) {
      fits.writer.setKey("CRVAL", 4.179, "");
      fits.writer.setKey("CDELT", 6e-6, "");
      fits.writer.setKey("CTYPE", "LOG-LINEAR", "");
      fits.writer.setKey("CUNIT", "Angstrom (Vacuum)", "");
      fits.writer.setKey("NPIXELS", 4, "");
    } else {
      fits.writer.setKey("1CRVL2", 3700.0, "");
      fits.writer.setKey("1CDLT2", 0.25, "");
      fits.writer.setKey("1CRPX2", 2.0, "");
      fits.writer.setKey("1CUNI2", "Angstrom", "");
    }
    fits.close();
    ImportOptions options;
    if (!isSdss) options.medium = ImportOptions::Medium::Vacuum;
    const auto [dataset, report] = runImport({path}, options);
    REQUIRE(dataset.ids == std::vector<std::string>{"42", "42"});
    CHECK(report.repeatSpectra == 1);
    CHECK(dataset.grid[3] == Approx(isSdss ? 0.1 * std::pow(10.0, 4.179 + 18e-6) : 370.05).epsilon(1e-12));
    CHECK(dataset.flux[7] == 8.0f);
  }
}

namespace {

/// Writes a file of one CCD with the layout of GALAH DR3 (docs.datacentral.org.au/galah/dr3/galah-dr3-spectra): a twin,
/// no real file.
void writeGalahTwin(const std::filesystem::path& path, int ccd, bool hasNames, std::size_t pixels = 20) {
  const double first[] = {4713.6, 5648.6, 6478.0, 7585.0}, step[] = {0.046, 0.055, 0.064, 0.074};
  const auto cards = [&](const char* name) {
    std::vector<std::string> all = {fmt::format("CRVAL1  = {:20.10f}", first[ccd - 1]),
                                    fmt::format("CDELT1  = {:20.10f}", step[ccd - 1]), "CRPIX1  = 1",
                                    "CTYPE1  = 'LINEAR  '", "CUNIT1  = 'angstroms'"};
    if (hasNames && *name != '\0') all.push_back(fmt::format("EXTNAME = '{}'", name));
    return all;
  };
  const double level = 1000.0 * ccd;
  writeImages(path, {{cards(""), {pixels}, constant(pixels, level)},
                     {cards("input_sigma"), {pixels}, constant(pixels, 0.01 * ccd)},
                     {cards("no_sky_subspectrum"), {pixels}, constant(pixels, level + 50.0)},
                     {cards("no_sky_sigma"), {pixels}, constant(pixels, 4.0)},
                     {cards("normalised"), {pixels}, constant(pixels, 0.9)}});
}

}  // namespace

TEST_CASE("structure: GALAH's four CCDs (twins) are one star, with relative errors, in air") {
  for (const bool hasNames : {true, false}) {
    const TemporaryFolder folder;
    for (int ccd = 1; ccd <= 4; ++ccd) {
      std::filesystem::create_directory(folder / fmt::format("ccd{}", ccd));
      for (const char* star : {"131216001101001", "131216001101002"})
        writeGalahTwin(folder / fmt::format("ccd{}", ccd) / fmt::format("{}{}.fits", star, ccd), ccd, hasNames);
    }
    ImportReport report;
    Job job;
    const Dataset dataset = importSurvey({folder.path()}, {}, report, job);
    REQUIRE(dataset.ids == std::vector<std::string>{"131216001101001", "131216001101002"});
    CHECK(dataset.grid.first() == Approx(maury::spectra::airToVacuumNm(471.36)).epsilon(1e-12));
    CHECK(dataset.grid.last() == Approx(maury::spectra::airToVacuumNm(758.5 + 19 * 0.0074)).epsilon(1e-12));
    CHECK(dataset.flux[19] == 1000.0f);
    CHECK(dataset.fluxError[19] == Approx(10.0));  // 1 % of 1000
    CHECK(std::isnan(dataset.flux[20]));
    CHECK(dataset.fluxOf(1)[dataset.pixelCount() - 1] == 4000.0f);
    CHECK(dataset.fluxErrorOf(1)[dataset.pixelCount() - 1] == Approx(160.0));  // 4 % of 4000
    CHECK(hasNote(report, "joined with 3 other files of the same star"));
    CHECK(hasNote(report, hasNames ? "normalised" : "HDU 5"));
    ImportOptions options;
    options.hdu = hasNames ? "normalised" : "5";
    const Dataset normalised = importSurvey({folder.path()}, options, report, job);
    CHECK(normalised.starCount() == 2);
    CHECK(normalised.flux[0] == Approx(0.9));
    CHECK(normalised.fluxError[0] == Approx(0.009));
  }
}

TEST_CASE("structure: a star of GALAH with one file is read alone, with a note") {
  const TemporaryFolder folder;
  writeGalahTwin(folder / "1312160011010013.fits", 3, true);
  const auto [dataset, report] = runImport({folder.path()}, {});
  CHECK(dataset.ids == std::vector<std::string>{"131216001101001"});
  CHECK(dataset.pixelCount() == 20);
  CHECK(hasNote(report, "the files of the other arms of the star are missing"));
}

TEST_CASE("structure: the two numbers of OCA's matrices are start and step of Gaia's RVS window") {
  const TemporaryFolder folder;
  Values flux(800 * 3);
  std::iota(flux.begin(), flux.end(), 0.0);
  writeImages(folder / "oca.fits", {{{}, {3, 800}, flux}, {{}, {2}, {846.01, 0.03}}});
  ImportReport report;
  Job job;
  const Dataset dataset = importSurvey({folder / "oca.fits"}, {}, report, job);
  REQUIRE(dataset.starCount() == 3);
  REQUIRE(dataset.pixelCount() == 800);
  CHECK(dataset.grid[0] == 846.01);
  CHECK(dataset.grid[799] == Approx(869.98));
  CHECK(dataset.fluxOf(2)[1] == 5.0f);
  writeImages(folder / "bad.fits", {{{}, {3, 700}, constant(2100, 1.0)}, {{}, {2}, {846.01, 0.03}}});
  CHECK(importError({folder / "bad.fits"}, {}).says("two numbers, 846.01 and 0.03"));
}

TEST_CASE("structure: an error of 1e10 is no data in APOGEE's files only") {
  const TemporaryFolder folder;
  writeImages(folder / "a.fits", {{axis("", 5000.0, 1.0), {3}, {1, 2, 3}}, {named("ERR"), {3}, {1e-3, 2e10, 5e12}}});
  const Dataset dataset = runImport({folder / "a.fits"}).dataset;
  CHECK(dataset.flux == std::vector<float>{1, 2, 3});
  CHECK(dataset.fluxError[1] == 2e10f);
  const auto cards = [](const char* unit) {
    return std::vector<std::string>{"CRVAL1  = 4.179", "CDELT1  = 6.0E-6", "CTYPE1  = 'LOG-LINEAR'",
                                    fmt::format("BUNIT   = '{}'", unit)};
  };
  writeImages(folder / "apogee.fits",
              {{{"OBJID   = '2M0000'"}, {}, {}}, {cards("Flux"), {3}, {1, 2, 3}}, {cards("Error"), {3}, {1, 2e10, 3}}});
  CHECK(same(runImport({folder / "apogee.fits"}).dataset.flux, std::vector<float>{1, kNaN, 3}));
}

TEST_CASE("structure: folders in folders are searched once, and descriptions are passed over without a word") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "2026" / "night");
  std::filesystem::create_directory(folder / ".cache");
  std::filesystem::create_directory_symlink(folder.path(), folder / "2026" / "loop");
  const auto spectrum = [&](const std::filesystem::path& path) {
    writeImages(path, {{axis("", 5000.0, 1.0), {3}, {1, 2, 3}}});
  };
  spectrum(folder / "z.fits");
  spectrum(folder / "2026" / "b.fits");
  spectrum(folder / "2026" / "night" / "a.fits");
  spectrum(folder / ".cache" / "hidden.fits");
  for (const char* name : {"LICENSE", "LICENSE.astropy", "README.md", "ReadMe", "COPYING.txt"})
    writeBytes(folder / "2026" / name, "text\n");
  writeBytes(folder / "2026" / "readme_table.csv", "a,b\n1,2\n");
  const auto [dataset, report] = runImport({folder.path()});
  CHECK(dataset.ids == std::vector<std::string>{"z", "b", "a"});
  REQUIRE(report.leftOut.size() == 1);
  CHECK(contains(report.leftOut[0].file, "readme_table.csv"));
}

TEST_CASE("structure: formats that cannot be read are named, with what to do") {
  const TemporaryFolder folder;
  std::string tar(512, '\0');
  tar.replace(0, 6, "a.fits").replace(257, 5, "ustar");
  const std::pair<std::string, std::string> cases[] = {
      {std::string("BZh91AY&SY\0", 11), "packed with bzip2; unpack it first (bunzip2)"},
      {std::string("\xFD"
                   "7zXZ\0\0\4",
                   8),
       "packed with xz; unpack it first (unxz)"},
      {tar, "a tar archive; unpack it first (tar -xf)"},
      {std::string("PAR1\0\0\0\0", 8), "a Parquet table; write it as FITS or CSV first"}};
  for (const auto& [bytes, words] : cases) {
    writeBytes(folder / "file.dat", bytes);
    INFO(words);
    CHECK(importError({folder / "file.dat"}).says(words));
  }
}
