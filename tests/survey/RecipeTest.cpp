// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/SameBits.h"
#include "survey/recipe/Recipe.h"

#include <cmath>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/Random.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/Import.h"
#include "survey/recipe/StepForms.h"
#include "survey/recipe/StepWords.h"

using namespace maury;
using namespace maury::survey;
using maury::test::errorOf;
using maury::test::same;

namespace {

Recipe recipeOf(const std::vector<std::string>& texts) {
  return Recipe::parse(texts);
}

void prepare(Dataset& dataset, const std::vector<std::string>& texts) {
  RecipeReport report;
  Job job;
  recipeOf(texts).apply(dataset, report, job);
}

/// Returns stars with noise around a slope, NaN at the edges of some, a velocity, and XP coefficients.
Dataset noisyStars(std::size_t stars, std::size_t pixels) {
  Random random(5);
  Dataset dataset;
  dataset.grid = spectra::WavelengthGrid::linear(850.0, 0.01, pixels);
  std::vector<double> velocity, g;
  AuxiliaryInput bp{"bp_coefficients", "", 3, {}}, rp{"rp_coefficients", "", 3, {}}, parallax{"parallax", "mas", 1, {}};
  for (std::size_t star = 0; star < stars; ++star) {
    dataset.ids.push_back("s" + std::to_string(star));
    for (std::size_t p = 0; p < pixels; ++p) {
      const bool empty = p < star % 4 || p + star % 3 >= pixels;
      dataset.flux.push_back(
          empty ? test::kNaN : static_cast<float>(2.0 + 0.001 * static_cast<double>(p) + 0.1 * random.gaussian()));
      dataset.fluxError.push_back(empty ? test::kNaN : 0.1F);
    }
    velocity.push_back(20.0 * random.gaussian());
    g.push_back(10.0 + random.gaussian());
    parallax.values.push_back(static_cast<float>(random.uniform(-0.1, 2.0)));
    for (int k = 0; k < 3; ++k) {
      bp.values.push_back(static_cast<float>(random.uniform(1.0, 100.0)));
      rp.values.push_back(static_cast<float>(random.uniform(1.0, 100.0)));
    }
  }
  dataset.inputs = {bp, rp, parallax};
  dataset.columns = {{"rv", "km/s", velocity}, {"phot_g_mean_mag", "mag", g}};
  return dataset;
}

const std::vector<std::string> kAllSteps = {"edge-fill value=nearest",
                                            "rest-frame method=flux column=rv",
                                            "resample method=flux first=850.02 step=0.03 pixels=60",
                                            "continuum method=chebyshev degree=3 low=1.5 high=3 iterations=5",
                                            "mask ranges=850.5-850.6",
                                            "xp-normalise bp=bp_coefficients rp=rp_coefficients",
                                            "absolute-magnitudes parallax=parallax magnitudes=phot_g_mean_mag"};

}  // namespace

TEST_CASE("recipe: the complete text of a step restores the same step") {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"resample preset=rvs800", "resample method=flux first=846.02 step=0.03 pixels=800"},
      {"resample method=linear first=1514.1 step=6e-6 pixels=8575 spacing=log10",
       "resample method=linear first=1514.1 step=6e-06 pixels=8575 spacing=log10"},
      {"continuum", "continuum method=chebyshev degree=4 low=1.5 high=3 iterations=5"},
      {"continuum method=running-quantile quantile=0.9", "continuum method=running-quantile width=20 quantile=0.9"},
      {"continuum method=chip-median chips=1514-1581,1585-1644.5",
       "continuum method=chip-median chips=1514-1581,1585-1644.5"},
      {"rest-frame column=\"radial velocity\"", "rest-frame method=flux column=\"radial velocity\""},
      {"edge-fill", "edge-fill value=1"},
      {"edge-fill value=nearest", "edge-fill value=nearest"},
      {"mask name=halpha", "mask ranges=655.66-657.26"},
      {"  air-to-vacuum ", "air-to-vacuum"},
      {"vacuum-to-air", "vacuum-to-air"},
      {"xp-normalise", "xp-normalise bp=bp_coefficients rp=rp_coefficients"},
      {"absolute-magnitudes magnitudes=G,Jmag_2MASS", "absolute-magnitudes parallax=parallax magnitudes=G,Jmag_2MASS"}};
  std::set<std::size_t> kinds;
  for (const auto& [given, full] : texts) {
    CAPTURE(given);
    kinds.insert(parseStep(given).index());
    CHECK(full.starts_with(formOf(parseStep(given)).start));
    CHECK(toText(parseStep(given)) == full);
    CHECK(toText(parseStep(full)) == full);
  }
  CHECK(kinds.size() == std::variant_size_v<Step>);  // a new kind of step is tested here, and has a form
}

