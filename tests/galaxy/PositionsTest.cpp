// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "galaxy/positions/Positions.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

using NamedColumn = std::pair<const char*, std::vector<double>>;

survey::Dataset stars(std::size_t count, const std::vector<NamedColumn>& columns) {
  survey::Dataset dataset;
  dataset.provenance.origin = "MILES, 2 files";
  for (std::size_t i = 0; i < count; ++i)
    dataset.ids.push_back(std::to_string(i));
  for (const auto& [name, values] : columns)
    dataset.columns.push_back({name, "", values});
  return dataset;
}

std::string messageOf(survey::Dataset dataset) {
  const auto error = test::errorOf([&] { ensurePositions(dataset); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Mismatch);
  return error->message;
}

// The direction of the Crab at 2 kpc and (180°, 45°) at 0.25 kpc. R and Z are from astropy; see GalactocentricTest.cpp.
const std::vector<double> kRa{83.633, 180.0}, kDec{22.0145, 45.0};
constexpr double kCrabX = -10.106007855, kCrabY = -0.158104823, kCrabZ = -0.175694306;

void checkCrab(const survey::Dataset& dataset) {
  CHECK(dataset.numeric("R_kpc")[0] == Approx(std::hypot(kCrabX, kCrabY)).epsilon(1e-7));
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(kCrabZ).epsilon(1e-6));
  CHECK(dataset.numeric("phi_rad")[0] == Approx(std::atan2(kCrabY, kCrabX)).epsilon(1e-7));
}

}  // namespace

TEST_CASE("positions: existing columns are not changed") {
  auto dataset = stars(2, {{"R_kpc", {8, 9}}, {"Z_kpc", {0, 1}}});
  CHECK(ensurePositions(dataset).empty());
  CHECK(dataset.columns.size() == 2);
}

TEST_CASE("positions: an impossible direction is missing and counted") {
  auto dataset = stars(4, {{"ra", {83.633, 361.0, 180.0, -1.0}},
                           {"dec", {22.0145, 45.0, -90.5, 45.0}},
                           {"distance_kpc", {2.0, 1.0, 1.0, 1.0}}});
  const std::string sentence = ensurePositions(dataset);
  CHECK(sentence.find("3 stars with a right ascension outside") != std::string::npos);
  checkCrab(dataset);
  for (const std::size_t star : {1U, 2U, 3U})
    CHECK(std::isnan(dataset.numeric("R_kpc")[star]));
}

TEST_CASE("positions: a parallax in mas is inverted if its S/N exceeds 10, otherwise the posterior's median is used") {
  auto dataset = stars(2, {{"ra", kRa}, {"dec", kDec}, {"parallax", {0.5, 4.0}}, {"parallax_error", {0.02, 1.0}}});
  const std::string sentence = ensurePositions(dataset);
  checkCrab(dataset);
  // (180°, 45°) at the posterior's 0.486 kpc: twice as far as at 1/parallax, on the same line of sight.
  const double sunZ = 0.0208, nearZ = toGalactocentric(180.0, 45.0, 0.25).zKpc;
  CHECK(dataset.numeric("Z_kpc")[1] - sunZ == Approx((nearZ - sunZ) / 0.25 * 0.48620).epsilon(2e-3));
  CHECK(test::contains(sentence, "2 of 2 stars"));
  CHECK(test::contains(sentence, "parallax/parallax_error > 10"));
  CHECK(test::contains(sentence, "1.35 kpc"));
  CHECK(test::contains(sentence, "8.122 kpc"));
  CHECK(test::contains(sentence, "20.8 pc"));
  CHECK(dataset.unitOf("R_kpc") == "kpc");
}

TEST_CASE("positions: errors of R and Z follow from the error of the distance") {
  auto dataset =
      stars(2, {{"ra", kRa}, {"dec", kDec}, {"dist50", {2.0, 0.25}}, {"dist16", {1.9, kNaN}}, {"dist84", {2.1, 0.3}}});
  ensurePositions(dataset);
  const auto nearer = toGalactocentric(kRa[0], kDec[0], 1.9), farther = toGalactocentric(kRa[0], kDec[0], 2.1);
  CHECK(dataset.numeric("e_R_kpc")[0] == Approx(0.5 * std::abs(farther.radiusKpc - nearer.radiusKpc)).epsilon(1e-3));
  CHECK(dataset.numeric("e_Z_kpc")[0] == Approx(0.5 * std::abs(farther.zKpc - nearer.zKpc)).epsilon(1e-6));
  CHECK(std::isnan(dataset.numeric("e_R_kpc")[1]));
  // The error of 1/parallax is σ/ϖ², which is 0.08 kpc for 0.02 mas at 0.5 mas.
  auto other = stars(1, {{"ra", {kRa[0]}}, {"dec", {kDec[0]}}, {"parallax", {0.5}}, {"parallax_error", {0.02}}});
  ensurePositions(other);
  CHECK(other.numeric("e_Z_kpc")[0] == Approx(dataset.numeric("e_Z_kpc")[0] * 0.8).epsilon(1e-6));
}

