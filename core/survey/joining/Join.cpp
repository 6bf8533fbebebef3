// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/Join.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <nanoflann.hpp>
#include <numbers>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/Error.h"
#include "survey/dataset/PositionColumns.h"

namespace maury::survey {

namespace {

constexpr const char* kOwnSide = "The survey has";
constexpr const char* kOtherSide = "The catalogue has";
constexpr double kDegree = std::numbers::pi / 180.0;

std::vector<std::string> namesIn(const Dataset& dataset, const std::string& column, const char* side) {
  if (column.empty()) return dataset.ids;
  const io::Column* found = dataset.findColumn(column);
  if (found == nullptr) throw Error(ErrorKind::Mismatch, fmt::format("{} no column '{}' to join by.", side, column));
  return found->asText();
}

/// Returns true if the identifier was stored as a real number beyond the exact integers of a double:
/// "5.937083312263888e+18".
bool isRounded(std::string_view name) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const bool looksReal = name.find_first_of(".eE") != std::string_view::npos &&
                         name.find_first_not_of("0123456789.eE+") == std::string_view::npos;
  return looksReal && std::strtod(std::string(name).c_str(), nullptr) > kExact;
}

/// Returns the identifier rounded to a double; unchanged if it is not a number.
std::string roundedId(const std::string& name) {
  char* end = nullptr;
  const double value = std::strtod(name.c_str(), &end);
  return !name.empty() && *end == '\0' ? fmt::format("{:.17g}", value) : name;
}

/// Index from key to the first row that has it. Counts rows that repeat a key. The keys must outlive it.
class RowsByKey {
public:
  RowsByKey(const std::vector<std::string>& keys, bool dropAmbiguous) : m_absent(keys.size()) {
    m_rows.reserve(keys.size());
    for (std::size_t row = 0; row < keys.size(); ++row) {
      if (keys[row].empty()) continue;
      const auto [first, isNew] = m_rows.emplace(keys[row], row);
      if (isNew) continue;
      ++m_duplicates;
      if (dropAmbiguous) first->second = m_absent;
    }
  }

  std::size_t rowOf(const std::string& key) const {
    const auto found = m_rows.find(key);
    return key.empty() || found == m_rows.end() ? m_absent : found->second;
  }
  std::size_t duplicates() const { return m_duplicates; }

private:
  std::size_t m_absent;
  std::size_t m_duplicates = 0;
  std::unordered_map<std::string_view, std::size_t> m_rows;
};

Matches matchNames(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  std::vector<std::string> own = namesIn(stars, options.ownColumn, kOwnSide);
  std::vector<std::string> other = namesIn(catalogue, options.otherColumn, kOtherSide);
  Matches matches;
  const auto anyRounded = [](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& name) { return isRounded(name); });
  };
  const bool rounded = options.by == JoinBy::Id && (anyRounded(own) || anyRounded(other));
  if (rounded)
    matches.warnings.emplace_back(
        "One side stores its identifiers as real numbers, which cannot hold 19 digits, so both sides were rounded "
        "before they were compared. Save that table again with identifiers as integers or text.");
  for (std::vector<std::string>* names : {&own, &other})
    for (std::string& name : *names)
      name = options.by == JoinBy::Name ? plainDesignation(name) : rounded ? roundedId(name) : name;
  const RowsByKey rows(other, rounded);
  matches.duplicates = rows.duplicates();
  for (const std::string& name : own)
    matches.rows.push_back(rows.rowOf(name));
  return matches;
}

struct Positions {
  std::vector<std::array<double, 3>> unit;  ///< unit vectors of the stars whose position is known
  std::vector<std::size_t> row;             ///< row of each of these stars
};

/// Returns the columns of right ascension and declination (degrees).
DirectionNames positionNames(const Dataset& dataset, const char* side) {
  const DirectionNames names = directionNames(dataset, false);
  if (!names.complete())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} no positions: columns ra and dec in degrees are needed to join by position.", side));
  return names;
}