TEST_CASE("recipe: an invalid step is refused with its text, key and reason") {
  const auto refusal = [](const std::string& text) {
    const auto error = errorOf([&] { parseStep(text); });
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::Usage);
    CHECK(error->says("The step '" + text + "'"));
    return error->message;
  };
  using Catch::Contains;
  CHECK_THAT(refusal("normalise"), Contains("there is no such verb; the verbs are resample"));
  CHECK_THAT(refusal("resample first=846 step=0.03"), Contains("pixels= is missing"));
  CHECK_THAT(refusal("resample first=846 step=0.03 pixels=1e9"), Contains("pixels must be a whole number from 2 to"));
  CHECK_THAT(refusal("resample first=846 step=nan pixels=9"), Contains("step must be a number"));
  CHECK_THAT(refusal("resample first=846 step=1 pixels=900 spacing=log10"), Contains("last pixel would lie at"));
  CHECK_THAT(refusal("resample preset=rvs900"), Contains("preset must be one of rvs800, not 'rvs900'"));
  CHECK_THAT(refusal("resample preset=rvs800 step=0.1"), Contains("it has no key step"));
  CHECK_THAT(refusal("continuum method=spline"), Contains("method must be one of chebyshev, running-quantile"));
  CHECK_THAT(refusal("continuum method=running-mean pixels=10"), Contains("pixels must be odd, not 10"));
  CHECK_THAT(refusal("continuum method=running-mean width=3"), Contains("it has no key width; its keys are method"));
  CHECK_THAT(refusal("continuum degree=2.5"), Contains("degree must be a whole number from 0 to 30, not '2.5'"));
  CHECK_THAT(refusal("mask ranges=657-655"), Contains("ranges must be ranges of vacuum wavelength in nm"));
  CHECK_THAT(refusal("mask name=hbeta"), Contains("name must be one of halpha, tellurics"));
  CHECK_THAT(refusal("mask ranges"), Contains("'ranges' is not of the form key=value"));
  CHECK_THAT(refusal("edge-fill value=1 value=2"), Contains("value is given twice"));
  CHECK_THAT(refusal("edge-fill value="), Contains("value= has no value"));
  CHECK_THAT(refusal("rest-frame column=\"rv"), Contains("a double quote is not closed"));
  CHECK_THAT(refusal("rest-frame column=Å"), Contains("only plain ASCII"));
  CHECK_THAT(refusal("absolute-magnitudes magnitudes=g,,h"), Contains("an empty name between its commas"));
  CHECK(errorOf([] { recipeOf({"air-to-vacuum", "edge-fill value=x"}); })->says("Step 2 of 2: The step 'edge-fill"));
}

TEST_CASE("recipe: the error of a step names the wrong key") {
  const auto wrongKey = [](const std::string& text) {
    try {
      parseStep(text);
    } catch (const StepError& error) {
      CHECK(std::string(error.what()).find(error.reason()) != std::string::npos);
      return error.key();
    }
    return std::string("accepted");
  };
  CHECK(wrongKey("continuum method=running-mean pixels=10") == "pixels");
  CHECK(wrongKey("continuum method=chebyshev low=x") == "low");
  CHECK(wrongKey("mask ranges=657-655") == "ranges");
  CHECK(wrongKey("rest-frame column=") == "column");
  CHECK(wrongKey("resample first=846 step=1 pixels=900 spacing=log10").empty());
}

