// SPDX-License-Identifier: GPL-3.0-or-later
// Imports of real data. Expected numbers were computed from the files with Python's csv, numpy and astropy.io.fits,
// independently of this program.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "survey/Helpers.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "survey/recipe/Recipe.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;

TEST_CASE("MILES: 821 spectra, 791 of them with labels", "[real]") {
  const auto folder = realData("miles");
  if (folder.empty()) return;
  ImportOptions options;
  options.labels = folder / "labels.csv";
  ImportReport report;
  Job job;
  CHECK(errorOf([&] { (void)importSurvey({folder}, options, report, job); }).commandLineStep ==
        "Use --air or --vacuum.");

  options.medium = ImportOptions::Medium::Air;
  const auto start = std::chrono::steady_clock::now();
  const Dataset dataset = importSurvey({folder}, options, report, job);
  std::cout << fmt::format("MILES imported in {:.2f} s\n",
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  CHECK(dataset.starCount() == 821);
  CHECK(dataset.pixelCount() == 4300);
  CHECK(report.spectraRead == 821);
  CHECK(report.matched == 791);
  CHECK(report.unmatchedSpectra == 30);
  CHECK(report.unmatchedLabels == 0);
  // 3540.5 Å and 3540.5 + 4299 × 0.9 Å in air, converted with ten iterations of equation 8 of Morton (2000).
  CHECK(dataset.grid.first() == Approx(354.15118033093836).epsilon(1e-9));
  CHECK(dataset.grid.last() == Approx(741.1641024521829).epsilon(1e-9));
  const std::size_t first = dataset.rowOf("MILES_res2.50_star_m0002V");
  REQUIRE(first < dataset.starCount());
  CHECK(dataset.numeric("teff")[first] == 4167.0);
  CHECK(dataset.numeric("logg")[first] == Approx(0.95));
  CHECK(dataset.fluxOf(first)[0] == Approx(0.062995054));
  CHECK(dataset.fluxOf(first)[2000] == Approx(0.7846667));
  CHECK(dataset.fluxOf(first)[4299] == Approx(1.064635));
  CHECK(filterRows(dataset, "teff > 0").size() == 791);
  CHECK(filterRows(dataset, "teff == 2819 || teff == 36000").size() == 2);
}

TEST_CASE("MILES: normalised spectra scatter around one", "[real]") {
  const auto folder = realData("miles");
  if (folder.empty()) return;
  ImportOptions options;
  options.medium = ImportOptions::Medium::Air;
  ImportReport report;
  Job job;
  Dataset dataset = importSurvey({folder / "MILES_res2.50_star_m0002V.fits"}, options, report, job);
  RecipeReport recipeReport;
  Recipe::parse(std::vector<std::string>{"continuum method=running-mean pixels=301"}).apply(dataset, recipeReport, job);
  CHECK(dataset.provenance.notes == std::vector<std::string>{"air to vacuum wavelengths (Morton 2000)"});
  CHECK(dataset.provenance.preprocessing == std::vector<std::string>{"continuum method=running-mean pixels=301"});
  double sum = 0.0;
  for (const float flux : dataset.flux)
    sum += static_cast<double>(flux);
  CHECK(sum / 4300.0 == Approx(1.0).margin(0.02));
}

TEST_CASE("Gaia RVS: the four DataLink files open unmodified", "[real]") {
  const auto folder = realData("gaia_rvs");
  if (folder.empty()) return;
  ImportReport report;
  Job job;
  const Dataset dataset = importSurvey({folder}, {}, report, job);
  // The files in order of their names: GaiaDR3-1535964555128078720, HD176650, KOI-001, Kepler-93.
  CHECK(dataset.ids == std::vector<std::string>{"1535964555128078720", "4268620287278693120", "2131314401800665344",
                                                "2052747119115620352"});
  CHECK(dataset.findColumn("file")->asText()[1] == "HD176650");
  REQUIRE(dataset.pixelCount() == 2401);
  for (std::size_t i = 0; i < 2401; ++i)
    REQUIRE(dataset.grid[i] == Approx(846.0 + 0.01 * static_cast<double>(i)).epsilon(1e-14));
  CHECK(dataset.grid[2400] == 870.0);
  CHECK(dataset.numeric("ra")[1] == 285.29768315022295);
  const double snr[] = {90.5337593861769, 459.7171156864436, 21.202558302408253, 126.91507157445128};
  for (std::size_t star = 0; star < 4; ++star)
    CHECK(dataset.numeric("snr")[star] == Approx(snr[star]).epsilon(1e-5));
  const std::size_t missing[] = {3, 0, 4, 7};
  for (std::size_t star = 0; star < 4; ++star) {
    const auto flux = dataset.fluxOf(star);
    CHECK(static_cast<std::size_t>(std::count_if(flux.begin(), flux.end(), [](float f) { return std::isnan(f); })) ==
          missing[star]);
  }
  REQUIRE(report.leftOut.size() == 1);  // the file LICENSE is passed over silently
  CHECK(report.leftOut[0].file.ends_with("gaia_rvs_wavelength.fits"));
  CHECK(errorOf([&] {
          (void)importSurvey({folder / "gaia_rvs_wavelength.fits"}, {}, report, job);
        }).says("its header has no wavelengths"));
}

TEST_CASE("Gaia RVS: the Ca II triplet lies at its vacuum wavelengths", "[real]") {
  const auto folder = realData("gaia_rvs");
  if (folder.empty()) return;
  ImportReport report;
  Job job;
  const Dataset dataset = importSurvey({folder}, {}, report, job);
  for (std::size_t star = 0; star < 4; ++star) {
    for (const double line : {850.035, 854.444, 866.452}) {
      const auto flux = dataset.fluxOf(star);
      std::size_t deepest = dataset.grid.nearest(line - 1.0);
      for (std::size_t i = deepest; dataset.grid[i] < line + 1.0; ++i)
        if (flux[i] < flux[deepest]) deepest = i;
      CHECK(dataset.grid[deepest] == Approx(line).margin(0.02));
    }
  }
}

TEST_CASE("Guiglion+2020: 3904 stars, with a high-alpha share that rises with height", "[real]") {
  const auto file = realData("guiglion2020/rave_apogeedr16_guiglion2020_RZ_approx.csv");
  if (file.empty()) return;
  ImportReport report;
  Job job;
  const Dataset dataset = importSurvey({file}, {}, report, job);
  CHECK(dataset.starCount() == 3904);
  CHECK(dataset.pixelCount() == 0);
  CHECK(dataset.ids.front() == "20040403_1042m11_024");
  std::vector<std::string> labels;
  for (const Label& label : dataset.labels)
    labels.push_back(label.name);
  CHECK(labels == std::vector<std::string>{"teff", "logg", "mh", "feh", "alpham", "mgfe", "sife"});
  CHECK(dataset.inputs.size() == 4);
  CHECK(dataset.hasNumeric("R_kpc"));
  CHECK(report.warnings.empty());
  const std::string disc = "mh > -0.8 && mh < -0.1 && R_kpc > 7.9 && R_kpc < 8.3";
  CHECK(filterRows(dataset, disc).size() == 1017);
  const std::string heights[] = {"abs(Z_kpc) < 0.25", "abs(Z_kpc) >= 0.25 && abs(Z_kpc) < 0.5",
                                 "abs(Z_kpc) >= 0.5 && abs(Z_kpc) < 1", "abs(Z_kpc) >= 1"};
  const std::size_t all[] = {394, 308, 209, 106};
  const std::size_t high[] = {31, 54, 63, 67};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(filterRows(dataset, disc + " && " + heights[i]).size() == all[i]);
    CHECK(filterRows(dataset, disc + " && alpham > 0.15 && " + heights[i]).size() == high[i]);
  }
}

