// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/PositionMatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nanoflann.hpp>
#include <numbers>
#include <type_traits>

#include "base/Error.h"
#include "survey/dataset/Directions.h"

namespace maury::survey {

namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kMas = kDegree / 3.6e6;
constexpr const char* kEpochColumn = "ref_epoch";  ///< Gaia's name, Julian years

using Vector = std::array<double, 3>;

struct Positions {
  std::vector<Vector> unit;      ///< unit vectors of the stars whose position is known
  std::vector<std::size_t> row;  ///< row of each of these stars
  std::size_t impossible = 0;    ///< stars with an impossible position
};

DirectionNames requireDirections(const Dataset& dataset, const char* side) {
  const DirectionNames names = directionNames(dataset);
  if (!names.complete())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} no positions: columns ra and dec (deg) are needed to join by position.", side));
  return names;
}

/// Shift of the positions of one side to another epoch.
struct EpochShift {
  std::vector<double> years;          ///< N, from the star's own epoch; empty: no shift
  std::vector<double> raMas, decMas;  ///< N, proper motion (mas/yr); NaN = unknown, so that the star is not moved
  std::size_t unmoved = 0;            ///< stars without a proper motion
};

Vector unitVector(double raDeg, double decDeg) {
  const double cosDec = std::cos(decDeg * kDegree);
  return {cosDec * std::cos(raDeg * kDegree), cosDec * std::sin(raDeg * kDegree), std::sin(decDeg * kDegree)};
}

/// Moves a direction along its proper motion at constant velocity, without radial motion: r + t (μα* p + μδ q), with
/// the unit vectors p and q towards increasing right ascension and declination (ESA SP-1200, vol. 1,
/// eqs. 1.2.14–1.2.16).
Vector moved(double raDeg, double decDeg, double raMas, double decMas, double years) {
  const double ra = raDeg * kDegree, dec = decDeg * kDegree;
  const Vector towardsEast = {-std::sin(ra), std::cos(ra), 0.0};
  const Vector towardsNorth = {-std::sin(dec) * std::cos(ra), -std::sin(dec) * std::sin(ra), std::cos(dec)};
  Vector to = unitVector(raDeg, decDeg);
  double square = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    to[i] += years * kMas * (raMas * towardsEast[i] + decMas * towardsNorth[i]);
    square += to[i] * to[i];
  }
  for (double& part : to)
    part /= std::sqrt(square);
  return to;
}

Positions positionsOf(const Dataset& dataset, const char* side, const EpochShift& shift) {
  const Directions directions = directionsOf(dataset, requireDirections(dataset, side));
  Positions positions;
  positions.impossible = directions.impossible;
  for (std::size_t row = 0; row < directions.raDeg.size(); ++row) {
    const double ra = directions.raDeg[row], dec = directions.decDeg[row];
    if (!std::isfinite(ra) || !std::isfinite(dec)) continue;
    const bool isMoved = !shift.years.empty() && std::isfinite(shift.years[row] * shift.raMas[row] * shift.decMas[row]);
    positions.unit.push_back(isMoved ? moved(ra, dec, shift.raMas[row], shift.decMas[row], shift.years[row])
                                     : unitVector(ra, dec));
    positions.row.push_back(row);
  }
  return positions;
}

/// Returns the epoch of each star: the stated one, otherwise that of the column ref_epoch. Throws Error(Usage) if there
/// is neither.
std::vector<double> epochsOf(const Dataset& dataset, double stated, const char* side) {
  if (stated > 0.0) return std::vector<double>(dataset.starCount(), stated);
  if (dataset.hasNumeric(kEpochColumn)) return dataset.numeric(kEpochColumn);
  throw Error(
      ErrorKind::Usage,
      fmt::format("{} no column {}. State the epoch of its positions, such as 2016 for Gaia DR3.", side, kEpochColumn));
}

EpochShift shiftOf(const Dataset& dataset, const ProperMotionNames& names, const std::vector<double>& epochs,
                   double toEpoch) {
  EpochShift shift;
  shift.raMas = dataset.numeric(names.rightAscension);
  shift.decMas = dataset.numeric(names.declination);
  for (std::size_t row = 0; row < epochs.size(); ++row) {
    shift.raMas[row] *= names.raMasPerYear;
    shift.decMas[row] *= names.decMasPerYear;
    shift.years.push_back(toEpoch - epochs[row]);
    if (!std::isfinite(shift.raMas[row]) || !std::isfinite(shift.decMas[row])) ++shift.unmoved;
  }
  return shift;
}

/// Returns the only epoch of a side. Positions of the other side are moved to it.
double commonEpoch(const std::vector<double>& epochs, const char* side) {
  double first = std::numeric_limits<double>::quiet_NaN();
  for (const double epoch : epochs) {
    if (!std::isfinite(epoch)) continue;
    if (std::isnan(first)) first = epoch;
    if (epoch != first)
      throw Error(
          ErrorKind::Mismatch,
          fmt::format("{} positions of several epochs ({} and {}), and the proper motions are those of the other "
                      "side. State one epoch.",
                      side, first, epoch));
  }
  return first;
}