TEST_CASE("recipe: chunks yield the same bytes as the whole, on one thread and on three") {
  const Dataset raw = noisyStars(53, 200);
  const Recipe recipe = recipeOf(kAllSteps);
  Dataset whole = raw;
  RecipeReport report;
  Job job;
  recipe.apply(whole, report, job, 3);
  whole.validate();
  CHECK(whole.grid.size() == 60);
  CHECK(whole.provenance.preprocessing == kAllSteps);
  Dataset together = recipe.requireApplicable(raw);
  for (std::size_t first = 0; first < 53; first += 10) {
    std::vector<std::size_t> rows;
    for (std::size_t row = first; row < std::min<std::size_t>(first + 10, 53); ++row)
      rows.push_back(row);
    Dataset chunk = raw.select(rows);
    recipe.apply(
        chunk, report, [](std::size_t) {}, 1);
    append(together, chunk);
  }
  CHECK(test::sameBits(together.flux, whole.flux));
  CHECK(test::sameBits(together.fluxError, whole.fluxError));
  for (std::size_t i = 0; i < whole.inputs.size(); ++i)
    CHECK(test::sameBits(together.inputs[i].values, whole.inputs[i].values));
  CHECK(together.provenance.preprocessing == kAllSteps);
}

TEST_CASE("recipe: steps are preserved exactly by a survey file") {
  const test::TemporaryFolder folder;
  Dataset dataset = noisyStars(2, 100);
  std::vector<std::string> steps = kAllSteps;
  std::string ranges = "mask ranges=1-1.001";  // one long word
  for (int i = 2; i < 40; ++i)
    ranges += "," + std::to_string(i) + "-" + std::to_string(i) + ".125";
  steps.push_back(ranges);
  dataset.columns.push_back(
      {"radial  velocity of the star as the pipeline of the survey says", "km/s", std::vector<double>{1.0, 2.0}});
  steps.push_back(
      "rest-frame method=linear column=\"radial  velocity of the star as the pipeline of the survey says\"");
  prepare(dataset, steps);
  Job job;
  writeSurvey(folder / "s.fits", dataset, job);
  const Dataset read = readSurvey(folder / "s.fits", job);
  CHECK(read.provenance.preprocessing == steps);
  CHECK(recipeOf(read.provenance.preprocessing).texts() == steps);
}

TEST_CASE("recipe: the line of a receding star is shifted to its rest wavelength") {
  Dataset dataset;
  dataset.grid = spectra::WavelengthGrid::linear(860.0, 0.01, 2001);
  dataset.columns = {{"rv", "km/s", std::vector<double>{120.0, -75.5}}};
  const double line = 866.45;
  for (const double velocity : {120.0, -75.5}) {
    dataset.ids.push_back(std::to_string(velocity));
    const double seenAt = line * (1.0 + velocity / 299792.458);
    for (const double nm : dataset.grid.nm())
      dataset.flux.push_back(static_cast<float>(1.0 - 0.6 * std::exp(-0.5 * std::pow((nm - seenAt) / 0.05, 2))));
  }
  for (const std::string method : {"flux", "linear"}) {
    Dataset atRest = dataset;
    prepare(atRest, {"rest-frame method=" + method + " column=rv"});
    CHECK(atRest.grid.nm() == dataset.grid.nm());
    for (std::size_t star = 0; star < 2; ++star) {
      double weight = 0.0, moment = 0.0;  // the centroid of the line
      for (std::size_t p = 500; p < 900; ++p) {
        weight += 1.0 - static_cast<double>(atRest.fluxOf(star)[p]);
        moment += (1.0 - static_cast<double>(atRest.fluxOf(star)[p])) * dataset.grid[p];
      }
      CHECK(moment / weight == Approx(line).margin(1e-4));
    }
    CHECK(std::isnan(atRest.fluxOf(0)[2000]));  // beyond what was observed
  }
}

TEST_CASE("recipe: stars without velocity or continuum become missing, and are counted and named") {
  Dataset dataset;
  dataset.grid = spectra::WavelengthGrid::linear(860.0, 0.1, 20);
  dataset.ids = {"good", "no velocity", "sentinel", "dark", "blank"};
  dataset.flux.assign(100, 1.0F);
  dataset.fluxError.assign(100, 0.1F);
  std::fill(dataset.flux.begin() + 60, dataset.flux.begin() + 80, -1.0F);
  std::fill(dataset.flux.begin() + 80, dataset.flux.end(), test::kNaN);
  dataset.columns = {{"rv", "km/s", std::vector<double>{0.0, std::nan(""), -9999.0, 0.0, 0.0}}};
  RecipeReport report;
  Job job;
  recipeOf({"rest-frame column=rv", "continuum method=running-mean pixels=5"}).apply(dataset, report, job);
  CHECK(dataset.fluxOf(0)[10] == 1.0F);
  for (std::size_t star = 1; star < 5; ++star) {
    CHECK(std::isnan(dataset.fluxOf(star)[10]));
    CHECK((star == 4 || std::isnan(dataset.fluxErrorOf(star)[10])));
  }
  const auto warnings = report.warnings();
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0] ==
        "2 spectra have no valid velocity in the column rv (step 'rest-frame method=flux column=rv'); all their pixels "
        "are missing values (first: no velocity).");
  CHECK(warnings[1].starts_with("1 spectra have no positive continuum"));
}

