// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/arrays/ArrayFile.h"
#include "io/arrays/Hdf5Library.hdf5.h"

namespace maury::io {

/// Array in an HDF5 file: a data set, or a field of a compound one.
struct Hdf5Array {
  ArrayInfo info;
  std::string dataSet;                     ///< its path
  std::vector<std::string> fields = {};    ///< path of the field in the compound type; empty for a plain data set
  std::vector<hsize_t> fieldShape = {};    ///< axes of the field
  std::vector<hsize_t> dataSetShape = {};  ///< axes of the data set; empty for a single value
  bool isBitField = false;                 ///< PyTables stores Booleans in this way
  std::vector<hsize_t> chunk = {};         ///< axes of a packed chunk; empty unless it is packed by deflate
  std::uint64_t chunkBytes = 0;            ///< size of an unpacked chunk
};

struct Hdf5Listing {
  std::vector<Hdf5Array> arrays;
  std::vector<std::string> leftOut;  ///< "x: it holds references"
};

/// Lists the data sets that can be read, in the groups of a file, in the order of their names. Data sets that are in
/// other files, are packed by filters other than deflate, shuffle and Fletcher's checksum, state more bytes than the
/// file can hold (ArrayFile), or hold other types than numbers and texts are left out. Needs an Hdf5Lock. Throws
/// Error(Format) "source: reason" for a damaged file.
Hdf5Listing listHdf5(hid_t file, std::uint64_t fileBytes, const std::string& source);

}  // namespace maury::io
