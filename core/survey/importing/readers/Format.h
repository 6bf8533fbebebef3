// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "io/tables/Table.h"
#include "spectra/WavelengthGrid.h"
#include "survey/importing/Import.h"

namespace maury::survey {

class GridStore;
class SourceFile;

/// One spectrum as its file holds it, cleaned of what its format writes for "no data".
struct Spectrum {
  std::string id;
  std::string file;                                     ///< the file's name without its folder
  std::shared_ptr<const spectra::WavelengthGrid> grid;  ///< P pixels; shared by the spectra that state the same one
  std::vector<float> flux;                              ///< P; NaN = no data
  std::vector<float> fluxError;                         ///< P, 1σ; empty if the file has none
  bool wasAir = false;                                  ///< the file's wavelengths were those in air
};

/// Spectra of one grid and what the file says of their stars.
struct SpectraBlock {
  std::vector<Spectrum> spectra;  ///< S
  io::Table about;                ///< S rows, or no columns; ids not among them
  /// A second product of stars whose proper spectra may be there too (Gaia's sampled XP beside RVS): kept only when
  /// there are no others.
  bool isSecondChoice = false;
};

/// Network inputs of stars by id that come without a spectrum: Gaia's XP coefficients.
struct StarInputs {
  std::string source;                  ///< the file, for messages
  std::vector<std::string> ids;        ///< S
  std::vector<AuxiliaryInput> inputs;  ///< S × width each
  io::Table about;                     ///< S rows, or no columns
};

/// What the files of one import share, and what the user said of them.
struct ReadContext {
  const ImportOptions& options;
  GridStore& grids;
  Job& job;
  bool isOnlyFile = false;                               ///< then it reports its own progress
  const std::vector<std::string>* alignedIds = nullptr;  ///< of the label table whose rows are a matrix's rows
};

/// Where a format puts what it reads. Called on the thread that reads.
struct Found {
  std::function<void(SpectraBlock&&)> spectra;
  std::function<void(StarInputs&&)> inputs;
  std::function<void(std::string&&)> note;  ///< a sentence for the report that names the file
};

/// A form in which spectra come. Both functions may throw Error(File | Format) for a damaged file.
struct Format {
  const char* name;                      ///< "Gaia XP coefficients", for messages
  bool (*recognises)(SourceFile& file);  ///< by content: headers, names of columns
  /// Reads the file that was recognised. Throws Error(Format) naming file, HDU, row or column, and reason, and
  /// MediumUnknown. Calls the job's checkpoint() often.
  void (*read)(SourceFile& file, const ReadContext& context, const Found& found);
};

/// The format of a file, the most particular first; nullptr if it is none.
const Format* formatOf(SourceFile& file);

/// Why the file holds no spectrum, as a clause for a message.
std::string whyNoSpectrum(SourceFile& file);

// One file each, in the order in which formatOf() asks them.
extern const Format kApogeeStar;
extern const Format kStackedRows;
extern const Format kImageSpectrum;
extern const Format kMatrixImage;
extern const Format kXpCoefficients;
extern const Format kArrayTable;
extern const Format kPixelTable;

}  // namespace maury::survey
