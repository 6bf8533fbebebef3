// SPDX-License-Identifier: GPL-3.0-or-later
// Buffered rows of a table. CFITSIO reads a column with one seek per row, which takes most of the time when a whole
// table is read. So the bytes of many rows are read with one call, and columns are decoded from them.
#include <fmt/core.h>

#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <xsimd/xsimd.hpp>

#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

/// Decodes a big-endian value (FITS standard 4.0, section 5).
template <typename Value>
Value decodeValue(const char* bytes) {
  using Bits = std::conditional_t<sizeof(Value) == 4, std::uint32_t, std::uint64_t>;
  Bits bits;
  std::memcpy(&bits, bytes, sizeof bits);
  if constexpr (std::endian::native == std::endian::little) {
    if constexpr (sizeof(Value) == 4)
      bits = __builtin_bswap32(bits);
    else
      bits = __builtin_bswap64(bits);
  }
  return std::bit_cast<Value>(bits);
}

using Words = xsimd::make_sized_batch_t<std::uint32_t, 4>;

/// Reverses the four bytes of each word.
Words reverseBytes(const Words& words) {
  return (words << 24) | (words >> 24) | ((words << 8) & Words(0x00FF0000U)) | ((words >> 8) & Words(0x0000FF00U));
}

template <typename Stored, typename Value>
void decode(const char* bytes, std::span<Value> values) {
  std::size_t i = 0;
  // Spectra are most of a survey's bytes, so floats are decoded four at a time.
  if constexpr (std::is_same_v<Stored, float> && std::is_same_v<Value, float> &&
                std::endian::native == std::endian::little) {
    for (; i + Words::size <= values.size(); i += Words::size) {
      std::array<std::uint32_t, Words::size> words;
      std::memcpy(words.data(), bytes + i * sizeof(float), sizeof words);
      reverseBytes(Words::load_unaligned(words.data())).store_unaligned(words.data());
      std::memcpy(&values[i], words.data(), sizeof words);
    }
  }
  for (; i < values.size(); ++i)
    values[i] = static_cast<Value>(decodeValue<Stored>(bytes + i * sizeof(Stored)));
}

template <typename Stored, typename Value>
void decodeRows(const char* bytes, std::size_t rowBytes, std::size_t elements, std::span<Value> out) {
  for (std::size_t begin = 0; begin < out.size(); begin += elements, bytes += rowBytes)
    decode<Stored>(bytes, out.subspan(begin, elements));
}

}  // namespace

void FitsReader::Impl::describePlainColumns() {
  int count = 0;
  int status = 0;
  fits_get_num_cols(file, &count, &status);
  std::size_t offset = 0;
  for (int column = 0; column < count && status == 0; ++column) {
    int code = 0;
    LONGLONG repeat = 0;
    LONGLONG width = 0;
    fits_get_coltypell(file, column + 1, &code, &repeat, &width, &status);
    PlainColumn plain;
    plain.offset = offset;
    plain.elements = static_cast<std::size_t>(repeat);
    plain.label = fmt::format("column {} '{}'", column + 1, columnKey("TTYPE", column));
    const bool isScaled = !columnKey("TSCAL", column).empty() || !columnKey("TZERO", column).empty() ||
                          !columnKey("TNULL", column).empty();
    const bool isOneText = code == TSTRING && width >= repeat;
    if (!isScaled && repeat > 0)
      plain.type = code == TFLOAT ? 'E' : code == TDOUBLE ? 'D' : code == TLONGLONG ? 'K' : isOneText ? 'A' : 0;
    if (code < 0)
      offset += static_cast<std::size_t>(repeat) * (columnKey("TFORM", column).find('Q') != std::string::npos ? 16 : 8);
    else if (code == TBIT)
      offset += static_cast<std::size_t>(repeat + 7) / 8;
    else
      offset += code == TSTRING ? static_cast<std::size_t>(repeat) : static_cast<std::size_t>(repeat * width);
    buffered.columns.push_back(std::move(plain));
  }
  LONGLONG rowBytes = 0;
  fits_read_key(file, TLONGLONG, "NAXIS1", &rowBytes, nullptr, &status);
  if (status != 0) fail("cannot read its columns", status);
  buffered.rowBytes = static_cast<std::size_t>(rowBytes);
  // CFITSIO reads ASCII tables and tables in which the sum of the column widths differs from the row length.
  int type = 0;
  fits_get_hdu_type(file, &type, &status);
  if (status != 0 || type != BINARY_TBL || offset != buffered.rowBytes)
    for (PlainColumn& column : buffered.columns)
      column.type = 0;
}

