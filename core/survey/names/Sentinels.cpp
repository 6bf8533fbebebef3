// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/Sentinels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/text/Printable.h"
#include "io/Numbers.h"

namespace maury::survey {

namespace {

constexpr double kHuge = 1e18;  ///< beyond every quantity of stars and every 64-bit id
constexpr double kSmallest16 = -32768.0, kSmallest32 = -2147483648.0;

/// Returns true for two or more nines with at most four decimals, as a 64-bit or 32-bit number.
bool isAllNines(double value) {
  const double size = std::abs(value);
  if (!(size >= 9.0)) return false;
  double power = 10.0;
  while (power <= size)
    power *= 10.0;
  if (size < 0.9899 * power) return false;  // the first two digits are not nines
  // power − 10^−d is the number with all nines before the point and d nines behind it.
  const auto isSame = [&](double nines) {
    if (size == nines) return true;
    const auto narrow = static_cast<float>(size);
    return static_cast<double>(narrow) == size && static_cast<float>(nines) == narrow;
  };
  constexpr std::array kLast = {1.0, 0.1, 0.01, 0.001, 0.0001};
  constexpr std::array kScale = {1.0, 10.0, 100.0, 1000.0, 10000.0};
  for (std::size_t decimals = 0; decimals < kLast.size(); ++decimals) {
    if (power == 10.0 && decimals == 0) continue;  // a single nine
    const double nines = (power * kScale[decimals] - 1.0) / kScale[decimals];
    if (isSame(nines)) return true;
  }
  return false;
}

/// Returns the number as in the file; with the digits of a 32-bit number if it is one.
std::string numberText(double value) {
  const auto narrow = static_cast<float>(value);
  return static_cast<double>(narrow) == value ? io::shortestFloatText(value) : io::shortestText(value);
}

/// Returns a limit with the typographic minus sign, so that the dash of the range stays legible.
std::string limitText(double value) {
  return fmt::format("{}{:.12g}", value < 0.0 ? "−" : "", std::abs(value));
}

std::string pluralText(std::size_t count) {
  return count == 1 ? "1 value" : fmt::format("{} values", count);
}

/// Removes the suspicious numbers that are beyond all other values or that many rows have.
void removeSuspicious(std::vector<double>& values, const std::map<double, std::size_t>& suspicious, double lowest,
                      double highest, MissingValues& missing, bool keep) {
  constexpr std::size_t kRowsPerRepeat = 1000;
  constexpr double kMargin = 0.25;  // of the range of the other values
  const double margin = highest > lowest ? kMargin * (highest - lowest) : 0.0;
  std::map<double, std::size_t> removed;
  for (const auto& [value, count] : suspicious) {
    // True as well if there are no other values. The largest true velocity may be 999 km/s, but −1 is never a true S/N.
    const bool isBeyond = value == -1.0 ? value < lowest : value < lowest - margin || value > highest + margin;
    const bool isRepeated = count >= 2 && count * kRowsPerRepeat >= values.size();
    if (isBeyond || isRepeated) removed.emplace(value, count);
  }
  if (removed.empty()) return;
  missing.sentinels.insert(removed.begin(), removed.end());
  if (keep) return;
  for (double& value : values)
    if (removed.contains(value)) value = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

bool looksLikeSentinel(double value) {
  return std::abs(value) >= kHuge || value == kSmallest16 || value == kSmallest32 || isAllNines(value);
}

bool isSentinel(double value) {
  return std::abs(value) >= kHuge || value == kSmallest16 || value == kSmallest32 ||
         (value <= -99.0 && isAllNines(value));
}

std::size_t MissingValues::sentinelCount() const {
  std::size_t count = 0;
  for (const auto& [value, rows] : sentinels)
    count += rows;
  return count;
}

MissingValues removeMissing(std::vector<double>& values, const Quantity& quantity, bool keep) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  MissingValues missing;
  std::map<double, std::size_t> suspicious;
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (std::size_t row = 0; row < values.size(); ++row) {
    double& value = values[row];
    const bool isHuge = std::abs(value) >= kHuge && !quantity.isUnknown;
    if (std::isfinite(value) && value >= quantity.low && value <= quantity.high && !isHuge) {
      const bool isNines =
          std::abs(value) >= quantity.ninesFrom && !(quantity.isUnknown && value > 0.0) && isAllNines(value);
      if (isNines || (quantity.minusOneIsMissing && value == -1.0)) {
        ++suspicious[value];
      } else {
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
      }
      continue;
    }
    if (!std::isfinite(value)) {
      value = kNaN;
      continue;
    }
    const bool isNumberOfOthers = looksLikeSentinel(value) || value == -1.0;
    if (isNumberOfOthers) {
      ++missing.sentinels[value];
    } else {
      if (!quantity.outsideIsMissing) continue;
      if (missing.outside++ == 0) missing.example = value, missing.exampleRow = row;
    }
    if (!keep) value = kNaN;
  }
  if (!suspicious.empty()) removeSuspicious(values, suspicious, lowest, highest, missing, keep);
  return missing;
}

std::string sentinelsText(const MissingValues& missing) {
  constexpr std::size_t kListed = 4;
  std::vector<std::string> numbers;
  for (const auto& [value, rows] : missing.sentinels)
    numbers.push_back(numberText(value));
  std::string list;
  for (std::size_t i = 0; i < std::min(kListed, numbers.size()); ++i)
    list += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + numbers[i];
  return numbers.size() > kListed ? list + " …" : list;
}

std::string limitsText(const Quantity& quantity) {
  std::string limits = std::isfinite(quantity.high)
                           ? fmt::format("{}–{}", limitText(quantity.low), limitText(quantity.high))
                           : fmt::format("{} or more", limitText(quantity.low));
  if (!quantity.unit.empty() && quantity.unit != "dex") limits += " " + quantity.unit;
  return limits;
}

std::vector<std::string> clausesOf(const MissingValues& missing, const Quantity& quantity, bool kept) {
  std::vector<std::string> clauses;
  const auto was = [](std::size_t count) { return count == 1 ? "was" : "were"; };
  const char* fate = kept ? "kept" : "taken as missing";
  if (const std::size_t count = missing.sentinelCount(); count > 0)
    clauses.push_back(fmt::format("{} of {} {} {}", pluralText(count), sentinelsText(missing), was(count), fate));
  if (missing.outside > 0) {
    std::string limits = "outside " + limitsText(quantity);
    if (!std::isfinite(quantity.high)) {
      limits = "below " + limitText(quantity.low);
      if (!quantity.unit.empty() && quantity.unit != "dex") limits += " " + quantity.unit;
    }
    clauses.push_back(fmt::format("{} {} {} {} ({} in row {})", pluralText(missing.outside), limits,
                                  was(missing.outside), fate, numberText(missing.example), missing.exampleRow + 1));
  }
  return clauses;
}

std::vector<std::string> sentencesOf(const MissingValues& missing, const Quantity& quantity, const std::string& source,
                                     const std::string& column, bool kept) {
  std::vector<std::string> sentences;
  for (const std::string& clause : clausesOf(missing, quantity, kept))
    sentences.push_back(fmt::format("{}: column '{}': {}.", source, excerpt(column), clause));
  return sentences;
}

}  // namespace maury::survey
