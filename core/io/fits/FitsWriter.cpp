// SPDX-License-Identifier: GPL-3.0-or-later
#include <fitsio.h>
#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numeric>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "io/fits/Fits.h"
#include "io/fits/FitsError.h"

namespace maury::io {
namespace {

/// FITS headers and text columns hold ASCII 32 to 126 only (FITS standard 4.0, sections 4.2.1.1 and 7.3.3.1).
std::string asciiOnly(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0) continue;  // the rest of a UTF-8 character whose first byte became '?'
    result += byte >= 0x20 && byte < 0x7F ? c : '?';
  }
  return result;
}

std::string lowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Fewest of 15 to 17 significant digits that read back as the same number.
int digitsOf(double value) {
  for (int digits = 15; digits < 17; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*G", digits, value);
    if (std::strtod(text, nullptr) == value) return digits;
  }
  return 17;
}

/// Bytes of a column in a row (FITS standard 4.0, table 18).
LONGLONG bytesOf(const FitsColumn& column) {
  if (column.varies) return 8;
  const auto width = static_cast<LONGLONG>(column.width);
  switch (column.type) {
    case 'I':
      return 2 * width;
    case 'J':
    case 'E':
      return 4 * width;
    case 'K':
    case 'D':
      return 8 * width;
    default:
      return width;
  }
}

/// FITS is big-endian (standard 4.0, section 5).
template <typename Value>
void encode(Value value, unsigned char* bytes) {
  using Bits = std::conditional_t<sizeof(Value) == 4, std::uint32_t, std::uint64_t>;
  auto bits = std::bit_cast<Bits>(value);
  if constexpr (std::endian::native == std::endian::little) {
    if constexpr (sizeof(Value) == 4)
      bits = __builtin_bswap32(bits);
    else
      bits = __builtin_bswap64(bits);
  }
  std::memcpy(bytes, &bits, sizeof bits);
}

template <typename Value>
constexpr char kTypeOf = 0;
template <>
constexpr char kTypeOf<float> = 'E';
template <>
constexpr char kTypeOf<double> = 'D';
template <>
constexpr char kTypeOf<std::int64_t> = 'K';

constexpr std::size_t kCardText = 68;  // characters of text between the quotes of one card, a quote counting twice

/// Cuts `text`, its quotes doubled, into pieces that leave room for the '&' that announces the next one.
std::vector<std::string> cardPieces(const std::string& text) {
  std::vector<std::string> pieces(1);
  for (const char c : text) {
    const std::string next = c == '\'' ? "''" : std::string(1, c);
    if (pieces.back().size() + next.size() > kCardText - 1) pieces.emplace_back();
    pieces.back() += next;
  }
  return pieces;
}

}  // namespace

struct FitsWriter::Impl {
  std::filesystem::path path;
  fitsfile* file = nullptr;
  std::string where = "HDU 1";
  std::vector<FitsColumn> columns;
  int status = 0;
  struct {
    std::int64_t first = 0, count = 0;  ///< none: count 0
    std::size_t rowBytes = 0;
    std::vector<unsigned char> bytes;
  } held;

  /// Calls a CFITSIO function whose last argument is the status; an error becomes an exception that says `what`.
  template <typename Function, typename... Arguments>
  void call(const std::string& what, Function function, Arguments... arguments) {
    if (file == nullptr) throw Error(ErrorKind::File, fmt::format("{}: {}: the file is closed", path.string(), what));
    function(file, arguments..., &status);
    if (status != 0) throwFitsError(path, where, what, std::exchange(status, 0));
  }

  /// Closes without a word: for the destructor, after an error.
  void abandon() {
    int ignored = 0;
    if (file != nullptr) fits_close_file(std::exchange(file, nullptr), &ignored);
    fits_clear_errmsg();
  }

