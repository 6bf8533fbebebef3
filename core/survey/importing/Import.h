// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Error.h"
#include "base/Job.h"
#include "survey/dataset/Dataset.h"
#include "survey/importing/ColumnRoles.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/WavelengthUnit.h"
#include "survey/recipe/Step.h"

namespace maury::survey {

/// File, or member of an archive, that an import left out.
struct LeftOutFile {
  std::string file;    ///< "folder/a.fits", "folder/bundle.zip: b.csv"
  std::string reason;  ///< a clause: "it is empty"
};

/// Counts and messages of an import; printed by the command line and shown in the window.
struct ImportReport {
  std::size_t spectraRead = 0;
  std::size_t repeatSpectra = 0;      ///< spectra after the first of the same id (repeat observations; kept)
  std::size_t matched = 0;            ///< spectra that have labels
  std::size_t unmatchedSpectra = 0;   ///< spectra whose id is not in the label table (kept, labels missing)
  std::size_t unmatchedLabels = 0;    ///< label rows without a spectrum (dropped)
  std::vector<std::string> warnings;  ///< one sentence each, naming file, row or column
  std::vector<std::string> notes;     ///< harmless choices made by the import, one sentence each
  std::vector<LeftOutFile> leftOut;   ///< files left out, in the order of the files
  ReadingReport reading;              ///< how the files were read, and why

  /// Returns the files left out as lines of text: the first `maxLines`, then the number of further ones.
  std::vector<std::string> leftOutLines(std::size_t maxLines = 20) const;
};

struct ImportOptions {
  /// CSV, ECSV, FITS, VOTable, HDF5, .npy or .npz file with an id (or file name) column and labels; empty: none.
  std::filesystem::path labels;
  /// Id column of the label table or catalogue; empty: a column with a known name (findIdColumn() in Ids.h).
  std::string idColumn;
  /// Roles of columns whose names do not reveal them.
  std::vector<ColumnRole> roles;
  /// True if row i of the label table belongs to row i of the matrix of spectra. Nothing is joined by row otherwise.
  bool rowsAreAligned = false;
  /// Medium of the wavelengths if a file does not state it; AsStated: throw MediumUnknown.
  enum class Medium { AsStated, Air, Vacuum };
  Medium medium = Medium::AsStated;
  /// Unit of the wavelengths if a file states none or an implausible one; none: the usual unit of such values, or
  /// UnitUnknown.
  std::optional<WavelengthUnit> unit;
  /// File with the wavelengths of a matrix or of vectors that have none; empty: none.
  std::filesystem::path wavelengths;
  /// Bits of mask columns, images and rows that mark pixels without data (bit 0 = 1); none: the survey's
  /// recommendation, or else all.
  std::optional<std::uint64_t> maskBits;
  /// Grid to which every spectrum is rebinned on reading, recorded as the first preprocessing step; none: no rebinning.
  std::optional<ResampleStep> grid;
  bool usesFirstGrid = false;  ///< rebin to the grid of the first spectrum
  /// HDU of FITS files to read where several could be meant, by number (1 = primary) or EXTNAME; group, table or array
  /// of HDF5, .npy and .npz files; empty: as found.
  std::string hdu;
  unsigned threads = 0;  ///< threads that read files; 0: one per core
  /// True to keep numbers that usually mean "no value" (−9999, 99.99 …) and values that a label cannot have.
  bool keepSentinels = false;
  /// True to accept a catalogue without numeric columns, such as a split or class that will be joined to stars.
  bool textIsEnough = false;
};

/// Parses bits of a mask: "0,3,6", "all" or "none". Throws Error(Usage).
std::uint64_t parseMaskBits(std::string_view text);
/// Returns the bits in the form that parseMaskBits() reads.
std::string maskBitsText(std::uint64_t bits);

/// Parses a grid: "846:0.03:800" means first wavelength (nm, vacuum), step (nm) and number of pixels;
/// "loglam:3.5682:0.0001:3909" the same in log10 of Å. Throws Error(Usage).
ResampleStep parseGrid(std::string_view text);
/// Returns a grid in the form that parseGrid() reads.
std::string gridText(const ResampleStep& grid);

/// Error thrown if neither the file nor the user says whether wavelengths are in air or in vacuum.
class MediumUnknown : public Error {
public:
  explicit MediumUnknown(const std::string& source);
};

/// Error thrown if neither the file nor the user says in which unit wavelengths are, and several are possible, or if no
/// plausible one is stated.
class UnitUnknown : public Error {
public:
  /// `choices` are the plausible units, which `message` names; the first is the most usual.
  UnitUnknown(const std::string& message, std::vector<WavelengthUnit> choices);
  const std::vector<WavelengthUnit>& choices() const noexcept { return m_choices; }

private:
  std::vector<WavelengthUnit> m_choices;
};

/// Imports stars from files of any supported kind, recognised by content:
/// - survey files;
/// - spectra in the formats of readers/Format.h, in files, folders and zip archives, all on one grid or rebinned to
/// one;
/// - catalogues without spectra (CSV, ECSV, FITS, VOTable, HDF5, .npy or .npz).
///
/// Gaia's XP coefficients become inputs of the spectra with the same source_id, or of stars without spectra if there
/// are none. Labels are joined by id: the id stated in the file, or the file name with or without suffix. Several
/// threads read files; the stars keep the order of the files. Damaged or foreign files in folders and archives are
/// left out and reported; if such a file was named by the user, it is an error.
///
/// Throws Error(File | Format | Mismatch) naming file, HDU, row or column, and reason, for example a missing, empty or
/// truncated file, a different grid, a label column that is text, ids that do not match, or no readable file. Throws
/// MediumUnknown or UnitUnknown. Blocks; stops within 0.5 s of Job::requestStop().
Dataset importSurvey(const std::vector<std::filesystem::path>& paths, const ImportOptions& options,
                     ImportReport& report, Job& job);

/// Returns the entry of the reading report for a survey file of this program. `schema` needs no stars; if it has some,
/// the samples are theirs.
ReadGroup readingOfSurvey(const Dataset& schema, const std::string& fileName, std::size_t starCount);

/// Returns the lines of the reading report for a survey file: readingOfSurvey(), followed by the indented lines of the
/// report that the file keeps of its import.
std::vector<std::string> readingLinesOfSurvey(const Dataset& schema, const std::string& fileName,
                                              std::size_t starCount);

/// Callback that selects the labels, inputs and columns to read from a survey; nullopt: all of them. `oneStar` holds
/// the first star of the survey.
using NeededNames = std::function<std::optional<std::vector<std::string>>(const Dataset& oneStar)>;

/// Imports one file like importSurvey(), but reads no spectra and no vectors of coefficients from a survey file, and
/// only the names that `needed` selects.
Dataset importCatalogue(const std::filesystem::path& path, const ImportOptions& options, ImportReport& report, Job& job,
                        const NeededNames& needed = {});

}  // namespace maury::survey
