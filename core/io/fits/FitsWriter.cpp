// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsWriter.h"

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
#include <utility>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/fits/FitsError.h"
#include "io/fits/FitsStorage.h"

namespace maury::io {
namespace {

/// Replaces all characters except ASCII 32 to 126, the only ones in FITS headers and text columns, by '?' (FITS
/// standard 4.0, sections 4.2.1.1 and 7.3.3.1).
std::string toAscii(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0) continue;  // continuation byte of a UTF-8 character, whose first byte became '?'
    result += byte >= 0x20 && byte < 0x7F ? c : '?';
  }
  return result;
}

std::string toLowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Returns the smallest number of significant digits, from 15 to 17, with which the value reads back exactly.
int significantDigits(double value) {
  for (int digits = 15; digits < 17; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*G", digits, value);
    if (std::strtod(text, nullptr) == value) return digits;
  }
  return 17;
}

/// Returns the size of a column in a row (bytes; FITS standard 4.0, table 18).
LONGLONG cellBytes(const FitsColumn& column) {
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

/// Writes a value in big-endian order (FITS standard 4.0, section 5).
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

constexpr std::size_t kCardText = 68;  // characters between the quotes of one card; a quote in the text counts twice

/// Splits `text` into pieces that fit into one card each, with its quotes doubled and space for the '&' that announces
/// the next piece.
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
  explicit Impl(const AtomicFile& target) : path(target.target()), output(target.descriptor()) {}
  ~Impl() {
    int ignored = 0;
    if (file != nullptr) fits_close_file(file, &ignored);
    fits_clear_errmsg();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::filesystem::path path;
  FitsStorage output;
  fitsfile* file = nullptr;
  std::string location = "HDU 1";
  std::vector<FitsColumn> columns;
  int status = 0;
  struct {
    std::int64_t first = 0, count = 0;  ///< count is 0 if no rows are buffered
    std::size_t rowBytes = 0;
    std::vector<unsigned char> bytes;
  } buffered;

  /// Calls a CFITSIO function whose last argument is the status. Throws an Error with the text `problem` if it fails.
  template <typename Function, typename... Arguments>
  void call(const std::string& problem, Function function, Arguments... arguments) {
    if (file == nullptr)
      throw Error(ErrorKind::File, fmt::format("{}: {}: the file is closed", path.string(), problem));
    function(file, arguments..., &status);
    check(problem);
  }

  /// Throws an Error if CFITSIO reports a status, or if a write failed that CFITSIO does not report.
  void check(const std::string& problem) {
    if (status == 0 && output.errorCode() != 0) status = WRITE_ERROR;
    if (status != 0) throwFitsError(path, location, problem, std::exchange(status, 0), output.errorCode());
  }

  /// Creates the file with a primary HDU without data.
  void create() {
    fits_create_file(&file, output.url().c_str(), &status);
    check("cannot be written");
    call("cannot be written", &ffcrimll, int{BYTE_IMG}, 0, static_cast<LONGLONG*>(nullptr));
  }

  const FitsColumn& column(int index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= columns.size())
      throw Error(ErrorKind::Format, fmt::format("{}, {}: there is no column {}; the table has {} columns",
                                                 path.string(), location, index + 1, columns.size()));
    return columns[static_cast<std::size_t>(index)];
  }

  /// Returns the offset of a column in a row (bytes).
  std::size_t offsetOf(int index) const {
    LONGLONG offset = 0;
    for (int before = 0; before < index; ++before)
      offset += cellBytes(column(before));
    return static_cast<std::size_t>(offset);
  }

  /// Returns the cell of a column at `firstRow` in the buffered rows. Throws std::logic_error unless `rows` rows from
  /// there on are buffered.
  unsigned char* bufferedCells(int index, std::int64_t firstRow, std::size_t rows) {
    if (firstRow < buffered.first || firstRow + static_cast<std::int64_t>(rows) > buffered.first + buffered.count)
      throw std::logic_error("FitsWriter: these rows are not buffered");
    return buffered.bytes.data() + static_cast<std::size_t>(firstRow - buffered.first) * buffered.rowBytes +
           offsetOf(index);
  }

  template <typename Value>
  void writeToBuffer(int index, std::int64_t firstRow, std::span<const Value> values) {
    const FitsColumn& target = column(index);
    if (target.type != kTypeOf<Value> || target.varies || target.width == 0 || values.size() % target.width != 0)
      throw std::logic_error("FitsWriter: buffered rows need values of the column's type, in whole rows");
    unsigned char* row = bufferedCells(index, firstRow, values.size() / target.width);
    for (std::size_t begin = 0; begin < values.size(); begin += target.width, row += buffered.rowBytes)
      for (std::size_t i = 0; i < target.width; ++i)
        encode(values[begin + i], row + i * sizeof(Value));
  }

  std::string label(int index) const {
    return fmt::format("cannot write column {} '{}'", index + 1, column(index).name);
  }

  template <typename Value>
  void write(int index, std::int64_t firstRow, std::span<const Value> values, int code) {
    const std::string problem = label(index);
    if (values.empty()) return;
    if (column(index).type == 'A')
      throw Error(ErrorKind::Format,
                  fmt::format("{}, {}: {}: it contains text, not numbers", path.string(), location, problem));
    if constexpr (kTypeOf<Value> != 0) {
      if (buffered.count > 0) return writeToBuffer(index, firstRow, values);
    }
    // CFITSIO takes its input through a pointer to non-const but does not change it.
    call(problem, &ffpcl, code, index + 1, LONGLONG{firstRow + 1}, LONGLONG{1}, static_cast<LONGLONG>(values.size()),
         static_cast<void*>(const_cast<Value*>(values.data())));
  }

  /// Writes or replaces a string that is too long for one card, with CONTINUE cards (FITS standard 4.0, section
  /// 4.2.1.2) that LONGSTRN announces. Does not use fits_update_key_longstr(), because in CFITSIO 4.2 it loses
  /// characters of strings with many quotes.
  void writeLongText(const std::string& problem, const std::string& key, const std::string& text,
                     const std::string& note) {
    if (key.empty() || key.size() > 8)
      throw Error(ErrorKind::Format,
                  fmt::format("{}, {}: {}: the name of a key with a long string must have 1 to 8 characters",
                              path.string(), location, problem));
    call(problem, &ffplsw);
    int absent = 0;
    fits_delete_key(file, key.c_str(), &absent);  // also deletes its CONTINUE cards
    fits_clear_errmsg();
    const std::vector<std::string> pieces = cardPieces(text);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      std::string card = i == 0 ? fmt::format("{:<8}= ", key) : std::string("CONTINUE  ");
      const bool last = i + 1 == pieces.size();
      card += '\'' + pieces[i] + (last ? "'" : "&'");
      if (last && !note.empty()) card += " / " + note;
      call(problem, &ffprec, card.substr(0, 80).c_str());
    }
  }

  /// Writes DATASUM and CHECKSUM of the current HDU (FITS checksum convention, FITS standard 4.0, appendix J) with
  /// fixed comments. fits_write_chksum() would put the time of day into them, but the same input must result in the
  /// same bytes.
  void writeChecksum() {
    const std::string problem = "cannot write its checksum";
    call(problem, &ffukys, "CHECKSUM", "0000000000000000", "HDU checksum");
    call(problem, &ffukys, "DATASUM", "0", "data unit checksum");
    call(problem, &ffflus);  // completes the header (END), the row count and the padding, which the sums cover
    unsigned long dataSum = 0;
    unsigned long sum = 0;
    call(problem, &ffgcks, &dataSum, &sum);
    const std::string dataText = std::to_string(dataSum);
    call(problem, &ffukys, "DATASUM", dataText.c_str(), "data unit checksum");

    LONGLONG header = 0;
    LONGLONG data = 0;
    LONGLONG end = 0;
    call(problem, &ffghadll, &header, &data, &end);
    call(problem, &ffmbyt, header, 0);
    sum = dataSum;
    call(problem, &ffcsum, static_cast<long>((data - header) / 2880), &sum);
    char encoded[FLEN_VALUE] = "";
    fits_encode_chksum(sum, 1, encoded);
    call(problem, &ffukys, "CHECKSUM", static_cast<const char*>(encoded), "HDU checksum");
  }
};

