// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/votable/WriteVoTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "io/AtomicFile.h"
#include "io/Units.h"
#include "io/tables/TableLayout.h"
#include "io/tables/TablePieces.h"

namespace maury::io {
namespace {

/// Escapes text for an element or attribute. Replaces control characters by blanks, because XML 1.0 does not allow them
/// even if escaped.
std::string escapeXml(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

template <typename Unsigned>
void appendBigEndian(std::string& bytes, Unsigned value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
    bytes += static_cast<char>(value >> shift & 0xFFu);
}

void appendReal(std::string& bytes, double value, bool isFloat32) {
  if (isFloat32)
    appendBigEndian(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  else
    appendBigEndian(bytes, std::bit_cast<std::uint64_t>(value));
}

/// Converts UTF-8 to big-endian UTF-16; invalid bytes become U+FFFD.
std::string toUtf16(std::string_view text) {
  constexpr std::uint16_t kReplacement = 0xFFFD;
  std::string bytes;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto first = static_cast<unsigned char>(text[offset]);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0;
    std::uint32_t code = length == 1 ? first : length == 0 ? kReplacement : first & (0xFFu >> (length + 1));
    bool isWhole = length > 0 && offset + length <= text.size();
    for (std::size_t i = 1; isWhole && i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[offset + i]);
      isWhole = (next & 0xC0u) == 0x80u;
      code = code << 6 | (next & 0x3Fu);
    }
    offset += isWhole ? length : 1;
    if (!isWhole || code > 0x10FFFF) code = kReplacement;
    if (code >= 0x10000) {
      appendBigEndian(bytes, static_cast<std::uint16_t>(0xD800 + ((code - 0x10000) >> 10)));
      appendBigEndian(bytes, static_cast<std::uint16_t>(0xDC00 + ((code - 0x10000) & 0x3FF)));
    } else {
      appendBigEndian(bytes, static_cast<std::uint16_t>(code));
    }
  }
  return bytes;
}

/// Writes bytes as base64 (RFC 4648) in lines of 76 characters.
class Base64Writer {
public:
  explicit Base64Writer(AtomicFile& file) : m_file(file) {}

  void add(std::string_view bytes) {
    m_bytes += bytes;
    if (m_bytes.size() >= kPieceBytes) encode(m_bytes.size() / kLineBytes * kLineBytes);
  }

  void finish() { encode(m_bytes.size()); }

private:
  static constexpr std::size_t kLineBytes = 57;
  static constexpr std::size_t kPieceBytes = 1 << 20;

  void encode(std::size_t count) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t offset = 0; offset < count; offset += 3) {
      const std::size_t left = std::min<std::size_t>(3, count - offset);
      std::uint32_t bits = 0;
      for (std::size_t i = 0; i < 3; ++i)
        bits = bits << 8 | (i < left ? static_cast<unsigned char>(m_bytes[offset + i]) : 0u);
      for (std::size_t i = 0; i < 4; ++i)
        text += i <= left ? kDigits[bits >> (18 - 6 * i) & 0x3Fu] : '=';
      if ((offset + 3) % kLineBytes == 0 || offset + 3 >= count) text += '\n';
    }
    m_file.append(text);
    m_bytes.erase(0, count);
  }

  AtomicFile& m_file;
  std::string m_bytes;
};

std::string fieldOf(const std::string& name, const std::string& type, const std::string& unit,
                    const std::string& description, const std::string& ucd) {
  const DescribedUnit described = describeUnit(unit, description, false);
  std::string field = fmt::format("<FIELD name=\"{}\" {}", escapeXml(name), type);
  if (!described.unit.empty()) field += fmt::format(" unit=\"{}\"", described.unit);
  if (isUcd(ucd)) field += fmt::format(" ucd=\"{}\"", ucd);
  if (described.description.empty()) return field + "/>\n";
  return field + fmt::format("><DESCRIPTION>{}</DESCRIPTION></FIELD>\n", escapeXml(described.description));
}

std::string typeOf(const Column& column, bool isAscii) {
  if (column.isText()) return fmt::format("datatype=\"{}\" arraysize=\"*\"", isAscii ? "char" : "unicodeChar");
  if (std::holds_alternative<std::vector<std::int64_t>>(column.values)) return "datatype=\"long\"";
  return fmt::format("datatype=\"{}\"", column.isFloat32 ? "float" : "double");
}

std::string headOf(const TableLayout& layout) {
  const Table& table = layout.head;
  std::string head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
      "<RESOURCE type=\"results\">\n";
  head += fmt::format("<TABLE nrows=\"{}\">\n", layout.rows);
  if (!table.notes.empty()) {
    head += "<DESCRIPTION>";
    for (const std::string& note : table.notes)
      head += escapeXml(note) + '\n';
    head += "</DESCRIPTION>\n";
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    head += fieldOf(column.name, typeOf(column, layout.texts[i].isAscii), column.unit, column.description, column.ucd);
  }
  for (const ArrayColumn& column : table.arrays)
    head += fieldOf(column.name, fmt::format("datatype=\"{}\" arraysize=\"*\"", column.isFloat32 ? "float" : "double"),
                    column.unit, column.description, column.ucd);
  return head + "<DATA>\n<BINARY2>\n<STREAM encoding=\"base64\">\n";
}

void appendCell(std::string& bytes, const Column& column, bool isWide, std::size_t row) {
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    appendReal(bytes, (*reals)[row], column.isFloat32);
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    appendBigEndian(bytes, static_cast<std::uint64_t>((*integers)[row]));
  } else {
    const std::string& text = std::get<std::vector<std::string>>(column.values)[row];
    const std::string encoded = isWide ? toUtf16(text) : text;
    appendBigEndian(bytes, static_cast<std::uint32_t>(isWide ? encoded.size() / 2 : encoded.size()));
    bytes += encoded;
  }
}

void appendRow(std::string& bytes, const Table& piece, const std::vector<TableLayout::Texts>& texts, std::size_t row) {
  for (std::size_t i = 0; i < piece.columns.size(); ++i)
    appendCell(bytes, piece.columns[i], !texts[i].isAscii, row);
  for (const ArrayColumn& column : piece.arrays) {
    const std::span<const double> values = column.row(row);
    appendBigEndian(bytes, static_cast<std::uint32_t>(values.size()));
    for (const double value : values)
      appendReal(bytes, value, column.isFloat32);
  }
}

}  // namespace

void writeVoTable(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces) {
  file.append(headOf(layout));
  Base64Writer stream(file);
  // BINARY2 starts each row with one null bit per field, in whole bytes (VOTable 1.4, section 5.4). No bit is set,
  // because NaN and empty strings already mean missing.
  const std::string noNulls((layout.head.columns.size() + layout.head.arrays.size() + 7) / 8, '\0');
  std::string bytes;
  pieces([&](const Table& piece) {
    for (std::size_t row = 0; row < piece.rowCount(); ++row) {
      bytes = noNulls;
      appendRow(bytes, piece, layout.texts, row);
      stream.add(bytes);
    }
  });
  stream.finish();
  file.append("</STREAM>\n</BINARY2>\n</DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n");
}

}  // namespace maury::io
