// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/file/SurveyReader.h"

namespace maury::survey {

/// Scalar parts only, without spectra and vectors: small enough to hold in memory for millions of stars.
inline const SurveyParts kScalars{.spectra = false, .fluxErrors = false, .vectors = false};

/// Returns the parts that a split needs: the ids, and kSplitColumn if the survey has it. About 40 bytes a star.
SurveyParts splitParts();

/// Returns the number of stars per chunk: about 16 MB, in multiples of 32 stars (whole batches of a network).
std::size_t starsPerChunk(std::size_t bytesOfStar) noexcept;

/// Returns the rows of a survey file that pass a filter (Filter.h), in bounded memory. `addColumns` can add columns to
/// each chunk that the filter uses. Progress unit "stars". Throws FilterError, and the errors of SurveyReader and of
/// `addColumns`, which is also called for a survey without stars.
std::vector<std::size_t> filterFile(const std::filesystem::path& path, const std::string& filter, Job& job,
                                    const std::function<void(Dataset& chunk)>& addColumns = {});

/// Reads the chunks of a survey file that hold any of `rows` (in ascending order), and calls `use` with each chunk and
/// the positions of these rows in it. Progress unit "stars".
void visitRows(const std::filesystem::path& path, std::span<const std::size_t> rows, const SurveyParts& parts, Job& job,
               const std::function<void(const Dataset& chunk, std::span<const std::size_t> rows)>& use);

/// Reads the stars of a survey file that pass a filter; if there are more than `maxStars`, an evenly spaced subset of
/// that size. Memory: the stars returned and one chunk. Progress and errors are those of filterFile().
Dataset readFiltered(const std::filesystem::path& path, const std::string& filter, std::size_t maxStars, Job& job,
                     const SurveyParts& parts = {});

/// Reads the stars `rows` of a survey file, in that order, in blocks of starsPerChunk() stars, and calls `use` with
/// each block; without rows once, with an empty block. Memory: one block. Throws the errors of SurveyReader::readRows()
/// and of `use`.
void forEachBlock(const SurveyReader& reader, std::span<const std::size_t> rows,
                  const std::function<void(Dataset&& block)>& use);

/// Calls `use` with each chunk of a survey file, in the file's order, while another thread reads the next chunk. Holds
/// two chunks in memory. `use` is not called for a survey without stars. Throws the errors of SurveyReader and of
/// `use`.
void forEachChunk(const std::filesystem::path& path, const SurveyParts& parts,
                  const std::function<void(const Dataset& chunk)>& use);

/// Rewrites a survey file chunk by chunk to another path or to itself, atomically and in bounded memory. `change` gets
/// each chunk with the row number of its first star, and must leave all chunks with the same labels, inputs and
/// columns. For a survey without stars it is called once, with an empty chunk. `textWidth` is the length in characters
/// of the longest string that `change` adds. Progress unit "stars". On cancellation or any error, nothing is written.
void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job);

}  // namespace maury::survey
