// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/Dataset.h"

namespace maury::survey {

/// What an import found and left out; printed by the command line and shown in the window.
struct ImportReport {
  std::size_t spectraRead = 0;
  std::size_t matched = 0;            ///< spectra that have labels
  std::size_t unmatchedSpectra = 0;   ///< spectra whose id is not in the label table (kept, labels missing)
  std::size_t unmatchedLabels = 0;    ///< label rows without a spectrum (left out)
  std::vector<std::string> warnings;  ///< one sentence each, naming file, row or column
};

struct ImportOptions {
  /// CSV or FITS table with an id (or file name) column and labels; empty: none.
  std::filesystem::path labels;
  std::string
      idColumn;  ///< of the label table; empty: the first of file, id, source_id, RAVE_OBS_ID, else the first column
  /// Wavelengths of image spectra whose header does not say whether they are air or vacuum.
  enum class Medium { AsStated, Air, Vacuum };
  Medium medium = Medium::AsStated;
  /// Running-mean normalisation window (pixels, odd); 0 leaves the flux as delivered.
  int runningMeanPixels = 0;
};

/// Opens what astronomers have on disk, told apart by content: a survey file; a folder (or list) of 1-D FITS spectra
/// (primary image with CRVAL1/CDELT1 or CD1_1, in Å or nm, all on one grid); Gaia DR3 RVS DataLink CSV files (one row a
/// pixel, nm, vacuum) or a folder of them; a plain catalogue as CSV or FITS table (no spectra). Labels are joined by
/// id: the file name, the file name without suffix, or the source_id. Throws Error(File | Format | Mismatch) that names
/// file, HDU/row/column and reason: a missing, empty or truncated file, a grid unlike the others', a label column that
/// is text, ids none of which match, an air/vacuum question that the header leaves open (with the option that answers
/// it).
Dataset importSurvey(const std::vector<std::filesystem::path>& paths, const ImportOptions& options,
                     ImportReport& report, Job& job);

}  // namespace maury::survey