FitsWriter::FitsWriter(AtomicFile& file) : m_impl(std::make_unique<Impl>(file)) {
  m_impl->create();
}

FitsWriter::~FitsWriter() = default;

void FitsWriter::createTable(const std::string& name, const std::vector<FitsColumn>& columns, std::int64_t rows) {
  requireFitsColumnCount(m_impl->path, name, columns.size());
  std::vector<std::string> texts;  // name, TFORM and unit of each column, to which CFITSIO gets pointers
  std::set<std::string> names;
  for (const FitsColumn& column : columns) {
    if (std::string_view("LBIJKEDA").find(column.type) == std::string_view::npos)
      throw Error(ErrorKind::Format, fmt::format("{}: table {}: column '{}' has the unknown type {}",
                                                 m_impl->path.string(), name, column.name, column.type));
    if (!names.insert(toLowerCase(column.name)).second)
      throw Error(ErrorKind::Format,
                  fmt::format("{}: table {}: two columns are called '{}'", m_impl->path.string(), name, column.name));
    texts.push_back(toAscii(column.name));
    texts.push_back(column.varies ? fmt::format("1P{}", column.type) : fmt::format("{}{}", column.width, column.type));
    texts.push_back(toAscii(column.unit));
  }
  std::vector<char*> pointers[3];
  for (std::size_t i = 0; i < texts.size(); ++i)
    pointers[i % 3].push_back(texts[i].data());

  const std::string title = toAscii(name);
  m_impl->location = fmt::format("table {}", name);
  m_impl->call("cannot be created", &ffcrtb, int{BINARY_TBL}, LONGLONG{rows}, static_cast<int>(columns.size()),
               pointers[0].data(), pointers[1].data(), pointers[2].data(), title.c_str());
  int number = 0;
  fits_get_hdu_num(m_impl->file, &number);
  m_impl->location = fmt::format("HDU {} ({})", number, name);
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
  m_impl->location = fmt::format("image {}", name);
  m_impl->columns.clear();
  m_impl->call("cannot be created", &ffcrimll, int{FLOAT_IMG}, static_cast<int>(lengths.size()), lengths.data());
  setKey("EXTNAME", name, "");
  m_impl->call("cannot be written", &ffppr, int{TFLOAT}, LONGLONG{1}, count,
               static_cast<void*>(const_cast<float*>(values.data())));
}

