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

/// Wavelengths as a file states them, in nm, increasing; in air or in vacuum.
struct StatedWavelengths {
  std::vector<double> nm;
  bool isAir = false;
  bool isReversed = false;  ///< the file had them decreasing: fluxes must be turned round too
};

/// Gives one grid object to all spectra that state the same wavelengths, so that ten thousand files cost one grid and
/// their comparison a look at an address. Thread-safe.
class GridStore {
public:
  /// Throws Error(Format) "source: reason" for wavelengths that are no grid.
  std::shared_ptr<const spectra::WavelengthGrid> gridOf(const StatedWavelengths& wavelengths,
                                                        const std::string& source);

private:
  struct Known {
    StatedWavelengths stated;
    std::shared_ptr<const spectra::WavelengthGrid> grid;
  };
  std::mutex m_mutex;
  std::vector<std::shared_ptr<const Known>> m_recent;  ///< the last few, the most recent first
};

/// nm in one of the unit: FITS standard 4.0, section 4.3, VizieR's "0.1nm", and the spellings that files have; no value
/// for another unit.
std::optional<double> nmOfUnit(const std::string& unit);

/// Whether a header says that its wavelengths are those in air; no value if it does not say. CTYPEn AWAV is air, WAVE
/// vacuum (FITS standard 4.0, table 25); VACUUM is LAMOST's, AIRORVAC DESI's and SDSS-V's key.
std::optional<bool> statedAir(HeaderKeys& keys, int axis = 1);
/// The same of a column's name ("wave_vac"), UCD and description: "em.wl;obs.atmos" is air (ESO Science Data Products
/// standard).
std::optional<bool> statedAir(const std::string& name, const std::string& ucd, const std::string& description);

/// What is stated, else what the user says; throws MediumUnknown where neither does.
bool isAir(std::optional<bool> stated, ImportOptions::Medium medium, const std::string& source);

/// Whether a header places axis `axis` of its image in wavelength: CRVALn with CDELTn or CDn_n, and no CTYPEn of
/// another kind.
bool hasWavelengthAxis(HeaderKeys& keys, int axis);

/// The wavelengths of the pixels of that axis: linear; log10, where DC-FLAG is 1, CTYPEn says so or COEFF0 stands there
/// (IRAF, SDSS, LAMOST, APOGEE); or FITS's own WAVE-LOG (Greisen+ 2006, A&A 446, 747, section 3.2). Without a unit,
/// numbers of 2000 and more are Å. Throws Error(Format) for a unit that is none of length.
StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, int axis, std::size_t pixels, std::optional<bool> knownAir,
                                    ImportOptions::Medium medium, const std::string& source);

/// Numbers of a column or a 1-D image as wavelengths; log10 of them where `isLog`. `unit` as the file states it.
/// Throws Error(Format) for an unknown unit. Decreasing ones are turned round.
StatedWavelengths wavelengthsOf(std::span<const double> values, const std::string& unit, bool isLog, bool isAir,
                                const std::string& source);

/// Wavelengths that stand in another HDU than the flux, `count` of them: a 1-D image (called WAVE…, LAMBDA…, LOGLAM …,
/// or the only one of that length that increases) or a table with a column of wavelengths. No value if there is none.
/// `without` is an HDU that is not looked at.
std::optional<StatedWavelengths> wavelengthsBeside(SourceFile& file, std::size_t count, int without,
                                                   ImportOptions::Medium medium);

/// The wavelengths in a file that the user named (--wavelengths): a 1-D image or a table with a column of them. Throws
/// Error(Format) if it has none.
StatedWavelengths readWavelengths(const std::filesystem::path& path, ImportOptions::Medium medium);

}  // namespace maury::survey
