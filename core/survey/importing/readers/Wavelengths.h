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
#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

/// Wavelengths stated by a file, converted to nm and ascending order.
struct StatedWavelengths {
  std::vector<double> nm;
  bool isAir = false;       ///< in air; false: in vacuum
  bool isReversed = false;  ///< true if the file has descending wavelengths, so that the fluxes must be reversed too
};

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

/// Returns the factor from a unit to nm: units of FITS standard 4.0, section 4.3, VizieR's "0.1nm", and other common
/// spellings; nullopt for an unknown unit.
std::optional<double> nmOfUnit(const std::string& unit);

/// Returns true if a header states that its wavelengths are in air, false for vacuum, nullopt if it does not say.
/// CTYPEn AWAV means air and WAVE vacuum (FITS standard 4.0, table 25); LAMOST uses the key VACUUM, DESI and SDSS-V use
/// AIRORVAC.
std::optional<bool> statedAir(HeaderKeys& keys, int axis = 1);
/// Returns the same from a column's name ("wave_vac"), UCD ("em.wl;obs.atmos" means air: ESO Science Data Products
/// standard) and description.
std::optional<bool> statedAir(const std::string& name, const std::string& ucd, const std::string& description);

/// Returns `stated`, or else the choice of the user. Throws MediumUnknown if neither is known.
bool isAir(std::optional<bool> stated, ImportOptions::Medium medium, const std::string& source);

/// Returns true if a header has wavelengths along image axis `axis`: it has CRVALn with CDELTn or CDn_n, and CTYPEn is
/// not another quantity.
bool hasWavelengthAxis(HeaderKeys& keys, int axis);

/// Returns the wavelengths of the pixels along an axis. They are uniform in λ; or in log10 λ, if DC-FLAG is 1, CTYPEn
/// says so, or COEFF0 equals CRVALn (IRAF, SDSS, LAMOST, APOGEE); or follow FITS's WAVE-LOG (Greisen+ 2006, A&A 446,
/// 747, section 3.2). Without a unit, values of 2000 and above are taken as Å. Throws Error(Format) for a unit that is
/// not a length.
StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, int axis, std::size_t pixels, std::optional<bool> knownAir,
                                    ImportOptions::Medium medium, const std::string& source);

/// Converts the values of a column or 1-D image to wavelengths; with `isLog` the values are log10 of them. `unit` is
/// the unit stated by the file. Descending values are reversed. Throws Error(Format) for an unknown unit.
StatedWavelengths wavelengthsOf(std::span<const double> values, const std::string& unit, bool isLog, bool isAir,
                                const std::string& source);

/// Finds `count` wavelengths (0: any number) in an HDU other than that of the flux: a 1-D image (with a name such as
/// WAVE, LAMBDA or LOGLAM, or else the first of that length with increasing values), or a table with a column of
/// wavelengths. Returns nullopt if there is none. HDU `excludedHdu` is skipped.
std::optional<StatedWavelengths> wavelengthsInOtherHdu(SourceFile& file, std::size_t count, int excludedHdu,
                                                       ImportOptions::Medium medium);

/// Reads wavelengths from a file that the user named: a 1-D image, or a table with a column of wavelengths. Throws
/// Error(Format) if it has none.
StatedWavelengths readWavelengths(const std::filesystem::path& path, ImportOptions::Medium medium);

}  // namespace maury::survey