void FitsWriter::setKey(const std::string& key, const std::string& value, const std::string& comment) {
  const std::string problem = fmt::format("cannot write key {}", key);
  const std::string text = toAscii(value);
  const std::string note = toAscii(comment);
  const auto quotes = std::count(text.begin(), text.end(), '\'');
  if (text.size() + static_cast<std::size_t>(quotes) <= kCardText)
    m_impl->call(problem, &ffukys, key.c_str(), text.c_str(), note.c_str());
  else
    m_impl->writeLongText(problem, key, text, note);
}

void FitsWriter::setKey(const std::string& key, const char* value, const std::string& comment) {
  setKey(key, std::string(value), comment);
}

void FitsWriter::setKey(const std::string& key, double value, const std::string& comment) {
  if (!std::isfinite(value))
    throw Error(ErrorKind::Format, fmt::format("{}, {}: key {} cannot be {}: numbers in FITS headers must be finite",
                                               m_impl->path.string(), m_impl->location, key, value));
  const std::string note = toAscii(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyd, key.c_str(), value, -significantDigits(value),
               note.c_str());
}

void FitsWriter::setKey(const std::string& key, std::int64_t value, const std::string& comment) {
  const std::string note = toAscii(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyj, key.c_str(), LONGLONG{value}, note.c_str());
}

void FitsWriter::setKey(const std::string& key, int value, const std::string& comment) {
  setKey(key, std::int64_t{value}, comment);
}

