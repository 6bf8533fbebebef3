// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/Job.h"

namespace maury::survey {

/// Options of an export.
struct ExportOptions {
  std::string filter;                ///< Filter.h; empty: all stars
  std::vector<std::string> columns;  ///< columns to add, as in addComputedColumns(); the filter can use them
  bool spectra = false;              ///< include the spectra
};

/// Counts of an export: stars and columns written, and stars in the survey.
struct ExportCounts {
  std::size_t stars = 0, ofStars = 0, columns = 0;
};

/// Exports stars of a survey file to a table with the columns of tableOf(), in the formats of io::writeTable() and in
/// bounded memory. Progress unit "stars". Throws FilterError, the errors of addComputedColumns(), Error(Mismatch) if no
/// star passes the filter or if spectra are requested and the survey has none, and the errors of SurveyReader and
/// writeTable(); then writes nothing.
ExportCounts exportSurvey(const std::filesystem::path& survey, const ExportOptions& options,
                          const std::filesystem::path& out, Job& job);

}  // namespace maury::survey