TEST_CASE("recipe: absolute magnitudes follow Guiglion et al. 2020, clip included") {
  Dataset dataset;
  dataset.ids = {"a", "b", "c", "d"};
  dataset.inputs = {{"parallax", "mas", 1, {10.0F, 0.05F, -1.0F, test::kNaN}}};
  dataset.columns = {{"phot_g_mean_mag", "mag", std::vector<double>{12.0, 12.0, 12.0, 12.0}},
                     {"Jmag_2MASS", "mag", std::vector<double>{11.0, 11.0, 11.0, 11.0}}};
  prepare(dataset, {"absolute-magnitudes magnitudes=phot_g_mean_mag,Jmag_2MASS"});
  const auto* g = dataset.findInput("abs_mag_g");
  REQUIRE(g != nullptr);
  CHECK(g->values[0] == Approx(7.0));   // 100 pc: m − M = 5
  CHECK(g->values[1] == Approx(-3.0));  // 20 kpc, clipped to 10 kpc: m − M = 15
  CHECK(g->values[2] == Approx(-3.0));
  CHECK(std::isnan(g->values[3]));
  CHECK(dataset.findInput("abs_mag_j")->values[0] == Approx(6.0));
  CHECK(g->unit == "mag");
  for (const auto& [name, band] : std::vector<std::pair<std::string, std::string>>{{"phot_bp_mean_mag", "bp"},
                                                                                   {"phot_rp_mean_mag", "rp"},
                                                                                   {"Kmag_2MASS", "k"},
                                                                                   {"ks_m", "k"},
                                                                                   {"h_m", "h"},
                                                                                   {"wise1", "w1"},
                                                                                   {"w2mpro", "w2"},
                                                                                   {"G_mag", "g"}})
    CHECK(bandOfMagnitude(name) == band);
}

TEST_CASE("recipe: XP coefficients are divided by the first one, of BP and RP separately") {
  Dataset dataset;
  dataset.ids = {"a", "b"};
  dataset.inputs = {{"bp_coefficients", "e/s", 3, {4.0F, 2.0F, -1.0F, 0.0F, 1.0F, 1.0F}},
                    {"rp_coefficients", "e/s", 2, {10.0F, 5.0F, test::kNaN, 5.0F}}};
  prepare(dataset, {"xp-normalise"});
  CHECK(same(dataset.inputs[0].values, std::vector<float>{1.0F, 0.5F, -0.25F, test::kNaN, test::kNaN, test::kNaN}));
  CHECK(same(dataset.inputs[1].values, std::vector<float>{1.0F, 0.5F, test::kNaN, test::kNaN}));
  CHECK(dataset.inputs[0].unit.empty());
}

TEST_CASE("recipe: steps that do not fit a survey are refused before any star is changed") {
  Dataset catalogue;
  catalogue.ids = {"a"};
  catalogue.columns = {{"rv", "m/s", std::vector<double>{1.0}}};
  const auto refusal = [](Dataset dataset, const std::string& text) {
    const auto error = errorOf([&] { prepare(dataset, {"air-to-vacuum", text}); });
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::Mismatch);
    CHECK(dataset.provenance.preprocessing.empty());
    return error->message;
  };
  using Catch::Contains;
  CHECK_THAT(refusal(catalogue, "edge-fill"), Contains("it has no spectra (a catalogue)"));
  Dataset stars = noisyStars(3, 50);
  stars.columns.push_back({"ms", "m/s", std::vector<double>(3, 1.0)});
  CHECK_THAT(refusal(stars, "rest-frame column=v"), Contains("no column of numbers called v"));
  CHECK_THAT(refusal(stars, "rest-frame column=ms"), Contains("is in m/s, but km/s is needed"));
  CHECK_THAT(refusal(stars, "resample first=500 step=0.1 pixels=10"), Contains("entirely outside"));
  CHECK_THAT(refusal(stars, "xp-normalise bp=xp"), Contains("no input of coefficients called xp"));
  CHECK_THAT(refusal(stars, "absolute-magnitudes magnitudes=phot_g_mean_mg"), Contains("phot_g_mean_mag"));
  prepare(stars, {"absolute-magnitudes magnitudes=phot_g_mean_mag"});
  const auto twice = errorOf([&] { prepare(stars, {"absolute-magnitudes magnitudes=phot_g_mean_mag"}); });
  CHECK(twice->says("it already has a label, column or input called abs_mag_g"));
}

