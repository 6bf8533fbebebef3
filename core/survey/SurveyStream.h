// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "base/Job.h"
#include "survey/Dataset.h"

namespace maury::survey {

/// All that a survey file says of its stars but their spectra and vectors of coefficients: small enough to be held for
/// millions of stars. Progress unit "stars". Throws as SurveyReader.
Dataset readStars(const std::filesystem::path& path, Job& job);

/// The stars of a survey file that pass a filter (Filter.h), spectra included: all of them, or `most` evenly spread
/// over the file. Memory is that of the stars chosen and one chunk. Progress unit "stars". Throws FilterError, and as
/// SurveyReader.
Dataset readChosen(const std::filesystem::path& path, const std::string& filter, std::size_t most, Job& job);

/// Calls `use` with the stars of a survey file chunk by chunk, in the file's order, while the next chunk is read beside
/// it: in bounded memory. Not called for a survey without stars. Throws as SurveyReader, and what `use` throws.
void forEachChunk(const std::filesystem::path& path, const std::function<void(const Dataset& chunk)>& use);

/// Changes a survey file chunk by chunk into another (or itself), in bounded memory and atomically. `change` gets each
/// chunk with the number of its first star, and must leave every chunk with the same parts; it is called with no stars
/// if the survey has none. `textWidth`: characters of the widest text it adds. Progress unit "stars".
/// Error(Cancelled) and every other error leave no file.
void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job);

}  // namespace maury::survey