Positions positionsOf(const Dataset& dataset, const char* side) {
  const auto [raName, decName] = positionNames(dataset, side);
  const std::vector<double> ra = dataset.numeric(raName);
  const std::vector<double> dec = dataset.numeric(decName);
  Positions positions;
  for (std::size_t row = 0; row < ra.size(); ++row) {
    if (!std::isfinite(ra[row]) || !std::isfinite(dec[row])) continue;
    const double cosDec = std::cos(dec[row] * kDegree);
    positions.unit.push_back(
        {cosDec * std::cos(ra[row] * kDegree), cosDec * std::sin(ra[row] * kDegree), std::sin(dec[row] * kDegree)});
    positions.row.push_back(row);
  }
  return positions;
}

/// Adaptor of a set of points to the interface that nanoflann requires.
struct PointCloud {
  const std::vector<std::array<double, 3>>& points;

  std::size_t kdtree_get_point_count() const { return points.size(); }
  double kdtree_get_pt(std::size_t i, std::size_t axis) const { return points[i][axis]; }
  template <typename Box>
  bool kdtree_get_bbox(Box&) const {
    return false;
  }
};

Matches matchPositions(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  if (!(options.radiusArcsec > 0.0) || options.radiusArcsec > 3600.0)
    throw Error(
        ErrorKind::Usage,
        fmt::format("The radius of {:g} arcsec is invalid; use a value above 0 and up to 3600.", options.radiusArcsec));
  const Positions own = positionsOf(stars, kOwnSide);
  const Positions other = positionsOf(catalogue, kOtherSide);
  Matches matches;
  matches.rows.assign(stars.starCount(), catalogue.starCount());
  if (other.unit.empty()) return matches;

  using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, PointCloud>, PointCloud, 3>;
  const PointCloud cloud{other.unit};
  Tree tree(3, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(16));
  tree.buildIndex();
  // The tree measures squared distances between unit vectors, so convert the angle to a chord.
  const double chord = 2.0 * std::sin(0.5 * options.radiusArcsec / 3600.0 * kDegree);
  std::vector<char> isIgnored(catalogue.starCount(), 0);
  // Type of nanoflann's search results: std::pair in version 1.4, its own struct in later versions.
  using Found = decltype(nanoflann::RadiusResultSet<double, std::uint32_t>::m_indices_dists);
  std::remove_reference_t<Found> found;
  for (std::size_t i = 0; i < own.unit.size(); ++i) {
    tree.radiusSearch(own.unit[i].data(), chord * chord, found, {});  // nearest first
    if (found.empty()) continue;
    matches.rows[own.row[i]] = other.row[found.front().first];
    for (std::size_t more = 1; more < found.size(); ++more)
      isIgnored[other.row[found[more].first]] = 1;
  }
  for (const std::size_t row : matches.rows)
    if (row < isIgnored.size()) isIgnored[row] = 0;
  matches.duplicates = static_cast<std::size_t>(std::count(isIgnored.begin(), isIgnored.end(), 1));
  return matches;
}

std::vector<std::string> matchColumns(const Dataset& stars, JoinBy by, const std::string& column, const char* side) {
  if (by == JoinBy::Position) {
    const auto [ra, dec] = positionNames(stars, side);
    return {ra, dec};
  }
  if (column.empty()) return {};
  (void)namesIn(stars, column, side);
  return {column};
}

}  // namespace

std::vector<std::size_t> Matches::matchedStars(std::size_t catalogueRows, std::size_t first, std::size_t count) const {
  std::vector<std::size_t> stars;
  for (std::size_t star = 0; star < count; ++star)
    if (rows[first + star] < catalogueRows) stars.push_back(star);
  return stars;
}

std::string Matches::summary() const {
  return fmt::format("{} matched, {} without a match; {} rows unused, {} duplicate{}", matched, unmatched, unusedRows,
                     duplicates, duplicates == 1 ? "" : "s");
}

