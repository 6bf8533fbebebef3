// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "spectra/WavelengthGrid.h"

namespace maury::survey {

/// Error(Usage) of a step's text; its message holds the text and the reason.
class StepError : public Error {
public:
  StepError(const std::string& text, std::string reason, std::string key);
  /// A clause that says what is wrong, without a full stop.
  const std::string& reason() const noexcept { return m_reason; }
  /// The key whose value is wrong; empty where it is none of them.
  const std::string& key() const noexcept { return m_key; }

private:
  std::string m_reason, m_key;
};

/// Words of a preprocessing step, `verb key=value key="two words"`, taken out by key. Every member that throws throws
/// StepError with the step's text, the key, what it must be and what it is.
class StepWords {
public:
  explicit StepWords(std::string_view text);

  const std::string& verb() const noexcept { return m_verb; }
  /// The key=value pairs in the order of the text.
  const std::vector<std::pair<std::string, std::string>>& values() const noexcept { return m_values; }
  bool has(std::string_view key) const;

  /// The value of a key, which must be there unless `standard` is given.
  std::string word(std::string_view key, std::optional<std::string> standard = {});
  /// One of `choices`; the first of them if the key is absent.
  std::size_t choice(std::string_view key, const std::vector<std::string>& choices);
  double number(std::string_view key, double low, double high, std::optional<double> standard = {});
  int count(std::string_view key, int low, int high, std::optional<int> standard = {});
  /// Names separated by commas, none empty or twice.
  std::vector<std::string> names(std::string_view key, std::optional<std::string> standard = {});
  /// Ranges "1514-1581,1585-1644" in vacuum nm, each low-high.
  std::vector<spectra::WavelengthRange> ranges(std::string_view key);
  /// Throws if a key was never asked for.
  void finish() const;

  /// Throws StepError.
  [[noreturn]] void refuse(const std::string& reason, std::string_view key = {}) const;

private:
  std::string m_text;
  std::string m_verb;
  std::vector<std::pair<std::string, std::string>> m_values;
  std::vector<std::string> m_asked;
};

/// A value as it stands in a step: in double quotes if it holds blanks.
std::string stepValue(const std::string& value);
/// The text form of ranges, and of names.
std::string rangesText(const std::vector<spectra::WavelengthRange>& ranges);

}  // namespace maury::survey
