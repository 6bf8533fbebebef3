// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "io/arrays/ArrayFile.h"
#include "io/tables/Table.h"

namespace maury::io {

/// Reads a whole array as a column: one whose vectorLength() is known. Unsigned integers beyond 2^63 become text, as in
/// FITS tables. Throws the errors of ArrayFile.
Column readArrayColumn(ArrayFile& file, std::size_t array);

/// Reads a table from an HDF5, .npy or .npz file: a compound data set or structured array, or all vectors of the same
/// length in one group. Matrices with as many rows and at most 256 columns become array columns. `group` names the
/// table, group or array; if it is empty, the one with most columns is read. Names what it left out in the warnings and
/// in unusedArrays.
/// Throws Error(Format) with the list of arrays if several are equally likely, or if there is none.
Table readArrayTable(ArrayFile& file, const std::string& group);

/// Lists the arrays of a file for messages: "spectra (1000 × 7514), teff (1000)". Names at most 40.
std::string arrayList(const ArrayFile& file);

}  // namespace maury::io
