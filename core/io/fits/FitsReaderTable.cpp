// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of FitsReader's tables.
#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "io/Numbers.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr char kUndefinedLogical = 2;

/// Returns the TFORM letter for CFITSIO's type code, which is negative for a column of varying length.
char letterOf(int typeCode) {
  switch (std::abs(typeCode)) {
    case TBIT:
      return 'X';
    case TLOGICAL:
      return 'L';
    case TBYTE:
      return 'B';
    case TSBYTE:
    case TSHORT:
      return 'I';
    case TUSHORT:
    case TINT:
    case TLONG:
      return 'J';
    case TUINT:
    case TULONG:
    case TLONGLONG:
    case TULONGLONG:
      return 'K';
    case TFLOAT:
      return 'E';
    case TDOUBLE:
      return 'D';
    case TSTRING:
      return 'A';
    default:
      return 'C';
  }
}

std::string_view contentsOf(char type) {
  switch (type) {
    case 'A':
      return "text";
    case 'X':
      return "bits";
    case 'C':
      return "complex numbers";
    default:
      return "numbers";
  }
}

}  // namespace

FitsReader::Impl::Layout FitsReader::Impl::layout(int column, std::int64_t first, std::int64_t count,
                                                  std::string_view form) const {
  requireTable();
  int columnCount = 0;
  LONGLONG rows = 0;
  int status = 0;
  fits_get_num_cols(file, &columnCount, &status);
  fits_get_num_rowsll(file, &rows, &status);
  if (status != 0) fail("cannot read its size", status);
  if (column < 0 || column >= columnCount)
    refuse(fmt::format("there is no column {}; the table has {} columns", column + 1, columnCount));
  int code = 0;
  LONGLONG repeat = 0;
  LONGLONG width = 0;
  fits_get_eqcoltypell(file, column + 1, &code, &repeat, &width, &status);
  Layout found{letterOf(code), code < 0, repeat, width,
               fmt::format("column {} '{}'", column + 1, columnKey("TTYPE", column))};
  if (status != 0) fail(fmt::format("cannot read {}", found.label), status);
  if (first < 0 || count < 0 || first > rows - count)
    refuse(fmt::format("cannot read rows {} to {} of {}: the table has {} rows", first + 1, first + count, found.label,
                       rows));
  requireUncompressed();
  const bool isText = found.type == 'A';
  const bool isUnsupported = found.type == 'C' || (found.type == 'X' && found.varies);
  if (isUnsupported || isText != (form == "text") || (found.varies && !isText && form != "arrays"))
    refuse(fmt::format("{} cannot be read as {}: it contains {}", found.label, form,
                       found.varies && !isUnsupported ? "arrays of varying length" : contentsOf(found.type)));
  if (isText && width > 0) found.elements = std::max<LONGLONG>(1, repeat / width);
  return found;
}

void FitsReader::Impl::requireUncompressed() const {
  int isCompressed = 0;
  int status = 0;
  fits_read_key(file, TLOGICAL, "ZTABLE", &isCompressed, nullptr, &status);
  fits_clear_errmsg();
  if (status == 0 && isCompressed != 0) refuse("it is a compressed table; unpack the file with funpack first");
}

std::vector<char> FitsReader::Impl::readFlags(int column, std::int64_t first, const Layout& found,
                                              std::size_t count) const {
  std::vector<char> values(count);
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  if (found.type == 'X') {
    const auto width = static_cast<std::size_t>(std::max<LONGLONG>(1, found.elements));
    for (std::size_t begin = 0; begin < count && status == 0; begin += width, ++first)
      fits_read_col_bit(file, column + 1, first + 1, 1, found.elements, values.data() + begin, &status);
  } else {
    fits_read_col_log(file, column + 1, first + 1, 1, static_cast<LONGLONG>(count), kUndefinedLogical, values.data(),
                      &anyNull, &status);
  }
  if (status != 0) fail(fmt::format("cannot read {}", found.label), status);
  return values;
}

