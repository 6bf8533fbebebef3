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

/// Error in the text of a step, of kind Usage. The message contains the text and the reason.
class StepError : public Error {
public:
  StepError(const std::string& text, std::string reason, std::string key);
  /// Returns the reason as a clause without a full stop.
  const std::string& reason() const noexcept { return m_reason; }
  /// Returns the key whose value is wrong; empty if the error does not concern a key.
  const std::string& key() const noexcept { return m_key; }

private:
  std::string m_reason, m_key;
};

/// Parser of the text of a preprocessing step, `verb key=value key="two words"`. The values are read by key. Errors are
/// thrown as StepError with the step's text, the key, its valid values and its actual value.
class StepWords {
public:
  explicit StepWords(std::string_view text);

  const std::string& verb() const noexcept { return m_verb; }
  /// Returns the key=value pairs in the order of the text.
  const std::vector<std::pair<std::string, std::string>>& values() const noexcept { return m_values; }
  bool has(std::string_view key) const;

  /// Returns the value of a key, or `standard` if it is absent; without `standard` the key is required.
  std::string word(std::string_view key, std::optional<std::string> standard = {});
  /// Returns the index of the value in `choices`; 0 if the key is absent.
  std::size_t choice(std::string_view key, const std::vector<std::string>& choices);
  double number(std::string_view key, double low, double high, std::optional<double> standard = {});
  int count(std::string_view key, int low, int high, std::optional<int> standard = {});
  /// Returns the names in a list separated by commas. Empty and repeated names are errors.
  std::vector<std::string> names(std::string_view key, std::optional<std::string> standard = {});
  /// Returns ranges such as "1514-1581,1585-1644" (vacuum, nm).
  std::vector<spectra::WavelengthRange> ranges(std::string_view key);
  /// Throws if the text has a key that was not read.
  void finish() const;

  /// Throws StepError.
  [[noreturn]] void refuse(const std::string& reason, std::string_view key = {}) const;

private:
  std::string m_text;
  std::string m_verb;
  std::vector<std::pair<std::string, std::string>> m_values;
  std::vector<std::string> m_keysRead;
};

/// Returns a value for use in the text of a step: in double quotes if it contains blanks.
std::string stepValue(const std::string& value);
/// Returns ranges in the form that StepWords::ranges() reads.
std::string rangesText(const std::vector<spectra::WavelengthRange>& ranges);

}  // namespace maury::survey
