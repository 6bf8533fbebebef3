// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
#include "survey/recipe/Step.h"

namespace maury::survey {

/// A file, or a member of an archive, that an import did not take.
struct LeftOut {
  std::string file;    ///< "folder/a.fits", "folder/bundle.zip: b.csv"
  std::string reason;  ///< a clause: "it is empty"
};

/// What an import found and left out; printed by the command line and shown in the window.
struct ImportReport {
  std::size_t spectraRead = 0;
  std::size_t repeatSpectra = 0;      ///< spectra beyond the first of the same id (repeat observations; kept)
  std::size_t matched = 0;            ///< spectra that have labels
  std::size_t unmatchedSpectra = 0;   ///< spectra whose id is not in the label table (kept, labels missing)
  std::size_t unmatchedLabels = 0;    ///< label rows without a spectrum (left out)
  std::vector<std::string> warnings;  ///< one sentence each, naming file, row or column
  std::vector<std::string> notes;     ///< what was chosen and need not worry anybody, one sentence each
  std::vector<LeftOut> leftOut;       ///< in the order of the files

  /// The files left out as lines to show: the first `most`, then how many more.
  std::vector<std::string> leftOutLines(std::size_t most = 20) const;
};

struct ImportOptions {
  /// CSV, ECSV, FITS or VOTable with an id (or file name) column and labels; empty: none.
  std::filesystem::path labels;
  /// Of the label table or a catalogue; empty: the first of file, id, source_id, RAVE_OBS_ID … (see CatalogueTable.h).
  std::string idColumn;
  /// What columns are, where their names do not say it.
  std::vector<ColumnRole> roles;
  /// Row i of the label table belongs to row i of the matrix of spectra: the one way to join by row, and only when
  /// said.
  bool rowsAreAligned = false;
  /// Wavelengths of spectra whose file does not say whether they are air or vacuum.
  enum class Medium { AsStated, Air, Vacuum };
  Medium medium = Medium::AsStated;
  /// A file with the wavelengths of a matrix or of vectors that come without; empty: none.
  std::filesystem::path wavelengths;
  /// How every spectrum is brought onto one grid as it is read, recorded as the first step; none: as they are.
  std::optional<ResampleStep> grid;
  bool gridOfFirst = false;  ///< that grid is the first spectrum's
  unsigned threads = 0;      ///< that read files; 0: one a core
  /// A catalogue without any number is taken: for one that is joined to stars, whose column may say a split or a class.
  bool textIsEnough = false;
};

/// A grid in words: "846:0.03:800" is first wavelength (nm, vacuum), step (nm) and pixels; "loglam:3.5682:0.0001:3909"
/// the same in log10 of Å. Throws Error(Usage).
ResampleStep parseGrid(std::string_view text);
/// Returns a grid in the words of parseGrid().
std::string gridText(const ResampleStep& grid);

/// A file does not say whether its wavelengths are those in air or in vacuum, and neither does the user.
class MediumUnknown : public Error {
public:
  explicit MediumUnknown(const std::string& source);
};

/// Opens what astronomers have on disk, told apart by content: survey files; spectra in the forms of readers/Format.h,
/// in files, folders and zip archives, all on one grid or rebinned to one (`grid`); a plain catalogue as CSV, ECSV,
/// FITS or VOTable (no spectra). Gaia's XP coefficients become inputs of the spectra with the same source_id, or stars
/// without spectra where there are none. Labels are joined by id: the file name, the file name without suffix, or the
/// id that the file states. Files are read by several threads; the stars are in the order of the files. A file in a
/// folder or archive that is damaged or no spectrum is left out and reported; one that was named is an error. Throws
/// Error(File | Format | Mismatch) that names file, HDU, row or column and reason: a missing, empty or truncated file,
/// a grid unlike the others', a label column that is text, ids none of which match, no file that could be read; and
/// MediumUnknown. Blocks; stops within 0.5 s of Job::requestStop().
Dataset importSurvey(const std::vector<std::filesystem::path>& paths, const ImportOptions& options,
                     ImportReport& report, Job& job);

/// Which labels, inputs and columns are needed of a survey, of which one star is shown; nothing: all of them.
using NeededNames = std::function<std::optional<std::vector<std::string>>(const Dataset& oneStar)>;

/// The same of one file, but of a survey file only what is small and needed: no spectra and no vectors of coefficients.
Dataset importCatalogue(const std::filesystem::path& path, const ImportOptions& options, ImportReport& report, Job& job,
                        const NeededNames& needed = {});

}  // namespace maury::survey