std::optional<FitsReader::Impl::AsciiField> FitsReader::Impl::asciiField(int column) const {
  int type = 0;
  int status = 0;
  fits_get_hdu_type(file, &type, &status);
  if (status != 0 || type != ASCII_TBL) return std::nullopt;
  long firstByte = 0;
  double scale = 1.0;
  double zero = 0.0;
  LONGLONG width = 0;
  fits_get_acolparms(file, column + 1, nullptr, &firstByte, nullptr, nullptr, &scale, &zero, nullptr, nullptr, &status);
  fits_get_coltypell(file, column + 1, nullptr, nullptr, &width, &status);
  if (status != 0 || width <= 0) return std::nullopt;
  return AsciiField{firstByte, static_cast<std::size_t>(width), scale != 1.0 || zero != 0.0};
}

std::string FitsReader::Impl::asciiCell(const AsciiField& field, std::int64_t row) const {
  std::string text(field.width, ' ');
  int status = 0;
  fits_read_tblbytes(file, row + 1, field.firstByte, static_cast<LONGLONG>(field.width),
                     reinterpret_cast<unsigned char*>(text.data()), &status);
  if (status != 0) fail(fmt::format("cannot read row {}", row + 1), status);
  return text;
}

void FitsReader::Impl::readExactDigits(int column, std::int64_t first, std::span<std::int64_t> values) const {
  const auto field = asciiField(column);
  if (!field || field->isScaled) return;
  for (std::size_t row = 0; row < values.size(); ++row) {
    // 2^53 itself may have been rounded from 2^53 + 1.
    if (values[row] < kLargestExactInteger && values[row] > -kLargestExactInteger) continue;
    const std::string digits = asciiCell(*field, first + static_cast<std::int64_t>(row));
    if (const auto exact = parseInteger(trim(digits))) values[row] = *exact;
  }
}

template <typename Value>
void FitsReader::Impl::markAsciiNulls(int column, std::int64_t first, std::span<Value> values) const {
  const auto field = asciiField(column);
  const std::string null = field ? columnKey("TNULL", column) : "";
  if (null.empty()) return;
  for (std::size_t row = 0; row < values.size(); ++row)
    if (trim(asciiCell(*field, first + static_cast<std::int64_t>(row))) == trim(null))
      values[row] = std::numeric_limits<Value>::quiet_NaN();
}

template <typename Value>
void FitsReader::Impl::read(int column, std::int64_t first, std::int64_t count, std::span<Value> out, int code) const {
  if (readBuffered(column, first, count, out)) return;
  const Layout found = layout(column, first, count, "numbers");
  if (out.size() != static_cast<std::size_t>(count * found.elements))
    throw std::invalid_argument("FitsReader: the buffer is not count x width long");
  if (out.empty()) return;
  constexpr bool isReal = std::is_floating_point_v<Value>;
  constexpr Value missing = isReal ? std::numeric_limits<Value>::quiet_NaN() : Value{0};
  if (found.type == 'L' || found.type == 'X') {
    const std::vector<char> values = readFlags(column, first, found, out.size());
    std::transform(values.begin(), values.end(), out.begin(),
                   [](char value) { return value == kUndefinedLogical ? missing : static_cast<Value>(value); });
    return;
  }
  Value null = missing;
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  fits_read_col(file, code, column + 1, first + 1, 1, static_cast<LONGLONG>(out.size()), isReal ? &null : nullptr,
                out.data(), &anyNull, &status);
  if (status != 0) fail(fmt::format("cannot read rows {} to {} of {}", first + 1, first + count, found.label), status);
  if (found.elements != 1) return;
  if constexpr (std::is_same_v<Value, std::int64_t>) readExactDigits(column, first, out);
  if constexpr (isReal) markAsciiNulls(column, first, out);
}

std::int64_t FitsReader::rowCount() const {
  m_impl->requireTable();
  LONGLONG rows = 0;
  int status = 0;
  fits_get_num_rowsll(m_impl->file, &rows, &status);
  if (status != 0) m_impl->fail("cannot count its rows", status);
  return rows;
}

