// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

enum class JoinBy {
  Id,       ///< identical text; safe for Gaia's 64-bit identifiers unless one side was stored as doubles
  Name,     ///< same designation in any spelling: "2M06161093-7539541", "2MASS J06161093-7539541"
  Position  ///< nearest within a radius on the sky
};

struct JoinOptions {
  JoinBy by = JoinBy::Id;
  std::string ownColumn;      ///< survey column to match by Id or Name; empty: the ids
  std::string otherColumn;    ///< catalogue column to match by Id or Name; empty: its ids
  double radiusArcsec = 1.0;  ///< above 0, at most 3600
  bool onlyMatched = false;  ///< drop stars without a match; applied by the caller, not by matchStars() or addMatched()
};

/// Catalogue row of each star, with the counts that show a user whether the join worked.
struct Matches {
  std::vector<std::size_t> rows;      ///< N; the catalogue's star count if there is no match
  std::size_t matched = 0;            ///< stars with a match
  std::size_t unmatched = 0;          ///< stars without a match
  std::size_t unusedRows = 0;         ///< catalogue rows that match no star
  std::size_t duplicates = 0;         ///< rows ignored because an earlier row has the same id or another is nearer
  std::vector<std::string> warnings;  ///< one sentence each

  /// Returns the counts as text: "12 matched, 3 without a match; 40 rows unused, 1 duplicate".
  std::string summary() const;
  /// Returns which of the stars [first, first + count) have a match, as positions in that range. `catalogueRows` is the
  /// catalogue's star count.
  std::vector<std::size_t> matchedStars(std::size_t catalogueRows, std::size_t first, std::size_t count) const;
};

/// Returns the columns of the survey, in addition to its ids, that matchStars() needs. Throws Error(Mismatch) if one is
/// missing.
std::vector<std::string> surveyMatchColumns(const Dataset& survey, const JoinOptions& options);
/// Returns the columns of the catalogue that matchStars() needs.
std::vector<std::string> catalogueMatchColumns(const Dataset& catalogue, const JoinOptions& options);

/// Finds the catalogue row of each star. Several stars may match the same row (repeat observations). If one side holds
/// its identifiers as real numbers (for example Gaia's after a spreadsheet), both are rounded to doubles before they
/// are compared; a warning says so, and identifiers that become ambiguous match nothing. Positions are right ascension
/// and declination in degrees (ICRS), found by directionNames(). They are not corrected for proper motion, so the
/// radius must allow for the motion between the epochs. Thread-safe. Throws Error(Mismatch) for a missing column or
/// position, and Error(Usage) for a radius out of range.
Matches matchStars(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options);

/// Adds the catalogue's labels, inputs and columns to a chunk of the stars that were matched; `first` is the row of the
/// chunk's first star in `matches`. Stars without a match get missing values. A label or input whose name is taken is
/// added as a column with the suffix "_2". All chunks get the same types.
void addMatched(Dataset& chunk, const Dataset& catalogue, const Matches& matches, std::size_t first = 0);

/// Returns a designation in upper case without catalogue prefix and blanks: "2MASS J06161093-7539541",
/// "2M06161093-7539541" and "AP06161093-7539541" → "06161093-7539541"; "Gaia DR3 5937083312263887616" →
/// "5937083312263887616".
std::string plainDesignation(const std::string& name);

}  // namespace maury::survey
