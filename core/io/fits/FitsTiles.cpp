// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the tiles of a compressed image before CFITSIO 4.2 unpacks them (imcomp_decompress_tile()). CFITSIO allocates
// the stated number of compressed bytes without checking it, copies an uncompressed tile of any length to a buffer for
// one tile, and lets the decoders of HCOMPRESS and PLIO write as many pixels as the compressed bytes state. The header
// was checked before (FitsHeaders.cpp).
#include <fmt/core.h>

#include <string>

#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {

void FitsReader::Impl::requireSafeTiles() {
  if (checkedTilesOf == number) return;
  int status = 0;
  if (fits_is_compressed_image(file, &status) == 0 || status != 0) return;
  const auto integer = [this](const std::string& key, LONGLONG fallback) {
    LONGLONG value = fallback;
    int missing = 0;
    fits_read_key(file, TLONGLONG, key.c_str(), &value, nullptr, &missing);
    if (missing != 0) fits_clear_errmsg();
    return missing == 0 ? value : fallback;
  };
  char text[FLEN_VALUE] = "";
  fits_read_key(file, TSTRING, "ZCMPTYPE", text, nullptr, &status);
  LONGLONG rows = 0;
  fits_get_num_rowsll(file, &rows, &status);
  if (status != 0) fail("cannot read its compression", status);
  const std::string method = text;
  if (method != "RICE_1" && method != "RICE_ONE" && method != "GZIP_1" && method != "GZIP_2")
    refuse(fmt::format("the image is compressed with {}, which is not supported; unpack it first (funpack)", method));

  LONGLONG tilePixels = 1;
  for (LONGLONG axis = 1; axis <= integer("ZNAXIS", 0); ++axis)
    tilePixels *= integer(fmt::format("ZTILE{}", axis), axis == 1 ? integer("ZNAXIS1", 1) : 1);
  const LONGLONG heapBytes = integer("PCOUNT", 0);
  const auto requireLengths = [&](const char* column, LONGLONG longest) {
    int index = 0;
    int missing = 0;
    fits_get_colnum(file, CASEINSEN, const_cast<char*>(column), &index, &missing);
    if (missing != 0) {
      fits_clear_errmsg();
      return;
    }
    for (LONGLONG row = 1; row <= rows; ++row) {
      LONGLONG length = 0;
      LONGLONG offset = 0;
      fits_read_descriptll(file, index, row, &length, &offset, &status);
      if (status != 0) fail(fmt::format("cannot read tile {} of the compressed image", row), status);
      if (length < 0 || length > longest || offset < 0 || offset > heapBytes)
        refuse(fmt::format("damaged: tile {} of the compressed image states {} elements in {}; download the file again",
                           row, length, column));
    }
  };
  requireLengths("COMPRESSED_DATA", heapBytes);
  requireLengths("UNCOMPRESSED_DATA", tilePixels);
  // CFITSIO dereferences a null pointer if a tile of 64-bit reals in this column unpacks to half of its size. Therefore
  // no tile of an image of 64-bit reals may be in this column.
  requireLengths("GZIP_COMPRESSED_DATA", integer("ZBITPIX", 0) == DOUBLE_IMG ? 0 : heapBytes);
  checkedTilesOf = number;
}

}  // namespace maury::io
