// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/Job.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/Import.h"
#include "survey/joining/Join.h"

namespace maury::survey {

/// A catalogue that is joined to a survey chunk by chunk. Of a survey file (a catalogue of predictions is one) only
/// what is matched by is held, and the rows of a chunk are read when it comes; other tables are held whole. One thread.
class JoinSource {
public:
  /// Throws as importCatalogue() and matchStars().
  JoinSource(const std::filesystem::path& path, const JoinOptions& options, ImportReport& report, Job& job);

  /// The two to call matchStars() with.
  const Dataset& keys() const { return m_keys; }
  const JoinOptions& options() const { return m_options; }
  /// Characters of the widest text that add() may add.
  std::size_t textWidth() const;
  /// As addMatched(), to the same values and types.
  void add(Dataset& chunk, const Matches& matches, std::size_t first) const;

private:
  /// A column of integers: where values may be missing it becomes real, or text if one of them is too large for that.
  struct IntegerColumn {
    std::size_t place;
    bool isText;
  };

  JoinOptions m_options;
  Dataset m_keys;  ///< or the whole catalogue
  std::optional<SurveyReader> m_reader;
  std::vector<IntegerColumn> m_integers;  ///< of m_reader's schema
};

}  // namespace maury::survey