  const FitsColumn& column(int index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= columns.size())
      throw Error(ErrorKind::Format, fmt::format("{}, {}: there is no column {}; it has {}", path.string(), where,
                                                 index + 1, columns.size()));
    return columns[static_cast<std::size_t>(index)];
  }

  /// Where a column begins in a row.
  std::size_t offsetOf(int index) const {
    LONGLONG offset = 0;
    for (int before = 0; before < index; ++before)
      offset += bytesOf(column(before));
    return static_cast<std::size_t>(offset);
  }

  /// The cells of a column in the held rows from `firstRow` on.
  unsigned char* heldCells(int index, std::int64_t firstRow, std::size_t rows) {
    if (firstRow < held.first || firstRow + static_cast<std::int64_t>(rows) > held.first + held.count)
      throw std::logic_error("FitsWriter: these rows are not held");
    return held.bytes.data() + static_cast<std::size_t>(firstRow - held.first) * held.rowBytes + offsetOf(index);
  }

  template <typename Value>
  void hold(int index, std::int64_t firstRow, std::span<const Value> values) {
    const FitsColumn& target = column(index);
    if (target.type != kTypeOf<Value> || target.varies || target.width == 0 || values.size() % target.width != 0)
      throw std::logic_error("FitsWriter: held rows take a column's own type, in whole rows");
    unsigned char* row = heldCells(index, firstRow, values.size() / target.width);
    for (std::size_t begin = 0; begin < values.size(); begin += target.width, row += held.rowBytes)
      for (std::size_t i = 0; i < target.width; ++i)
        encode(values[begin + i], row + i * sizeof(Value));
  }

  std::string label(int index) const {
    return fmt::format("cannot write column {} '{}'", index + 1, column(index).name);
  }

  template <typename Value>
  void write(int index, std::int64_t firstRow, std::span<const Value> values, int code) {
    const std::string what = label(index);
    if (values.empty()) return;
    if (column(index).type == 'A')
      throw Error(ErrorKind::Format, fmt::format("{}, {}: {}: it holds text, not numbers", path.string(), where, what));
    if constexpr (kTypeOf<Value> != 0) {
      if (held.count > 0) return hold(index, firstRow, values);
    }
    // CFITSIO takes its input through a pointer to non-const, but does not change it.
    call(what, &ffpcl, code, index + 1, LONGLONG{firstRow + 1}, LONGLONG{1}, static_cast<LONGLONG>(values.size()),
         static_cast<void*>(const_cast<Value*>(values.data())));
  }

  /// Writes a text too long for a card, or replaces it, with CONTINUE cards (FITS standard 4.0, section 4.2.1.2) that
  /// LONGSTRN announces. Not by fits_update_key_longstr(): that of CFITSIO 4.2 loses characters of a text with many
  /// quotes.
  void writeLongText(const std::string& what, const std::string& key, const std::string& text,
                     const std::string& note) {
    if (key.empty() || key.size() > 8)
      throw Error(ErrorKind::Format, fmt::format("{}, {}: {}: a key with a long text has 1 to 8 characters in its name",
                                                 path.string(), where, what));
    call(what, &ffplsw);
    int absent = 0;
    fits_delete_key(file, key.c_str(), &absent);  // with its CONTINUE cards
    fits_clear_errmsg();
    const std::vector<std::string> pieces = cardPieces(text);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      std::string card = i == 0 ? fmt::format("{:<8}= ", key) : std::string("CONTINUE  ");
      const bool last = i + 1 == pieces.size();
      card += '\'' + pieces[i] + (last ? "'" : "&'");
      if (last && !note.empty()) card += " / " + note;
      call(what, &ffprec, card.substr(0, 80).c_str());
    }
  }

  /// Writes DATASUM and CHECKSUM of the current HDU. fits_write_chksum() would put the time of day into their comments,
  /// and the same input must give the same bytes; so this is its method (the FITS checksum convention, FITS
  /// standard 4.0, appendix J) with fixed comments.
  void writeChecksum() {
    const std::string what = "cannot write its checksum";
    call(what, &ffukys, "CHECKSUM", "0000000000000000", "HDU checksum");
    call(what, &ffukys, "DATASUM", "0", "data unit checksum");
    call(what, &ffflus);  // completes the header (END), the row count and the padding, which the sums cover
    unsigned long dataSum = 0;
    unsigned long sum = 0;
    call(what, &ffgcks, &dataSum, &sum);
    const std::string dataText = std::to_string(dataSum);
    call(what, &ffukys, "DATASUM", dataText.c_str(), "data unit checksum");

    LONGLONG header = 0;
    LONGLONG data = 0;
    LONGLONG end = 0;
    call(what, &ffghadll, &header, &data, &end);
    call(what, &ffmbyt, header, 0);
    sum = dataSum;
    call(what, &ffcsum, static_cast<long>((data - header) / 2880), &sum);
    char encoded[FLEN_VALUE] = "";
    fits_encode_chksum(sum, 1, encoded);
    call(what, &ffukys, "CHECKSUM", static_cast<const char*>(encoded), "HDU checksum");
  }
};

FitsWriter::FitsWriter(const std::filesystem::path& path) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = path;
  std::error_code code;
  if (std::filesystem::is_directory(path, code))
    throw Error(ErrorKind::File, fmt::format("{}: cannot be written: it is a folder", path.string()));
  std::filesystem::remove(path, code);  // CFITSIO refuses to write over a file
  int status = 0;
  fits_create_diskfile(&m_impl->file, path.c_str(), &status);
  if (status != 0) throwFitsError(path, "", "cannot be written", status);
  try {
    m_impl->call("cannot write the primary header", &ffcrimll, int{BYTE_IMG}, 0, static_cast<LONGLONG*>(nullptr));
  } catch (...) {
    m_impl->abandon();
    throw;
  }
}

