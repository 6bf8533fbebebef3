// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the headers of a FITS file before CFITSIO sees it, because CFITSIO 4.2 trusts many of their values: it keeps
// the axes of an image in an array of 99, divides by the sizes of compression tiles, and computes the address of the
// next HDU without looking for overflow. The checker reads the cards at the same positions and with the same rules as
// CFITSIO. What it cannot interpret, it refuses. Each check names the function and the limit of CFITSIO it stands for.
//
// The checks of one header take time linear in its size, and memory for one header of at most kMaxHeaderBytes.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <system_error>

#include "base/Error.h"
#include "io/archives/Gzip.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr std::size_t kBlock = 2880;  // FITS standard 4.0, section 3.1
constexpr std::size_t kCard = 80;     // section 3.3.1

/// Largest NAXIS: FITSfile::imgnaxis has 99 elements (fitsio.h), but ffgphd() accepts 999 axes and ffpinit() writes all
/// of them.
constexpr std::int64_t kMaxAxes = 99;
/// Largest TFIELDS (ffgttb(), and the standard).
constexpr std::int64_t kMaxFields = 999;
/// Largest ZNAXIS (MAX_COMPRESS_DIM in fitsio.h).
constexpr std::int64_t kMaxCompressedAxes = 6;
/// Largest header (about 50 000 cards). CFITSIO looks for END to the end of the file, however large that is, and
/// searches the header from its start for each key.
constexpr std::size_t kMaxHeaderBytes = (std::size_t{4} << 20) / kBlock * kBlock;
/// Largest number of CONTINUE cards after a key. ffgkls() appends them in time quadratic in their number.
constexpr std::size_t kMaxContinued = 10'000;
/// Largest number of HDUs. CFITSIO stores the address of each one and reads each header several times.
constexpr int kMaxHdus = 100'000;
/// Largest number of pixels of a compression tile: CFITSIO keeps the number and the bytes of a tile (up to 8 for each
/// pixel) in variables of 32 bits (imcomp_calc_max_elem(), imcomp_decompress_tile()).
constexpr std::int64_t kMaxTilePixels = std::int64_t{1} << 27;
/// Limit of all sums and products of header values (bytes), so that sums of a few of them cannot overflow 64 bits.
constexpr std::int64_t kMaxBytes = std::int64_t{1} << 60;

/// Keys at the start of a table's header, in this order (section 7.3.1).
constexpr std::array<std::string_view, 8> kTableCards = {"XTENSION", "BITPIX", "NAXIS",  "NAXIS1",
                                                         "NAXIS2",   "PCOUNT", "GCOUNT", "TFIELDS"};

std::string_view trimBlanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

bool isHierarch(std::string_view card) {
  return card.starts_with("HIERARCH ") && card.find('=') != std::string_view::npos;
}

/// Returns the name of a card as CFITSIO does (ffgknm()): up to a blank or '=', or the name of a HIERARCH card. Unlike
/// the standard, CFITSIO takes "HIERARCH TTYPE1 =" and "TTYPE1=" for TTYPE1.
std::string_view nameOf(std::string_view card) {
  if (isHierarch(card)) return trimBlanks(card.substr(9, card.find('=') - std::min<std::size_t>(9, card.find('='))));
  return card.substr(0, card.find_first_of(" ="));
}

/// Returns the part of a card after the '=' that begins its value, without leading and trailing blanks (ffpsvc());
/// empty if it has no value. `begin` gets the position of the value in the card.
std::string_view valueField(std::string_view card, std::size_t& begin) {
  begin = kCard;
  for (const std::string_view key : {"COMMENT ", "HISTORY ", "END     ", "CONTINUE", "        "})
    if (card.starts_with(key)) return {};
  const bool isFixed = !isHierarch(card) && card.substr(8, 2) == "= ";
  const std::size_t equals = isFixed ? 8 : card.find('=');
  if (equals == std::string_view::npos) return {};
  begin = card.find_first_not_of(' ', equals + (isFixed ? 2 : 1));
  if (begin == std::string_view::npos) {
    begin = kCard;
    return {};
  }
  return trimBlanks(card.substr(begin));
}

