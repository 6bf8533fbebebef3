// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/Populations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace maury::mock {

namespace {

// astropy.coordinates.galactocentric_frame_defaults 'v4.0' and Galactocentric.get_roll0().
constexpr double kSunRKpc = 8.122;   // GRAVITY Collaboration 2018
constexpr double kSunZKpc = 0.0208;  // Bennett & Bovy 2019
constexpr double kCentreRaDeg = 266.4051;
constexpr double kCentreDecDeg = -28.936175;
constexpr double kRollDeg = 58.5986320306;
constexpr double kDegree = std::numbers::pi / 180.0;

struct Vector {
  double x, y, z;
};

/// Rotation by a fixed angle about one of the axes.
struct Rotation {
  double cos, sin;
  explicit Rotation(double angle) : cos(std::cos(angle)), sin(std::sin(angle)) {}
  Vector aboutX(Vector v) const { return {v.x, cos * v.y + sin * v.z, -sin * v.y + cos * v.z}; }
  Vector aboutY(Vector v) const { return {cos * v.x - sin * v.z, v.y, sin * v.x + cos * v.z}; }
  Vector aboutZ(Vector v) const { return {cos * v.x + sin * v.y, -sin * v.x + cos * v.y, v.z}; }
};

struct Densities {
  std::array<double, 4> byPopulation;  ///< indexed by Population; 1 is the thin disc at the Sun
  double total() const { return byPopulation[0] + byPopulation[1] + byPopulation[2] + byPopulation[3]; }
};

/// Returns the densities of the populations at a place.
///
/// Discs: scale lengths 2.6 and 2.0 kpc, scale heights 0.26 and 0.9 kpc, and a thick-disc share of 3.6 % at the Sun,
/// within the errors of Bland-Hawthorn & Gerhard (2016, ARA&A 54, 529, section 5.1: 0.30 ± 0.05 kpc, 4 ± 2 %). With the
/// metallicities below, they reproduce the high-α shares of the 3904 stars of Guiglion et al. (2020) near the Sun. The
/// bulge is a flattened Gaussian and the halo a flattened power law with a core; they are chosen so that the bulge
/// dominates the inner 2 kpc and the halo holds a few stars per thousand.
Densities densitiesAt(double R, double Z) {
  const double height = std::abs(Z);
  const double bulgeRadius = std::sqrt(R * R + Z * Z / 0.25);
  const double haloRadius = std::sqrt(1.0 + R * R + Z * Z / 0.36), halo = kSunRKpc / haloRadius;
  return {{std::exp(-(R - kSunRKpc) / 2.6 - height / 0.26), 0.036 * std::exp(-(R - kSunRKpc) / 2.0 - height / 0.9),
           20.0 * std::exp(-0.5 * std::pow(bulgeRadius / 1.3, 2)), 0.0008 * halo * halo * halo}};
}

/// Draws from a Gaussian truncated to [low, high].
double drawTruncated(Random& random, double mean, double sigma, double low, double high) {
  for (;;) {
    const double value = mean + sigma * random.gaussian();
    if (value >= low && value <= high) return value;
  }
}

/// Returns [α/M] of the low-α sequence, read off the APOGEE labels of Guiglion et al. (2020): medians of the stars
/// below [α/M] = 0.15 in bins of [M/H].
double lowAlpha(double mh) {
  return 0.008 - 0.14 * std::min(mh, 0.05);
}
/// Returns [α/M] of the high-α sequence, from the stars above [α/M] = 0.15 in the same labels.
double highAlpha(double mh) {
  const double x = std::max(mh + 0.6, 0.0);
  return 0.225 - 0.08 * x - 0.06 * x * x;
}
/// Returns [α/M] of accreted stars, from a dwarf galaxy whose α declined early (Nissen & Schuster 2010, A&A 511, L10,
/// low-α halo).
double accretedAlpha(double mh) {
  return std::clamp(0.16 - 0.12 * (mh + 1.0), 0.10, 0.28);
}

}  // namespace

std::string_view populationName(Population population) noexcept {
  constexpr std::array<std::string_view, 4> kNames = {"thin disc", "thick disc", "bulge", "halo"};
  return kNames[static_cast<std::size_t>(population)];
}

