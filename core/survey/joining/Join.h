// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

enum class JoinBy {
  Id,       ///< same id as plainId() spells it; exact for Gaia's 64-bit identifiers unless one side stores doubles
  Name,     ///< same designation in any spelling: "2M06161093-7539541", "2MASS J06161093-7539541"
  Position  ///< nearest within a radius on the sky
};

struct JoinOptions {
  JoinBy by = JoinBy::Id;
  std::string ownColumn;      ///< survey column to match by Id or Name; empty: the ids
  std::string otherColumn;    ///< catalogue column to match by Id or Name; empty: its ids
  double radiusArcsec = 1.0;  ///< above 0, at most 3600
  /// Epochs of the positions (Julian years), to match by position at one epoch with the proper motions; 0: that of the
  /// column ref_epoch. If both are 0, positions are compared as they are.
  double ownEpoch = 0.0, otherEpoch = 0.0;
  std::filesystem::path via;            ///< table that translates the survey's ids (IdTable.h); empty: none
  std::vector<std::string> viaColumns;  ///< its columns of the survey's and the catalogue's ids; empty: found by name
  std::string hdu;                      ///< ImportOptions::hdu of the catalogue; a survey file ignores it
  bool keepSentinels = false;           ///< ImportOptions::keepSentinels; a survey file ignores it
  bool onlyMatched = false;  ///< drop stars without a match; applied by the caller, not by matchStars() or addMatched()
};

/// Catalogue row of each star, with the counts that show a user whether the join worked.
struct Matches {
  std::vector<std::size_t> rows;  ///< N; the catalogue's star count if there is no match
  std::size_t matched = 0;        ///< stars with a match
  std::size_t unmatched = 0;      ///< stars without a match
  std::size_t unusedRows = 0;     ///< catalogue rows that match no star
  std::size_t duplicates = 0;     ///< rows ignored because an earlier row has the same id or another is nearer
  std::string by;                 ///< clause with the names that were compared: "by id", "by position within 1 arcsec"
  std::vector<std::string> warnings;  ///< one sentence each
  std::string noMatchReason;          ///< if nothing matches: a sentence with three ids of each side, or the separation

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
/// are compared; a warning says so, and identifiers that become ambiguous match nothing. If the ids have nothing in
/// common and no column was chosen, the columns of Gaia's ids are tried (gaiaIdColumns()). With `via`, the survey's ids
/// are translated first, in the direction in which more of them match.
///
/// Positions are found by directionNames() and read by directionsOf() (ICRS). If an epoch is given, the survey's
/// positions are moved to the catalogue's epoch along their proper motions, or the catalogue's to the survey's if only
/// these have proper motions; stars without one are not moved, and a warning counts them. Otherwise the radius must
/// allow for the motion between the epochs.
///
/// Thread-safe. Throws Error(Mismatch) for a missing column, position, epoch or proper motion, Error(Usage) for a
/// radius out of range, and the errors of readIdTable().
Matches matchStars(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options);

/// Label, input or column that addMatched() added.
struct AddedPart {
  enum class Kind { Label, Input, Column };
  Kind kind = Kind::Column;  ///< its kind in the survey
  std::string name, unit;    ///< in the catalogue
  std::string target;        ///< name in the survey
};

/// Parts of a catalogue that addMatched() added, and those that it left out.
struct AddedParts {
  std::vector<AddedPart> parts;
  std::vector<std::string> leftOut;  ///< clauses: "vector xp, because the stars have one"
};

/// Adds the catalogue's labels, inputs and columns to a chunk of the stars that were matched; `first` is the row of the
/// chunk's first star in `matches`. Stars without a match get missing values. A label or input whose name is taken is
/// added as a column with the suffix "_2"; a vector whose name is taken is left out, as are spectra. All chunks get the
/// same types.
AddedParts addMatched(Dataset& chunk, const Dataset& catalogue, const Matches& matches, std::size_t first = 0);

/// Returns a designation in upper case without catalogue prefix and blanks: "2MASS J06161093-7539541",
/// "2M06161093-7539541" and "AP06161093-7539541" → "06161093-7539541"; "Gaia DR3 5937083312263887616" →
/// "5937083312263887616".
std::string plainDesignation(const std::string& name);

}  // namespace maury::survey
