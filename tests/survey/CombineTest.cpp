// SPDX-License-Identifier: GPL-3.0-or-later
// Arms of stars from several files, and repeats of a star.
#include "survey/combining/Combine.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/Random.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"

using namespace maury;
using namespace maury::survey;
using namespace maury::test;

namespace {

using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// Returns stars whose pixels all have the flux and error of the star.
Dataset armOf(const Texts& ids, const spectra::WavelengthGrid& grid, const std::vector<float>& flux,
              const std::vector<float>& error) {
  Dataset arm;
  arm.ids = ids;
  arm.grid = grid;
  for (std::size_t star = 0; star < ids.size(); ++star)
    for (std::size_t pixel = 0; pixel < grid.size(); ++pixel) {
      arm.flux.push_back(flux[star]);
      if (!error.empty()) arm.fluxError.push_back(error[star]);
    }
  return arm;
}

std::shared_ptr<const CombineSource> source(const Dataset& stars, const std::string& name) {
  return std::make_shared<const CombineSource>(std::make_shared<const Dataset>(stars), name);
}

CombinedStars combine(const CombineSources& sources, const CombineOptions& options = {}) {
  Job job;
  CombinedStars combined = combineInMemory(sources, options, job);
  combined.stars.validate();
  return combined;
}

/// Two arms of three stars each; the first and third star of the blue arm are the second and first of the red one.
struct Arms {
  Dataset blue =
      armOf({"a", "b", "c"}, spectra::WavelengthGrid::linear(500.0, 0.1, 5), {1.0F, 2.0F, 3.0F}, {0.1F, 0.1F, 0.1F});
  Dataset red =
      armOf({"c", "a", "d"}, spectra::WavelengthGrid::linear(500.3, 0.1, 4), {4.0F, 5.0F, 6.0F}, {0.2F, 0.2F, 0.2F});
};

std::vector<float> fluxOf(const Dataset& stars, std::size_t star) {
  const auto flux = stars.fluxOf(star);
  return {flux.begin(), flux.end()};
}

}  // namespace

TEST_CASE("combine: arms are joined by id on one lattice, gaps are missing, the overlap is weighted") {
  const Arms arms;
  const CombinedStars combined = combine({source(arms.blue, "b.fits"), source(arms.red, "r.fits")});
  const Dataset& stars = combined.stars;
  CHECK(stars.ids == Texts{"a", "b", "c", "d"});
  REQUIRE(stars.pixelCount() == 7);  // 500.0 … 500.6; the arms share 500.3 and 500.4
  CHECK(stars.grid[6] == Approx(500.6));
  const float overlap = (1.0F / 0.01F + 5.0F / 0.04F) / (1.0F / 0.01F + 1.0F / 0.04F);  // 1.8
  const std::vector<float> a = fluxOf(stars, 0);
  CHECK(a[2] == 1.0F);
  CHECK(a[3] == Approx(overlap));
  CHECK(a[4] == Approx(overlap));
  CHECK(a[5] == 5.0F);
  CHECK(stars.fluxErrorOf(0)[3] == Approx(1.0 / std::sqrt(125.0)));
  CHECK(same(fluxOf(stars, 1), std::vector<float>{2.0F, 2.0F, 2.0F, 2.0F, 2.0F, kNaN, kNaN}));
  CHECK(same(fluxOf(stars, 3), std::vector<float>{kNaN, kNaN, kNaN, 6.0F, 6.0F, 6.0F, 6.0F}));
  CHECK(stars.numeric("n_arms") == Reals{2, 1, 2, 1});
  CHECK(stars.numeric("snr")[1] == Approx(20.0));
  CHECK(combined.report.summary() ==
        "4 spectra, 2 of them from all 2 files (b.fits lacks 1 star, r.fits lacks 1 star).");
}

