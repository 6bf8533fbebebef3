// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// The column that names the stars, by its own name: file, id, source_id, RAVE_OBS_ID, then those of other surveys
/// (APOGEE_ID, sobject_id, obsid, targetid, CNAME); nullptr if there is none.
const io::Column* knownIdColumn(const io::Table& table);
/// The same, or else the first column if it is text or integers and no label; nullptr if that is not so.
const io::Column* catalogueIdColumn(const io::Table& table);

/// What a table of stars says, told by its columns' names or by `roles`: labels by canonicalLabelName(), their errors
/// in e_NAME, eNAME, NAME_ERR or NAME_error, Gaia's magnitudes and parallax as scalar inputs, the rest as columns;
/// columns of arrays are left out with a note. In labels, errors and inputs the values −9999, −999, −32768, 9999 and
/// 99999 mean missing (counted in a warning). `idColumn` as in ImportOptions; a table without ids names its stars
/// "row 1", "row 2" …, and that the first column was taken for ids is a note. Throws Error(Format) that names column,
/// row and value of a label that is text, and for a table without a single number.
Dataset catalogueOf(const io::Table& table, const std::string& idColumn, RoleMap& roles, ImportReport& report);

/// Sorts what files say of their stars into labels, inputs and columns of `stars`, as catalogueOf() does. `about` has a
/// row for each star.
void addColumns(Dataset& stars, const io::Table& about, RoleMap& roles, ImportReport& report);

/// How many found each other in a join.
struct JoinCounts {
  std::size_t matched = 0;  ///< stars
  std::size_t unmatchedStars = 0;
  std::size_t unmatchedCatalogue = 0;  ///< rows
};

/// Joins a catalogue's labels, inputs and columns to stars by id: star i is called stars.ids[i] or, where they are
/// given, fileNames[i] with or without its suffix; a catalogue's id may be a path, of which the last part counts.
/// Throws Error(Mismatch) if the catalogue repeats an id, has a label that the stars have, or if no id matches (with an
/// example of each side). `source` names the catalogue's file in messages.
JoinCounts joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                         const std::string& source);

/// Joins row i to star i. Throws Error(Mismatch) if there are not as many.
JoinCounts joinCatalogueByRow(Dataset& stars, const Dataset& catalogue, const std::string& source);

/// A file's name without folder, ".gz" and the suffix before it: "a/m0002V.fits.gz" → "m0002V".
std::string stemOf(const std::string& fileName);

}  // namespace maury::survey