void FitsReader::Impl::bufferRows(std::int64_t first, std::int64_t count) {
  requireTable();
  if (buffered.columns.empty()) describePlainColumns();
  buffered.count = 0;
  LONGLONG rows = 0;
  int status = 0;
  fits_get_num_rowsll(file, &rows, &status);
  if (status != 0) fail("cannot count its rows", status);
  if (first < 0 || count < 0 || first > rows - count)
    refuse(fmt::format("cannot read rows {} to {}: the table has {} rows", first + 1, first + count, rows));
  buffered.bytes.resize(static_cast<std::size_t>(count) * buffered.rowBytes);
  if (buffered.bytes.empty()) return;
  fits_read_tblbytes(file, first + 1, 1, static_cast<LONGLONG>(buffered.bytes.size()),
                     reinterpret_cast<unsigned char*>(buffered.bytes.data()), &status);
  if (status != 0) fail(fmt::format("cannot read rows {} to {}", first + 1, first + count), status);
  buffered.first = first;
  buffered.count = count;
}

const FitsReader::Impl::PlainColumn* FitsReader::Impl::bufferedColumn(int column, std::int64_t first,
                                                                      std::int64_t count) const {
  if (count <= 0 || first < buffered.first || first + count > buffered.first + buffered.count) return nullptr;
  if (column < 0 || static_cast<std::size_t>(column) >= buffered.columns.size()) return nullptr;
  const PlainColumn& found = buffered.columns[static_cast<std::size_t>(column)];
  return found.type == 0 ? nullptr : &found;
}

template <typename Value>
bool FitsReader::Impl::readBuffered(int column, std::int64_t first, std::int64_t count, std::span<Value> out) const {
  const PlainColumn* found = bufferedColumn(column, first, count);
  if (found == nullptr) return false;
  if (out.size() != static_cast<std::size_t>(count) * found->elements)
    throw std::invalid_argument("FitsReader: the buffer is not count x width long");
  const char* from =
      buffered.bytes.data() + static_cast<std::size_t>(first - buffered.first) * buffered.rowBytes + found->offset;
  constexpr bool isReal = std::is_floating_point_v<Value>;
  if (isReal && found->type == 'E')
    decodeRows<float>(from, buffered.rowBytes, found->elements, out);
  else if (std::is_same_v<Value, double> && found->type == 'D')
    decodeRows<double>(from, buffered.rowBytes, found->elements, out);
  else if (!isReal && found->type == 'K')
    decodeRows<std::int64_t>(from, buffered.rowBytes, found->elements, out);
  else
    return false;
  return true;
}

template bool FitsReader::Impl::readBuffered(int, std::int64_t, std::int64_t, std::span<float>) const;
template bool FitsReader::Impl::readBuffered(int, std::int64_t, std::int64_t, std::span<double>) const;
template bool FitsReader::Impl::readBuffered(int, std::int64_t, std::int64_t, std::span<std::int64_t>) const;

bool FitsReader::Impl::readBufferedText(int column, std::int64_t first, std::int64_t count,
                                        std::vector<std::string>& out) const {
  const PlainColumn* found = bufferedColumn(column, first, count);
  if (found == nullptr || found->type != 'A') return false;
  const char* from =
      buffered.bytes.data() + static_cast<std::size_t>(first - buffered.first) * buffered.rowBytes + found->offset;
  out.resize(static_cast<std::size_t>(count));
  for (std::string& text : out) {
    text.assign(from, ::strnlen(from, found->elements));  // a string ends at a NUL (standard 4.0, section 7.3.3.1)
    trimRight(text);
    from += buffered.rowBytes;
  }
  return true;
}

void FitsReader::bufferRows(std::int64_t first, std::int64_t count) const {
  m_impl->bufferRows(first, count);
}

}  // namespace maury::io