TEST_CASE("combine: incomplete stars are dropped on request, and a grid can be given") {
  const Arms arms;
  CombineOptions options;
  options.onlyComplete = true;
  options.import.grid = parseGrid("500.02:0.2:3");
  const CombinedStars combined = combine({source(arms.blue, "b.fits"), source(arms.red, "r.fits")}, options);
  CHECK(combined.stars.ids == Texts{"a", "c"});
  REQUIRE(combined.stars.pixelCount() == 3);
  CHECK(fluxOf(combined.stars, 0)[0] == Approx(1.0));
  // The last pixel, 500.32 … 500.52, has 0.03 + 0.1 nm of two blue pixels and 0.03 + 0.1 + 0.07 nm of three red ones.
  const double blue = 0.1 * std::sqrt(0.0009 + 0.01) / 0.13, red = 0.2 * std::sqrt(0.0009 + 0.01 + 0.0049) / 0.2;
  const double weights = 1.0 / (blue * blue) + 1.0 / (red * red);
  CHECK(fluxOf(combined.stars, 0)[2] == Approx((1.0 / (blue * blue) + 5.0 / (red * red)) / weights));
  CHECK(combined.stars.fluxErrorOf(0)[2] == Approx(1.0 / std::sqrt(weights)));
  CHECK(combined.report.dropped == 2);
  CHECK(combined.stars.provenance.preprocessing == Texts{toText(*options.import.grid)});
  CHECK(contains(combined.report.summary(), "2 spectra not in all files were dropped."));
}

TEST_CASE("combine: labels and columns are those of the first file that has them, contradictions are counted") {
  Arms arms;
  arms.blue.labels = {{"teff", "K", {5000.0F, kNaN, 4000.0F}, {50.0F, kNaN, 40.0F}}};
  arms.red.labels = {{"teff", "K", {4100.0F, 5000.0F, 6000.0F}, {}}, {"logg", "dex", {1.0F, 2.0F, 3.0F}, {}}};
  arms.blue.columns = {{"source_id", "", Integers{5937083312263888001, 2, 3}},
                       {"file", "", Texts{"ab", "bb", "cb"}},
                       {"snr", "", Reals{1.0, 1.0, 1.0}},
                       {"field", "", Texts{"north", "", "south"}},
                       {"width", "nm", Reals{1.0, 2.0, 3.0}}};
  arms.red.columns = {{"source_id", "", Integers{3, 5937083312263888001, 4}},
                      {"file", "", Texts{"cr", "ar", "dr"}},
                      {"FIELD", "", Texts{"south", "east", "west"}},
                      {"visit", "", Integers{7, 8, 9}},
                      {"width", "Angstrom", Reals{30.0, 10.0, 40.0}}};
  const CombinedStars combined = combine({source(arms.blue, "b.fits"), source(arms.red, "r.fits")});
  const Dataset& stars = combined.stars;
  CHECK(same(stars.findLabel("teff")->values, std::vector<float>{5000.0F, kNaN, 4000.0F, 6000.0F}));
  CHECK(same(stars.findLabel("teff")->errors, std::vector<float>{50.0F, kNaN, 40.0F, kNaN}));
  CHECK(same(stars.findLabel("logg")->values, std::vector<float>{2.0F, kNaN, 1.0F, 3.0F}));
  CHECK(std::get<Integers>(stars.findColumn("source_id")->values) == Integers{5937083312263888001, 2, 3, 4});
  CHECK(stars.findColumn("field")->asText() == Texts{"north", "", "south", "west"});
  CHECK(same(stars.numeric("visit"), Reals{8.0, NAN, 7.0, 9.0}));  // star b is in no file with visits
  CHECK(same(stars.numeric("width"), Reals{1.0, 2.0, 3.0, NAN}));
  CHECK(combined.report.warnings ==
        Texts{"width of r.fits is in Angstrom, but in nm in an earlier file, and was left out.",
              "The spectra of a star have different values, of which the first was taken: teff of 1 star, field of 1 "
              "star."});
}

TEST_CASE("combine: stars are matched by a column, in any file, also in files on disk") {
  const TemporaryFolder folder;
  Arms arms;
  arms.blue.columns = {{"star", "", Texts{"x", "y", "z"}}, {"large", "", Integers{1, 9007199254740993, 3}}};
  arms.red.columns = {{"star", "", Texts{" y ", "", "x"}}};
  Job job;
  writeSurvey(folder / "b.fits", arms.blue, job);
  writeSurvey(folder / "r.fits", arms.red, job);
  ImportReport report;
  CombineOptions options;
  options.by = "star";
  CombineSources files;
  for (const char* name : {"b.fits", "r.fits"})
    files.push_back(std::make_shared<const CombineSource>(folder / name, ImportOptions(), report, job));
  const CombineReport counts = combineFiles(files, options, folder / "out.fits", job);
  const Dataset stars = readSurvey(folder / "out.fits", job);
  CHECK(stars.ids == Texts{"a", "b", "c", "a"});  // the last star has no name
  CHECK(fluxOf(stars, 0)[6] == 6.0F);
  CHECK(fluxOf(stars, 1)[6] == 4.0F);
  CHECK(std::isnan(fluxOf(stars, 2)[6]));
  CHECK(fluxOf(stars, 3)[6] == 5.0F);
  CHECK(stars.findColumn("large")->asText() == Texts{"1", "9007199254740993", "3", ""});
  CHECK(counts.warnings == Texts{"1 spectrum has no name in the column star and is combined with no other."});
  CHECK(stars.provenance.origin == "b.fits + r.fits");

  const CombinedStars inMemory = combine({source(arms.blue, "b.fits"), source(arms.red, "r.fits")}, options);
  CHECK(same(inMemory.stars.flux, stars.flux));
  CHECK(same(inMemory.stars.fluxError, stars.fluxError));
}

