// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/Job.h"

namespace maury::survey {

/// Counts of an export: stars and columns written, and stars in the survey.
struct ExportCounts {
  std::size_t stars = 0, ofStars = 0, columns = 0;
};

/// Exports the stars of a survey file that pass a filter (Filter.h) to a table with the columns of tableOf(), in the
/// formats of io::writeTable() and in bounded memory. Progress unit "stars". Throws FilterError, Error(Mismatch) if
/// no star passes or if `spectra` is true and the survey has none, and the errors of SurveyReader and writeTable();
/// then writes nothing.
ExportCounts exportSurvey(const std::filesystem::path& survey, const std::string& filter, bool spectra,
                          const std::filesystem::path& out, Job& job);

}  // namespace maury::survey