void setGalactocentric(Place& place) {
  const double ra = place.raDeg * kDegree, dec = place.decDeg * kDegree;
  Vector v = {std::cos(dec) * std::cos(ra), std::cos(dec) * std::sin(ra), std::sin(dec)};
  static const Rotation ra0(kCentreRaDeg * kDegree), dec0(-kCentreDecDeg * kDegree), roll(kRollDeg * kDegree);
  static const Rotation tilt(-std::asin(kSunZKpc / kSunRKpc));  // tilt of the plane: the Sun lies above it
  v = roll.aboutX(dec0.aboutY(ra0.aboutZ(v)));
  place.sinB = v.z;
  v = {v.x * place.distanceKpc - kSunRKpc, v.y * place.distanceKpc, v.z * place.distanceKpc};
  v = tilt.aboutY(v);
  place.RKpc = std::sqrt(v.x * v.x + v.y * v.y);
  place.ZKpc = v.z;
}

Place drawPlace(Random& random) {
  // Distances follow the prior d² exp(−d/L) of Bailer-Jones (2015, PASP 127, 994) with a near and a far L; directions
  // are isotropic. Places are accepted with the square root of the density, a compromise between a volume-limited
  // survey and one that fills halo and bulge.
  constexpr double kNearKpc = 0.6, kFarKpc = 3.2, kNearShare = 0.2;
  constexpr double kFullDensity = 50.0;
  for (;;) {
    Place place;
    const double length = random.uniform() < kNearShare ? kNearKpc : kFarKpc;
    double product = 1.0;
    for (int draw = 0; draw < 3; ++draw)
      product *= 1.0 - random.uniform();
    place.distanceKpc = -length * std::log(product);
    place.distanceKpc = std::max(place.distanceKpc, 0.02);
    place.raDeg = random.uniform(0.0, 360.0);
    place.decDeg = std::asin(random.uniform(-1.0, 1.0)) / kDegree;
    setGalactocentric(place);
    const double density = densitiesAt(place.RKpc, place.ZKpc).total();
    // More fields point towards the inner Galaxy, where few stars are bright enough.
    const double fields = 1.0 + 5.0 * std::exp(-0.5 * std::pow(place.RKpc / 2.0, 2));
    if (random.uniform() < fields * std::sqrt(density / kFullDensity)) return place;
  }
}

Population drawPopulation(double RKpc, double ZKpc, Random& random) {
  const auto densities = densitiesAt(RKpc, ZKpc);
  double left = random.uniform() * densities.total();
  for (std::size_t i = 0; i < densities.byPopulation.size(); ++i) {
    left -= densities.byPopulation[i];
    if (left < 0.0) return static_cast<Population>(i);
  }
  return Population::Halo;
}

Chemistry drawChemistry(Population population, double RKpc, double ZKpc, Random& random) {
  constexpr double kLowestMh = -2.3, kHighestMh = 0.5;  // the range in which APOGEE's labels are trusted for training
  constexpr double kScatter = 0.02;
  Chemistry star;
  switch (population) {
    case Population::ThinDisc: {
      // A radial gradient of −0.06 dex/kpc (Hayden et al. 2014, AJ 147, 116), flat inside 4 kpc, and a weak vertical
      // one.
      const double mean = -0.02 - 0.06 * (std::max(RKpc, 4.0) - kSunRKpc) - 0.1 * std::min(std::abs(ZKpc), 1.5);
      star.mh = drawTruncated(random, mean, 0.18, -1.0, kHighestMh);
      star.alpham = lowAlpha(star.mh) + kScatter * random.gaussian();
      star.ageGyr = drawTruncated(random, 4.5, 2.5, 0.8, 10.0);
      break;
    }
    case Population::ThickDisc:
      star.mh = drawTruncated(random, -0.45, 0.25, -1.5, 0.2);
      star.alpham = highAlpha(star.mh) + kScatter * random.gaussian();
      star.ageGyr = drawTruncated(random, 10.0, 1.3, 7.0, 13.5);
      break;
    case Population::Bulge:
      // A metal-rich and a metal-poor half (Zoccali et al. 2017, A&A 599, A12).
      if (random.uniform() < 0.55) {
        star.mh = drawTruncated(random, 0.22, 0.15, -0.4, kHighestMh);
        star.alpham = lowAlpha(star.mh) + 0.01 + kScatter * random.gaussian();
      } else {
        star.mh = drawTruncated(random, -0.40, 0.25, -1.5, 0.2);
        star.alpham = highAlpha(star.mh) + 0.015 + kScatter * random.gaussian();
      }
      star.ageGyr = drawTruncated(random, 9.5, 1.8, 5.0, 13.5);
      break;
    case Population::Halo:
      star.mh = drawTruncated(random, -1.35, 0.45, kLowestMh, -0.5);
      star.alpham =
          (random.uniform() < 0.7 ? accretedAlpha(star.mh) : highAlpha(star.mh) + 0.03) + 0.03 * random.gaussian();
      star.ageGyr = drawTruncated(random, 12.0, 0.8, 9.0, 13.5);
      break;
  }
  return star;
}

}  // namespace maury::mock
