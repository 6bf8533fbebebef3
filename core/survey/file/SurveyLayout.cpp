// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyLayout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace maury::survey {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 7> kRoles = {{{Role::Id, "id"},
                                                                      {Role::Flux, "flux"},
                                                                      {Role::FluxError, "flux_error"},
                                                                      {Role::Input, "input"},
                                                                      {Role::Label, "label"},
                                                                      {Role::LabelError, "label_error"},
                                                                      {Role::Column, "column"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kSpellings = {
    {{"α", "alpha"}, {"β", "beta"},  {"γ", "gamma"}, {"δ", "delta"}, {"Δ", "Delta"},    {"λ", "lambda"}, {"μ", "u"},
     {"µ", "u"},     {"σ", "sigma"}, {"ϖ", "varpi"}, {"χ", "chi"},   {"Å", "Angstrom"}, {"–", "-"},      {"—", "-"},
     {"−", "-"},     {"×", "x"},     {"±", "+/-"},   {"°", "deg"},   {"²", "2"},        {"¹", "1"},      {"⁻", "-"},
     {"…", "..."},   {"‘", "'"},     {"’", "'"},     {"“", "\""},    {"”", "\""}}};

constexpr std::size_t kHistoryWidth = 70;
constexpr std::string_view kStepMark = "Step ";
constexpr std::string_view kNoteMark = "Note ";
constexpr std::string_view kContinuationMark = " +";  // begins a line that continues the previous one

/// Adds one entry per text, broken into lines before a blank if there is one, because FITS drops blanks at the end of a
/// line.
void addHistory(std::vector<std::string>& lines, std::string_view mark, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string rest = fmt::format("{}{}: {}", mark, i + 1, asciiText(texts[i]));
    const std::size_t prefix = rest.find(':') + 2;
    while (rest.size() > kHistoryWidth) {
      std::size_t end = rest.rfind(' ', kHistoryWidth);
      if (end != std::string::npos) end = rest.find_last_not_of(' ', end) + 1;
      if (end == std::string::npos || end <= prefix) end = kHistoryWidth;
      lines.push_back(rest.substr(0, end));
      rest = std::string(kContinuationMark) + rest.substr(end);
    }
    lines.push_back(rest);
  }
}

}  // namespace

std::string_view roleName(Role role) noexcept {
  return std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& pair) { return pair.first == role; })->second;
}

std::optional<Role> roleOf(std::string_view name) noexcept {
  const auto* found = std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& pair) { return pair.second == name; });
  if (found == kRoles.end()) return std::nullopt;
  return found->first;
}

std::size_t Slot::bytes() const noexcept {
  switch (type) {
    case 'A':
      return width;
    case 'E':
      return 4 * width;
    default:
      return 8 * width;
  }
}

std::size_t rowBytes(const std::vector<Slot>& slots) noexcept {
  std::size_t bytes = 0;
  for (const Slot& slot : slots)
    bytes += slot.bytes();
  return bytes;
}

std::size_t rowsPerPass(const std::vector<Slot>& slots) noexcept {
  constexpr std::size_t kBufferBytes = 40 * 2880;
  return std::max<std::size_t>(1, kBufferBytes / std::max<std::size_t>(1, rowBytes(slots)));
}

std::string asciiText(std::string_view text) {
  std::string ascii;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x80) {
      ascii += byte >= 0x20 && byte < 0x7F ? text[offset] : ' ';
      ++offset;
      continue;
    }
    const auto* spelling = std::find_if(kSpellings.begin(), kSpellings.end(),
                                        [&](const auto& pair) { return text.substr(offset).starts_with(pair.first); });
    ascii += spelling != kSpellings.end() ? spelling->second : "?";
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0u) == 0x80u)
      ++offset;  // continuation bytes of the UTF-8 character
  }
  return ascii;
}

std::string plainColumnName(std::string_view name) {
  std::string plain = asciiText(name);
  for (char& c : plain)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  constexpr std::size_t kLongest = 60;  // a header card holds 68 characters of text
  if (plain.size() > kLongest) plain.resize(kLongest);
  return plain;
}

std::vector<std::string> historyOf(const Provenance& provenance) {
  std::vector<std::string> lines;
  addHistory(lines, kStepMark, provenance.preprocessing);
  addHistory(lines, kNoteMark, provenance.notes);
  return lines;
}

void readHistory(const std::vector<std::string>& lines, Provenance& provenance) {
  std::string* last = nullptr;
  for (const std::string& line : lines) {
    const std::size_t colon = line.find(':');
    const bool isStep = line.starts_with(kStepMark), isNote = line.starts_with(kNoteMark);
    if ((isStep || isNote) && colon != std::string::npos) {
      auto& texts = isStep ? provenance.preprocessing : provenance.notes;
      last = &texts.emplace_back(colon + 2 <= line.size() ? line.substr(colon + 2) : "");
    } else if (line.starts_with(kContinuationMark) && last != nullptr) {
      *last += line.substr(kContinuationMark.size());
    } else {
      last = nullptr;
    }
  }
}

}  // namespace maury::survey