std::vector<FitsColumn> FitsReader::columns() const {
  m_impl->requireTable();
  int count = 0;
  int status = 0;
  fits_get_num_cols(m_impl->file, &count, &status);
  std::vector<FitsColumn> columns;
  for (int column = 0; column < count && status == 0; ++column) {
    int code = 0;
    LONGLONG repeat = 0;
    LONGLONG width = 0;
    fits_get_eqcoltypell(m_impl->file, column + 1, &code, &repeat, &width, &status);
    FitsColumn found{m_impl->columnKey("TTYPE", column), m_impl->columnKey("TUNIT", column), letterOf(code)};
    found.width = static_cast<std::size_t>(found.type == 'A' ? std::max(repeat, width) : repeat);
    found.varies = code < 0;
    if (found.varies) found.width = 1;
    found.description = m_impl->columnKey("TCOMM", column);
    found.ucd = m_impl->columnKey("TUCD", column);
    found.hasNull = !m_impl->columnKey("TNULL", column).empty();
    found.isUnsigned64 = code == TULONGLONG;
    // TNULL is the stored integer, which is 2^63 below the unsigned one (FITS standard 4.0, section 5.2.5).
    if (const auto null = parseInteger(m_impl->columnKey("TNULL", column)); found.isUnsigned64 && null)
      found.nullUnsigned = static_cast<std::uint64_t>(*null) + (std::uint64_t{1} << 63);
    columns.push_back(std::move(found));
  }
  if (status != 0) m_impl->fail("cannot read its columns", status);
  return columns;
}

void FitsReader::readReal(int column, std::int64_t first, std::int64_t count, std::span<float> out) const {
  m_impl->read(column, first, count, out, TFLOAT);
}

void FitsReader::readReal(int column, std::int64_t first, std::int64_t count, std::span<double> out) const {
  m_impl->read(column, first, count, out, TDOUBLE);
}

void FitsReader::readInteger(int column, std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const {
  static_assert(sizeof(std::int64_t) == sizeof(LONGLONG));
  m_impl->read(column, first, count, out, TLONGLONG);
}

void FitsReader::readUnsigned(int column, std::int64_t first, std::int64_t count, std::span<std::uint64_t> out) const {
  static_assert(sizeof(std::uint64_t) == sizeof(ULONGLONG));
  const Impl::Layout found = m_impl->layout(column, first, count, "numbers");
  if (out.size() != static_cast<std::size_t>(count * found.elements))
    throw std::invalid_argument("FitsReader: the buffer is not count x width long");
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  if (!out.empty())
    fits_read_col(m_impl->file, TULONGLONG, column + 1, first + 1, 1, static_cast<LONGLONG>(out.size()), nullptr,
                  out.data(), &anyNull, &status);
  if (status != 0)
    m_impl->fail(fmt::format("cannot read rows {} to {} of {}", first + 1, first + count, found.label), status);
}

std::vector<std::string> FitsReader::readText(int column, std::int64_t first, std::int64_t count) const {
  std::vector<std::string> rows;
  if (m_impl->readBufferedText(column, first, count, rows)) return rows;
  const Impl::Layout found = m_impl->layout(column, first, count, "text");
  if (found.varies) return m_impl->readVaryingText(column, first, count, found);
  rows.resize(static_cast<std::size_t>(count));
  if (rows.empty() || found.textWidth == 0) return rows;
  const auto width = static_cast<std::size_t>(found.textWidth);
  const auto perRow = static_cast<std::size_t>(found.elements);
  std::vector<char> buffer(rows.size() * perRow * (width + 1));
  std::vector<char*> texts(rows.size() * perRow);
  for (std::size_t i = 0; i < texts.size(); ++i)
    texts[i] = buffer.data() + i * (width + 1);
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  char null[] = "";
  fits_read_col_str(m_impl->file, column + 1, first + 1, 1, static_cast<LONGLONG>(texts.size()), null, texts.data(),
                    &anyNull, &status);
  if (status != 0)
    m_impl->fail(fmt::format("cannot read rows {} to {} of {}", first + 1, first + count, found.label), status);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t part = 0; part < perRow; ++part) {
      std::string text = texts[row * perRow + part];
      trimRight(text);
      if (part > 0) rows[row] += ' ';  // a cell with an array of strings becomes one string, separated by spaces
      rows[row] += text;
    }
    trimRight(rows[row]);
  }
  return rows;
}

