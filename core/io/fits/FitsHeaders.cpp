// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the headers of a FITS file before CFITSIO reads them. If the mandatory cards of a table are damaged,
// CFITSIO 4.2 allocates memory for an uninitialised number of columns or writes past the end of a column's name (found
// by fuzzing).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>

#include "base/Error.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr std::size_t kBlock = 2880;  // FITS standard 4.0, section 3.1
constexpr std::size_t kCard = 80;     // section 3.3.1
constexpr std::int64_t kMaxAxes = 999;
/// Keys at the start of a table's header, in this order (section 7.3.1).
constexpr std::array<std::string_view, 8> kTableCards = {"XTENSION", "BITPIX", "NAXIS",  "NAXIS1",
                                                         "NAXIS2",   "PCOUNT", "GCOUNT", "TFIELDS"};

std::string_view keyOf(std::string_view card) {
  const std::string_view key = card.substr(0, 8);
  return key.substr(0, key.find_last_not_of(' ') + 1);
}

/// Returns the value of a card such as "KEY     =                   12 / remark"; std::nullopt if it is not an integer.
std::optional<std::int64_t> integerOf(std::string_view card) {
  if (card.substr(8, 2) != "= ") return std::nullopt;
  std::string_view value = card.substr(10);
  value = value.substr(0, value.find('/'));
  const std::size_t begin = value.find_first_not_of(" +");
  if (begin == std::string_view::npos) return std::nullopt;
  value = value.substr(begin, value.find_last_not_of(' ') + 1 - begin);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

/// Checks the headers of a file, on disk or in memory, one after another.
class HeaderChecker {
public:
  /// Checks the file in `bytes`, or the one at `path` if `bytes` is empty.
  HeaderChecker(const std::filesystem::path& path, std::string_view bytes, std::uintmax_t fileBytes)
      : m_path(path), m_bytes(bytes), m_fileBytes(fileBytes) {
    if (bytes.empty()) m_input.open(path, std::ios::binary);
  }

  void run() {
    std::int64_t offset = 0;
    for (int hdu = 1;; ++hdu) {
      const bool hasEnd = readHeader(offset);
      if (m_header.empty()) return;
      const std::string_view type = std::string_view(m_header).substr(0, kCard);
      const bool isTable =
          type.starts_with("XTENSION") && (type.find("'BINTABLE") != type.npos || type.find("'TABLE") != type.npos);
      if (isTable) requireTableCards(hdu);
      const auto data = dataBytes();
      if (!hasEnd || !data) return;  // such headers are safe for CFITSIO, which reports the error
      offset += static_cast<std::int64_t>(m_header.size()) + *data;
    }
  }

private:
  std::string_view card(std::size_t i) const { return std::string_view(m_header).substr(i * kCard, kCard); }

  std::string block(std::int64_t offset) {
    if (!m_bytes.empty())
      return static_cast<std::size_t>(offset) < m_bytes.size()
                 ? std::string(m_bytes.substr(static_cast<std::size_t>(offset), kBlock))
                 : std::string();
    std::string found(kBlock, '\0');
    m_input.clear();
    m_input.seekg(offset);
    m_input.read(found.data(), static_cast<std::streamsize>(kBlock));
    found.resize(static_cast<std::size_t>(m_input.gcount()));
    return found;
  }

  /// Reads the header at `offset` into m_header, up to and including the block with the card END. Returns false if no
  /// header begins there or it has no END; m_header then holds the blocks that were read.
  bool readHeader(std::int64_t offset) {
    m_header.clear();
    if (offset < 0 || static_cast<std::uintmax_t>(offset) >= m_fileBytes) return false;
    while (true) {
      const std::string next = block(offset + static_cast<std::int64_t>(m_header.size()));
      if (next.size() < kBlock) return false;
      if (m_header.empty() && !next.starts_with("SIMPLE  ") && !next.starts_with("XTENSION")) return false;
      m_header += next;
      for (std::size_t i = 0; i < kBlock; i += kCard)
        if (next.compare(i, 8, "END     ") == 0) return true;
    }
  }

  [[noreturn]] void refuse(int hdu, std::size_t card, std::string_view expected) const {
    throw Error(ErrorKind::Format,
                fmt::format("{}, HDU {}: damaged: card {} of a table must be {}; download the file again",
                            m_path.string(), hdu, card + 1, expected));
  }

  void requireTableCards(int hdu) const {
    for (std::size_t i = 1; i < kTableCards.size(); ++i) {
      const auto value = integerOf(card(i));
      if (keyOf(card(i)) != kTableCards[i] || !value || (kTableCards[i] != "BITPIX" && *value < 0))
        refuse(hdu, i, fmt::format("{} with a whole number", kTableCards[i]));
    }
    // A name without quotes may have 70 characters, but CFITSIO copies it to a buffer for 69.
    for (std::size_t i = kTableCards.size(); i < m_header.size() / kCard; ++i) {
      const std::string_view name = card(i);
      if (!name.starts_with("TTYPE")) continue;
      const std::size_t begin = name.find_first_not_of(' ', 10);
      if (name.substr(8, 2) != "= " || (begin != name.npos && name[begin] != '\''))
        refuse(hdu, i, fmt::format("{} with a name in quotes", keyOf(name)));
    }
  }

  /// Returns the size of the data with padding (bytes; FITS standard 4.0, equations 1 and 2); std::nullopt if the
  /// header does not state it or it exceeds the file.
  std::optional<std::int64_t> dataBytes() const {
    std::map<std::string_view, std::int64_t> values;
    for (std::size_t i = 1; i < m_header.size() / kCard && keyOf(card(i)) != "END"; ++i)
      if (const auto value = integerOf(card(i))) values.emplace(keyOf(card(i)), *value);
    const auto value = [&values](const std::string& key, std::int64_t fallback) {
      const auto found = values.find(key);
      return found == values.end() ? fallback : found->second;
    };
    const std::int64_t axes = value("NAXIS", -1);
    if (axes < 0 || axes > kMaxAxes) return std::nullopt;
    if (axes == 0) return 0;
    double count = 1;
    for (std::int64_t axis = 1; axis <= axes; ++axis)
      count *= static_cast<double>(value("NAXIS" + std::to_string(axis), -1));
    const double bytes = std::abs(static_cast<double>(value("BITPIX", 8))) / 8.0 *
                         static_cast<double>(value("GCOUNT", 1)) * (static_cast<double>(value("PCOUNT", 0)) + count);
    if (!(bytes >= 0) || bytes > static_cast<double>(m_fileBytes)) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(bytes);
    const auto step = static_cast<std::int64_t>(kBlock);
    return (whole + step - 1) / step * step;
  }

  const std::filesystem::path& m_path;
  std::string_view m_bytes;
  std::uintmax_t m_fileBytes;
  std::ifstream m_input;
  std::string m_header;
};

}  // namespace

void FitsReader::Impl::checkHeaders() const {
  HeaderChecker(path, bytes, fileBytes).run();
}

}  // namespace maury::io
