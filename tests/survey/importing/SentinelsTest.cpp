// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/Sentinels.h"

#include <cmath>
#include <limits>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/importing/Import.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Values = std::vector<double>;

namespace {

const double kMissing = std::nan("");

/// Returns the values that a quantity leaves.
Values left(Values values, const Quantity& quantity) {
  (void)removeMissing(values, quantity, false);
  return values;
}

Quantity quantityOf(const char* name, const char* unit = "") {
  Quantity quantity;
  REQUIRE(findQuantity(name, unit, quantity));
  return quantity;
}

struct Read {
  Dataset dataset;
  ImportReport report;
};

Read readTableOfStars(const std::filesystem::path& path, bool keepSentinels = false) {
  Read read;
  Job job;
  ImportOptions options;
  options.keepSentinels = keepSentinels;
  read.dataset = importSurvey({path}, options, read.report, job);
  return read;
}

bool warns(const ImportReport& report, const std::string& words) {
  for (const std::string& warning : report.warnings)
    if (contains(warning, words)) return true;
  return false;
}

}  // namespace

TEST_CASE("sentinels: their form is two or more nines, a huge number or a smallest integer") {
  for (const double value : {-9999.99, -999.99, 99.99, 999.0, 1e20, -1e30, 99.0, -9.999, 9.99, -99.9, 9999.0, 99999.0,
                             -32768.0, -2147483648.0, 999999.0, 3.4e38})
    CHECK(looksLikeSentinel(value));
  for (const float value : {-9999.99f, 99.99f, -9.999f, -999.9f})
    CHECK(looksLikeSentinel(static_cast<double>(value)));
  for (const double value :
       {0.99, 9.0, -9.0, 9998.0, 9989.0, 9999.95, 99.998, 98.99, 989.0, 0.0, 5937083312263888001.0 / 10})
    CHECK_FALSE(looksLikeSentinel(value));
  CHECK(isSentinel(-9999.0));
  CHECK(isSentinel(-999.9));
  CHECK(isSentinel(-1e30));
  CHECK_FALSE(isSentinel(999.0));  // the number of a fibre
  CHECK_FALSE(isSentinel(-99.0 / 10));
}

TEST_CASE("sentinels: labels outside their physical limits are missing") {
  CHECK(same(left({999.0, 1000.0, 200000.0, 200001.0, 0.0}, labelQuantity("teff")),
             Values{kMissing, 1000.0, 200000.0, kMissing, kMissing}));
  CHECK(same(left({-1.0, 9.5, -1.5, 10.0, 0.0}, labelQuantity("logg")), Values{-1.0, 9.5, kMissing, kMissing, 0.0}));
  CHECK(same(left({-8.0, 6.0, -8.1, 6.1, 0.99}, labelQuantity("mgfe")), Values{-8.0, 6.0, kMissing, kMissing, 0.99}));
  CHECK(same(left({-3.0, 13.0, -3.1, 13.1}, labelQuantity("ali")), Values{-3.0, 13.0, kMissing, kMissing}));
  CHECK(same(left({-1.0, 50.0, 0.0, 9999.0, 99.0}, labelErrorQuantity("teff")),
             Values{kMissing, 50.0, 0.0, kMissing, 99.0}));
  CHECK(same(left({-0.1, 0.05, 20.0, 9.99}, labelErrorQuantity("mh")), Values{kMissing, 0.05, kMissing, kMissing}));
}

TEST_CASE("sentinels: a number of nines among other values of its size is true, unless many rows have it") {
  CHECK(same(left({4000, 9999, 5000}, labelQuantity("teff")), Values{4000, kMissing, 5000}));
  CHECK(same(left({8000, 9999, 12000}, labelQuantity("teff")), Values{8000, 9999, 12000}));
  CHECK(same(left({6000, 9999, 9700}, labelQuantity("teff")), Values{6000, 9999, 9700}));
  CHECK(same(left({8000, 9999, 9999, 12000}, labelQuantity("teff")), Values{8000, kMissing, kMissing, 12000}));
  Values many(10000, 8000.0);
  many[1] = many[2] = 9999.0;  // 2 of 10 000 stars of A type
  many[3] = 12000.0;
  CHECK(left(many, labelQuantity("teff"))[2] == 9999.0);
  CHECK(same(left({-999, -50, 30}, quantityOf("rv", "km/s")), Values{kMissing, -50, 30}));
  CHECK(same(left({-999, -1200, 900}, quantityOf("rv", "km/s")), Values{-999, -1200, 900}));
  CHECK(same(left({99.9, 12.0, 150.0}, quantityOf("radial_velocity")), Values{99.9, 12.0, 150.0}));
}

