// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/Job.h"
#include "survey/file/SurveyReader.h"
#include "survey/importing/Import.h"
#include "survey/joining/Join.h"
#include "survey/joining/JoinReading.h"

namespace maury::survey {

/// Catalogue that is joined to a survey chunk by chunk. For a survey file (including catalogues of predictions), only
/// the columns needed for matching are held in memory; the rows of a chunk are read on demand. Other tables are held
/// completely. Not thread-safe.
class JoinSource {
public:
  /// Throws the errors of importCatalogue() and matchStars().
  JoinSource(const std::filesystem::path& path, const JoinOptions& options, ImportReport& report, Job& job);

  /// Returns the catalogue to pass to matchStars().
  const Dataset& keys() const { return m_keys; }
  /// Returns the options to pass to matchStars().
  const JoinOptions& options() const { return m_options; }
  /// Returns the length in characters of the longest string that add() may add.
  std::size_t textWidth() const;
  /// Adds the matched rows to a chunk; the values and types are the same as from addMatched() with the whole catalogue.
  /// Adds the catalogue to the chunk's reading report (addJoinReading()).
  void add(Dataset& chunk, const Matches& matches, std::size_t first) const;

private:
  /// Column of integers. If values may be missing, it is converted to doubles, or to text if an integer is too large.
  struct IntegerColumn {
    std::size_t index;  ///< in the columns of m_reader's schema
    bool isText;
  };

  void describeFile(const std::filesystem::path& path);
  AddedParts addRows(Dataset& chunk, const Matches& matches, std::size_t first) const;

  JoinOptions m_options;
  JoinedCatalogue m_catalogue;
  Dataset m_keys;                         ///< columns needed for matching; the whole catalogue if not a survey file
  std::optional<SurveyReader> m_reader;   ///< set for a survey file
  std::vector<IntegerColumn> m_integers;  ///< integer columns of a survey file
};

}  // namespace maury::survey