TEST_CASE("combine: what does not belong together is refused with the next step") {
  const Arms arms;
  Dataset stranger = arms.red;
  stranger.ids = {"x", "y", "z"};
  const auto blue = source(arms.blue, "b.fits");
  const auto error = errorOf([&] { combine({blue, source(stranger, "s.fits")}); });
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error.message ==
        "No star is in two of the files, by id: b.fits begins with 'a', 'b', 'c'; s.fits begins with 'x', 'y', 'z'.");
  CHECK(contains(error.commandLineStep, "--by"));
  Dataset catalogue;
  catalogue.ids = {"a"};
  CHECK(errorOf([&] { combine({blue, source(catalogue, "c.csv")}); }).says("c.csv has no spectra."));
  CHECK(errorOf([&] { combine({blue}); }).says("Name at least two files"));
  CombineOptions options;
  options.by = "nothing";
  CHECK(errorOf([&] { combine({blue, blue}, options); }).says("b.fits has no column 'nothing'"));
  options.by = "id";
  options.velocityColumn = "rv";
  CHECK(errorOf([&] { combine({blue, blue}, options); }).says("used only to co-add repeats"));
  options.repeats = Repeats::Mean;
  CHECK(errorOf([&] { combine({blue, blue}, options); }).says("b.fits has no column 'rv'"));
}

TEST_CASE("combine: repeats that are kept apart are joined in their order, uneven ones with a warning") {
  const auto grid = spectra::WavelengthGrid::linear(500.0, 0.1, 3),
             next = spectra::WavelengthGrid::linear(500.3, 0.1, 3);
  const Dataset blue = armOf({"a", "b", "a"}, grid, {1.0F, 2.0F, 3.0F}, {});
  const Dataset red = armOf({"a", "a", "b", "b"}, next, {4.0F, 5.0F, 6.0F, 7.0F}, {});
  const CombinedStars combined = combine({source(blue, "b"), source(red, "r")});
  CHECK(combined.stars.ids == Texts{"a", "a", "b", "b"});
  CHECK(fluxOf(combined.stars, 0) == std::vector<float>{1.0F, 1.0F, 1.0F, 4.0F, 4.0F, 4.0F});
  CHECK(fluxOf(combined.stars, 1) == std::vector<float>{3.0F, 3.0F, 3.0F, 5.0F, 5.0F, 5.0F});
  CHECK(same(fluxOf(combined.stars, 3), std::vector<float>{kNaN, kNaN, kNaN, 7.0F, 7.0F, 7.0F}));
  CHECK(combined.stars.fluxError.empty());
  REQUIRE(combined.report.warnings.size() == 1);
  CHECK(contains(combined.report.warnings[0], "1 star with different numbers of spectra"));
}

