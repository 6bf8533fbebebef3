// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// The survey file: ONE standard FITS file that astropy and TOPCAT open as a table.
/// HDU STARS: one row a star: id (A), flux and flux_error (P × E), inputs (E vectors), labels (E) and errors (e_NAME,
/// E), columns (D, K or A). Keywords ROLEn say what column n is: id, flux, flux_error, input, label, label_error,
/// column; NAMEn and UNITn are a name or unit that FITS cannot hold. MOCK (logical), ORIGIN, HISTORY lines for the
/// preprocessing steps (Recipe.h) and notes. MAURYFMT is the version of the format; without it, as Maury 0.1 wrote, 1.
/// HDU WAVELENGTH: wavelength (D, nm, vacuum). A FITS table without ROLEn keywords is not a survey file; import it
/// (Import.h).

/// What to read of a survey file beside the ids. The rest takes no memory and is in no schema.
struct SurveyParts {
  bool spectra = true;     ///< flux, and the grid
  bool fluxErrors = true;  ///< where there are spectra
  bool vectors = true;     ///< inputs of more than one element
  /// Only those labels with their errors, inputs and columns that findLabel(), findInput() and findColumn() know by one
  /// of these names (or "e_" and a label's); without a list all.
  std::optional<std::vector<std::string>> names = std::nullopt;
};

/// Streams a survey file larger than memory. Not thread-safe: one reader a thread.
class SurveyReader {
public:
  /// Throws Error(File) or Error(Format) naming file, HDU or column, and reason.
  explicit SurveyReader(const std::filesystem::path& path, const SurveyParts& parts = {});
  ~SurveyReader();
  SurveyReader(SurveyReader&&) noexcept;

  std::size_t starCount() const;
  /// Everything but the stars: grid, provenance, and the inputs, labels and columns that are read, with no rows.
  const Dataset& schema() const;
  std::size_t rowBytes() const;   ///< of a star in the file, parts that are not read among them
  std::size_t textWidth() const;  ///< characters of the widest text column, the ids among them
  /// Stars [first, first + count). Throws Error(Mismatch) when there are not so many.
  Dataset read(std::size_t first, std::size_t count) const;
  /// The same into `chunk`, which is empty or what an earlier call has left, unchanged: its memory is used again, where
  /// new memory costs as much time as the reading.
  void read(std::size_t first, std::size_t count, Dataset& chunk) const;
  /// The stars of these rows, in that order; fastest where many follow each other. Throws as read().
  Dataset readRows(std::span<const std::size_t> rows) const;

private:
  friend Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts);
  void resizeRows(Dataset& dataset, std::size_t count) const;
  void readInto(Dataset& dataset, std::size_t intoRow, std::size_t first, std::size_t count) const;

  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Streams stars into a survey file, atomically: nothing is seen at `path` before commit(). Text columns take the width
/// `textWidth` unless the schema's rows (or, without any, the first chunk's) need more; they also tell whether the
/// survey has flux errors and label errors. A longer text later is an Error(Mismatch) that names star and column.
class SurveyWriter {
public:
  SurveyWriter(const std::filesystem::path& path, const Dataset& schema, std::size_t textWidth = 32);
  ~SurveyWriter();
  SurveyWriter(SurveyWriter&&) noexcept;

  /// Appends the stars of a chunk with the schema's grid, inputs, labels and columns. Throws Error(Mismatch),
  /// Error(File).
  void append(const Dataset& chunk);
  /// Completes the file and puts it in place; the row count (NAXIS2) is final.
  void commit();

private:
  friend void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
  void appendRows(const Dataset& dataset, std::size_t first, std::size_t count);

  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Whole-file forms, read and written in chunks with progress (unit "stars").
Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts = {});
void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
/// True if the file is FITS and has the ROLEn keywords of a survey file.
bool isSurveyFile(const std::filesystem::path& path);

}  // namespace maury::survey
