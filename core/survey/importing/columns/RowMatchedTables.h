// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tables/Table.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Returns the table in an HDU of a FITS file, with the columns of the tables whose rows match its rows (DESI's RVTAB,
/// FIBERMAP, GAIA …). A table matches if it has the same number of rows, and a column of ids with the same name and the
/// same values; or if it has no such column, but another table of the file matches. Tables that repeat most columns
/// (the same quantities from another spectrograph) are alternatives and are not added. Of columns with equal names the
/// first is kept; if the values differ, the other gets the name of its HDU too. Adds a warning to the table if it added
/// tables by row.
io::Table rowMatchedTable(SourceFile& file, int hdu);

/// Returns the number of the table with the stars of a matrix of `rows` spectra: that in SourceFile::tableHdu(), or
/// else the first with a column of ids, if it has `rows` rows; 0 if there is none.
int starTableHdu(SourceFile& file, std::size_t rows);

}  // namespace maury::survey