TEST_CASE("combine: repeats are co-added, and their scatter is compared with the stated errors") {
  constexpr std::size_t kStars = 60, kVisits = 4, kPixels = 200;
  const auto grid = spectra::WavelengthGrid::linear(500.0, 0.1, kPixels);
  Random random(2);
  for (const double truth : {1.0, 2.0}) {  // the true noise in units of the stated error
    Dataset visits = armOf(Texts(kStars * kVisits), grid, std::vector<float>(kStars * kVisits, 1.0F),
                           std::vector<float>(kStars * kVisits, 0.05F));
    Integers sources;
    for (std::size_t i = 0; i < visits.starCount(); ++i) {
      visits.ids[i] = "visit" + std::to_string(i);
      sources.push_back(static_cast<std::int64_t>(1000 + i % kStars));
    }
    for (float& flux : visits.flux)
      flux += static_cast<float>(0.05 * truth * random.gaussian());
    visits.columns = {{"source_id", "", sources}};
    CombineOptions options;
    options.by = "source_id";
    options.repeats = Repeats::Mean;
    const CombinedStars combined = combine({source(visits, "visits.fits")}, options);
    REQUIRE(combined.stars.starCount() == kStars);
    CHECK(combined.stars.ids[5] == "visit5");
    CHECK(combined.stars.fluxErrorOf(0)[0] == Approx(0.025));
    CHECK(combined.stars.numeric("n_spectra") == Reals(kStars, 4.0));
    CHECK(combined.stars.numeric("chi2_repeats")[7] == Approx(truth * truth).epsilon(0.25));  // σ = √(2/600) = 6 %
    CHECK(combined.report.medianReducedChi2 == Approx(truth * truth).epsilon(0.04));
    CHECK(combined.report.comparedStars == kStars);
    CHECK(combined.report.warnings.size() == (truth > 1.5 ? 1 : 0));
    CHECK(contains(combined.report.summary(), "240 spectra of 60 stars were co-added."));
    CHECK(combined.stars.findColumn("n_arms") == nullptr);
  }
}

namespace {

/// Returns two spectra of star a, at levels of 1 and 1/2, and two of star b, at levels of 3 and 1.
Dataset visitsOfTwoStars() {
  Dataset visits;
  visits.ids = {"a", "a", "b", "b"};
  visits.grid = spectra::WavelengthGrid::linear(500.0, 0.1, 11);
  const std::vector<float> levels = {1.0F, 0.5F, 3.0F, 1.0F}, errors = {1.0F, 1.0F, 1.5F, 1.0F};
  for (std::size_t visit = 0; visit < 4; ++visit)
    for (int pixel = 0; pixel < 11; ++pixel) {
      visits.flux.push_back(levels[visit] * static_cast<float>(10 + pixel));
      visits.fluxError.push_back(errors[visit]);
    }
  visits.flux[11] = 6.0F;  // 12 ± 2 at the level of the first spectrum, which has 10 ± 1
  return visits;
}

}  // namespace

TEST_CASE("combine: repeats of different levels are scaled to that of the highest S/N before they are co-added") {
  CombineOptions options;
  options.repeats = Repeats::Mean;
  const CombinedStars mean = combine({source(visitsOfTwoStars(), "v.fits")}, options);
  REQUIRE(mean.stars.ids == Texts{"a", "b"});
  CHECK(fluxOf(mean.stars, 0)[0] == Approx(10.4));  // weights 1 and 1/4
  CHECK(fluxOf(mean.stars, 0)[5] == Approx(15.0));
  CHECK(mean.stars.fluxErrorOf(0)[0] == Approx(1.0 / std::sqrt(1.25)));
  CHECK(fluxOf(mean.stars, 1)[10] == Approx(60.0));
  CHECK(mean.stars.fluxErrorOf(1)[10] == Approx(1.0 / std::sqrt(1.0 / 2.25 + 1.0 / 9.0)));
  // χ² of star a: 0.4² / 1 + 1.6² / 4 in the first of 11 pixels, and 0 in the others.
  CHECK(mean.stars.numeric("chi2_repeats")[0] == Approx(0.8 / 11.0));
  CHECK(mean.stars.numeric("chi2_repeats")[1] == Approx(0.0).margin(1e-9));
  CHECK(mean.report.scaledSpectra == 2);
  CHECK(mean.report.leastFactor == Approx(2.0));
  CHECK(mean.report.greatestFactor == Approx(3.0));
  CHECK(mean.report.unscaledSpectra == 0);
  CHECK(contains(mean.report.summary(),
                 "2 spectra were scaled to the level of the star's spectrum with the highest S/N, by factors of 2 to "
                 "3."));
  options.repeats = Repeats::Median;
  const CombinedStars median = combine({source(visitsOfTwoStars(), "v.fits")}, options);
  CHECK(fluxOf(median.stars, 0)[0] == Approx(11.0));
  CHECK(median.stars.fluxErrorOf(0)[0] == Approx(std::sqrt(5.0) / 2.0));
}

