// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/Job.h"

namespace maury::survey {

/// What an export has written.
struct Exported {
  std::size_t stars = 0, ofStars = 0, columns = 0;
};

/// The stars of a survey file that pass a filter (Filter.h) as tableOf() has them, written as io::writeTable() does, in
/// bounded memory. Progress unit "stars". Throws FilterError, Error(Mismatch) where spectra are asked of a survey that
/// has none, and as SurveyReader and writeTable(); then nothing is written.
Exported exportSurvey(const std::filesystem::path& survey, const std::string& filter, bool spectra,
                      const std::filesystem::path& out, Job& job);

}  // namespace maury::survey
