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

/// Survey file: a standard FITS file that astropy and TOPCAT open as a table. A FITS table without ROLEn keywords is
/// not a survey file; import it (Import.h).
///
/// HDU STARS has one row per star with the columns id (A), flux and flux_error (P × E), inputs (vectors of E), labels
/// (E), their errors (e_NAME, E), and other columns (D, K or A). Its keywords:
/// - ROLEn: role of column n: id, flux, flux_error, input, label, label_error or column;
/// - NAMEn, UNITn: name or unit of column n if FITS cannot represent it;
/// - MOCK: true for simulated stars; ORIGIN: source of the stars;
/// - HISTORY: preprocessing steps (Recipe.h) and notes;
/// - MAURYFMT: version of the format; absent (in files of Maury 0.1) means 1.
///
/// HDU WAVELENGTH has the column wavelength (D, nm, vacuum).
///
/// HDU READING, if there is one, has the lines of the reading report of the import in the column line (A).

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

/// Usual minimum width of a text column, in characters, so that longer texts can be added later.
inline constexpr std::size_t kMinTextWidth = 32;

/// Writer that streams stars into a survey file. Atomic: the file appears at `path` only on commit(). The rows of the
/// schema (or, if it has none, of the first chunk) determine whether there are flux errors and label errors, and the
/// width of the text columns, which is at least `textWidth`. Longer strings in later chunks throw Error(Mismatch) that
/// names the star and the column.
class SurveyWriter {
public:
  SurveyWriter(const std::filesystem::path& path, const Dataset& schema, std::size_t textWidth = kMinTextWidth);
  ~SurveyWriter();
  SurveyWriter(SurveyWriter&&) noexcept;

  /// Appends the stars of a chunk. Throws Error(Mismatch) if its grid, inputs, labels or columns differ from the
  /// schema, and Error(File).
  void append(const Dataset& chunk);
  /// Completes the file, including its row count (NAXIS2), and moves it to `path`.
  void commit();

private:
  friend void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
  void appendRows(const Dataset& dataset, std::size_t first, std::size_t count);

  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Reads a whole survey in chunks. Progress unit "stars".
Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts = {});
/// Writes a whole survey in chunks. Progress unit "stars".
void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
/// Returns true if the file is FITS and has the ROLEn keywords of a survey file.
bool isSurveyFile(const std::filesystem::path& path);

}  // namespace maury::survey
