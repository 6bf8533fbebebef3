// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

enum class JoinBy {
  Id,       ///< the same text; Gaia's 64-bit identifiers survive as long as neither side went through a double
  Name,     ///< the same designation however it is written: "2M06161093-7539541", "2MASS J06161093-7539541"
  Position  ///< the nearest within a radius on the sky
};

struct JoinOptions {
  JoinBy by = JoinBy::Id;
  std::string ownColumn;      ///< names the stars, for Id and Name; empty: their ids
  std::string otherColumn;    ///< of the catalogue; empty: its ids
  double radiusArcsec = 1.0;  ///< at most 3600
  bool onlyMatched = false;   ///< of the stars keep those with a match; matchStars() and addMatched() do not ask
};

/// For each star the catalogue's row, and the numbers that a user must see to trust a join.
struct Matches {
  std::vector<std::size_t> rows;      ///< N; the catalogue's star count where there is none
  std::size_t matched = 0;            ///< stars with a row
  std::size_t unmatched = 0;          ///< stars without one
  std::size_t unusedRows = 0;         ///< rows of the catalogue that no star got
  std::size_t duplicates = 0;         ///< rows passed over, for an earlier row has the id or a nearer one is there
  std::vector<std::string> warnings;  ///< one sentence each

  /// "12 matched, 3 without a match; 40 rows unused, 1 duplicate", for the line under a join.
  std::string summary() const;
  /// Of the stars [first, first + count): those with a row, as positions in that range; `catalogueRows` is the
  /// catalogue's star count.
  std::vector<std::size_t> matchedStars(std::size_t catalogueRows, std::size_t first, std::size_t count) const;
};

/// The columns of the survey beside its ids that matchStars() looks at. Throws Error(Mismatch) where one is missing.
std::vector<std::string> matchedBy(const Dataset& survey, const JoinOptions& options);
/// The same of the catalogue.
std::vector<std::string> matchedByOther(const Dataset& catalogue, const JoinOptions& options);

/// Finds the catalogue's row of each star. Several stars may get one row (repeat observations). Identifiers that one
/// side holds as real numbers (Gaia's through a spreadsheet) are compared after rounding both to a double, which is
/// said in a warning; those that this makes ambiguous get no row. Positions are ra and dec, ICRS degrees, under the
/// usual names, compared as they stand: proper motion between two epochs must fit into the radius. Thread-safe. Throws
/// Error(Mismatch) for a missing column or position, and Error(Usage) for a radius that is not positive.
Matches matchStars(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options);

/// Adds the catalogue's labels, inputs and columns to stars [first, first + the chunk's count) of those that were
/// matched; missing where unmatched. A label or input whose name the stars have already is added as a column with "_2".
/// Every chunk gets the same types.
void addMatched(Dataset& chunk, const Dataset& catalogue, const Matches& matches, std::size_t first = 0);

/// A designation without its catalogue's prefix, blanks and case: "2MASS J06161093-7539541", "2M06161093-7539541" and
/// "AP06161093-7539541" → "06161093-7539541", "Gaia DR3 5937083312263887616" → "5937083312263887616".
std::string plainDesignation(const std::string& name);

}  // namespace maury::survey
