// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "survey/names/Quantities.h"

/// Numbers that catalogues write for "no value". All functions are thread-safe.
namespace maury::survey {

/// Returns true for a number of this form, whatever the quantity: two or more nines and no other digit (−9999.99, 99.9,
/// 999), the smallest 16- and 32-bit integers, and numbers of at least 1e18 (1e20, −1e30). A value stored in 32 bits is
/// recognised too. Numbers below 9 (0.99) have another form.
bool looksLikeSentinel(double value);

/// Returns true if a number of unknown quantity, such as one in a header, surely means "no value": a negative sentinel
/// or a huge number. Positive numbers of nines may be true (fibre 999).
bool isSentinel(double value);

/// Values of a column that were found to be missing.
struct MissingValues {
  std::map<double, std::size_t> sentinels;  ///< value → number of rows
  std::size_t outside = 0;                  ///< values outside the quantity's limits that do not look like sentinels
  double example = 0.0;                     ///< the first of these
  std::size_t exampleRow = 0;               ///< its row, 0-based
  std::size_t sentinelCount() const;
  bool any() const { return outside > 0 || !sentinels.empty(); }
};

/// Finds the values that are missing and, unless `keep`, replaces them by NaN:
/// - Numbers outside the limits of the quantity; those that look like sentinels are counted as such.
/// - Numbers within the limits that look like sentinels, from Quantity::ninesFrom on, if they lie beyond all other
///   values of the column, by more than a quarter of their range, or if many rows have exactly this number (2 or more,
///   and 0.1 %). Otherwise they are true values, such as 9999 K among hot stars.
///
/// Infinite values become NaN without being counted.
MissingValues removeMissing(std::vector<double>& values, const Quantity& quantity, bool keep);

/// Returns the sentinels that were found: "-9999, 99.99 and 999".
std::string sentinelsText(const MissingValues& missing);
/// Returns the limits of a quantity: "1000–200000 K", "0 or more".
std::string limitsText(const Quantity& quantity);

/// Returns clauses for the report: "2 values of -9999 were taken as missing" and "1 value outside 1000–200000 K was
/// taken as missing (0 in row 6)". If `kept`, they say that the values were kept.
std::vector<std::string> clausesOf(const MissingValues& missing, const Quantity& quantity, bool kept);
/// Returns the same as sentences: "a.csv: column 'teff': 2 values of -9999 were taken as missing."
std::vector<std::string> sentencesOf(const MissingValues& missing, const Quantity& quantity, const std::string& source,
                                     const std::string& column, bool kept);

}  // namespace maury::survey
