// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/TextForm.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace maury::io {
namespace {

constexpr std::size_t kProbeBytes = 4096;  // bytes that decide the encoding

enum class ByteOrder { Little, Big };

std::uint32_t unitAt(std::string_view bytes, std::size_t index, ByteOrder order) {
  const std::uint32_t first = static_cast<unsigned char>(bytes[index]);
  const std::uint32_t second = static_cast<unsigned char>(bytes[index + 1]);
  return order == ByteOrder::Little ? first | second << 8 : first << 8 | second;
}

/// Returns true if at least 90 % of the 16-bit units are ASCII and none is a control character except tab and line
/// ends. Binary data of 16-bit numbers do not look like that.
bool isMostlyAscii(std::string_view bytes, ByteOrder order) {
  std::size_t ascii = 0, units = 0;
  for (std::size_t offset = 0; offset + 1 < bytes.size(); offset += 2, ++units) {
    const std::uint32_t unit = unitAt(bytes, offset, order);
    if (unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r') return false;
    if (unit < 0x7f) ++ascii;
  }
  return units > 1 && 10 * ascii >= 9 * units;
}

std::optional<ByteOrder> byteOrderOf(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return ByteOrder::Little;
  if (bytes.starts_with("\xFE\xFF")) return ByteOrder::Big;
  bytes = bytes.substr(0, kProbeBytes);
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big})
    if (isMostlyAscii(bytes, order)) return order;
  return std::nullopt;
}

std::string toUtf8(std::string_view bytes, ByteOrder order) {
  constexpr std::uint32_t kUnknown = 0xFFFD;
  const auto isHigh = [](std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto isLow = [](std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  std::string text;
  text.reserve(bytes.size() / 2 + bytes.size() / 8);
  std::size_t offset = 0;
  for (; offset + 1 < bytes.size(); offset += 2) {
    const std::uint32_t unit = unitAt(bytes, offset, order);
    const bool hasNext = offset + 3 < bytes.size();
    if (isHigh(unit) && hasNext && isLow(unitAt(bytes, offset + 2, order))) {
      offset += 2;
      appendUtf8(text, 0x10000 + ((unit - 0xD800) << 10) + (unitAt(bytes, offset, order) - 0xDC00));
    } else {
      appendUtf8(text, isHigh(unit) || isLow(unit) ? kUnknown : unit);
    }
  }
  if (offset < bytes.size()) appendUtf8(text, kUnknown);  // half a unit, because the file is truncated
  return text;
}

}  // namespace

void appendUtf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool isUtf16(std::string_view bytes) {
  return byteOrderOf(bytes).has_value();
}

std::string normaliseText(std::string bytes) {
  if (const auto order = byteOrderOf(bytes)) bytes = toUtf8(bytes, *order);
  if (bytes.find('\n') == std::string::npos) std::replace(bytes.begin(), bytes.end(), '\r', '\n');
  return bytes;
}

}  // namespace maury::io