TEST_CASE("Gaia XP: four file forms of the same stars have equal coefficients", "[real]") {
  const auto folder = realData("gaia_xp");
  if (folder.empty()) return;
  ImportReport report;
  Job job;
  const Dataset csv = importSurvey({folder / "XP_CONTINUOUS_RAW.csv"}, {}, report, job);
  REQUIRE(csv.ids == std::vector<std::string>{"5853498713190525696", "5762406957886626816"});
  REQUIRE(csv.inputs.size() == 4);
  CHECK(csv.inputs[0].name == "bp_coefficients");
  CHECK(csv.inputs[0].width == 55);
  CHECK(csv.inputs[0].values[0] == Approx(56947.03696840172));
  CHECK(csv.inputs[1].values[55] == Approx(3240.310854456233));
  for (const char* form : {"XP_CONTINUOUS_RAW.ecsv", "XP_CONTINUOUS_RAW.fits", "XP_CONTINUOUS_RAW.xml"}) {
    const Dataset other = importSurvey({folder / form}, {}, report, job);
    CHECK(other.ids == csv.ids);
    for (std::size_t i = 0; i < 4; ++i)
      CHECK(same(other.inputs[i].values, csv.inputs[i].values));
  }
}

TEST_CASE("Gaia archive: bundles yield the sampled XP spectrum with its coefficients, and report what is left out",
          "[real]") {
  const auto folder = realData("gaia_archive");
  if (folder.empty()) return;
  for (const char* form : {"csv", "ecsv"}) {
    ImportReport report;
    Job job;
    const Dataset stars = importSurvey(
        {folder / fmt::format("gaia_dr3_source_id_5937083312263887616_dl_products_{}.zip", form)}, {}, report, job);
    CHECK(stars.ids == std::vector<std::string>{"5937083312263887616"});
    REQUIRE(stars.pixelCount() == 343);
    CHECK(stars.flux[0] == Approx(4.3137092e-17));
    CHECK(stars.fluxError[1] == Approx(4.1946635e-18));
    REQUIRE(stars.findInput("bp_coefficients") != nullptr);
    CHECK(stars.findInput("bp_coefficients")->values[0] == Approx(3325.743093963916));
    REQUIRE(report.leftOut.size() == 1);
    CHECK(report.leftOut[0].file.find(".zip: MCMC_MSC") != std::string::npos);
  }
}

