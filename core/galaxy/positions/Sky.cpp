// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Sky.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/Error.h"
#include "base/Parallel.h"
#include "survey/dataset/Directions.h"

namespace maury::galaxy {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr std::size_t kStarsPerChunk = 1 << 14;
constexpr double kTolerance = 1e-10;  // tolerance of 2θ, in rad
constexpr int kMaxSteps = 60;

/// Rotation from ICRS to Galactic coordinates; each row is a Galactic axis in ICRS.
constexpr double kGalactic[3][3] = {{-0.0548755604162154, -0.8734370902348850, -0.4838350155487132},
                                    {+0.4941094278755837, -0.4448296299600112, +0.7469822444972189},
                                    {-0.8676661490190047, -0.1980763734312015, +0.4559837761750669}};

}  // namespace

GalacticDirection toGalactic(double raDeg, double decDeg) {
  const double ra = raDeg * kDegree, dec = decDeg * kDegree;
  const double from[3] = {std::cos(dec) * std::cos(ra), std::cos(dec) * std::sin(ra), std::sin(dec)};
  double to[3] = {0.0, 0.0, 0.0};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      to[i] += kGalactic[i][j] * from[j];
  double l = std::atan2(to[1], to[0]) / kDegree;
  if (l < 0.0) l += 360.0;
  return {l, std::atan2(to[2], std::hypot(to[0], to[1])) / kDegree};
}

Point mollweide(const GalacticDirection& direction) {
  const double b = direction.bDeg * kDegree;
  const double longitude = std::remainder(direction.lDeg, 360.0) * kDegree;
  // Solve 2θ + sin 2θ = π sin b with Newton's method, limited to ±π because the derivative vanishes at the poles.
  const double target = std::numbers::pi * std::sin(b);
  double twice = 2.0 * b;
  for (int step = 0; step < kMaxSteps; ++step) {
    const double slope = 1.0 + std::cos(twice);
    if (slope < 1e-14) break;
    const double change = (target - twice - std::sin(twice)) / slope;
    twice = std::clamp(twice + change, -std::numbers::pi, std::numbers::pi);
    if (std::abs(change) < kTolerance) break;
  }
  const double theta = 0.5 * twice;
  if (std::isnan(b) || std::isnan(longitude)) return {NAN, NAN};
  return {-2.0 * longitude / std::numbers::pi * std::cos(theta), std::sin(theta)};
}

bool hasDirections(const survey::Dataset& dataset) {
  return survey::directionNames(dataset).complete();
}

SkyPoints skyPoints(const survey::Dataset& dataset) {
  const survey::Directions directions = survey::directionsOf(dataset, survey::directionNames(dataset));
  SkyPoints points;
  points.x.resize(directions.raDeg.size());
  points.y.resize(directions.raDeg.size());
  parallelChunks(directions.raDeg.size(), kStarsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const Point point = mollweide(toGalactic(directions.raDeg[star], directions.decDeg[star]));
      points.x[star] = point.x;
      points.y[star] = point.y;
    }
  });
  return points;
}

}  // namespace maury::galaxy
