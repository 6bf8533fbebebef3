// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/file/SurveyFile.h"

namespace maury::survey {

/// No spectra and no vectors of coefficients: what is small enough to be held for millions of stars.
inline const SurveyParts kScalars{.spectra = false, .fluxErrors = false, .vectors = false};

/// Stars to hold at a time: about 16 MB of them, in whole batches of a network.
std::size_t starsAtOnce(std::size_t bytesOfStar) noexcept;

/// Rows of a survey file that pass a filter (Filter.h), in bounded memory. Progress unit "stars". Throws FilterError,
/// and as SurveyReader.
std::vector<std::size_t> filterFile(const std::filesystem::path& path, const std::string& filter, Job& job);

/// Calls `use` for chosen rows of a survey file, in rising order, with each chunk that has some of them and where they
/// stand in it. Progress unit "stars".
void forEachOf(const std::filesystem::path& path, std::span<const std::size_t> rows, const SurveyParts& parts, Job& job,
               const std::function<void(const Dataset& chunk, std::span<const std::size_t> rows)>& use);

/// The stars of a survey file that pass a filter: all of them, or `most` evenly spread over the file. Memory is that of
/// the stars chosen and one chunk. Progress and errors as filterFile().
Dataset readChosen(const std::filesystem::path& path, const std::string& filter, std::size_t most, Job& job,
                   const SurveyParts& parts = {});

/// Calls `use` with the stars of a survey file chunk by chunk, in the file's order, while the next chunk is read beside
/// it: in bounded memory. Not called for a survey without stars. Throws as SurveyReader, and what `use` throws.
void forEachChunk(const std::filesystem::path& path, const SurveyParts& parts,
                  const std::function<void(const Dataset& chunk)>& use);

/// Changes a survey file chunk by chunk into another (or itself), in bounded memory and atomically. `change` gets each
/// chunk with the number of its first star, and must leave every chunk with the same parts; it is called with no stars
/// if the survey has none. `textWidth`: characters of the widest text it adds. Progress unit "stars".
/// Error(Cancelled) and every other error leave no file.
void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job);

}  // namespace maury::survey
