// SPDX-License-Identifier: GPL-3.0-or-later
// Finds truncated FITS files when they are opened. CFITSIO notices the truncation only when it reads past the end,
// which may be hours later in a long run.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/fits/FitsError.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr long double kFitsBlock = 2880;  // FITS standard 4.0, section 3.1

/// Returns bytes [offset, offset + size) of the file, or fewer if it ends before that.
std::string bytesAt(const std::filesystem::path& path, std::int64_t offset, std::size_t size) {
  std::ifstream input(path, std::ios::binary);
  input.seekg(offset);
  std::string found(size, '\0');
  input.read(found.data(), static_cast<std::streamsize>(size));
  found.resize(static_cast<std::size_t>(input.gcount()));
  return found;
}

}  // namespace

void FitsReader::Impl::checkIntegrity() {
  int status = 0;
  fits_get_num_hdus(file, &hduCount, &status);
  requireReads();
  if (status != 0) fail("cannot count its HDUs", status);
  for (int hdu = 1; hdu <= hduCount; ++hdu) {
    moveTo(hdu);
    checkComplete();
  }
  checkRemainder();
  moveTo(1);
}

/// Returns the size of the data that the header states (bytes, without padding; FITS standard 4.0, equations 1 and 2).
long double FitsReader::Impl::promisedBytes() const {
  const auto integer = [this](const std::string& key, LONGLONG fallback) {
    LONGLONG value = fallback;
    int status = 0;
    fits_read_key(file, TLONGLONG, key.c_str(), &value, nullptr, &status);
    if (status != 0) fits_clear_errmsg();
    return status == 0 ? value : fallback;
  };
  const LONGLONG axes = integer("NAXIS", 0);
  if (axes == 0) return 0;
  long double values = 1;
  for (LONGLONG axis = 1; axis <= axes; ++axis) {
    const LONGLONG length = integer(fmt::format("NAXIS{}", axis), 0);
    // NAXIS1 = 0 in the primary HDU marks random groups, whose size is the product of the other axes (section 6).
    if (axis == 1 && length == 0 && axes > 1 && number == 1) continue;
    values *= static_cast<long double>(length);
  }
  const auto groups = static_cast<long double>(integer("GCOUNT", 1));
  const auto heap = static_cast<long double>(integer("PCOUNT", 0));
  return std::fabs(static_cast<long double>(integer("BITPIX", 8))) / 8 * groups * (heap + values);
}

LONGLONG FitsReader::Impl::dataEnd() const {
  LONGLONG end = 0;
  int status = 0;
  fits_get_hduaddrll(file, nullptr, nullptr, &end, &status);
  if (status != 0) fail("cannot find its data", status);
  return end;
}

void FitsReader::Impl::checkComplete() const {
  LONGLONG data = 0;
  int status = 0;
  fits_get_hduaddrll(file, nullptr, &data, nullptr, &status);
  if (status != 0) fail("cannot find its data", status);
  // The padding counts, because CFITSIO cannot read an incomplete last block. The end that CFITSIO computed counts too:
  // if a key such as NAXIS1 is there twice, CFITSIO uses the other value than this function.
  const long double promised =
      std::max(static_cast<long double>(data) + std::ceil(promisedBytes() / kFitsBlock) * kFitsBlock,
               static_cast<long double>(dataEnd()));
  if (promised > static_cast<long double>(fileBytes))
    refuse(fmt::format("truncated: its header states {:.0f} bytes, the file has {}; download the file again", promised,
                       fileBytes));
}

/// Refuses a file that ends within the header of an extension, which CFITSIO takes for the end of the file.
void FitsReader::Impl::checkRemainder() const {
  const LONGLONG end = dataEnd();
  if (end < 0 || static_cast<std::uintmax_t>(end) >= fileBytes) return;
  if ((bytes.empty() ? bytesAt(path, end, 8) : bytes.substr(static_cast<std::size_t>(end), 8)) != "XTENSION") return;
  throw Error(ErrorKind::Format,
              fmt::format("{}, HDU {}: truncated or damaged: its header has no end; download the file again",
                          path.string(), hduCount + 1));
}

}  // namespace maury::io
