// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "ui/selection/Selection.h"

namespace maury::ui {

/// Where the named subsets of the survey at `surveyPath` are kept: a JSON file of its own in the user's data folder.
QString subsetFilePath(const QString& surveyPath);

/// Of the ids and their order; 20 ms for 10⁶.
QString idsFingerprint(const std::vector<std::string>& ids);

struct SubsetsRead {
  std::vector<NamedSubset> subsets;
  QString problem;  ///< a sentence when there is a file that cannot be used; then there are no subsets
};
/// The subsets kept for a survey of these stars; none, without a problem, if there is no file. Rows are told by their
/// place, so a file that was kept for other ids, or the same in another order, is not used.
SubsetsRead readSubsets(const QString& surveyPath, const std::vector<std::string>& ids);

/// Keeps them for so many stars of this idsFingerprint(), atomically; no subsets removes the file. Empty, or a sentence
/// that says what went wrong.
QString writeSubsets(const QString& surveyPath, std::size_t stars, const QString& fingerprint,
                     const std::vector<NamedSubset>& subsets);

}  // namespace maury::ui