FitsWriter::~FitsWriter() {
  m_impl->abandon();
}

void FitsWriter::createTable(const std::string& name, const std::vector<FitsColumn>& columns, std::int64_t rows) {
  std::vector<std::string> texts;  // name, TFORM and unit of each column, kept alive for CFITSIO
  std::set<std::string> names;
  for (const FitsColumn& column : columns) {
    if (std::string_view("LBIJKEDA").find(column.type) == std::string_view::npos)
      throw Error(ErrorKind::Format, fmt::format("{}: table {}: column '{}' has the unknown type {}",
                                                 m_impl->path.string(), name, column.name, column.type));
    if (!names.insert(lowerCase(column.name)).second)
      throw Error(ErrorKind::Format,
                  fmt::format("{}: table {}: two columns are called '{}'", m_impl->path.string(), name, column.name));
    texts.push_back(asciiOnly(column.name));
    texts.push_back(column.varies ? fmt::format("1P{}", column.type) : fmt::format("{}{}", column.width, column.type));
    texts.push_back(asciiOnly(column.unit));
  }
  std::vector<char*> pointers[3];
  for (std::size_t i = 0; i < texts.size(); ++i)
    pointers[i % 3].push_back(texts[i].data());

  const std::string title = asciiOnly(name);
  m_impl->where = fmt::format("table {}", name);
  m_impl->call("cannot be created", &ffcrtb, int{BINARY_TBL}, LONGLONG{rows}, static_cast<int>(columns.size()),
               pointers[0].data(), pointers[1].data(), pointers[2].data(), title.c_str());
  int number = 0;
  fits_get_hdu_num(m_impl->file, &number);
  m_impl->where = fmt::format("HDU {} ({})", number, name);
  m_impl->columns = columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].description.empty()) setKey(fmt::format("TCOMM{}", i + 1), columns[i].description, "");
    if (!columns[i].ucd.empty()) setKey(fmt::format("TUCD{}", i + 1), columns[i].ucd, "IVOA UCD1+");
  }
}

void FitsWriter::createImage(const std::string& name, const std::vector<std::int64_t>& axes,
                             std::span<const float> values) {
  std::vector<LONGLONG> lengths(axes.begin(), axes.end());
  const LONGLONG count = std::accumulate(lengths.begin(), lengths.end(), LONGLONG{1}, std::multiplies<>());
  if (axes.empty() || count != static_cast<LONGLONG>(values.size()))
    throw Error(ErrorKind::Format, fmt::format("{}: image {}: {} values do not fill its axes", m_impl->path.string(),
                                               name, values.size()));
  m_impl->where = fmt::format("image {}", name);
  m_impl->columns.clear();
  m_impl->call("cannot be created", &ffcrimll, int{FLOAT_IMG}, static_cast<int>(lengths.size()), lengths.data());
  setKey("EXTNAME", name, "");
  m_impl->call("cannot be written", &ffppr, int{TFLOAT}, LONGLONG{1}, count,
               static_cast<void*>(const_cast<float*>(values.data())));
}

void FitsWriter::setKey(const std::string& key, const std::string& value, const std::string& comment) {
  const std::string what = fmt::format("cannot write key {}", key);
  const std::string text = asciiOnly(value);
  const std::string note = asciiOnly(comment);
  const auto quotes = std::count(text.begin(), text.end(), '\'');
  if (text.size() + static_cast<std::size_t>(quotes) <= kCardText)
    m_impl->call(what, &ffukys, key.c_str(), text.c_str(), note.c_str());
  else
    m_impl->writeLongText(what, key, text, note);
}

void FitsWriter::setKey(const std::string& key, const char* value, const std::string& comment) {
  setKey(key, std::string(value), comment);
}

void FitsWriter::setKey(const std::string& key, double value, const std::string& comment) {
  if (!std::isfinite(value))
    throw Error(ErrorKind::Format, fmt::format("{}, {}: key {} cannot hold {}, FITS headers have no such number",
                                               m_impl->path.string(), m_impl->where, key, value));
  const std::string note = asciiOnly(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyd, key.c_str(), value, -digitsOf(value), note.c_str());
}

void FitsWriter::setKey(const std::string& key, std::int64_t value, const std::string& comment) {
  const std::string note = asciiOnly(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyj, key.c_str(), LONGLONG{value}, note.c_str());
}

void FitsWriter::setKey(const std::string& key, int value, const std::string& comment) {
  setKey(key, std::int64_t{value}, comment);
}

void FitsWriter::setKey(const std::string& key, bool value, const std::string& comment) {
  const std::string note = asciiOnly(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyl, key.c_str(), value ? 1 : 0, note.c_str());
}

