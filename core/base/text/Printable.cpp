// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Printable.h"

#include <fmt/format.h>

#include <algorithm>

namespace maury {

namespace {

/// Character at the start of a text.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;  ///< length in UTF-8
  bool isValid = false;   ///< false if the first byte begins no valid UTF-8 sequence
};

/// Decodes the first character of a text that is not empty. Overlong forms, surrogates and codes beyond U+10FFFF are
/// invalid (RFC 3629).
Character firstCharacter(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t code = lead & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return {};
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  const bool isOverlong = code < (bytes == 4 ? 0x10000u : bytes == 3 ? 0x800u : 0x80u);
  if (isOverlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes, true};
}

/// Returns true for characters that move the cursor, change the direction of writing or are invisible.
bool isUnsafe(char32_t code) {
  const bool isControl = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  const bool isDirection = code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
                           (code >= 0x2066 && code <= 0x2069);
  const bool isInvisible = code == 0x2028 || code == 0x2029 || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB);
  return isControl || isDirection || isInvisible;
}

std::string escapeOf(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  const auto number = static_cast<unsigned>(code);
  return code < 0x100 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{:04x}", number);
}

/// Escapes at most `maxCharacters` characters of the text, except line breaks if `keepsLines`.
std::string escape(std::string_view text, bool keepsLines, std::size_t maxCharacters) {
  std::string safe;
  safe.reserve(std::min(text.size(), maxCharacters));
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == maxCharacters) return safe + "…";
    const Character character = firstCharacter(text);
    if (!character.isValid)
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text.front())));
    else if (isUnsafe(character.code) && !(keepsLines && character.code == '\n'))
      safe += escapeOf(character.code);
    else
      safe += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return safe;
}

}  // namespace

std::string printable(std::string_view text) {
  return escape(text, false, std::string_view::npos);
}

std::string printableLines(std::string_view text) {
  return escape(text, true, std::string_view::npos);
}

std::string excerpt(std::string_view text) {
  return escape(text, false, kExcerptCharacters);
}

}  // namespace maury
