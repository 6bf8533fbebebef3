// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "survey/importing/Import.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/ImageAxis.h"
#include "survey/importing/wavelengths/WavelengthScale.h"

namespace maury::survey {

/// Wavelengths stated by a file, converted to nm and ascending order.
struct StatedWavelengths {
  std::vector<double> nm;
  bool isAir = false;       ///< in air; false: in vacuum
  bool isReversed = false;  ///< true if the file has descending wavelengths, so that the fluxes must be reversed too
  ReadWavelengths reading = {};  ///< place, unit and medium with their reasons; no range
};

/// Medium of wavelengths, and where it is stated.
struct StatedMedium {
  /// Implicit, so that a format with a known medium can pass a truth value.
  StatedMedium(bool isInAir, Reason reasonOf = {}) : isAir(isInAir), reason(std::move(reasonOf)) {}  // NOLINT
  bool isAir;  ///< in air; false: in vacuum
  Reason reason;
};
/// Vacuum as the definition of a survey or format.
inline const StatedMedium kVacuumByDefinition{false, {Ground::DataModel}};

/// Cache of grids. Spectra with the same wavelengths share one grid object, so that ten thousand files need one grid
/// and grids are compared by address. Thread-safe.
class GridStore {
public:
  /// Returns the grid in vacuum. Throws Error(Format) "source: reason" for wavelengths that are not a valid grid.
  std::shared_ptr<const spectra::WavelengthGrid> gridOf(const StatedWavelengths& wavelengths,
                                                        const std::string& source);

private:
  struct Known {
    StatedWavelengths stated;
    std::shared_ptr<const spectra::WavelengthGrid> grid;
  };
  std::mutex m_mutex;
  std::vector<std::shared_ptr<const Known>> m_recent;  ///< last few grids, most recently added first
};

/// Returns the medium that a header states; nullopt if it does not say. CTYPEn AWAV means air and WAVE vacuum (FITS
/// standard 4.0, table 25); LAMOST uses the key VACUUM, DESI and SDSS-V use AIRORVAC; SDSS-V has the unit "Angstrom
/// (Vacuum)".
std::optional<StatedMedium> statedMedium(HeaderKeys& keys, const AxisKeys& axis = 1);
/// Returns the same from a column's name ("wave_vac"), UCD ("em.wl;obs.atmos" means air: ESO Science Data Products
/// standard) and description.
std::optional<StatedMedium> statedMedium(const std::string& name, const std::string& ucd,
                                         const std::string& description);

/// Returns `stated`, or else the choice of the user. Throws MediumUnknown if neither is known.
StatedMedium mediumOf(const std::optional<StatedMedium>& stated, ImportOptions::Medium choice,
                      const std::string& source);

/// Returns the wavelengths of the pixels along an axis of an image (`axis` is its number) or of the vectors in a column
/// (AxisKeys::ofColumn()), as axisValues() reads them, in the unit that chooseWavelengthUnit() finds. Throws
/// UnitUnknown, MediumUnknown, and Error(Format) for keys that are missing or cannot be read.
StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, const AxisKeys& axis, std::size_t pixels,
                                    std::optional<StatedMedium> known, const ReadContext& context,
                                    const std::string& source);

/// Converts the values of a column or 1-D image to wavelengths, in the unit that chooseWavelengthUnit() finds.
/// Descending values are reversed. Throws UnitUnknown.
StatedWavelengths wavelengthsOf(std::span<const double> values, const StatedScale& scale, const StatedMedium& medium,
                                const ReadContext& context, const std::string& source);

/// Converts values in a known unit to wavelengths. Descending values are reversed. `place` is where they were read.
StatedWavelengths wavelengthsOf(std::span<const double> values, const ChosenUnit& unit, const StatedMedium& medium,
                                const std::string& place);

/// Returns the `count` wavelengths of the vectors in the column called `column` of the file's table, from the header
/// keys 1CRVLn, 1CDLTn … of FITS world coordinates (4MOST), or from CRVAL, CDELT … without a number if NPIXELS is
/// `count` (SDSS-V's mwmVisit); nullopt if it has neither. Throws like wavelengthsOfAxis().
std::optional<StatedWavelengths> wavelengthsOfColumnAxis(SourceFile& file, const std::string& column, std::size_t count,
                                                         std::optional<StatedMedium> known, const ReadContext& context);

/// Finds `count` wavelengths (0: any number) in an HDU other than that of the flux: a 1-D image (with a name such as
/// WAVE, LAMBDA or LOGLAM, or else the first of that length with increasing values in a clear unit), or a table with a
/// column of wavelengths. Returns nullopt if there is none. HDU `excludedHdu` is skipped. Throws UnitUnknown for an HDU
/// or column that is named as wavelengths. Marks the HDU as used.
std::optional<StatedWavelengths> wavelengthsInOtherHdu(SourceFile& file, std::size_t count, int excludedHdu,
                                                       const ReadContext& context);

/// Reads wavelengths from a file that the user named: a 1-D image, or a table with a column of wavelengths. Throws
/// Error(Format) if it has none, UnitUnknown and MediumUnknown.
StatedWavelengths readWavelengths(const std::filesystem::path& path, const ReadContext& context);

}  // namespace maury::survey
