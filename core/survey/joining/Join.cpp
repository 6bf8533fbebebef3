// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/Join.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/Error.h"
#include "survey/joining/IdTable.h"
#include "survey/joining/PositionMatch.h"
#include "survey/names/Ids.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

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

/// Keys of both sides, spelled alike.
struct Keys {
  std::vector<std::string> own, other;
};

std::vector<std::string> spell(std::vector<std::string> names, JoinBy by) {
  for (std::string& name : names)
    name = by == JoinBy::Name ? plainDesignation(name) : plainId(name);
  return names;
}

/// Finds the row of each key. Fills matches.rows and matches.duplicates; returns the number of matches.
std::size_t findRows(Keys keys, bool byId, Matches& matches) {
  const auto anyRounded = [](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& name) { return isRounded(name); });
  };
  const bool rounded = byId && (anyRounded(keys.own) || anyRounded(keys.other));
  if (rounded) {
    matches.warnings.emplace_back(
        "One side stores its identifiers as real numbers, which cannot hold 19 digits, so both sides were rounded "
        "before they were compared. Save that table again with identifiers as integers or text.");
    for (std::vector<std::string>* names : {&keys.own, &keys.other})
      for (std::string& name : *names)
        name = roundedId(name);
  }
  const RowsByKey rows(keys.other, rounded);
  matches.duplicates = rows.duplicates();
  matches.rows.clear();
  std::size_t matched = 0;
  for (const std::string& name : keys.own) {
    matches.rows.push_back(rows.rowOf(name));
    if (matches.rows.back() < keys.other.size()) ++matched;
  }
  return matched;
}

/// Translates the survey's ids by a table of ids, in the direction in which more of them reach the catalogue.
std::vector<std::string> translate(const std::vector<std::string>& own, const std::vector<std::string>& other,
                                   const JoinOptions& options, Matches& matches) {
  const IdTable table = readIdTable(options.via, options.viaColumns);
  const std::unordered_set<std::string_view> known(other.begin(), other.end());
  const auto reached = [&](const TranslatedIds& translated) {
    return std::count_if(translated.ids.begin(), translated.ids.end(),
                         [&](const std::string& id) { return !id.empty() && known.contains(id); });
  };
  TranslatedIds best = translateIds(own, table, false);
  bool isReversed = false;
  if (options.viaColumns.empty()) {
    TranslatedIds back = translateIds(own, table, true);
    isReversed = reached(back) > reached(best);
    if (isReversed) best = std::move(back);
  }
  if (best.found < own.size())
    matches.warnings.push_back(fmt::format("Column {} of {} lacks {} of the {} ids of the survey.",
                                           isReversed ? table.secondName : table.firstName, table.source,
                                           own.size() - best.found, own.size()));
  if (best.ambiguous > 0)
    matches.warnings.push_back(fmt::format("{} has several rows for {} of the survey's ids; {} was taken.",
                                           table.source, best.ambiguous,
                                           table.separation.empty() ? "the first" : "the nearest"));
  return std::move(best.ids);
}

/// Tries the columns of Gaia's ids if the ids of the two sides have nothing in common. Returns true if one matched.
bool matchGaiaIds(const Dataset& stars, const Dataset& catalogue, const Keys& ids, Matches& matches) {
  struct Side {
    std::string name;
    std::vector<std::string> keys;
  };
  const auto sides = [](const Dataset& dataset, const std::vector<std::string>& own) {
    std::vector<Side> found = {{"ids", own}};
    for (const io::Column* column : gaiaIdColumns(dataset.columns))
      found.push_back({column->name, spell(column->asText(), JoinBy::Id)});
    return found;
  };
  for (const Side& own : sides(stars, ids.own)) {
    for (const Side& other : sides(catalogue, ids.other)) {
      Matches attempt;
      if (findRows({own.keys, other.keys}, true, attempt) == 0) continue;
      attempt.warnings.push_back(
          fmt::format("The ids of the two sides have nothing in common, so the stars were matched by {} of the survey "
                      "and {} of the "
                      "catalogue.",
                      own.name, other.name));
      attempt.by = fmt::format("by {} of the survey and {} of the catalogue", own.name, other.name);
      matches = std::move(attempt);
      return true;
    }
  }
  return false;
}

Matches matchNames(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  Keys keys{spell(namesIn(stars, options.ownColumn, kOwnSide), options.by),
            spell(namesIn(catalogue, options.otherColumn, kOtherSide), options.by)};
  Matches matches;
  if (!options.via.empty()) keys.own = translate(keys.own, keys.other, options, matches);
  const bool byId = options.by == JoinBy::Id;
  if (findRows(keys, byId, matches) > 0) return matches;
  const bool isDefault = options.ownColumn.empty() && options.otherColumn.empty() && options.via.empty();
  if (byId && isDefault && matchGaiaIds(stars, catalogue, keys, matches)) return matches;
  matches.noMatchReason = fmt::format("The ids of the survey begin with {}, those of the catalogue with {}.",
                                      firstIds(namesIn(stars, options.ownColumn, kOwnSide)),
                                      firstIds(namesIn(catalogue, options.otherColumn, kOtherSide)));
  return matches;
}

