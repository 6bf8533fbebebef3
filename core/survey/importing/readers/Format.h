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
#include "survey/importing/ReadingReport.h"

namespace maury::survey {

class GridStore;
class SourceFile;
class WavelengthNotes;

/// Spectrum as its file holds it, except that the format's "no data" values are NaN.
struct Spectrum {
  std::string id;
  std::string file;                                     ///< the file's name without its folder
  std::shared_ptr<const spectra::WavelengthGrid> grid;  ///< P pixels; shared by spectra with the same wavelengths
  std::vector<float> flux;                              ///< P; NaN = no data
  std::vector<float> fluxError;                         ///< P, 1σ; empty if the file has none
  bool wasAir = false;                                  ///< true if the file's wavelengths were in air
};

/// Spectra on one grid, with a table of their stars.
struct SpectraBlock {
  std::vector<Spectrum> spectra;  ///< S spectra
  io::Table starTable;            ///< S rows, or no columns; without the ids
  /// True if the spectra are the arms of one star, to be joined to one spectrum; `starTable` then has one row.
  bool areArms = false;
  /// Star whose arms are in several files (GALAH's four CCDs), of which the block holds one; empty for others.
  std::string armOf = {};
  /// True for a secondary product of the stars (Gaia's sampled XP spectra in addition to RVS), which is used only if
  /// the import finds no other spectra.
  bool isFallback = false;
};

/// Network inputs of stars without spectra, to be joined by id: Gaia's XP coefficients.
struct StarInputs {
  std::string source;                  ///< name of the file, for messages
  std::string file;                    ///< the same without its folder
  std::vector<std::string> ids;        ///< S stars
  std::vector<AuxiliaryInput> inputs;  ///< S × width each
  io::Table starTable;                 ///< S rows, or no columns
};

/// Options and state shared by the files of one import.
struct ReadContext {
  const ImportOptions& options;
  GridStore& grids;
  WavelengthNotes& wavelengthNotes;
  Job& job;
  bool isOnlyFile = false;                               ///< true: the format reports progress within the file
  const std::vector<std::string>* alignedIds = nullptr;  ///< ids of the rows of a matrix, from an aligned label table
};

/// Receivers of what a format reads. Called on the thread that reads.
struct FormatOutput {
  std::function<void(SpectraBlock&&)> spectra;
  std::function<void(StarInputs&&)> inputs;
  std::function<void(std::string&&)> note;  ///< a sentence for the report that names the file
  /// Reading report of the file: the format adds its parts, and its wavelengths except for their range. The caller
  /// fills in file, format and place, and counts the spectra.
  ReadGroup& reading;
};

/// Format of spectra. Both functions may throw Error(File | Format) for a damaged file.
struct Format {
  const char* name;                      ///< "Gaia XP coefficients", for messages
  bool (*recognises)(SourceFile& file);  ///< recognises a file by its headers and column names
  /// Reads a recognised file. Throws Error(Format) naming file, HDU, row or column, and reason; MediumUnknown and
  /// UnitUnknown. Calls the job's checkpoint() often.
  void (*read)(SourceFile& file, const ReadContext& context, const FormatOutput& output);
  /// Kind of the HDUs that may hold arms of the same stars (armHdus() in SpectrumArms.h); the format reads the chosen
  /// HDU.
  enum class Arms { None, InImages, InTables } arms = Arms::None;
};

/// Returns the format of a file, trying the most specific formats first; nullptr if it has none.
const Format* formatOf(SourceFile& file);

/// Refusal of a file without a format, because it is not a spectrum.
struct Refusal {
  std::string reason = {};            ///< clause for a message; empty: the file was not refused
  bool isWithoutWavelengths = false;  ///< true if it has a flux, but its wavelengths are unknown
};
Refusal refusalOf(SourceFile& file);

// One source file each, in the order in which formatOf() tries them.
extern const Format kArraySpectra;
extern const Format kApogeeStar;
extern const Format kStackedRows;
extern const Format kGalahSpectrum;
extern const Format kMatrixImage;
extern const Format kImageSpectrum;
extern const Format kXpCoefficients;
extern const Format kColumnMatrix;
extern const Format kArrayTable;
extern const Format kPixelTable;

}  // namespace maury::survey
