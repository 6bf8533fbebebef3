// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/fits/FitsCards.h"

namespace maury::io {

/// Checks the header of a binary table that holds a compressed image (ZIMAGE = T), as imcomp_get_compressed_image_par()
/// reads it; does nothing for other tables. That function of CFITSIO divides by the size of the tiles (ZTILEn) and by
/// the block size of Rice's method (ZVAL1), and multiplies the sizes without a test for overflow. The pixels of an
/// image need not be in the file, so their number is limited like that of a gzip file. Throws Error(Format).
void checkCompressedImage(const FitsCards& header);

}  // namespace maury::io