std::string_view valueField(std::string_view card) {
  std::size_t begin = 0;
  return valueField(card, begin);
}

/// Returns the value of a card such as "KEY     =                   12 / remark"; std::nullopt if it is not an integer
/// of 64 bits.
std::optional<std::int64_t> integerOf(std::string_view card) {
  std::string_view value = valueField(card);
  value = value.substr(0, value.find_first_of(" /"));
  if (value.starts_with('+')) value.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty() || problem != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

/// Returns the string in quotes, without trailing blanks; a pair of quotes stands for one. Returns the text up to a
/// blank or '/' if there are no quotes.
std::string textOf(std::string_view card) {
  const std::string_view value = valueField(card);
  if (!value.starts_with('\'')) return std::string(value.substr(0, value.find_first_of(" /")));
  std::string text;
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (value[i] == '\'') {
      if (i + 1 >= value.size() || value[i + 1] != '\'') break;
      ++i;
    }
    text += value[i];
  }
  trimRight(text);
  return text;
}

/// Returns n if `name` is `root` followed by the number n in the form that ffc2ii() reads; std::nullopt otherwise.
std::optional<std::int64_t> indexOf(std::string_view name, std::string_view root) {
  if (!name.starts_with(root)) return std::nullopt;
  name.remove_prefix(root.size());
  if (name.starts_with('+')) name.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (name.empty() || problem != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

/// Adds or multiplies non-negative numbers; std::nullopt beyond kMaxBytes.
std::optional<std::int64_t> product(std::optional<std::int64_t> first, std::int64_t second) {
  std::int64_t result = 0;
  if (!first || __builtin_mul_overflow(*first, second, &result) || result > kMaxBytes) return std::nullopt;
  return result;
}

std::optional<std::int64_t> sum(std::optional<std::int64_t> first, std::optional<std::int64_t> second) {
  std::int64_t result = 0;
  if (!first || !second || __builtin_add_overflow(*first, *second, &result) || result > kMaxBytes) return std::nullopt;
  return result;
}

/// Column of a binary table, as stated by its TFORMn.
struct Field {
  char type = 0;
  std::int64_t repeat = 1;
  std::int64_t bytes = 0;  ///< size in a row
};

/// Reads the TFORMn of a binary table (ffbnfm()). Returns std::nullopt if the type is unknown, which CFITSIO refuses.
std::optional<Field> fieldOf(const std::string& form) {
  const std::string_view text = trimBlanks(form);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  Field field;
  if (digits == text.size()) return std::nullopt;
  if (digits > 0) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + digits, field.repeat);
    if (problem != std::errc()) field.repeat = std::numeric_limits<std::int64_t>::max();
  }
  const char letter = text[digits];
  field.type = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  static const std::map<char, std::int64_t> kBytes = {{'L', 1}, {'B', 1},  {'S', 1}, {'A', 1}, {'I', 2}, {'U', 2},
                                                      {'J', 4}, {'V', 4},  {'E', 4}, {'K', 8}, {'W', 8}, {'D', 8},
                                                      {'C', 8}, {'M', 16}, {'P', 8}, {'Q', 16}};
  if (field.type == 'X') {
    field.bytes = field.repeat / 8 + (field.repeat % 8 != 0 ? 1 : 0);
    return field;
  }
  const auto known = kBytes.find(field.type);
  if (known == kBytes.end()) return std::nullopt;
  const auto bytes = product(field.repeat, known->second);
  field.bytes = bytes.value_or(std::numeric_limits<std::int64_t>::max());
  return field;
}

bool isPixelSize(std::int64_t bits) {
  constexpr std::array<std::int64_t, 6> kBits = {8, 16, 32, 64, -32, -64};
  return std::find(kBits.begin(), kBits.end(), bits) != kBits.end();
}

