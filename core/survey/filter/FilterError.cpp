// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterError.h"

#include <fmt/format.h>

#include <algorithm>

namespace maury::survey {

namespace {

bool continuesCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
}

}  // namespace

FilterError errorAt(std::string_view text, std::size_t position, const std::string& reason) {
  const std::string_view before = text.substr(0, position);
  const auto characters = std::count_if(before.begin(), before.end(), [](char c) { return !continuesCharacter(c); });
  return {fmt::format("Character {}: {}", characters + 1, reason), position};
}

std::string shortenName(std::string_view name) {
  constexpr std::size_t kMaxBytes = 60;
  if (name.size() <= kMaxBytes) return std::string(name);
  std::size_t end = kMaxBytes;
  while (end > 0 && continuesCharacter(name[end]))
    --end;
  return std::string(name.substr(0, end)) + "…";
}

}  // namespace maury::survey
