// SPDX-License-Identifier: GPL-3.0-or-later
#include <fitsio.h>
#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/Fits.h"
#include "io/FitsError.h"

namespace maury::io {
namespace {

constexpr LONGLONG kMostImageValues = LONGLONG{1} << 30;  // 8 GiB of doubles: a larger promise is a damaged header

/// TFORM letter of CFITSIO's type code; a negative code is a variable-length column.
char letterOf(int typeCode) {
  if (typeCode < 0) return 'P';
  switch (typeCode) {
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

void trimRight(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
}

/// Owns what fits_read_key_longstr() allocates.
struct LongString {
  char* text = nullptr;
  LongString() = default;
  ~LongString() {
    int status = 0;
    if (text != nullptr) fits_free_memory(text, &status);
  }
  LongString(const LongString&) = delete;
  LongString& operator=(const LongString&) = delete;
};

}  // namespace

struct FitsReader::Impl {
  std::filesystem::path path;
  fitsfile* file = nullptr;
  int hduCount = 0;
  int number = 1;
  std::string name;  // EXTNAME of the current HDU, kept so that a message can be made after an error

  ~Impl() {
    int status = 0;
    if (file != nullptr) fits_close_file(file, &status);
    if (status != 0) fits_clear_errmsg();
  }

  std::string label() const {
    return name.empty() ? fmt::format("HDU {}", number) : fmt::format("HDU {} ({})", number, name);
  }

  [[noreturn]] void fail(std::string_view what, int status) const { throwFitsError(path, label(), what, status); }

  [[noreturn]] void refuse(std::string_view reason) const {
    throw Error(ErrorKind::Format, fmt::format("{}, {}: {}", path.string(), label(), reason));
  }

  void noteHdu() {
    fits_get_hdu_num(file, &number);
    char text[FLEN_VALUE] = "";
    int status = 0;
    fits_read_key(file, TSTRING, "EXTNAME", text, nullptr, &status);
    name = status == 0 ? text : "";
    trimRight(name);
    fits_clear_errmsg();
  }

  /// Bytes of data that the header promises, without the padding to a FITS block (FITS standard 4.0, section 4.4.1.1).
  long double promisedBytes() const {
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
      if (axis == 1 && length == 0 && axes > 1) continue;  // random groups
      values *= static_cast<long double>(length);
    }
    const auto groups = static_cast<long double>(integer("GCOUNT", 1));
    const auto heap = static_cast<long double>(integer("PCOUNT", 0));
    return static_cast<long double>(std::llabs(integer("BITPIX", 8))) / 8 * groups * (heap + values);
  }

  /// CFITSIO notices a truncated file only where it reads past the end; users want to know before.
  void checkComplete(std::uintmax_t fileBytes) const {
    LONGLONG header = 0;
    LONGLONG data = 0;
    LONGLONG end = 0;
    int status = 0;
    fits_get_hduaddrll(file, &header, &data, &end, &status);
    if (status != 0) fail("cannot find its data", status);
    const long double promised = static_cast<long double>(data) + promisedBytes();
    if (promised > static_cast<long double>(fileBytes))
      refuse(fmt::format("truncated: its header promises a file of {:.0f} bytes, the file has {}; get the file again",
                         promised, fileBytes));
  }

  /// The same for a gzipped file, whose unpacked size only CFITSIO knows: read the last byte or pixel.
  void checkLastValue() const {
    int type = 0;
    int status = 0;
    fits_get_hdu_type(file, &type, &status);
    if (type == IMAGE_HDU) {
      int axes = 0;
      LONGLONG lengths[9] = {};
      fits_get_img_dim(file, &axes, &status);
      if (axes == 0 || axes > 9) return;
      fits_get_img_sizell(file, 9, lengths, &status);
      for (const LONGLONG length : std::span(lengths, static_cast<std::size_t>(axes)))
        if (length == 0) return;
      double value = 0;
      fits_read_pixll(file, TDOUBLE, lengths, 1, nullptr, &value, nullptr, &status);
    } else {
      LONGLONG rows = 0;
      LONGLONG rowBytes = 0;
      fits_get_num_rowsll(file, &rows, &status);
      fits_read_key(file, TLONGLONG, "NAXIS1", &rowBytes, nullptr, &status);
      if (rows == 0 || rowBytes == 0) return;
      unsigned char byte = 0;
      fits_read_tblbytes(file, rows, rowBytes, 1, &byte, &status);
    }
    if (status != 0) fail("truncated: its data end before what its header promises", status);
  }

  void walk() {
    int status = 0;
    fits_get_num_hdus(file, &hduCount, &status);
    if (status != 0) fail("cannot count its HDUs", status);
    const bool compressed = looksLikeGzip(path);
    const std::uintmax_t fileBytes = std::filesystem::file_size(path);
    for (int hdu = 1; hdu <= hduCount; ++hdu) {
      moveTo(hdu);
      compressed ? checkLastValue() : checkComplete(fileBytes);
    }
    if (!compressed) checkRemainder(fileBytes);
    moveTo(1);
  }

  /// CFITSIO takes an extension whose header is cut short for the end of the file.
  void checkRemainder(std::uintmax_t fileBytes) const {
    LONGLONG header = 0;
    LONGLONG data = 0;
    LONGLONG end = 0;
    int status = 0;
    fits_get_hduaddrll(file, &header, &data, &end, &status);
    if (status != 0 || static_cast<std::uintmax_t>(end) + 8 > fileBytes) return;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> raw(std::fopen(path.c_str(), "rb"), &std::fclose);
    char start[8] = {};
    if (!raw || fseeko(raw.get(), end, SEEK_SET) != 0 || std::fread(start, 1, sizeof start, raw.get()) != sizeof start)
      return;
    if (std::string_view(start, sizeof start) == "XTENSION")
      throw Error(ErrorKind::Format,
                  fmt::format("{}, HDU {}: truncated or damaged: its header has no end; get the file again",
                              path.string(), hduCount + 1));
  }

  void moveTo(int target) {
    int status = 0;
    fits_movabs_hdu(file, target, nullptr, &status);
    if (status != 0) {
      int back = 0;
      fits_movabs_hdu(file, number, nullptr, &back);
      throwFitsError(path, fmt::format("HDU {}", target), "cannot be read", status);
    }
    noteHdu();
  }

  void requireTable() const {
    int type = 0;
    int status = 0;
    fits_get_hdu_type(file, &type, &status);
    if (status != 0) fail("cannot tell its type", status);
    if (type == IMAGE_HDU) refuse("it is an image, not a table");
  }

  /// What reading needs to know of a column; `elements` is the count of values a row (of texts for 'A').
  struct Layout {
    char type;
    LONGLONG elements;
    LONGLONG textWidth;
    std::string label;  // "column 3 'flux'"
  };

  Layout layout(int column, std::int64_t first, std::int64_t count, std::string_view as) const {
    requireTable();
    int columnCount = 0;
    LONGLONG rows = 0;
    int status = 0;
    fits_get_num_cols(file, &columnCount, &status);
    fits_get_num_rowsll(file, &rows, &status);
    if (status != 0) fail("cannot read its size", status);
    if (column < 0 || column >= columnCount)
      refuse(fmt::format("there is no column {}; it has {}", column + 1, columnCount));
    int code = 0;
    LONGLONG repeat = 0;
    LONGLONG width = 0;
    fits_get_eqcoltypell(file, column + 1, &code, &repeat, &width, &status);
    Layout result{letterOf(code), repeat, width, fmt::format("column {} '{}'", column + 1, keyOf("TTYPE", column))};
    if (status != 0) fail(fmt::format("cannot read {}", result.label), status);
    if (first < 0 || count < 0 || first > rows - count)
      refuse(fmt::format("cannot read rows {} to {} of {}: the table has {} rows", first + 1, first + count,
                         result.label, rows));
    const bool isText = result.type == 'A';
    if (std::string_view("XCP").find(result.type) != std::string_view::npos || isText != (as == "text"))
      refuse(fmt::format("{} cannot be read as {}: it holds {}", result.label, as, contents(result.type)));
    if (isText && repeat >= width && width > 0) result.elements = std::max<LONGLONG>(1, repeat / width);
    return result;
  }

  static std::string_view contents(char type) {
    switch (type) {
      case 'A':
        return "text";
      case 'X':
        return "bits";
      case 'C':
        return "complex numbers";
      case 'P':
        return "arrays of varying length";
      default:
        return "numbers";
    }
  }

  std::string keyOf(std::string_view root, int column) const {
    char text[FLEN_VALUE] = "";
    int status = 0;
    fits_read_key(file, TSTRING, fmt::format("{}{}", root, column + 1).c_str(), text, nullptr, &status);
    if (status != 0) fits_clear_errmsg();
    std::string value = status == 0 ? text : "";
    trimRight(value);
    return value;
  }

  std::vector<char> readLogical(int column, std::int64_t first, const Layout& layoutOf, std::size_t count) const {
    std::vector<char> values(count);
    int status = 0;
    fits_read_col_log(file, column + 1, first + 1, 1, static_cast<LONGLONG>(count), 2, values.data(), nullptr, &status);
    if (status != 0) fail(fmt::format("cannot read {}", layoutOf.label), status);
    return values;
  }

  template <typename Value>
  void read(int column, std::int64_t first, std::int64_t count, std::span<Value> out, int code,
            std::string_view as) const {
    const Layout found = layout(column, first, count, as);
    if (out.size() != static_cast<std::size_t>(count * found.elements))
      throw std::invalid_argument("FitsReader: the buffer is not count x width long");
    if (out.empty()) return;
    constexpr bool isReal = std::is_floating_point_v<Value>;
    constexpr Value missing = isReal ? std::numeric_limits<Value>::quiet_NaN() : Value{0};
    if (found.type == 'L') {
      const std::vector<char> values = readLogical(column, first, found, out.size());
      for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = values[i] == 2 ? missing : static_cast<Value>(values[i]);
      return;
    }
    Value null = missing;
    int status = 0;
    fits_read_col(file, code, column + 1, first + 1, 1, static_cast<LONGLONG>(out.size()), isReal ? &null : nullptr,
                  out.data(), nullptr, &status);
    if (status != 0)
      fail(fmt::format("cannot read rows {} to {} of {}", first + 1, first + count, found.label), status);
  }
};

FitsReader::FitsReader(const std::filesystem::path& path) : m_impl(std::make_unique<Impl>()) {
  requireReadableFile(path);
  m_impl->path = path;
  if (!looksLikeGzip(path) && !looksLikeFits(path))
    throw Error(ErrorKind::Format,
                fmt::format("{}: is not a FITS file (it does not begin with SIMPLE  =)", path.string()));
  int status = 0;
  fits_open_diskfile(&m_impl->file, path.c_str(), READONLY, &status);
  if (status != 0) throwFitsError(path, "", "cannot be read as FITS", status);
  m_impl->walk();
}

FitsReader::~FitsReader() = default;

const std::filesystem::path& FitsReader::path() const {
  return m_impl->path;
}

int FitsReader::hduCount() const {
  return m_impl->hduCount;
}

void FitsReader::moveTo(int number) {
  if (number < 1 || number > m_impl->hduCount)
    throw Error(ErrorKind::Format, fmt::format("{}: there is no HDU {}; the file has {}", m_impl->path.string(), number,
                                               m_impl->hduCount));
  m_impl->moveTo(number);
}

void FitsReader::moveTo(const std::string& name) {
  int status = 0;
  std::string copy = name;
  fits_movnam_hdu(m_impl->file, ANY_HDU, copy.data(), 0, &status);
  if (status == BAD_HDU_NUM) {
    fits_clear_errmsg();
    throw Error(ErrorKind::Format, fmt::format("{}: there is no HDU called {}", m_impl->path.string(), name));
  }
  if (status != 0) throwFitsError(m_impl->path, "", fmt::format("cannot move to the HDU called {}", name), status);
  m_impl->noteHdu();
}

bool FitsReader::hasHdu(const std::string& name) {
  const int before = m_impl->number;
  int status = 0;
  std::string copy = name;
  fits_movnam_hdu(m_impl->file, ANY_HDU, copy.data(), 0, &status);
  fits_clear_errmsg();
  m_impl->moveTo(before);
  return status == 0;
}

bool FitsReader::isTable() const {
  int type = 0;
  int status = 0;
  fits_get_hdu_type(m_impl->file, &type, &status);
  if (status != 0) m_impl->fail("cannot tell its type", status);
  return type != IMAGE_HDU;
}

std::string FitsReader::hduLabel() const {
  return m_impl->label();
}

std::optional<std::string> FitsReader::keyText(const std::string& key) const {
  LongString value;
  int status = 0;
  fits_read_key_longstr(m_impl->file, key.c_str(), &value.text, nullptr, &status);
  if (status == KEY_NO_EXIST || status == VALUE_UNDEFINED) {
    fits_clear_errmsg();
    return std::nullopt;
  }
  if (status != 0) m_impl->fail(fmt::format("cannot read key {}", key), status);
  std::string text = value.text;
  trimRight(text);
  return text;
}

std::optional<double> FitsReader::keyReal(const std::string& key) const {
  double value = 0;
  int status = 0;
  fits_read_key(m_impl->file, TDOUBLE, key.c_str(), &value, nullptr, &status);
  if (status == KEY_NO_EXIST || status == VALUE_UNDEFINED) {
    fits_clear_errmsg();
    return std::nullopt;
  }
  if (status != 0) m_impl->fail(fmt::format("key {} is not a number", key), status);
  return value;
}

std::vector<std::string> FitsReader::history() const {
  int count = 0;
  int status = 0;
  fits_get_hdrspace(m_impl->file, &count, nullptr, &status);
  std::vector<std::string> lines;
  for (int record = 1; record <= count && status == 0; ++record) {
    char card[FLEN_CARD] = "";
    fits_read_record(m_impl->file, record, card, &status);
    const std::string_view text = card;
    if (!text.starts_with("HISTORY")) continue;
    lines.emplace_back(text.substr(std::min<std::size_t>(8, text.size())));
    trimRight(lines.back());
  }
  if (status != 0) m_impl->fail("cannot read its header", status);
  return lines;
}

std::vector<std::int64_t> FitsReader::imageAxes() const {
  if (isTable()) m_impl->refuse("it is a table, not an image");
  int count = 0;
  int status = 0;
  fits_get_img_dim(m_impl->file, &count, &status);
  std::vector<LONGLONG> lengths(static_cast<std::size_t>(std::max(count, 0)));
  if (count > 0) fits_get_img_sizell(m_impl->file, count, lengths.data(), &status);
  if (status != 0) m_impl->fail("cannot read the size of the image", status);
  return {lengths.begin(), lengths.end()};
}

std::vector<double> FitsReader::readImage() const {
  const std::vector<std::int64_t> axes = imageAxes();
  LONGLONG count = axes.empty() ? 0 : 1;
  for (const std::int64_t length : axes) {
    if (length < 0 || (length > 0 && count > kMostImageValues / length))
      m_impl->refuse(fmt::format("the image is too large: more than {} values", kMostImageValues));
    count *= length;
  }
  std::vector<double> values(static_cast<std::size_t>(count));
  if (values.empty()) return values;
  double null = std::numeric_limits<double>::quiet_NaN();
  int status = 0;
  fits_read_img(m_impl->file, TDOUBLE, 1, count, &null, values.data(), nullptr, &status);
  if (status != 0) m_impl->fail("cannot read the image", status);
  return values;
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
    FitsColumn found{m_impl->keyOf("TTYPE", column), m_impl->keyOf("TUNIT", column), letterOf(code)};
    found.width = static_cast<std::size_t>(found.type == 'A' ? std::max(repeat, width) : repeat);
    found.hasNull = !m_impl->keyOf("TNULL", column).empty();
    columns.push_back(std::move(found));
  }
  if (status != 0) m_impl->fail("cannot read its columns", status);
  return columns;
}

void FitsReader::readReal(int column, std::int64_t first, std::int64_t count, std::span<float> out) const {
  m_impl->read(column, first, count, out, TFLOAT, "numbers");
}

void FitsReader::readReal(int column, std::int64_t first, std::int64_t count, std::span<double> out) const {
  m_impl->read(column, first, count, out, TDOUBLE, "numbers");
}

void FitsReader::readInteger(int column, std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const {
  static_assert(sizeof(std::int64_t) == sizeof(LONGLONG));
  m_impl->read(column, first, count, out, TLONGLONG, "numbers");
}

std::vector<std::string> FitsReader::readText(int column, std::int64_t first, std::int64_t count) const {
  const Impl::Layout found = m_impl->layout(column, first, count, "text");
  std::vector<std::string> rows(static_cast<std::size_t>(count));
  if (rows.empty() || found.textWidth == 0) return rows;
  const auto width = static_cast<std::size_t>(found.textWidth);
  const auto perRow = static_cast<std::size_t>(found.elements);
  std::vector<char> buffer(rows.size() * perRow * (width + 1));
  std::vector<char*> texts(rows.size() * perRow);
  for (std::size_t i = 0; i < texts.size(); ++i)
    texts[i] = buffer.data() + i * (width + 1);
  int status = 0;
  char null[] = "";
  fits_read_col_str(m_impl->file, column + 1, first + 1, 1, static_cast<LONGLONG>(texts.size()), null, texts.data(),
                    nullptr, &status);
  if (status != 0)
    m_impl->fail(fmt::format("cannot read rows {} to {} of {}", first + 1, first + count, found.label), status);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t part = 0; part < perRow; ++part) {
      std::string text = texts[row * perRow + part];
      trimRight(text);
      if (part > 0) rows[row] += ' ';  // an array of texts in one cell: a list with spaces between
      rows[row] += text;
    }
    trimRight(rows[row]);
  }
  return rows;
}

}  // namespace maury::io