LONGLONG FitsReader::Impl::heapBytes(const Layout& found) const {
  LONGLONG size = 0;
  int status = 0;
  fits_read_key(file, TLONGLONG, "PCOUNT", &size, nullptr, &status);
  if (status != 0) fail(fmt::format("cannot read {}", found.label), status);
  return size;
}

LONGLONG FitsReader::Impl::varyingLength(int column, std::int64_t row, const Layout& found,
                                         LONGLONG maxElements) const {
  LONGLONG length = 0;
  LONGLONG offset = 0;
  int status = 0;
  fits_read_descriptll(file, column + 1, row + 1, &length, &offset, &status);
  if (status != 0) fail(fmt::format("cannot read row {} of {}", row + 1, found.label), status);
  if (length < 0 || length > maxElements)
    refuse(fmt::format("damaged: row {} of {} states {} values, but the HDU contains {} bytes of arrays", row + 1,
                       found.label, length, heapBytes(found)));
  return length;
}

std::vector<std::string> FitsReader::Impl::readVaryingText(int column, std::int64_t first, std::int64_t count,
                                                           const Layout& found) const {
  std::vector<std::string> rows(static_cast<std::size_t>(count));
  LONGLONG left = heapBytes(found);
  int status = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::int64_t index = first + static_cast<std::int64_t>(row);
    const LONGLONG length = varyingLength(column, index, found, left);
    left -= length;
    if (length == 0) continue;
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    char* buffer = text.data();
    char null[] = "";
    int anyNull = 0;  // not used, but CFITSIO requires it
    fits_read_col_str(file, column + 1, index + 1, 1, 1, null, &buffer, &anyNull, &status);
    if (status != 0) fail(fmt::format("cannot read row {} of {}", index + 1, found.label), status);
    text.resize(std::min(text.find('\0'), text.size()));
    trimRight(text);
    rows[row] = std::move(text);
  }
  return rows;
}

void FitsReader::Impl::readVarying(int column, std::int64_t first, std::int64_t count, const Layout& found,
                                   FitsArrays& into) const {
  int code = 0;
  int status = 0;
  fits_get_coltypell(file, column + 1, &code, nullptr, nullptr, &status);
  if (status != 0) fail(fmt::format("cannot read {}", found.label), status);
  // CFITSIO's type code of a number, divided by 10, is its size in bytes (TFLOAT = 42, TDOUBLE = 82).
  LONGLONG left = heapBytes(found) / std::max(1, std::abs(code) / 10);
  for (std::int64_t row = first; row < first + count; ++row) {
    const LONGLONG length = varyingLength(column, row, found, left);
    left -= length;
    const std::size_t begin = into.values.size();
    into.values.resize(begin + static_cast<std::size_t>(length));
    double null = std::numeric_limits<double>::quiet_NaN();
    int anyNull = 0;  // not used, but CFITSIO requires it
    if (length > 0 && found.type == 'L') {
      const std::vector<char> flags = readFlags(column, row, found, static_cast<std::size_t>(length));
      std::transform(flags.begin(), flags.end(), into.values.begin() + static_cast<std::ptrdiff_t>(begin),
                     [&](char flag) { return flag == kUndefinedLogical ? null : static_cast<double>(flag); });
    } else if (length > 0) {
      fits_read_col(file, TDOUBLE, column + 1, row + 1, 1, length, &null, into.values.data() + begin, &anyNull,
                    &status);
    }
    if (status != 0) fail(fmt::format("cannot read row {} of {}", row + 1, found.label), status);
    into.starts.push_back(into.values.size());
  }
}

void FitsReader::readArrays(int column, std::int64_t first, std::int64_t count, FitsArrays& into) const {
  const Impl::Layout found = m_impl->layout(column, first, count, "arrays");
  if (found.varies) {
    m_impl->readVarying(column, first, count, found, into);
    return;
  }
  const auto width = static_cast<std::size_t>(found.elements);
  const std::size_t begin = into.values.size();
  into.values.resize(begin + static_cast<std::size_t>(count) * width);
  m_impl->read(column, first, count, std::span(into.values).subspan(begin), TDOUBLE);
  for (std::int64_t row = 0; row < count; ++row)
    into.starts.push_back(into.starts.back() + width);
}

}  // namespace maury::io
