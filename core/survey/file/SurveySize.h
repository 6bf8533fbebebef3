// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Returns the size, in bytes, of a survey file with `stars` stars like those of `example`, within a few headers of
/// 2880 bytes. Text columns, the ids among them, have at least `textWidth` characters, as in SurveyWriter. Without
/// stars in `example`, errors and longer texts do not count.
std::uint64_t surveyFileBytes(const Dataset& example, std::size_t stars, std::size_t textWidth = 32);

/// Checks before long work that such a file can be written. Returns its size in bytes, for io::writePart(). Throws the
/// error of io::requireSpace().
std::uint64_t requireSurveySpace(const std::filesystem::path& path, const Dataset& example, std::size_t stars,
                                 std::size_t textWidth = 32);

}  // namespace maury::survey
