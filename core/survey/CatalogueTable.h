// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/Dataset.h"
#include "survey/Import.h"

namespace maury::survey {

/// What a table of stars says, told by its columns' names: labels by canonicalLabelName(), their errors in e_NAME,
/// eNAME, NAME_ERR or NAME_error, Gaia's magnitudes and parallax as scalar inputs, the rest as columns. In labels,
/// errors and inputs the values −9999, −999, −32768, 9999 and 99999 mean missing (counted in a warning). `idColumn` as
/// in ImportOptions; a table whose first column is neither text nor integer has no ids but "row 1", "row 2" … Throws
/// Error(Format) that names column, row and value of a label that is text, and for a table without a single number.
Dataset catalogueOf(const io::Table& table, const std::string& idColumn, ImportReport& report);

/// Joins a catalogue's labels, inputs and columns to stars by id: star i is called stars.ids[i] or, where they are
/// given, fileNames[i] with or without its suffix; a catalogue's id may be a path, of which the last part counts. Fills
/// the report's match counts. Throws Error(Mismatch) if the catalogue repeats an id, has a label that the stars have,
/// or if no id matches (with an example of each side). `source` names the catalogue's file in messages.
void joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                   const std::string& source, ImportReport& report);

/// A file's name without folder, ".gz" and the suffix before it: "a/m0002V.fits.gz" → "m0002V".
std::string stemOf(const std::string& fileName);

}  // namespace maury::survey
