// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/file/SurveyReader.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// Spectra that are combined with those of other files. The rows of a survey file are read on demand; anything else is
/// held in memory. Thread-safe only if held in memory.
class CombineSource {
public:
  /// Opens a survey file, or imports anything else with `options` as importSurvey() does. Throws its errors.
  CombineSource(const std::filesystem::path& path, const ImportOptions& options, ImportReport& report, Job& job);
  /// Uses stars in memory; `name` appears in messages.
  CombineSource(std::shared_ptr<const Dataset> stars, std::string name);

  const std::string& name() const { return m_name; }
  const spectra::WavelengthGrid& grid() const { return m_example.grid; }
  /// Returns the first star, or no star if there is none. It shows which parts the source has, and their types.
  const Dataset& example() const { return m_example; }
  std::size_t starCount() const;
  std::size_t bytesPerStar() const;  ///< about what a star takes in memory
  std::size_t textWidth() const;     ///< length in characters of the longest text, ids included

  /// Returns the names of the stars, as plainId() spells them: the ids for "id", otherwise a column. Throws
  /// Error(Mismatch) if there is no such column.
  std::vector<std::string> starNames(const std::string& column, Job& job) const;
  /// Returns true if a column of integers has one that a double cannot hold exactly.
  bool hasLargeIntegers(const std::string& column) const;
  /// Returns the lines of its reading report: readingLinesOfSurvey(), or those of the import.
  std::vector<std::string> readingLines() const;
  /// Returns the stars `rows`, in that order.
  Dataset read(std::span<const std::size_t> rows) const;

private:
  std::string m_name;
  std::filesystem::path m_path;            ///< path of a survey file
  std::optional<SurveyReader> m_reader;    ///< set for a survey file
  std::shared_ptr<const Dataset> m_stars;  ///< set otherwise
  Dataset m_example;
};

/// Files that are combined, in the order of their precedence.
using CombineSources = std::vector<std::shared_ptr<const CombineSource>>;

}  // namespace maury::survey