/// Checks the headers of a file, on disk or in memory, one after another.
class HeaderChecker {
public:
  /// Checks the file in `bytes`, or the one at `path` if `bytes` is empty.
  HeaderChecker(const std::filesystem::path& path, std::string_view bytes, std::uintmax_t fileBytes)
      : m_path(path), m_bytes(bytes), m_fileBytes(fileBytes) {
    if (!bytes.empty()) return;
    m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_descriptor < 0) failReading();
  }
  ~HeaderChecker() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  HeaderChecker(const HeaderChecker&) = delete;
  HeaderChecker& operator=(const HeaderChecker&) = delete;

  void run() {
    std::int64_t offset = 0;
    for (m_hdu = 1; readHeader(offset); ++m_hdu) {
      if (m_hdu > kMaxHdus) refuse(fmt::format("the file has more than {} HDUs, which is unusual", kMaxHdus));
      const std::string type = extensionType();
      m_name.clear();
      for (std::size_t i = 1; i < m_cards && m_name.empty(); ++i)
        if (card(i).starts_with("EXTNAME ")) m_name = textOf(card(i));
      requireValuesThatFit();
      const bool isBinary = type == "BINTABLE" || type == "A3DTABLE" || type == "3DTABLE";
      const bool isTable = isBinary || type == "TABLE";
      std::optional<std::int64_t> size;
      if (isTable) {
        requireTableCards();
        isBinary ? requireFields() : requireAsciiFields();
        if (isBinary) requireCompressedImage();
        size = tableBytes();
      } else {
        size = imageBytes();
      }
      offset = endOf(offset + static_cast<std::int64_t>(m_header.size()), size);
    }
  }