TEST_CASE("combine: repeats in files of the same wavelengths are scaled and co-added too") {
  const Dataset visits = visitsOfTwoStars();
  const std::vector<std::size_t> first = {0, 2}, second = {1, 3};
  CombineOptions options;
  options.repeats = Repeats::Mean;
  const CombinedStars stars =
      combine({source(visits.select(first), "1.fits"), source(visits.select(second), "2.fits")}, options);
  CHECK(fluxOf(stars.stars, 0)[0] == Approx(10.4));
  CHECK(stars.stars.numeric("chi2_repeats")[0] == Approx(0.8 / 11.0));
  CHECK(stars.stars.numeric("n_arms") == Reals{2, 2});
  CHECK(stars.report.coadded == 2);
  REQUIRE(stars.report.notes.size() == 1);
  CHECK(stars.report.notes[0] ==
        "1.fits and 2.fits cover the same wavelengths; their spectra are co-added as repeats.");

  // On grids that are two pixels apart, the sum is on the lattice of both, and each end has the error of one.
  const Dataset bright = armOf({"a"}, spectra::WavelengthGrid::linear(500.0, 0.1, 20), {10.0F}, {1.0F});
  const Dataset faint = armOf({"a"}, spectra::WavelengthGrid::linear(500.2, 0.1, 20), {5.0F}, {1.0F});
  const CombinedStars shifted = combine({source(bright, "1.fits"), source(faint, "2.fits")}, options);
  REQUIRE(shifted.stars.pixelCount() == 22);
  for (const float flux : fluxOf(shifted.stars, 0))
    CHECK(flux == Approx(10.0));
  CHECK(shifted.stars.fluxErrorOf(0)[1] == Approx(1.0));
  CHECK(shifted.stars.fluxErrorOf(0)[2] == Approx(1.0 / std::sqrt(1.25)));
  CHECK(shifted.stars.fluxErrorOf(0)[21] == Approx(2.0));
  CHECK(contains(shifted.report.summary(), "1 spectrum was scaled"));
  CHECK(contains(shifted.report.summary(), "by a factor of 2."));
  options.repeats = Repeats::Keep;
  const CombinedStars apart = combine({source(bright, "1.fits"), source(faint, "2.fits")}, options);
  CHECK(fluxOf(apart.stars, 0)[5] == Approx(7.5));
  CHECK(contains(apart.report.notes.at(0), "averaged without scaling"));
}

TEST_CASE("combine: a repeat whose level is unknown is co-added as it is, with a warning") {
  const Dataset visits =
      armOf({"a", "a"}, spectra::WavelengthGrid::linear(500.0, 0.1, 12), {10.0F, -1.0F}, {1.0F, 1.0F});
  CombineOptions options;
  options.repeats = Repeats::Mean;
  const CombinedStars stars = combine({source(visits, "v.fits")}, options);
  CHECK(fluxOf(stars.stars, 0)[0] == Approx(4.5));
  CHECK(stars.report.unscaledSpectra == 1);
  REQUIRE(stars.report.warnings.size() == 2);  // the first is about χ²
  CHECK(contains(stars.report.warnings[1], "1 spectrum could not be brought to the level"));
}

TEST_CASE("combine: repeats are shifted to rest by their velocities before they are co-added") {
  constexpr std::size_t kPixels = 400;
  const auto grid = spectra::WavelengthGrid::linear(850.0, 0.02, kPixels);
  const auto line = [](double nm) { return 1.0 - 0.6 * std::exp(-0.5 * std::pow((nm - 854.0) / 0.06, 2)); };
  const Reals velocities = {80.0, -60.0, std::numeric_limits<double>::quiet_NaN()};
  Dataset visits = armOf({"a", "a", "a"}, grid, {1.0F, 1.0F, 1.0F}, {0.01F, 0.01F, 0.01F});
  for (std::size_t visit = 0; visit < 2; ++visit)
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel)
      visits.flux[visit * kPixels + pixel] =
          static_cast<float>(line(grid[pixel] / (1.0 + velocities[visit] / 299792.458)));
  visits.columns = {{"rv", "km/s", velocities}};
  CombineOptions options;
  options.repeats = Repeats::Mean;
  const CombinedStars blurred = combine({source(visits, "v.fits")}, options);
  options.velocityColumn = "rv";
  const CombinedStars atRest = combine({source(visits, "v.fits")}, options);
  const std::size_t centre = grid.nearest(854.0);
  CHECK(fluxOf(atRest.stars, 0)[centre] == Approx(0.4).margin(0.02));  // pixels of a third of the line's σ
  CHECK(fluxOf(blurred.stars, 0)[centre] > 0.8);
  CHECK(atRest.stars.provenance.preprocessing == Texts{"rest-frame method=flux column=rv"});
  CHECK(atRest.report.medianReducedChi2 < 1.0);
  CHECK(blurred.report.medianReducedChi2 > 20.0);
  const std::string warnings = atRest.report.warnings.empty() ? "" : atRest.report.warnings.back();
  CHECK(contains(warnings, "no valid velocity in the column rv"));  // the third visit is left out
}