void FitsWriter::addHistory(const std::string& line) {
  m_impl->call("cannot write the history", &ffphis, asciiOnly(line).c_str());
}

void FitsWriter::write(int column, std::int64_t firstRow, std::span<const float> values) {
  m_impl->write(column, firstRow, values, TFLOAT);
}

void FitsWriter::write(int column, std::int64_t firstRow, std::span<const double> values) {
  m_impl->write(column, firstRow, values, TDOUBLE);
}

void FitsWriter::write(int column, std::int64_t firstRow, std::span<const std::int64_t> values) {
  static_assert(sizeof(std::int64_t) == sizeof(LONGLONG));
  if (m_impl->column(column).type != 'L') {
    m_impl->write(column, firstRow, values, TLONGLONG);
    return;
  }
  std::vector<char> logical(values.size());
  std::transform(values.begin(), values.end(), logical.begin(),
                 [](std::int64_t v) { return static_cast<char>(v != 0); });
  m_impl->write<char>(column, firstRow, logical, TLOGICAL);
}

void FitsWriter::write(int column, std::int64_t firstRow, std::span<const std::string> values) {
  const FitsColumn& target = m_impl->column(column);
  const std::string what = m_impl->label(column);
  if (values.empty() || target.width == 0) return;
  // Cell by cell as bytes: CFITSIO's own function fills up with blanks, which others then take for part of the text.
  const std::size_t offset = m_impl->offsetOf(column);
  unsigned char* held = m_impl->held.count > 0 ? m_impl->heldCells(column, firstRow, values.size()) : nullptr;
  std::string cell;
  for (std::size_t row = 0; row < values.size(); ++row) {
    cell = asciiOnly(values[row]);
    const auto at = firstRow + static_cast<std::int64_t>(row) + 1;
    if (target.type != 'A' || cell.size() > target.width)
      throw Error(ErrorKind::Format,
                  fmt::format("{}, {}, row {}: {}: '{}' does not fit into {}{}", m_impl->path.string(), m_impl->where,
                              at, what, values[row], target.width, target.type));
    cell.resize(target.width, '\0');
    if (held != nullptr) {
      std::copy(cell.begin(), cell.end(), held + row * m_impl->held.rowBytes);
      continue;
    }
    m_impl->call(what, &ffptbb, LONGLONG{at}, static_cast<LONGLONG>(offset) + 1, static_cast<LONGLONG>(cell.size()),
                 reinterpret_cast<unsigned char*>(cell.data()));
  }
}

void FitsWriter::holdRows(std::int64_t firstRow, std::int64_t count) {
  auto& held = m_impl->held;
  held.first = firstRow;
  held.count = count;
  held.rowBytes = m_impl->offsetOf(static_cast<int>(m_impl->columns.size()));
  held.bytes.assign(static_cast<std::size_t>(count) * held.rowBytes, 0);
}

void FitsWriter::writeHeldRows() {
  auto& held = m_impl->held;
  const auto first = LONGLONG{std::exchange(held.count, 0) > 0 ? held.first + 1 : 0};
  if (first == 0 || held.bytes.empty()) return;
  m_impl->call("cannot write its rows", &ffptbb, first, LONGLONG{1}, static_cast<LONGLONG>(held.bytes.size()),
               held.bytes.data());
}

void FitsWriter::writeArrays(int column, std::int64_t firstRow, std::span<const double> values,
                             std::span<const std::size_t> starts) {
  const std::string what = m_impl->label(column);
  for (std::size_t row = 0; row + 1 < starts.size(); ++row) {
    const std::span<const double> cell = values.subspan(starts[row], starts[row + 1] - starts[row]);
    // A row of no values has a descriptor of zeros, which CFITSIO writes with the table's other zeros.
    if (cell.empty()) continue;
    m_impl->call(what, &ffpcl, int{TDOUBLE}, column + 1, firstRow + static_cast<LONGLONG>(row) + 1, LONGLONG{1},
                 static_cast<LONGLONG>(cell.size()), static_cast<void*>(const_cast<double*>(cell.data())));
  }
}

void FitsWriter::close() {
  if (m_impl->file == nullptr) return;
  int count = 0;
  m_impl->call("cannot be finished", &ffthdu, &count);
  for (int hdu = 1; hdu <= count; ++hdu) {
    m_impl->where = fmt::format("HDU {}", hdu);
    m_impl->call("cannot be finished", &ffmahd, hdu, static_cast<int*>(nullptr));
    m_impl->writeChecksum();
  }
  int status = 0;
  fits_close_file(std::exchange(m_impl->file, nullptr), &status);
  if (status != 0) throwFitsError(m_impl->path, "", "cannot be written", status);
}

}  // namespace maury::io