private:
  std::string_view card(std::size_t i) const { return std::string_view(m_header).substr(i * kCard, kCard); }

  /// Returns the value of XTENSION without blanks, as ffrhdu() compares it; empty for a primary HDU.
  std::string extensionType() const {
    return card(0).starts_with("XTENSION") ? std::string(trimBlanks(textOf(card(0)))) : std::string();
  }

  [[noreturn]] void failReading() const {
    const int code = errno;
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", m_path.string(), std::generic_category().message(code)));
  }

  std::string block(std::int64_t offset) {
    if (!m_bytes.empty())
      return static_cast<std::size_t>(offset) < m_bytes.size()
                 ? std::string(m_bytes.substr(static_cast<std::size_t>(offset), kBlock))
                 : std::string();
    std::string found(kBlock, '\0');
    std::size_t bytes = 0;
    while (bytes < kBlock) {
      const ssize_t count = ::pread(m_descriptor, found.data() + bytes, kBlock - bytes,
                                    static_cast<off_t>(offset) + static_cast<off_t>(bytes));
      if (count < 0 && errno != EINTR) failReading();
      if (count == 0) break;
      if (count > 0) bytes += static_cast<std::size_t>(count);
    }
    found.resize(bytes);
    return found;
  }

  /// Reads the header at `offset` into m_header, up to and including the block with the card END, whose index m_cards
  /// gets. Returns false if no header begins there. Refuses a header without END: CFITSIO would read to the end of the
  /// file.
  bool readHeader(std::int64_t offset) {
    m_header.clear();
    m_name.clear();
    m_cards = 0;
    if (static_cast<std::uintmax_t>(offset) >= m_fileBytes) return false;
    while (true) {
      const std::string next = block(offset + static_cast<std::int64_t>(m_header.size()));
      if (m_header.empty() && (next.size() < kBlock || !startsHeader(next))) return false;
      if (next.size() < kBlock) refuse("truncated or damaged: its header has no end; download the file again");
      const std::size_t begin = m_header.size();
      m_header += next;
      for (std::size_t i = 0; i < kBlock; i += kCard) {
        // ffgnky() replaces other characters; a zero byte would end the card early in CFITSIO but not here.
        const std::string_view one = std::string_view(m_header).substr(begin + i, kCard);
        if (one.find('\0') != std::string_view::npos)
          refuse("damaged: its header has zero bytes in place of text or has no end; download the file again");
        if (one.starts_with("END     ")) {
          m_cards = (begin + i) / kCard;
          return true;
        }
      }
      if (m_header.size() >= kMaxHeaderBytes)
        refuse(fmt::format("damaged: its header has no end within {} bytes; download the file again", m_header.size()));
    }
  }

  static bool startsHeader(std::string_view bytes) {
    return bytes.starts_with("SIMPLE  ") || bytes.starts_with("XTENSION");
  }

  [[noreturn]] void refuse(std::string_view reason) const {
    throw Error(ErrorKind::Format, fmt::format("{}, HDU {}{}: {}", m_path.string(), m_hdu,
                                               m_name.empty() ? "" : fmt::format(" ({})", m_name), reason));
  }

  [[noreturn]] void refuseCard(std::size_t index, std::string_view expected) const {
    throw Error(ErrorKind::Format, fmt::format("{}, HDU {}: damaged: card {} {}; download the file again",
                                               m_path.string(), m_hdu, index + 1, expected));
  }

  /// Refuses values that overflow `char value[FLEN_VALUE]` (71): ffpsvc() checks the length before it copies a pair of
  /// quotes, so a long string whose value begins before column 11 writes past the end. Refuses long chains of CONTINUE.
  void requireValuesThatFit() const {
    std::size_t continued = 0;
    for (std::size_t i = 0; i < m_cards; ++i) {
      continued = card(i).starts_with("CONTINUE") ? continued + 1 : 0;
      if (continued > kMaxContinued)
        refuse(fmt::format("a key is continued on more than {} cards, which is unusual", kMaxContinued));
      std::size_t begin = 0;
      const std::string_view value = valueField(card(i), begin);
      constexpr std::size_t kStandardBegin = 10;
      if (begin < kStandardBegin && value.starts_with('\'') && value.find("''", 1) != std::string_view::npos &&
          value.size() > kCard - kStandardBegin - 2)
        refuseCard(i, "has a value that does not begin in column 11 and is too long");
    }
  }

  /// Returns a card that must be a whole number of at least 0. CFITSIO finds these cards by position, not by name.
  std::int64_t countAt(std::size_t index, std::string_view key, std::string_view place) const {
    const auto value = index < m_cards ? integerOf(card(index)) : std::nullopt;
    const bool isKey = index < m_cards && card(index).substr(0, 8) == fmt::format("{:<8}", key);
    if (!isKey || !value || (key != "BITPIX" && *value < 0))
      refuseCard(index, fmt::format("of {} must be {} with a whole number", place, key));
    return *value;
  }

  /// Checks the cards that ffgttb() reads. If they are damaged, CFITSIO 4.2 uses an uninitialised number of columns.
  void requireTableCards() const {
    for (std::size_t i = 1; i < kTableCards.size(); ++i)
      countAt(i, kTableCards[i], "a table");
    if (const std::int64_t fields = countAt(7, "TFIELDS", "a table"); fields > kMaxFields)
      refuse(fmt::format("the table states {} columns, but FITS allows {}", fields, kMaxFields));
    // A name without quotes may have 70 characters, but ffgtbp() copies it to tcolumn::ttype, which holds 69.
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      const std::string_view name = nameOf(card(i));
      if (!name.starts_with("TTYPE")) continue;
      const std::string_view value = valueField(card(i));
      if (card(i).substr(8, 2) != "= " || isHierarch(card(i)) || (!value.empty() && !value.starts_with('\'')))
        refuseCard(i, fmt::format("of a table must be {} with a name in quotes", name));
    }
  }

  /// Checks the columns of a binary table. ffgtbc() adds up their sizes without looking for overflow, so one column
  /// could be larger than the row. ffgtbp() takes the length of strings from TDIMn without checks if it precedes
  /// TFORMn, or if the column has one character; a negative or too large length makes reading write past the buffer.
  void requireFields() const {
    const std::int64_t rowBytes = countAt(3, "NAXIS1", "a table");
    std::map<std::int64_t, std::int64_t> longestString;  // by column
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      const auto column = indexOf(nameOf(card(i)), "TFORM");
      if (!column) continue;
      const auto field = fieldOf(textOf(card(i)));
      if (!field) continue;
      // In "10A-5", ffbnfm() would take the length of a string to be negative.
      if (textOf(card(i)).find('-') != std::string::npos) refuseCard(i, "states a negative length");
      if (field->bytes > rowBytes)
        refuseCard(i, fmt::format("states a column that is larger than a row of {} bytes (NAXIS1)", rowBytes));
      if (field->type != 'A') continue;
      const auto known = longestString.emplace(*column, field->repeat).first;
      known->second = std::min(known->second, field->repeat);
    }
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      const auto column = indexOf(nameOf(card(i)), "TDIM");
      const auto found = column ? longestString.find(*column) : longestString.end();
      if (found == longestString.end()) continue;
      const std::string_view value = valueField(card(i));
      const std::size_t open = value.find('(');
      if (open == std::string_view::npos) continue;  // CFITSIO ignores it
      std::string_view length = value.substr(open + 1);
      length = trimBlanks(length.substr(0, length.find_first_of(",)")));
      std::int64_t characters = 0;
      const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), characters);
      const bool isNumber = !length.empty() && problem == std::errc() && end == length.data() + length.size();
      if (!isNumber || characters < 0 || characters > std::max<std::int64_t>(found->second, 1) ||
          (characters == 0 && found->second > 0))
        refuseCard(i, fmt::format("states strings that do not fit into the {} characters of column {}", found->second,
                                  *column));
    }
  }

  /// Checks an ASCII table: ffainit() does not compare the columns with a row of 0 bytes, so that any number of rows
  /// could be read from a small file. Columns may overlap, but then the values need much more memory than the file.
  void requireAsciiFields() const {
    constexpr std::int64_t kMaxOverlap = 4;
    const std::int64_t rowBytes = countAt(3, "NAXIS1", "a table");
    if (rowBytes == 0 && countAt(4, "NAXIS2", "a table") > 0) refuse("damaged: its rows have 0 bytes (NAXIS1)");
    std::optional<std::int64_t> total = 0;
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      if (!indexOf(nameOf(card(i)), "TFORM")) continue;
      const std::string form = textOf(card(i));
      const std::string_view text = trimBlanks(form);
      if (text.size() < 2) continue;  // CFITSIO refuses it
      std::int64_t width = 0;
      std::from_chars(text.data() + 1, text.data() + text.size(), width);
      if (width < 0 || width > rowBytes)
        refuseCard(i, fmt::format("states a column that is larger than a row of {} bytes (NAXIS1)", rowBytes));
      total = sum(total, width);
    }
    const auto limit = product(rowBytes, kMaxOverlap);
    if (!total || !limit || *total > *limit) refuse("damaged: its columns overlap (TBCOLn, TFORMn)");
  }

  /// Returns the value of the last card with this name, which must be a whole number; std::nullopt if there is none.
  std::optional<std::int64_t> lastInteger(std::string_view name, std::size_t from) const {
    std::optional<std::int64_t> last;
    for (std::size_t i = from; i < m_cards; ++i) {
      if (nameOf(card(i)) != name) continue;
      last = integerOf(card(i));
      if (!last) refuseCard(i, fmt::format("must be {} with a whole number", name));
    }
    return last;
  }

  /// Checks a compressed image (ZIMAGE = T), as imcomp_get_compressed_image_par() reads it. That function divides by
  /// the size of the tiles (ZTILEn) and by the block size of Rice's method (ZVAL1), and multiplies the sizes without
  /// looking for overflow. The pixels of an image need not be in the file, so their number is limited like that of a
  /// gzip file.
  void requireCompressedImage() const {
    bool isCompressed = false;
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i)
      if (nameOf(card(i)) == "ZIMAGE") isCompressed = isCompressed || valueField(card(i)).starts_with('T');
    if (!isCompressed) return;
    // Keys may be repeated, and CFITSIO uses the first one. Therefore every one must be valid.
    std::map<std::string_view, std::int64_t> lowest, highest;
    std::string method;
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      const std::string_view name = nameOf(card(i));
      if (name == "ZCMPTYPE") method = textOf(card(i));
      const bool isSize = name == "ZNAXIS" || name == "ZBITPIX" || indexOf(name, "ZNAXIS") || indexOf(name, "ZTILE");
      if (!isSize) continue;
      const auto value = integerOf(card(i));
      if (!value || (name == "ZBITPIX" && !isPixelSize(*value)))
        refuseCard(i, fmt::format("of a compressed image must be {} with a valid whole number", name));
      const auto low = lowest.emplace(name, *value).first;
      low->second = std::min(low->second, *value);
      const auto high = highest.emplace(name, *value).first;
      high->second = std::max(high->second, *value);
    }
    const auto between = [&](const std::string& name, std::int64_t low, std::int64_t high, std::int64_t absent) {
      const auto found = lowest.find(name);
      if (found == lowest.end()) return absent;
      if (found->second < low || highest.at(name) > high)
        refuse(fmt::format("damaged: {} of a compressed image must be from {} to {}", name, low, high));
      return highest.at(name);
    };
    constexpr std::int64_t kMaxLength = std::numeric_limits<std::int32_t>::max();
    const std::int64_t axes = between("ZNAXIS", 1, kMaxCompressedAxes, 0);
    const std::int64_t bits = std::abs(between("ZBITPIX", -64, 64, 64));
    std::optional<std::int64_t> pixels = 1, tile = 1;
    for (std::int64_t axis = 1; axis <= axes; ++axis) {
      const std::int64_t length = between(fmt::format("ZNAXIS{}", axis), 0, kMaxLength, 0);
      pixels = product(pixels, length);
      tile = product(tile, between(fmt::format("ZTILE{}", axis), 1, kMaxLength, axis == 1 ? length : 1));
    }
    if (!tile || *tile > kMaxTilePixels)
      refuse(fmt::format("damaged: the tiles of a compressed image have more than {} pixels", kMaxTilePixels));
    const auto bytes = product(pixels, std::max<std::int64_t>(1, bits / 8));
    if (!bytes || static_cast<std::uint64_t>(*bytes) > unpackedLimit(m_fileBytes))
      refuse("damaged: the compressed image is too large for a file of this size");
    if (method.starts_with("RICE")) requireRice();
  }

  void requireRice() const {
    constexpr std::int64_t kMaxRice = 1024;  // block sizes are 16 or 32, pixel sizes 1 to 8
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      const std::string_view name = nameOf(card(i));
      if (name != "ZVAL1" && name != "ZVAL2") continue;
      const std::string_view value = valueField(card(i));
      const auto number = integerOf(card(i));
      if (name == "ZVAL2" && !number && !value.empty()) continue;  // of an old file, which CFITSIO ignores
      if (!number || *number < 1 || *number > kMaxRice)
        refuseCard(i, fmt::format("of a compressed image must be {} from 1 to {}", name, kMaxRice));
    }
  }

  /// Returns the size of a table's data as ffbinit() and ffainit() compute it (bytes, without padding); std::nullopt if
  /// it is beyond all files. THEAP can put the next HDU anywhere, even before this one, so it must lie within the data.
  std::optional<std::int64_t> tableBytes() const {
    const auto rows = product(countAt(3, "NAXIS1", "a table"), countAt(4, "NAXIS2", "a table"));
    const std::int64_t heap = countAt(5, "PCOUNT", "a table");
    const auto all = sum(rows, heap);
    std::int64_t start = rows.value_or(0);
    for (std::size_t i = kTableCards.size(); i < m_cards; ++i) {
      if (!nameOf(card(i)).starts_with("THEAP")) continue;
      const auto offset = integerOf(card(i));
      if (!offset || !rows || !all || *offset < *rows || *offset > *all)
        refuseCard(i, "must be THEAP with an offset between the end of the rows and the end of the data");
      start = *offset;
    }
    return rows && all ? sum(start, heap) : std::nullopt;
  }

  /// Returns the size of the data of an image or of an unknown extension as ffpinit() computes it (bytes, without
  /// padding; FITS standard 4.0, equations 1 and 2); std::nullopt if it is beyond all files.
  std::optional<std::int64_t> imageBytes() const {
    const std::int64_t bits = countAt(1, "BITPIX", "an HDU");
    if (!isPixelSize(bits)) refuse(fmt::format("damaged: BITPIX is {}, but must be 8, 16, 32, 64, −32 or −64", bits));
    const std::int64_t axes = countAt(2, "NAXIS", "an HDU");
    if (axes > kMaxAxes)
      refuse(fmt::format("the image has {} axes (NAXIS), but at most {} can be read", axes, kMaxAxes));
    std::optional<std::int64_t> values = axes == 0 ? 0 : 1;
    bool isEmptyGroup = false;  // NAXIS1 = 0 marks random groups (section 6)
    for (std::int64_t axis = 1; axis <= axes; ++axis) {
      const std::int64_t length = countAt(static_cast<std::size_t>(2 + axis), fmt::format("NAXIS{}", axis), "an HDU");
      if (axis == 1 && length == 0) {
        isEmptyGroup = isRandomGroups();
        if (isEmptyGroup) continue;
      }
      values = product(values, length);
    }
    const std::int64_t parameters = lastInteger("PCOUNT", 3).value_or(0), groups = lastInteger("GCOUNT", 3).value_or(1);
    if (parameters < 0 || groups < 0) refuse("damaged: PCOUNT or GCOUNT is negative");
    return product(product(sum(values, parameters), groups), std::abs(bits) / 8);
  }

  bool isRandomGroups() const {
    for (std::size_t i = 3; i < m_cards; ++i) {
      if (nameOf(card(i)) != "GROUPS") continue;
      const std::string_view value = valueField(card(i));
      if (!value.starts_with('T') && !value.starts_with('F')) refuseCard(i, "must be GROUPS with T or F");
      return value.starts_with('T');
    }
    return false;
  }

  /// Returns the offset at which the next HDU begins (bytes). Refuses data that the file cannot hold, with their
  /// padding: CFITSIO would wrap around to an earlier HDU and never end, and would take a file in memory to be larger
  /// than it is (mem_truncate()).
  std::int64_t endOf(std::int64_t data, std::optional<std::int64_t> size) const {
    const auto step = static_cast<std::int64_t>(kBlock);
    const auto end = size ? sum(data, (*size + step - 1) / step * step) : std::nullopt;
    if (!end) refuse("damaged: its header states more data than any file can hold; download the file again");
    if (static_cast<std::uintmax_t>(*end) > m_fileBytes)
      refuse(fmt::format("truncated: its header states {} bytes, the file has {}; download the file again", *end,
                         m_fileBytes));
    return *end;
  }

  const std::filesystem::path& m_path;
  std::string_view m_bytes;
  std::uintmax_t m_fileBytes;
  int m_descriptor = -1;  ///< descriptor of the file at m_path, if m_bytes is empty
  int m_hdu = 1;
  std::string m_name;       ///< EXTNAME of the HDU, for messages
  std::string m_header;     ///< blocks of the header, up to the one with END
  std::size_t m_cards = 0;  ///< number of cards before END
};

}  // namespace

void FitsReader::Impl::checkHeaders() const {
  HeaderChecker(path, bytes, fileBytes).run();
}

}  // namespace maury::io