TEST_CASE("combine: blocks of any size give the same survey") {
  // 2000 stars of 3000 pixels in two files: three blocks of 16 MB.
  constexpr std::size_t kStars = 1000, kPixels = 3000;
  Random random(4);
  Texts ids;
  std::vector<float> flux, error;
  for (std::size_t i = 0; i < kStars; ++i) {
    ids.push_back(std::to_string(i));
    flux.push_back(static_cast<float>(random.uniform()));
    error.push_back(0.1F);
  }
  const Dataset blue = armOf(ids, spectra::WavelengthGrid::linear(500.0, 0.01, kPixels), flux, error);
  Dataset red = armOf(ids, spectra::WavelengthGrid::linear(530.0, 0.01, kPixels), flux, error);
  std::reverse(red.ids.begin(), red.ids.end());
  Job job;
  Combination combination({source(blue, "b"), source(red, "r")}, {}, job);
  std::size_t blocks = 0, row = 0;
  combination.forEachBlock(job, [&](Dataset&& block) {
    ++blocks;
    for (std::size_t star = 0; star < block.starCount(); ++star, ++row) {
      REQUIRE(block.ids[star] == ids[row]);
      REQUIRE(block.fluxOf(star)[0] == flux[row]);
      REQUIRE(block.fluxOf(star)[2 * kPixels - 1] == flux[kStars - 1 - row]);
    }
  });
  CHECK(row == kStars);
  CHECK(blocks > 3);
}

TEST_CASE("combine: the epochs of a star observed by LAMOST MRS become one spectrum of both arms [real]", "[real]") {
  const std::filesystem::path folder = realData("../cases/files");
  if (folder.empty()) return;
  Job job;
  ImportReport report;
  CombineSources epochs;
  for (const char* name : {"lamost-mrs-med-58625-TD192102N424113K01_sp12-076.fits.gz",
                           "lamost-mrs-med-58646-TD192102N424113K01_sp12-076.fits.gz"})
    epochs.push_back(std::make_shared<const CombineSource>(folder / name, ImportOptions(), report, job));
  CombineOptions options;
  options.by = "designation";
  const CombinedStars star = combine(epochs, options);
  REQUIRE(star.stars.starCount() == 1);
  CHECK(star.stars.ids == Texts{"744812076"});
  CHECK(star.stars.numeric("n_arms") == Reals{2.0});
  CHECK(star.stars.grid.first() < 496.0);
  CHECK(star.stars.grid.last() > 675.0);
  // By numpy from the two imported epochs, whose pixels lie on one lattice, 5 pixels apart: the mean of 1001.63 ± 33.32
  // and 543.81 ± 20.43 weighted by inverse variance, and the median of flux / error.
  CHECK(star.stars.fluxOf(0)[star.stars.grid.nearest(501.279469)] == Approx(668.9035).epsilon(1e-5));
  CHECK(star.stars.numeric("snr")[0] == Approx(45.6835).epsilon(1e-3));
  CHECK(epochs[0]->example().numeric("snr")[0] == Approx(33.6898).epsilon(1e-4));

  // The second epoch has a lower level. By numpy: the ratio of the medians of 7908 common pixels, and the weighted mean
  // with the scaled spectrum.
  options.repeats = Repeats::Mean;
  const CombinedStars scaled = combine(epochs, options);
  CHECK(scaled.report.scaledSpectra == 1);
  CHECK(scaled.report.greatestFactor == Approx(1.750884).epsilon(1e-5));
  CHECK(scaled.stars.fluxOf(0)[scaled.stars.grid.nearest(501.279469)] == Approx(978.6441).epsilon(1e-5));
  CHECK(scaled.stars.fluxErrorOf(0)[scaled.stars.grid.nearest(501.279469)] == Approx(24.37949).epsilon(1e-5));
  CHECK(scaled.stars.numeric("chi2_repeats")[0] == Approx(4.7954).epsilon(1e-3));  // 157 without scaling
  CHECK(scaled.stars.numeric("snr")[0] == Approx(47.301).epsilon(1e-3));
}
