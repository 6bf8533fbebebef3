// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Result of copyStars().
struct CopiedStars {
  Dataset schema;         ///< grid, labels and provenance of the new file, without stars
  std::size_t stars = 0;  ///< number of stars that were copied
};

/// Copies the stars of a survey file that pass `filter` (empty: all) to another survey file or to the same one, chunk
/// by chunk. `change` gets each chunk and must leave all of them with the same labels, inputs and columns. The file has
/// the bytes that writeSurvey() writes for these stars at once. Atomic; if no star passes, nothing is written. Memory:
/// one chunk of about 16 MB and 8 bytes a star. Progress unit "stars". Throws FilterError and the errors of
/// SurveyReader, SurveyWriter and `change`.
CopiedStars copyStars(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& filter,
                      const std::function<void(Dataset& chunk)>& change, Job& job);

}  // namespace maury::survey