TEST_CASE("positions: the column of distances and its unit can be chosen") {
  auto dataset = stars(2, {{"ra", kRa}, {"dec", kDec}, {"parallax", {9.0, 9.0}}, {"my_d", {2000.0, 250.0}}});
  const std::string sentence = ensurePositions(dataset, {}, DistanceOptions{"my_d", "pc", 10.0, 1.35});
  checkCrab(dataset);
  CHECK(test::contains(sentence, "my_d (pc)"));
  auto wrong = stars(2, {{"ra", kRa}, {"dec", kDec}, {"my_d", {2.0, 1.0}}});
  CHECK_THROWS_AS(ensurePositions(wrong, {}, DistanceOptions{"my_d", "lightyears", 10.0, 1.35}), Error);
  CHECK_THROWS_AS(ensurePositions(wrong, {}, DistanceOptions{"absent", "pc", 10.0, 1.35}), Error);
}

TEST_CASE("positions: a parallax without an error column is used, and the message says so") {
  auto dataset = stars(2, {{"RA", kRa}, {"DEC", kDec}, {"parallax", {0.5, -4.0}}});
  const std::string sentence = ensurePositions(dataset);
  checkCrab(dataset);
  CHECK(std::isnan(dataset.numeric("R_kpc")[1]));
  CHECK(test::contains(sentence, "no parallax_error"));
}

TEST_CASE("positions: a column of distances, in its own unit, is preferred to the parallax") {
  for (const NamedColumn& distance : {NamedColumn{"distance_kpc", {2.0, kNaN}}, NamedColumn{"dist50", {2.0, 0.0}},
                                      NamedColumn{"r_med_photogeo", {2000.0, -1.0}}}) {
    auto dataset = stars(2, {{"ra", kRa}, {"dec", kDec}, {"parallax", {9.0, 9.0}}, distance});
    const std::string sentence = ensurePositions(dataset);
    checkCrab(dataset);
    CHECK(std::isnan(dataset.numeric("Z_kpc")[1]));
    CHECK(test::contains(sentence, distance.first));
  }
}

TEST_CASE("positions: a distance whose column has the unit pc is read in pc") {
  auto dataset = stars(2, {{"ra", kRa}, {"dec", kDec}, {"dist50", {2000.0, 250.0}}});
  dataset.columns.back().unit = "pc";
  ensurePositions(dataset);
  checkCrab(dataset);
}

TEST_CASE("positions: an existing column is kept if only the other one is missing") {
  auto dataset = stars(2, {{"ra", kRa}, {"dec", kDec}, {"distance_kpc", {2.0, 0.25}}, {"R_kpc", {1.0, 2.0}}});
  const std::string sentence = ensurePositions(dataset);
  CHECK(dataset.numeric("R_kpc") == std::vector<double>{1.0, 2.0});
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(kCrabZ).epsilon(1e-6));
  CHECK(test::contains(sentence, "Z_kpc, phi_rad of 2 of 2"));
}

TEST_CASE("positions: the message names missing columns and their alternatives") {
  const std::string nothing = messageOf(stars(2, {}));
  CHECK(test::contains(nothing, "MILES, 2 files"));
  CHECK(test::contains(nothing, "lacks ra, dec, a distance or parallax"));
  CHECK(test::contains(nothing, "r_med_photogeo (pc)"));
  CHECK(test::contains(messageOf(stars(2, {{"ra", kRa}, {"dec", kDec}})), "lacks a distance or parallax."));
  CHECK(test::contains(messageOf(stars(2, {{"ra", kRa}, {"parallax", {1, 1}}})), "lacks dec."));
}

TEST_CASE("positions: another position of the Sun moves the stars and is in the message") {
  auto dataset = stars(1, {{"ra", {0}}, {"dec", {0}}, {"distance_kpc", {1e-9}}});
  const std::string sentence = ensurePositions(dataset, {.distanceToCentreKpc = 8.178, .heightPc = 25});
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(0.025).epsilon(1e-6));
  CHECK(test::contains(sentence, "8.178 kpc"));
  CHECK(test::contains(sentence, "25 pc"));
}

TEST_CASE("positions: placeSun() moves every star, and the column describes the Sun's position") {
  survey::Dataset stars;
  stars.ids = {"centre"};
  stars.columns = {{"ra", "deg", std::vector<double>{266.4051}},
                   {"dec", "deg", std::vector<double>{-28.936175}},
                   {"distance_kpc", "kpc", std::vector<double>{8.0}},
                   {"R_kpc", "kpc", std::vector<double>{3.0}},
                   {"Z_kpc", "kpc", std::vector<double>{1.0}}};
  CHECK(galaxy::sunStatement(stars).empty());  // the columns of the file
  galaxy::SolarPosition sun;
  sun.distanceToCentreKpc = 8.5;
  sun.heightPc = 0.0;
  CHECK_FALSE(galaxy::placeSun(stars, sun).empty());
  CHECK(stars.numeric("R_kpc")[0] == Approx(0.5).margin(1e-6));
  CHECK(galaxy::sunStatement(stars) == "Sun at R 8.5 kpc, z 0 pc");
  sun.distanceToCentreKpc = 8.1;
  galaxy::placeSun(stars, sun);
  CHECK(stars.numeric("R_kpc")[0] == Approx(0.1).margin(1e-6));
  stars.columns.erase(stars.columns.begin());  // no right ascension
  CHECK_THROWS_AS(galaxy::placeSun(stars, sun), Error);
  CHECK(stars.numeric("R_kpc")[0] == Approx(0.1).margin(1e-6));
}
