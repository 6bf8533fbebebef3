// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Usual minimum width of a text column, in characters, so that longer texts can be added later.
inline constexpr std::size_t kMinTextWidth = 32;

/// Writer that streams stars into a survey file. Atomic: the file appears at `path` only on commit(). The rows of the
/// schema (or, if it has none, of the first chunk) determine whether there are flux errors and label errors, and the
/// width of the text columns, which is at least `textWidth`. Longer strings in later chunks throw Error(Mismatch) that
/// names the star and the column.
class SurveyWriter {
public:
  SurveyWriter(const std::filesystem::path& path, const Dataset& schema, std::size_t textWidth = kMinTextWidth);
  ~SurveyWriter();
  SurveyWriter(SurveyWriter&&) noexcept;

  /// Appends the stars of a chunk. Throws Error(Mismatch) if its grid, inputs, labels or columns differ from the
  /// schema, and Error(File).
  void append(const Dataset& chunk);
  /// Replaces the lines of the reading report, which are those of the schema until then.
  void setReading(std::vector<std::string> lines);
  /// Completes the file, including its row count (NAXIS2), and moves it to `path`.
  void commit();

private:
  friend void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
  void appendRows(const Dataset& dataset, std::size_t first, std::size_t count);

  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::survey
