// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/votable/VoTableBinary.h"

#include <fmt/core.h>

#include <array>
#include <bit>
#include <limits>

#include "base/Error.h"
#include "io/tables/votable/VoTableField.h"

namespace maury::io {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Decodes base64 text (RFC 4648) and ignores white space. Returns std::nullopt if another character is found.
std::optional<std::string> decodeBase64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<int, 256> values;
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i)
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<int>(i);

  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') break;
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFFu);
  }
  return bytes;
}

/// Converts big-endian UTF-16, up to the first zero unit, to UTF-8.
std::string fromUtf16(std::string_view bytes) {
  std::string text;
  const auto unit = [&](std::size_t index) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[index])) << 8 |
           static_cast<unsigned char>(bytes[index + 1]);
  };
  for (std::size_t offset = 0; offset + 1 < bytes.size(); offset += 2) {
    unsigned code = unit(offset);
    if (code == 0) break;
    if (code >= 0xD800 && code < 0xDC00 && offset + 3 < bytes.size() && unit(offset + 2) >= 0xDC00 &&
        unit(offset + 2) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (unit(offset + 2) - 0xDC00);
      offset += 2;
    }
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      text += static_cast<char>(0xE0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      text += static_cast<char>(0xF0 | code >> 18);
      text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return text;
}

/// Returns the big-endian unsigned number of these bytes.
std::uint64_t bigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes)
    value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::int64_t integerOf(const VoField& field, std::string_view bytes) {
  const std::uint64_t raw = bigEndian(bytes);
  switch (field.bytes) {
    case 1:
      return static_cast<std::int64_t>(raw);  // unsignedByte
    case 2:
      return static_cast<std::int16_t>(raw);
    case 4:
      return static_cast<std::int32_t>(raw);
    default:
      return static_cast<std::int64_t>(raw);
  }
}

double realOf(std::string_view bytes) {
  const std::uint64_t raw = bigEndian(bytes);
  return bytes.size() == 4 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw)))
                           : std::bit_cast<double>(raw);
}

/// Returns 1 for 'T', 't' and '1' and 0 for 'F', 'f' and '0'; any other byte means missing (VOTable 1.4, section 6).
std::optional<std::int64_t> booleanOf(char byte) {
  if (byte == 'T' || byte == 't' || byte == '1') return 1;
  if (byte == 'F' || byte == 'f' || byte == '0') return 0;
  return std::nullopt;
}

double elementOf(const VoField& field, std::string_view bytes) {
  if (field.kind == VoField::Kind::Real) return field.realOf(realOf(bytes));
  if (field.kind == VoField::Kind::Boolean) {
    const auto value = booleanOf(bytes.front());
    return value ? static_cast<double>(*value) : kNone;
  }
  const std::int64_t value = integerOf(field, bytes);
  return value == field.nullCode ? kNone : static_cast<double>(value);
}

/// Decoder of the rows of a BINARY or BINARY2 stream.
class BinaryRows {
public:
  BinaryRows(std::string_view bytes, bool isBinary2, std::vector<VoFieldValues>& columns, const std::string& location)
      : m_rest(bytes), m_isBinary2(isBinary2), m_columns(columns), m_location(location) {}

  std::size_t readAll() {
    while (!m_rest.empty()) {
      ++m_row;
      const std::size_t before = m_rest.size();
      const std::string_view flags = m_isBinary2 ? take((m_columns.size() + 7) / 8) : std::string_view{};
      for (m_column = 0; m_column < m_columns.size(); ++m_column) {
        const bool isNull =
            m_isBinary2 && (static_cast<unsigned char>(flags[m_column / 8]) >> (7 - m_column % 8) & 1) != 0;
        readCell(m_columns[m_column], isNull);
      }
      if (m_rest.size() == before) fail("its rows contain no data");
    }
    return m_row;
  }

private:
  std::string_view take(std::size_t count) {
    if (count > m_rest.size())
      fail(fmt::format("{} bytes are needed, but {} are left; download the file again", count, m_rest.size()));
    const std::string_view taken = m_rest.substr(0, count);
    m_rest.remove_prefix(count);
    return taken;
  }

  void readCell(VoFieldValues& values, bool isNull) {
    const VoField& field = values.field();
    const std::size_t count = field.varies ? static_cast<std::size_t>(bigEndian(take(4))) : field.elements;
    const std::string_view bytes = take(field.bytes == 0 ? (count + 7) / 8 : count * field.bytes);
    if (field.kind == VoField::Kind::Skipped) return;
    if (isNull) {
      values.addMissing();
    } else if (field.kind == VoField::Kind::Text) {
      values.addText(field.bytes == 2 ? fromUtf16(bytes) : std::string(bytes.substr(0, bytes.find('\0'))));
    } else if (field.isArray && field.bytes == 0) {  // bits, the first of which is the highest of the first byte
      for (std::size_t i = 0; i < count; ++i)
        values.addElement(static_cast<unsigned char>(bytes[i / 8]) >> (7 - i % 8) & 1);
      values.endArray();
    } else if (field.isArray) {
      for (std::size_t i = 0; i < count; ++i)
        values.addElement(elementOf(field, bytes.substr(i * field.bytes, field.bytes)));
      values.endArray();
    } else {
      readScalar(values, bytes);
    }
  }

  static void readScalar(VoFieldValues& values, std::string_view bytes) {
    const VoField& field = values.field();
    if (field.kind == VoField::Kind::Real)
      values.addReal(realOf(bytes));
    else if (field.kind == VoField::Kind::Integer)
      values.addInteger(integerOf(field, bytes));
    else if (field.bytes == 0)  // a bit: the standard uses the first bit of the byte, astropy another one
      values.addInteger(bytes.front() != 0 ? 1 : 0);
    else if (const auto value = booleanOf(bytes.front()))
      values.addInteger(*value);
    else
      values.addMissing();
  }

  [[noreturn]] void fail(std::string_view reason) const {
    const std::string column =
        m_column < m_columns.size() ? fmt::format(", field '{}'", m_columns[m_column].field().name) : "";
    throw Error(ErrorKind::Format, fmt::format("{}, row {}{}: the binary data are truncated or damaged: {}", m_location,
                                               m_row, column, reason));
  }

  std::string_view m_rest;
  bool m_isBinary2;
  std::vector<VoFieldValues>& m_columns;
  const std::string& m_location;
  std::size_t m_row = 0;
  std::size_t m_column = 0;
};

}  // namespace

std::size_t addBinaryRows(std::string_view base64, bool isBinary2, std::vector<VoFieldValues>& columns,
                          const std::string& location) {
  const std::optional<std::string> bytes = decodeBase64(base64);
  if (!bytes) throw Error(ErrorKind::Format, fmt::format("{}: its binary data are not base64", location));
  return BinaryRows(*bytes, isBinary2, columns, location).readAll();
}

}  // namespace maury::io