void FitsWriter::setKey(const std::string& key, bool value, const std::string& comment) {
  const std::string note = toAscii(comment);
  m_impl->call(fmt::format("cannot write key {}", key), &ffukyl, key.c_str(), value ? 1 : 0, note.c_str());
}

void FitsWriter::addHistory(const std::string& line) {
  m_impl->call("cannot write the history", &ffphis, toAscii(line).c_str());
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
  const std::string problem = m_impl->label(column);
  if (values.empty() || target.width == 0) return;
  // Write each cell as bytes padded with NULs. CFITSIO's function for strings pads with blanks, which other programs
  // take for part of the text.
  const std::size_t offset = m_impl->offsetOf(column);
  unsigned char* cells = m_impl->buffered.count > 0 ? m_impl->bufferedCells(column, firstRow, values.size()) : nullptr;
  std::string cell;
  for (std::size_t row = 0; row < values.size(); ++row) {
    cell = toAscii(values[row]);
    const auto rowNumber = firstRow + static_cast<std::int64_t>(row) + 1;
    if (target.type != 'A' || cell.size() > target.width)
      throw Error(ErrorKind::Format,
                  fmt::format("{}, {}, row {}: {}: '{}' does not fit into format {}{}", m_impl->path.string(),
                              m_impl->location, rowNumber, problem, values[row], target.width, target.type));
    cell.resize(target.width, '\0');
    if (cells != nullptr) {
      std::copy(cell.begin(), cell.end(), cells + row * m_impl->buffered.rowBytes);
      continue;
    }
    m_impl->call(problem, &ffptbb, LONGLONG{rowNumber}, static_cast<LONGLONG>(offset) + 1,
                 static_cast<LONGLONG>(cell.size()), reinterpret_cast<unsigned char*>(cell.data()));
  }
}

void FitsWriter::bufferRows(std::int64_t firstRow, std::int64_t count) {
  auto& buffered = m_impl->buffered;
  buffered.first = firstRow;
  buffered.count = count;
  buffered.rowBytes = m_impl->offsetOf(static_cast<int>(m_impl->columns.size()));
  buffered.bytes.assign(static_cast<std::size_t>(count) * buffered.rowBytes, 0);
}

void FitsWriter::writeBufferedRows() {
  auto& buffered = m_impl->buffered;
  const auto first = LONGLONG{std::exchange(buffered.count, 0) > 0 ? buffered.first + 1 : 0};
  if (first == 0 || buffered.bytes.empty()) return;
  m_impl->call("cannot write its rows", &ffptbb, first, LONGLONG{1}, static_cast<LONGLONG>(buffered.bytes.size()),
               buffered.bytes.data());
}

void FitsWriter::writeArrays(int column, std::int64_t firstRow, std::span<const double> values,
                             std::span<const std::size_t> starts) {
  const std::string problem = m_impl->label(column);
  for (std::size_t row = 0; row + 1 < starts.size(); ++row) {
    const std::span<const double> cell = values.subspan(starts[row], starts[row + 1] - starts[row]);
    // An empty row has a descriptor of zeros, and CFITSIO fills a new table with zeros.
    if (cell.empty()) continue;
    m_impl->call(problem, &ffpcl, int{TDOUBLE}, column + 1, firstRow + static_cast<LONGLONG>(row) + 1, LONGLONG{1},
                 static_cast<LONGLONG>(cell.size()), static_cast<void*>(const_cast<double*>(cell.data())));
  }
}

void FitsWriter::close() {
  if (m_impl->file == nullptr) return;
  int count = 0;
  m_impl->call("cannot be finished", &ffthdu, &count);
  for (int hdu = 1; hdu <= count; ++hdu) {
    m_impl->location = fmt::format("HDU {}", hdu);
    m_impl->call("cannot be finished", &ffmahd, hdu, static_cast<int*>(nullptr));
    m_impl->writeChecksum();
  }
  m_impl->location.clear();
  fits_close_file(std::exchange(m_impl->file, nullptr), &m_impl->status);
  m_impl->check("cannot be written");
}

}  // namespace maury::io
