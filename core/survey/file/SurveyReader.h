// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Parts of a survey file to read in addition to the ids. Parts that are not read take no memory and are not in the
/// reader's schema.
struct SurveyParts {
  bool spectra = true;     ///< flux and grid
  bool fluxErrors = true;  ///< flux errors; ignored without spectra
  bool vectors = true;     ///< inputs with more than one element
  /// If set, read only the labels (with their errors), inputs and columns that findLabel(), findInput() and
  /// findColumn() find by one of these names; "e_" + a label's name selects that label.
  std::optional<std::vector<std::string>> names = std::nullopt;
};

/// Reader that streams a survey file, which may be larger than memory. Not thread-safe: use one reader per thread.
class SurveyReader {
public:
  /// Opens the file. Throws Error(File) or Error(Format) that names the file, the HDU or column, and the reason.
  explicit SurveyReader(const std::filesystem::path& path, const SurveyParts& parts = {});
  ~SurveyReader();
  SurveyReader(SurveyReader&&) noexcept;

  /// Verifies the checksums of the file (FitsReader::verifyChecksums()). The first read does so too, but cannot be
  /// stopped.
  void verifyChecksums(Job& job) const;

  std::size_t starCount() const;
  /// Returns a dataset without stars: grid, provenance, and the inputs, labels and columns that are read.
  const Dataset& schema() const;
  std::size_t rowBytes() const;   ///< bytes per star in the file, including parts that are not read
  std::size_t textWidth() const;  ///< characters of the widest text column, including the ids
  /// Reads the stars [first, first + count). Throws Error(Mismatch) if the file has fewer.
  Dataset read(std::size_t first, std::size_t count) const;
  /// Reads into `chunk`, which must be empty or the unchanged result of an earlier call. Reusing its memory matters:
  /// allocating new memory takes as long as reading.
  void read(std::size_t first, std::size_t count, Dataset& chunk) const;
  /// Reads these rows, in that order; fastest if many of them are consecutive. Throws the errors of read().
  Dataset readRows(std::span<const std::size_t> rows) const;

private:
  friend Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts);
  void resizeRows(Dataset& dataset, std::size_t count) const;
  void readInto(Dataset& dataset, std::size_t intoRow, std::size_t first, std::size_t count) const;

  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::survey
