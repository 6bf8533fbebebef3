// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/joining/Join.h"

namespace maury::survey {

/// Catalogue of a join as the reading report describes it.
struct JoinedCatalogue {
  std::string name;                       ///< name of its file
  std::vector<std::string> reading;       ///< lines of its own reading report
  std::vector<std::string> leftOut = {};  ///< parts that addMatched() does not get: "spectra"
};

/// Adds to the reading report of the stars how a catalogue was joined to them: the lines of the catalogue's own report,
/// what was compared and how many stars matched, the names and units of what was added, and what was left out.
/// `onlyMatched` says that the stars without a match are dropped. Thread-safe for different stars.
void addJoinReading(Dataset& stars, const JoinedCatalogue& catalogue, const Matches& matches, const AddedParts& added,
                    bool onlyMatched);

}  // namespace maury::survey
