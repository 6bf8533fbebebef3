// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "ui/selection/Selection.h"

namespace maury::ui {

/// Returns the path of the JSON file, in the user's data folder, for the named subsets of the survey at `surveyPath`.
QString subsetFilePath(const QString& surveyPath);

/// Returns a hash of the ids and their order, as hexadecimal text. Takes 20 ms for 10⁶ ids.
QString idsFingerprint(const std::vector<std::string>& ids);

struct SubsetFileContent {
  std::vector<NamedSubset> subsets;
  QString problem;  ///< sentence if a file exists but cannot be used; `subsets` is then empty
};
/// Reads the subsets saved for a survey of these stars; none, without a problem, if there is no file. Subsets are
/// stored as rows, so a file for other ids, or for the same ids in another order, is not used.
SubsetFileContent readSubsets(const QString& surveyPath, const std::vector<std::string>& ids);

/// Writes the subsets of a survey with this number of stars and this idsFingerprint(), atomically; removes the file if
/// there are no subsets. Returns a sentence about the problem, or an empty string.
QString writeSubsets(const QString& surveyPath, std::size_t stars, const QString& fingerprint,
                     const std::vector<NamedSubset>& subsets);

}  // namespace maury::ui
