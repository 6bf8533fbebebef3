// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsCards.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/Error.h"

namespace maury::io {
namespace {

/// Limit of all sums and products of header values (bytes).
constexpr std::int64_t kMaxBytes = std::int64_t{1} << 60;

}  // namespace

std::string_view trimBlanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

bool isHierarch(std::string_view card) {
  return card.starts_with("HIERARCH ") && card.find('=') != std::string_view::npos;
}

std::string_view cardName(std::string_view card) {
  if (isHierarch(card)) return trimBlanks(card.substr(9, card.find('=') - std::min<std::size_t>(9, card.find('='))));
  return card.substr(0, card.find_first_of(" ="));
}

std::string_view cardValue(std::string_view card, std::size_t& begin) {
  begin = kFitsCardBytes;
  for (const std::string_view key : {"COMMENT ", "HISTORY ", "END     ", "CONTINUE", "        "})
    if (card.starts_with(key)) return {};
  const bool isFixed = !isHierarch(card) && card.substr(8, 2) == "= ";
  const std::size_t equals = isFixed ? 8 : card.find('=');
  if (equals == std::string_view::npos) return {};
  begin = card.find_first_not_of(' ', equals + (isFixed ? 2 : 1));
  if (begin == std::string_view::npos) {
    begin = kFitsCardBytes;
    return {};
  }
  return trimBlanks(card.substr(begin));
}

std::string_view cardValue(std::string_view card) {
  std::size_t begin = 0;
  return cardValue(card, begin);
}

std::optional<std::int64_t> cardInteger(std::string_view card) {
  std::string_view value = cardValue(card);
  value = value.substr(0, value.find_first_of(" /"));
  if (value.starts_with('+')) value.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty() || problem != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

std::string cardText(std::string_view card) {
  const std::string_view value = cardValue(card);
  if (!value.starts_with('\'')) return std::string(value.substr(0, value.find_first_of(" /")));
  std::string text;
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (value[i] == '\'') {
      if (i + 1 >= value.size() || value[i + 1] != '\'') break;
      ++i;
    }
    text += value[i];
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::optional<std::int64_t> indexAfter(std::string_view name, std::string_view root) {
  if (!name.starts_with(root)) return std::nullopt;
  name.remove_prefix(root.size());
  if (name.starts_with('+')) name.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (name.empty() || problem != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> multiplyBytes(std::optional<std::int64_t> first, std::int64_t second) {
  std::int64_t result = 0;
  if (!first || __builtin_mul_overflow(*first, second, &result) || result > kMaxBytes) return std::nullopt;
  return result;
}

std::optional<std::int64_t> addBytes(std::optional<std::int64_t> first, std::optional<std::int64_t> second) {
  std::int64_t result = 0;
  if (!first || !second || __builtin_add_overflow(*first, *second, &result) || result > kMaxBytes) return std::nullopt;
  return result;
}

bool isPixelSize(std::int64_t bits) {
  constexpr std::array<std::int64_t, 6> kBits = {8, 16, 32, 64, -32, -64};
  return std::find(kBits.begin(), kBits.end(), bits) != kBits.end();
}

std::string_view FitsCards::card(std::size_t index) const {
  return std::string_view(bytes).substr(index * kFitsCardBytes, kFitsCardBytes);
}

void FitsCards::refuse(std::string_view reason) const {
  throw Error(ErrorKind::Format, fmt::format("{}, HDU {}{}: {}", path.string(), hdu,
                                             name.empty() ? "" : fmt::format(" ({})", name), reason));
}

void FitsCards::refuseCard(std::size_t index, std::string_view problem) const {
  throw Error(ErrorKind::Format, fmt::format("{}, HDU {}: damaged: card {} {}; download the file again", path.string(),
                                             hdu, index + 1, problem));
}

std::int64_t FitsCards::countAt(std::size_t index, std::string_view key, std::string_view place) const {
  const auto value = index < count ? cardInteger(card(index)) : std::nullopt;
  const bool isKey = index < count && card(index).substr(0, 8) == fmt::format("{:<8}", key);
  if (!isKey || !value || (key != "BITPIX" && *value < 0))
    refuseCard(index, fmt::format("of {} must be {} with a whole number", place, key));
  return *value;
}

std::optional<std::int64_t> FitsCards::lastInteger(std::string_view key, std::size_t from) const {
  std::optional<std::int64_t> last;
  for (std::size_t i = from; i < count; ++i) {
    if (cardName(card(i)) != key) continue;
    last = cardInteger(card(i));
    if (!last) refuseCard(i, fmt::format("must be {} with a whole number", key));
  }
  return last;
}

}  // namespace maury::io
