// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "base/Job.h"
#include "survey/Dataset.h"

namespace maury::survey {

/// All that a survey file says of its stars but their spectra and vectors of coefficients: small enough to be held for
/// millions of stars. Progress unit "stars". Throws as SurveyReader.
Dataset readStars(const std::filesystem::path& path, Job& job);

/// Changes a survey file chunk by chunk into another (or itself), in bounded memory and atomically. `change` gets each
/// chunk with the number of its first star, and must leave every chunk with the same parts; it is called with no stars
/// if the survey has none. `textWidth`: characters of the widest text it adds. Progress unit "stars".
/// Error(Cancelled) and every other error leave no file.
void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job);

}  // namespace maury::survey
