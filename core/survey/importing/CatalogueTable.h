// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// Returns the column with the ids of the stars, by its name (findIdColumn() in Ids.h); nullptr if there is none.
const io::Column* knownIdColumn(const io::Table& table);
/// Returns knownIdColumn(), or else the first column if it holds text or integers and is not a label; otherwise
/// nullptr.
const io::Column* catalogueIdColumn(const io::Table& table);

/// Converts a table of stars to a Dataset, sorting its columns by name or by `roles`: labels by canonicalLabelName(),
/// their errors by e_NAME, eNAME, NAME_ERR or NAME_error, Gaia's magnitudes and parallax (mas) as scalar inputs, all
/// others as columns. Array columns are dropped with a note. Values that stand for "no value" or that the quantity
/// cannot have become missing values (Sentinels.h), with a warning that counts them, unless options.keepSentinels is
/// set. Right ascension, declination, parallax and proper motion are converted to deg, mas and mas/yr, with a note, so
/// that tables without units keep their meaning. A column flag_boundary of one digit per quantity stays text, and
/// in_limits is derived from it. Without an id column (options.idColumn), the first column serves as ids (with a note),
/// or the stars are called "row 1", "row 2" … A column with the name of a label that holds text is kept as text, with a
/// warning naming row and value. Throws Error(Format) naming them if `roles` says that it is a label, and for a table
/// without any column in addition to the ids.
/// Fills in the parts and the number of stars of `reading`.
Dataset catalogueOf(const io::Table& table, const ImportOptions& options, RoleMap& roles, ImportReport& report,
                    ReadGroup& reading);

/// Sorts the columns of `starTable`, which has one row per star, into labels, inputs and columns of `stars`, like
/// catalogueOf(). Returns the entries of the reading report in `parts`, in the order of the columns.
void addColumns(Dataset& stars, const io::Table& starTable, const ImportOptions& options, RoleMap& roles,
                ImportReport& report, std::vector<ReadPart>& parts);

/// Returns a file name without folder, ".gz" and the suffix before it: "a/m0002V.fits.gz" → "m0002V".
std::string stemOf(const std::string& fileName);

}  // namespace maury::survey
