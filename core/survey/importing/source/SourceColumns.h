// SPDX-License-Identifier: GPL-3.0-or-later
// Columns and HDUs that a file offers, whatever it is read as. Throw Error(File | Format) like SourceFile.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/importing/ReadingReport.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// HDU of a FITS file, or group, table or array of an HDF5, .npy or .npz file, that the user can choose.
struct SourcePlace {
  std::string choice = {};  ///< value of ImportOptions::hdu: "2", "train/stars"
  std::string text = {};    ///< for the user: "HDU 2 (STARS), 400 rows"
};

/// Returns the images and tables with values of a FITS file, or the groups, tables and matrices of a file of arrays, at
/// most `maxPlaces`; none for other files.
std::vector<SourcePlace> placesOf(SourceFile& file, std::size_t maxPlaces = 1000);

/// Returns an entry for each column of the table, or for each array, with the role NotUsed, its unit, up to three
/// samples, and in `alternatives` the roles that its type allows. Reads the first rows only, except of a VOTable. None
/// for a file without a table, or if the user chose an image.
std::vector<ReadPart> columnsOf(SourceFile& file);

/// Returns a text that is equal for files of the same form: the names of their HDUs and the names and units of their
/// columns, as 16 hexadecimal digits.
std::string formOf(SourceFile& file);

}  // namespace maury::survey
