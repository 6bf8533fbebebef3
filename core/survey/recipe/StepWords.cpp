// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/StepWords.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace maury::survey {

namespace {

constexpr std::string_view kBlanks = " \t";

/// Returns `text` as a finite number; NaN if it is not entirely one.
double numberOf(std::string_view text) {
  double value = 0.0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::numeric_limits<double>::quiet_NaN();
  return value;
}

std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

}  // namespace

StepError::StepError(const std::string& text, std::string reason, std::string key)
    : Error(ErrorKind::Usage, fmt::format("The step '{}': {}.", text, reason)),
      m_reason(std::move(reason)),
      m_key(std::move(key)) {}

StepWords::StepWords(std::string_view text) : m_text(text) {
  std::vector<std::string> words;
  bool inWord = false, inQuotes = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x7F || (static_cast<unsigned char>(c) < 0x20 && c != '\t'))
      refuse("only plain ASCII characters can be recorded in a file's header");
    if (c == '"') inQuotes = !inQuotes;
    const bool isBlank = !inQuotes && kBlanks.find(c) != std::string_view::npos;
    if (!isBlank && !inWord) words.emplace_back();
    inWord = !isBlank;
    if (!isBlank && c != '"') words.back() += c;
  }
  if (inQuotes) refuse("a double quote is not closed");
  if (words.empty()) throw Error(ErrorKind::Usage, "A preprocessing step is empty; it begins with a verb.");
  m_verb = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos || equals == 0) refuse(fmt::format("'{}' is not of the form key=value", words[i]));
    const std::string key = words[i].substr(0, equals);
    if (has(key)) refuse(fmt::format("{} is given twice", key), key);
    m_values.emplace_back(key, words[i].substr(equals + 1));
  }
}

bool StepWords::has(std::string_view key) const {
  return std::any_of(m_values.begin(), m_values.end(), [&](const auto& pair) { return pair.first == key; });
}

std::string StepWords::word(std::string_view key, std::optional<std::string> standard) {
  m_keysRead.emplace_back(key);
  const auto found = std::find_if(m_values.begin(), m_values.end(), [&](const auto& p) { return p.first == key; });
  if (found == m_values.end()) {
    if (standard) return *standard;
    refuse(fmt::format("{}= is missing", key), key);
  }
  if (found->second.empty()) refuse(fmt::format("{}= has no value", key), key);
  return found->second;
}

std::size_t StepWords::choice(std::string_view key, const std::vector<std::string>& choices) {
  const std::string value = word(key, choices.front());
  const auto found = std::find(choices.begin(), choices.end(), value);
  if (found == choices.end())
    refuse(fmt::format("{} must be one of {}, not '{}'", key, fmt::join(choices, ", "), value), key);
  return static_cast<std::size_t>(found - choices.begin());
}

double StepWords::number(std::string_view key, double low, double high, std::optional<double> standard) {
  const std::string text = word(key, standard ? std::optional(fmt::format("{}", *standard)) : std::nullopt);
  const double value = numberOf(text);
  if (!(value >= low && value <= high))
    refuse(fmt::format("{} must be a number from {} to {}, not '{}'", key, low, high, text), key);
  return value;
}

int StepWords::count(std::string_view key, int low, int high, std::optional<int> standard) {
  const std::string text = word(key, standard ? std::optional(std::to_string(*standard)) : std::nullopt);
  const double value = numberOf(text);
  if (!(value >= low && value <= high) || std::floor(value) != value)
    refuse(fmt::format("{} must be a whole number from {} to {}, not '{}'", key, low, high, text), key);
  return static_cast<int>(value);
}

std::vector<std::string> StepWords::names(std::string_view key, std::optional<std::string> standard) {
  std::vector<std::string> names = splitAtCommas(word(key, std::move(standard)));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) refuse(fmt::format("{} has an empty name between its commas", key), key);
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      refuse(fmt::format("{} names {} twice", key, names[i]), key);
  }
  return names;
}

std::vector<spectra::WavelengthRange> StepWords::ranges(std::string_view key) {
  std::vector<spectra::WavelengthRange> ranges;
  for (const std::string& part : splitAtCommas(word(key))) {
    const std::size_t dash = part.find('-');
    const double low = numberOf(std::string_view(part).substr(0, dash));
    const double high = dash == std::string::npos ? low : numberOf(std::string_view(part).substr(dash + 1));
    if (!(low > 0.0 && high > low))
      refuse(fmt::format("{} must be ranges of vacuum wavelength in nm such as 655.7-657.3,686.9-694.6, not '{}'", key,
                         part),
             key);
    ranges.push_back({low, high});
  }
  return ranges;
}

void StepWords::finish() const {
  for (const auto& [key, value] : m_values)
    if (std::find(m_keysRead.begin(), m_keysRead.end(), key) == m_keysRead.end())
      refuse(fmt::format("it has no key {}; its keys are {}", key, fmt::join(m_keysRead, ", ")), key);
}

void StepWords::refuse(const std::string& reason, std::string_view key) const {
  throw StepError(m_text, reason, std::string(key));
}

std::string stepValue(const std::string& value) {
  return value.find_first_of(kBlanks) == std::string::npos ? value : fmt::format("\"{}\"", value);
}

std::string rangesText(const std::vector<spectra::WavelengthRange>& ranges) {
  std::string text;
  for (const auto& [low, high] : ranges)
    text += fmt::format("{}{}-{}", text.empty() ? "" : ",", low, high);
  return text;
}

}  // namespace maury::survey