TEST_CASE("recipe: a recipe stops immediately when its job is stopped") {
  Dataset dataset = noisyStars(200, 500);
  Job job;
  job.requestStop();
  RecipeReport report;
  const auto error = errorOf([&] { recipeOf(kAllSteps).apply(dataset, report, job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Cancelled);
}

TEST_CASE("Gaia RVS: 2401 pixels become 800 and keep their flux and errors", "[real]") {
  const auto folder = test::realData("gaia_rvs");
  if (folder.empty()) return;
  ImportReport imported;
  Job job;
  Dataset raw = importSurvey({folder}, {}, imported, job);
  Dataset dataset = raw;
  prepare(dataset, {"resample preset=rvs800"});
  REQUIRE(dataset.pixelCount() == 800);
  for (std::size_t star = 0; star < dataset.starCount(); ++star) {
    for (std::size_t p = 0; p < 800; ++p) {
      // Pixel p is the mean of raw pixels 3p + 1 … 3p + 3 (846.01 nm is raw pixel 1) if all of them have data.
      double sum = 0.0, variance = 0.0;
      for (std::size_t k = 1; k <= 3; ++k) {
        sum += raw.fluxOf(star)[3 * p + k];
        variance += std::pow(raw.fluxErrorOf(star)[3 * p + k], 2);
      }
      if (!std::isfinite(sum)) continue;
      CHECK(dataset.fluxOf(star)[p] == Approx(sum / 3.0).epsilon(1e-5));
      CHECK(dataset.fluxErrorOf(star)[p] == Approx(std::sqrt(variance) / 3.0).epsilon(1e-5));
    }
  }
  // Expected from numpy on HD176650.csv, in double precision: Σ flux × 0.03 nm, √(Σσ²)/3 of all pixels, and the middle
  // pixel.
  double sum = 0.0, squares = 0.0;
  for (std::size_t p = 0; p < 800; ++p) {
    sum += dataset.fluxOf(1)[p];
    squares += std::pow(dataset.fluxErrorOf(1)[p], 2);
  }
  CHECK(sum * 0.03 == Approx(22.8001991173625).epsilon(1e-6));
  CHECK(dataset.fluxOf(1)[400] == Approx(1.0095352331797283).epsilon(1e-6));
  CHECK(dataset.fluxErrorOf(1)[400] == Approx(0.0014106401638779022).epsilon(1e-5));
}

TEST_CASE("MILES: continua agree with numpy", "[real]") {
  const auto folder = test::realData("miles");
  if (folder.empty()) return;
  ImportOptions options;
  options.medium = ImportOptions::Medium::Air;
  ImportReport imported;
  Job job;
  const Dataset raw = importSurvey({folder / "MILES_res2.50_star_m0002V.fits"}, options, imported, job);
  // Expected from numpy.polynomial.chebyshev.chebfit on the vacuum grid with the same clipping: 4300 px, finally 3052.
  Dataset chebyshev = raw;
  prepare(chebyshev, {"continuum method=chebyshev degree=6 low=1.5 high=3 iterations=5"});
  CHECK(chebyshev.flux[0] == Approx(0.5527184028247135).epsilon(1e-5));
  CHECK(chebyshev.flux[1000] == Approx(1.0111782902627342).epsilon(1e-5));
  CHECK(chebyshev.flux[3412] == Approx(1.0180664964138264).epsilon(1e-5));
  CHECK(chebyshev.flux[4299] == Approx(0.9381466060923137).epsilon(1e-5));
  // Expected: flux / numpy.quantile(…, 0.95) of the pixels within 10 nm.
  Dataset quantile = raw;
  prepare(quantile, {"continuum method=running-quantile width=20 quantile=0.95"});
  CHECK(quantile.flux[0] == Approx(0.6458876256536706).epsilon(1e-5));
  CHECK(quantile.flux[2000] == Approx(0.6839523046281927).epsilon(1e-5));
  CHECK(quantile.flux[4299] == Approx(0.9108223863017497).epsilon(1e-5));
}