/// Returns what is compared, as a clause: "by id", "by star of the survey and obs_id of the catalogue".
std::string comparison(const JoinOptions& options) {
  if (options.by == JoinBy::Position)
    return fmt::format("by position within {:g} arcsec{}", options.radiusArcsec,
                       options.ownEpoch > 0.0 || options.otherEpoch > 0.0 ? ", at one epoch" : "");
  const std::string own = options.ownColumn.empty() ? "ids" : options.ownColumn;
  const std::string other = options.otherColumn.empty() ? "ids" : options.otherColumn;
  const std::string kind = options.by == JoinBy::Name ? "by designation" : "by id";
  std::string text = options.ownColumn.empty() && options.otherColumn.empty()
                         ? kind
                         : fmt::format("{}, {} of the survey and {} of the catalogue", kind, own, other);
  if (!options.via.empty()) text += fmt::format(", translated by {}", options.via.filename().string());
  return text;
}

std::vector<std::string> matchColumns(const Dataset& stars, const JoinOptions& options, const std::string& column,
                                      const char* side) {
  if (options.by == JoinBy::Position) return positionColumns(stars, options, side);
  if (!column.empty()) {
    (void)namesIn(stars, column, side);
    return {column};
  }
  std::vector<std::string> names;
  if (options.by == JoinBy::Id && options.via.empty())
    for (const io::Column* gaia : gaiaIdColumns(stars.columns))
      names.push_back(gaia->name);
  return names;
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
  return matchColumns(survey, options, options.ownColumn, kOwnSide);
}

std::vector<std::string> catalogueMatchColumns(const Dataset& catalogue, const JoinOptions& options) {
  return matchColumns(catalogue, options, options.otherColumn, kOtherSide);
}

Matches matchStars(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options) {
  if (options.by != JoinBy::Id && !options.via.empty())
    throw Error(ErrorKind::Usage, "A table of ids is used only to match by id.");
  Matches matches = options.by == JoinBy::Position ? matchPositions(stars, catalogue, options)
                                                   : matchNames(stars, catalogue, options);
  if (matches.by.empty()) matches.by = comparison(options);
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

AddedParts addMatched(Dataset& stars, const Dataset& catalogue, const Matches& matches, std::size_t first) {
  AddedParts added;
  const auto begin = matches.rows.begin() + static_cast<std::ptrdiff_t>(first);
  const std::vector<std::size_t> rows(begin, begin + static_cast<std::ptrdiff_t>(stars.starCount()));
  const auto asColumn = [&](const std::string& name, const std::string& unit, const std::vector<float>& values) {
    const std::vector<float> picked = valuesAt(values, rows, 1);
    stars.columns.push_back({unusedName(stars, name), unit, std::vector<double>(picked.begin(), picked.end())});
    added.parts.push_back({AddedPart::Kind::Column, name, unit, stars.columns.back().name});
  };
  for (const Label& label : catalogue.labels) {
    if (unusedName(stars, label.name) == label.name) {
      stars.labels.push_back(
          {label.name, label.unit, valuesAt(label.values, rows, 1), valuesAt(label.errors, rows, 1)});
      added.parts.push_back({AddedPart::Kind::Label, label.name, label.unit, label.name});
      continue;
    }
    asColumn(label.name, label.unit, label.values);
    // Not named "e_teff", which would be taken for the error of the stars' own label.
    if (!label.errors.empty()) asColumn(errorName(stars.columns.back().name), label.unit, label.errors);
  }
  for (const AuxiliaryInput& input : catalogue.inputs) {
    if (unusedName(stars, input.name) == input.name) {
      stars.inputs.push_back({input.name, input.unit, input.width, valuesAt(input.values, rows, input.width)});
      added.parts.push_back({AddedPart::Kind::Input, input.name, input.unit, input.name});
    } else if (input.width == 1) {
      asColumn(input.name, input.unit, input.values);
    } else {
      added.leftOut.push_back(fmt::format("vector {}, because the stars have something of this name", input.name));
    }
  }
  for (const io::Column& column : catalogue.columns) {
    stars.columns.push_back({unusedName(stars, column.name), column.unit, valuesAt(column, rows, matches.unmatched > 0),
                             column.description, column.ucd, column.isFloat32});
    added.parts.push_back({AddedPart::Kind::Column, column.name, column.unit, stars.columns.back().name});
  }
  if (catalogue.pixelCount() > 0) added.leftOut.emplace_back("spectra");
  return added;
}

}  // namespace maury::survey