/// Moves the side that has proper motions to the epoch of the other; the survey if both have them. Fills one of the
/// shifts.
void shiftEpochs(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options, EpochShift& own,
                 EpochShift& other, Matches& matches) {
  if (options.ownEpoch <= 0.0 && options.otherEpoch <= 0.0) return;
  const std::vector<double> ownEpochs = epochsOf(stars, options.ownEpoch, kOwnSide);
  const std::vector<double> otherEpochs = epochsOf(catalogue, options.otherEpoch, kOtherSide);
  const ProperMotionNames ownMotion = properMotionNames(stars), otherMotion = properMotionNames(catalogue);
  const bool isOwn = ownMotion.complete();
  if (!isOwn && !otherMotion.complete())
    throw Error(ErrorKind::Mismatch,
                "Neither side has proper motions: columns pmra and pmdec (mas/yr) are needed to bring the positions to "
                "one epoch.");
  const double epoch = isOwn ? commonEpoch(otherEpochs, kOtherSide) : commonEpoch(ownEpochs, kOwnSide);
  EpochShift& shift = isOwn ? own : other;
  shift = isOwn ? shiftOf(stars, ownMotion, ownEpochs, epoch) : shiftOf(catalogue, otherMotion, otherEpochs, epoch);
  if (shift.unmoved > 0)
    matches.warnings.push_back(fmt::format("{} of {} {} have no proper motion; their positions were not moved to {}.",
                                           shift.unmoved, shift.years.size(), isOwn ? "stars" : "rows of the catalogue",
                                           epoch));
}

/// Adaptor of a set of points to the interface that nanoflann requires.
struct PointCloud {
  const std::vector<Vector>& points;

  std::size_t kdtree_get_point_count() const { return points.size(); }
  double kdtree_get_pt(std::size_t i, std::size_t axis) const { return points[i][axis]; }
  template <typename Box>
  bool kdtree_get_bbox(Box&) const {
    return false;
  }
};
using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, PointCloud>, PointCloud, 3>;

/// Returns the smallest separation of a star from a row of the catalogue (arcsec).
double smallestSeparation(const Tree& tree, const std::vector<Vector>& stars) {
  double least = 4.0;
  for (const Vector& star : stars) {
    std::uint32_t index = 0;
    double square = 0.0;
    if (tree.knnSearch(star.data(), 1, &index, &square) > 0) least = std::min(least, square);
  }
  return 2.0 * std::asin(std::min(1.0, 0.5 * std::sqrt(least))) / kDegree * 3600.0;
}

}  // namespace

std::vector<std::string> positionColumns(const Dataset& dataset, const JoinOptions& options, const char* side) {
  const DirectionNames directions = requireDirections(dataset, side);
  std::vector<std::string> names = {directions.rightAscension, directions.declination};
  if (options.ownEpoch <= 0.0 && options.otherEpoch <= 0.0) return names;
  const ProperMotionNames motion = properMotionNames(dataset);
  if (motion.complete()) names.insert(names.end(), {motion.rightAscension, motion.declination});
  if (dataset.hasNumeric(kEpochColumn)) names.emplace_back(kEpochColumn);
  return names;
}

Matches matchPositions(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  if (!(options.radiusArcsec > 0.0) || options.radiusArcsec > 3600.0)
    throw Error(
        ErrorKind::Usage,
        fmt::format("The radius of {:g} arcsec is invalid; use a value above 0 and up to 3600.", options.radiusArcsec));
  Matches matches;
  EpochShift ownShift, otherShift;
  shiftEpochs(stars, catalogue, options, ownShift, otherShift, matches);
  const Positions own = positionsOf(stars, kOwnSide, ownShift);
  const Positions other = positionsOf(catalogue, kOtherSide, otherShift);
  for (const auto& [impossible, side] : {std::pair{own.impossible, kOwnSide}, {other.impossible, kOtherSide}})
    if (impossible > 0)
      matches.warnings.push_back(
          fmt::format("{} {} with a right ascension outside 0–360° or a declination beyond ±90°, taken as missing.",
                      side, impossible == 1 ? "1 position" : fmt::format("{} positions", impossible)));
  matches.rows.assign(stars.starCount(), catalogue.starCount());
  if (other.unit.empty() || own.unit.empty()) {
    matches.noMatchReason =
        fmt::format("{} no star whose position is known.", own.unit.empty() ? kOwnSide : kOtherSide);
    return matches;
  }

  const PointCloud cloud{other.unit};
  Tree tree(3, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(16));
  tree.buildIndex();
  // The tree measures squared distances between unit vectors, so convert the angle to a chord.
  const double chord = 2.0 * std::sin(0.5 * options.radiusArcsec / 3600.0 * kDegree);
  std::vector<char> isIgnored(catalogue.starCount(), 0);
  // Type of nanoflann's search results: std::pair in version 1.4, its own struct in later versions.
  using Found = decltype(nanoflann::RadiusResultSet<double, std::uint32_t>::m_indices_dists);
  std::remove_reference_t<Found> found;
  bool anyMatch = false;
  for (std::size_t i = 0; i < own.unit.size(); ++i) {
    tree.radiusSearch(own.unit[i].data(), chord * chord, found, {});  // nearest first
    if (found.empty()) continue;
    anyMatch = true;
    matches.rows[own.row[i]] = other.row[found.front().first];
    for (std::size_t more = 1; more < found.size(); ++more)
      isIgnored[other.row[found[more].first]] = 1;
  }
  for (const std::size_t row : matches.rows)
    if (row < isIgnored.size()) isIgnored[row] = 0;
  matches.duplicates = static_cast<std::size_t>(std::count(isIgnored.begin(), isIgnored.end(), 1));
  if (!anyMatch)
    matches.noMatchReason =
        fmt::format("The nearest star of the catalogue is {:.4g} arcsec away.", smallestSeparation(tree, own.unit));
  return matches;
}

}  // namespace maury::survey