std::string plainDesignation(const std::string& name) {
  std::string plain;
  for (const char c : name)
    if (c != ' ' && c != '_') plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const std::string_view prefix : {"GAIADR3", "GAIADR2", "GAIAEDR3", "2MASS", "TMASS", "2M", "AP", "VB"}) {
    // Unless the rest begins with a digit or the J of a coordinate, the letters are not a prefix but part of a name.
    const std::string_view rest = std::string_view(plain).substr(std::min(prefix.size(), plain.size()));
    if (plain.starts_with(prefix) && !rest.empty() &&
        (std::isdigit(static_cast<unsigned char>(rest[0])) || rest[0] == 'J')) {
      plain = std::string(rest);
      break;
    }
  }
  if (plain.size() > 1 && plain[0] == 'J' && std::isdigit(static_cast<unsigned char>(plain[1])) != 0) plain.erase(0, 1);
  return plain;
}

std::vector<std::string> surveyMatchColumns(const Dataset& survey, const JoinOptions& options) {
  return matchColumns(survey, options.by, options.ownColumn, kOwnSide);
}

std::vector<std::string> catalogueMatchColumns(const Dataset& catalogue, const JoinOptions& options) {
  return matchColumns(catalogue, options.by, options.otherColumn, kOtherSide);
}

Matches matchStars(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  Matches matches = options.by == JoinBy::Position ? matchPositions(stars, catalogue, options)
                                                   : matchNames(stars, catalogue, options);
  std::vector<char> used(catalogue.starCount(), 0);
  for (const std::size_t row : matches.rows) {
    if (row < used.size()) used[row] = 1;
    ++(row < used.size() ? matches.matched : matches.unmatched);
  }
  matches.unusedRows = static_cast<std::size_t>(std::count(used.begin(), used.end(), 0));
  if (matches.duplicates > 0)
    matches.warnings.push_back(
        options.by == JoinBy::Position
            ? fmt::format("{} rows lie within {:g} arcsec of a star but were not used, because another row is nearer.",
                          matches.duplicates, options.radiusArcsec)
            : fmt::format("{} rows of the catalogue repeat an id; only the first row of each id was used.",
                          matches.duplicates));
  return matches;
}

void addMatched(Dataset& stars, const Dataset& catalogue, const Matches& matches, std::size_t first) {
  const auto begin = matches.rows.begin() + static_cast<std::ptrdiff_t>(first);
  const std::vector<std::size_t> rows(begin, begin + static_cast<std::ptrdiff_t>(stars.starCount()));
  const auto asColumn = [&](const std::string& name, const std::string& unit, const std::vector<float>& values) {
    const std::vector<float> picked = valuesAt(values, rows, 1);
    stars.columns.push_back({unusedName(stars, name), unit, std::vector<double>(picked.begin(), picked.end())});
  };
  for (const Label& label : catalogue.labels) {
    if (unusedName(stars, label.name) == label.name) {
      stars.labels.push_back(
          {label.name, label.unit, valuesAt(label.values, rows, 1), valuesAt(label.errors, rows, 1)});
      continue;
    }
    asColumn(label.name, label.unit, label.values);
    // Not named "e_teff", which would be taken for the error of the stars' own label.
    if (!label.errors.empty()) asColumn("e_" + stars.columns.back().name, label.unit, label.errors);
  }
  for (const AuxiliaryInput& input : catalogue.inputs) {
    if (unusedName(stars, input.name) == input.name)
      stars.inputs.push_back({input.name, input.unit, input.width, valuesAt(input.values, rows, input.width)});
    else if (input.width == 1)
      asColumn(input.name, input.unit, input.values);
  }
  for (const io::Column& column : catalogue.columns)
    stars.columns.push_back({unusedName(stars, column.name), column.unit, valuesAt(column, rows, matches.unmatched > 0),
                             column.description, column.ucd, column.isFloat32});
}

}  // namespace maury::survey