TEST_CASE("APOGEE: aspcapStar and apStar have their ids, and pixels without data are missing", "[real]") {
  const auto folder = realData("apogee_fits");
  if (folder.empty()) return;
  ImportReport report;
  Job job;
  const Dataset stars = importSurvey({folder}, {}, report, job);
  CHECK(stars.ids == std::vector<std::string>{"2M03290406+3117075", "2M03290406+3117075", "2M15010818+2250020",
                                              "2M23200703+1150071"});
  CHECK(report.repeatSpectra == 1);
  CHECK(stars.grid[4000] == Approx(1595.879147237).epsilon(1e-10));
  CHECK(stars.fluxOf(0)[4000] == Approx(96.51368713));
  CHECK(stars.fluxErrorOf(1)[4000] == Approx(0.02380900085));
  // Number of zeros in the flux; in apStar, also of pixels with one of bits 0 to 7 of APOGEE_PIXMASK, of which 47 have
  // flux.
  const std::size_t missing[] = {855 + 47, 1501, 1145, 1201};
  for (std::size_t star = 0; star < 4; ++star) {
    const auto flux = stars.fluxOf(star);
    CHECK(static_cast<std::size_t>(std::count_if(flux.begin(), flux.end(), [](float f) { return std::isnan(f); })) ==
          missing[star]);
  }
  CHECK(stars.numeric("snr")[2] == Approx(183.741));
  CHECK(stars.numeric("ra")[0] == Approx(52.26693));
}

TEST_CASE("LAMOST: five rows, gzipped or not, in vacuum, with errors from inverse variances", "[real]") {
  const auto folder = realData("lamost");
  if (folder.empty()) return;
  ImportReport report;
  Job job;
  const Dataset stars = importSurvey({folder}, {}, report, job);
  CHECK(stars.ids == std::vector<std::string>{"359910161", "677503031"});
  REQUIRE(stars.pixelCount() == 3909);
  CHECK(stars.grid[0] == Approx(369.99863));
  CHECK(stars.fluxOf(0)[0] == Approx(7485.0137));
  CHECK(stars.fluxErrorOf(0)[0] == Approx(399.8995).epsilon(1e-5));  // 1 / sqrt(6.2532617e-06)
  CHECK(std::isnan(stars.fluxOf(1)[3908]));
  CHECK(stars.numeric("helio_rv")[1] == Approx(-9.40313));
  CHECK(stars.numeric("z")[0] == Approx(-0.00017162));
}
