// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Counts of a join.
struct JoinCounts {
  std::size_t matched = 0;             ///< stars with a catalogue row
  std::size_t unmatchedStars = 0;      ///< stars without a catalogue row
  std::size_t unmatchedCatalogue = 0;  ///< catalogue rows without a star
};

/// Joins a catalogue's labels, inputs and columns to stars by id, as plainId() spells it. A catalogue row matches star
/// i if its id equals stars.ids[i] or, if file names are given, fileNames[i] with or without suffix; of ids that are
/// paths, only the last part is compared. Throws Error(Mismatch) if the catalogue repeats an id, if the stars already
/// have one of its labels, or if no id matches (with three ids of each side). `source` is the catalogue's name in
/// messages.
JoinCounts joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                         const std::string& source);

/// Joins catalogue row i to star i. Throws Error(Mismatch) if the numbers of rows and stars differ.
JoinCounts joinCatalogueByRow(Dataset& stars, const Dataset& catalogue, const std::string& source);

}  // namespace maury::survey
