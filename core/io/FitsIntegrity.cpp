// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a FITS file that ends too early when it is opened: CFITSIO notices only where it reads past the end, which for
// a long run may be hours later.
#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/FitsError.h"
#include "io/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr long double kFitsBlock = 2880;               // FITS standard 4.0, section 3.1
constexpr std::uint32_t kMostTrailingBytes = 1 << 20;  // what follows the last HDU, as on tape copies

/// Bytes [offset, offset + size) of the file, or fewer where it ends; a negative offset counts from the end.
std::string bytesAt(const std::filesystem::path& path, std::int64_t offset, std::size_t size) {
  std::ifstream input(path, std::ios::binary);
  input.seekg(offset, offset < 0 ? std::ios::end : std::ios::beg);
  std::string bytes(size, '\0');
  input.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(input.gcount()));
  return bytes;
}

}  // namespace

void FitsReader::Impl::walk() {
  int status = 0;
  fits_get_num_hdus(file, &hduCount, &status);
  if (status != 0) fail("cannot count its HDUs", status);
  const bool compressed = looksLikeGzip(path);
  const std::uintmax_t fileBytes = std::filesystem::file_size(path);
  for (int hdu = 1; hdu <= hduCount; ++hdu) {
    moveTo(hdu);
    compressed ? checkLastValue() : checkComplete(fileBytes);
  }
  compressed ? checkGzipLength() : checkRemainder(fileBytes);
  moveTo(1);
}

/// Bytes of data that the header promises, without padding (FITS standard 4.0, equations 1 and 2).
long double FitsReader::Impl::promisedBytes() const {
  const auto integer = [this](const std::string& key, LONGLONG otherwise) {
    LONGLONG value = otherwise;
    int status = 0;
    fits_read_key(file, TLONGLONG, key.c_str(), &value, nullptr, &status);
    if (status != 0) fits_clear_errmsg();
    return status == 0 ? value : otherwise;
  };
  const LONGLONG axes = integer("NAXIS", 0);
  if (axes == 0) return 0;
  long double values = 1;
  for (LONGLONG axis = 1; axis <= axes; ++axis) {
    const LONGLONG length = integer(fmt::format("NAXIS{}", axis), 0);
    if (axis == 1 && length == 0 && axes > 1 && number == 1) continue;  // random groups
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

void FitsReader::Impl::checkComplete(std::uintmax_t fileBytes) const {
  LONGLONG data = 0;
  int status = 0;
  fits_get_hduaddrll(file, nullptr, &data, nullptr, &status);
  if (status != 0) fail("cannot find its data", status);
  // With the padding, because CFITSIO cannot read a last block that is not whole.
  const long double promised = static_cast<long double>(data) + std::ceil(promisedBytes() / kFitsBlock) * kFitsBlock;
  if (promised > static_cast<long double>(fileBytes))
    refuse(
        fmt::format("truncated: header promises {:.0f} bytes, file has {}; get the file again", promised, fileBytes));
}

/// CFITSIO takes an extension whose header is cut short for the end of the file.
void FitsReader::Impl::checkRemainder(std::uintmax_t fileBytes) const {
  const LONGLONG end = dataEnd();
  if (static_cast<std::uintmax_t>(end) < fileBytes && bytesAt(path, end, 8) == "XTENSION")
    throw Error(ErrorKind::Format,
                fmt::format("{}, HDU {}: truncated or damaged: its header has no end; get the file again",
                            path.string(), hduCount + 1));
}

/// For a gzipped file, whose unpacked size only CFITSIO knows: reads the last byte or pixel of the HDU.
void FitsReader::Impl::checkLastValue() const {
  int type = 0;
  int status = 0;
  fits_get_hdu_type(file, &type, &status);
  if (type == IMAGE_HDU) {
    int axes = 0;
    std::array<LONGLONG, 9> lengths = {};
    fits_get_img_dim(file, &axes, &status);
    if (axes <= 0 || axes > 9) return;
    fits_get_img_sizell(file, axes, lengths.data(), &status);
    for (int axis = 0; axis < axes; ++axis)
      if (lengths[static_cast<std::size_t>(axis)] == 0) return;
    double value = 0;
    int anyNull = 0;
    fits_read_pixll(file, TDOUBLE, lengths.data(), 1, nullptr, &value, &anyNull, &status);
  } else {
    LONGLONG rows = 0;
    LONGLONG rowBytes = 0;
    fits_get_num_rowsll(file, &rows, &status);
    fits_read_key(file, TLONGLONG, "NAXIS1", &rowBytes, nullptr, &status);
    if (rows == 0 || rowBytes == 0) return;
    unsigned char byte = 0;
    fits_read_tblbytes(file, rows, rowBytes, 1, &byte, &status);
  }
  if (status != 0) fail("truncated: its data end before what its header promises; get the file again", status);
}

/// CFITSIO takes a gzip stream that is cut short for a shorter file. The stream ends with its unpacked size modulo 2^32
/// (RFC 1952, section 2.3.1), so that size must be where the last HDU ends.
void FitsReader::Impl::checkGzipLength() const {
  const std::string trailer = bytesAt(path, -4, 4);
  std::uint32_t unpacked = 0;
  for (std::size_t i = trailer.size(); i-- > 0;)
    unpacked = unpacked << 8 | static_cast<unsigned char>(trailer[i]);
  if (unpacked - static_cast<std::uint32_t>(dataEnd()) > kMostTrailingBytes)
    throw Error(ErrorKind::Format,
                fmt::format("{}: truncated or damaged: the gzip stream does not end as it should; get the file again",
                            path.string()));
}

}  // namespace maury::io