TEST_CASE("sentinels: each quantity keeps the numbers that it can have") {
  CHECK(same(left({99.99, 12.3, -26.7, 9.99, 99}, quantityOf("phot_g_mean_mag", "mag")),
             Values{kMissing, 12.3, -26.7, 9.99, kMissing}));
  CHECK(same(left({-0.35, -12.5, 5.0, -9999.99, -999, 768.5}, quantityOf("parallax", "mas")),
             Values{-0.35, -12.5, 5.0, kMissing, kMissing, 768.5}));
  CHECK(same(left({0.768, -999.0, -0.01}, quantityOf("parallax", "arcsec")), Values{0.768, kMissing, -0.01}));
  CHECK(same(left({0.02, -9999.99, -1.0}, quantityOf("PLX_ERR", "mas")), Values{0.02, kMissing, kMissing}));
  CHECK(same(left({-30.0, -999.0, 12.0}, quantityOf("pmdec", "mas/yr")), Values{-30.0, kMissing, 12.0}));
  CHECK(same(left({10393.0, -5.0}, quantityOf("pmdec", "mas/yr")), Values{10393.0, -5.0}));
  CHECK(same(left({-1, 0, 100, -999, 50}, quantityOf("snr")), Values{kMissing, 0, 100, kMissing, 50}));
  CHECK(same(left({-1, -3.5, 100, 999}, quantityOf("snrg")), Values{-1, -3.5, 100, 999}));
  CHECK(same(left({359.0, -999.0, 99.9, 400.0}, quantityOf("ra", "deg")), Values{359.0, kMissing, 99.9, 400.0}));
  CHECK(same(left({8.5, -999.0, 0.0}, quantityOf("dist50", "kpc")), Values{8.5, kMissing, 0.0}));
  Quantity none;
  for (const char* name : {"id", "count", "visits", "flag", "fiber", "d", "distance", "ebv", "MJD"})
    CHECK_FALSE(findQuantity(name, "", none));
}

TEST_CASE("sentinels: of an unknown quantity, only negative numbers of nines beyond the others are missing") {
  CHECK(same(left({0.12, -999.0, 0.5, -9999.99}, unknownQuantity()), Values{0.12, kMissing, 0.5, kMissing}));
  CHECK(same(left({0.12, 999.0, 1e33, -1e20}, unknownQuantity()), Values{0.12, 999.0, 1e33, -1e20}));
  CHECK(same(left({-1500.5, -999.0, 800.0}, unknownQuantity()), Values{-1500.5, -999.0, 800.0}));
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv",
             "id,teff,ebv,visits,field_number\na,5000,0.12,3,1\nb,5100,-9999.0,-999,-999\nc,5200,0.2,2,2\n");
  const Dataset dataset = readTableOfStars(folder / "a.csv").dataset;
  CHECK(same(dataset.numeric("ebv"), Values{0.12, kMissing, 0.2}));
  CHECK(same(dataset.numeric("visits"), Values{3, -999, 2}));
}

TEST_CASE("sentinels: infinite values become missing without being counted, and nothing is removed on request") {
  Values values = {std::numeric_limits<double>::infinity(), 5000, -9999, 0};
  MissingValues missing = removeMissing(values, labelQuantity("teff"), true);
  CHECK(same(values, Values{kMissing, 5000, -9999, 0}));
  CHECK(missing.sentinelCount() == 1);
  CHECK(missing.outside == 1);
  CHECK(missing.exampleRow == 3);
  const auto said = sentencesOf(missing, labelQuantity("teff"), "a.csv", "Teff", true);
  REQUIRE(said.size() == 2);
  CHECK(said[0] == "a.csv: column 'Teff': 1 value of -9999 was kept.");
  CHECK(said[1] == "a.csv: column 'Teff': 1 value outside 1000–200000 K was kept (0 in row 4).");
}

TEST_CASE("sentinels: case sentinels.csv", "[real]") {
  const auto path = realData("../cases/files/sentinels.csv");
  if (path.empty()) return;
  const auto [dataset, report] = readTableOfStars(path);
  CHECK(same(dataset.findLabel("teff")->values, std::vector<float>{kNaN, kNaN, 5000, kNaN, 5200, kNaN}));
  CHECK(same(dataset.findLabel("logg")->values, std::vector<float>{kNaN, kNaN, 2.5f, kNaN, 2.6f, 0}));
  CHECK(same(dataset.findLabel("mh")->values, std::vector<float>{kNaN, kNaN, -0.1f, kNaN, -0.2f, 0}));
  CHECK(same(dataset.findLabel("alpham")->values, std::vector<float>{kNaN, kNaN, 0.1f, kNaN, 0.15f, 0}));
  CHECK(same(dataset.numeric("snr"), Values{kMissing, 0, 100, kMissing, 50, 50}));
  CHECK(dataset.ids.back() == "6");
  CHECK(warns(report, "column 'teff': 3 values of -9999.99, -9999 and 9999.99 were taken as missing."));
  CHECK(warns(report, "column 'teff': 1 value outside 1000–200000 K was taken as missing (0 in row 6)."));
  CHECK(warns(report, "column 'alpham': 3 values of -1e+30, 99.99 and 1e+20 were taken as missing."));
  const Read kept = readTableOfStars(path, true);
  CHECK(kept.dataset.numeric("teff")[3] == -9999.0);
  CHECK(kept.dataset.numeric("snr")[3] == -999.0);
  CHECK(warns(kept.report, "column 'teff': 3 values of -9999.99, -9999 and 9999.99 were kept."));
}

TEST_CASE("sentinels: case parallax-sentinel.csv", "[real]") {
  const auto path = realData("../cases/files/parallax-sentinel.csv");
  if (path.empty()) return;
  const auto [dataset, report] = readTableOfStars(path);
  CHECK(same(dataset.numeric("PLX"), Values{kMissing, 1.0, 2.0}));
  CHECK(same(dataset.numeric("PLX_ERR"), Values{kMissing, 0.01, 0.02}));
  CHECK(warns(report, "column 'PLX': 1 value of -9999.99 was taken as missing."));
}
