// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/Glob.h"

#include <cstddef>

namespace maury::survey {

namespace {

/// Returns the end of the UTF-8 character that begins at `at`.
std::size_t characterEnd(std::string_view text, std::size_t offset) {
  ++offset;
  while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0u) == 0x80u)
    ++offset;
  return offset;
}

}  // namespace

// On a mismatch it suffices to let the last * match one more character; everything before it matches already.
bool matchesGlob(std::string_view text, std::string_view pattern) noexcept {
  std::size_t offset = 0, mark = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (offset < text.size()) {
    if (mark < pattern.size() && pattern[mark] == '*') {
      star = mark++;
      resume = offset;
    } else if (mark < pattern.size() && pattern[mark] == '?') {
      offset = characterEnd(text, offset);
      ++mark;
    } else if (mark < pattern.size() && pattern[mark] == text[offset]) {
      ++offset;
      ++mark;
    } else if (star != std::string_view::npos) {
      mark = star + 1;
      offset = ++resume;
    } else {
      return false;
    }
  }
  while (mark < pattern.size() && pattern[mark] == '*')
    ++mark;
  return mark == pattern.size();
}

}  // namespace maury::survey
