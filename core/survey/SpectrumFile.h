// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/Fits.h"
#include "io/Table.h"
#include "spectra/WavelengthGrid.h"
#include "survey/Import.h"

namespace maury::survey {

/// One spectrum as its file holds it.
struct Spectrum {
  std::string id;
  std::filesystem::path file;
  std::shared_ptr<const spectra::WavelengthGrid> grid;  ///< shared by the spectra that state the same one
  std::vector<float> flux;
  std::vector<float> fluxError;  ///< empty if the file has none
  double raDeg = std::numeric_limits<double>::quiet_NaN();
  double decDeg = std::numeric_limits<double>::quiet_NaN();
  bool wasAir = false;  ///< the file's wavelengths were those in air
};

/// Reads spectra from files of two kinds, told apart by content: a 1-D FITS image with CRVAL1 and CDELT1 or CD1_1
/// (linear, or log10 where DC-FLAG is 1), and a CSV of one row a pixel with columns wavelength and flux (Gaia's
/// DataLink RVS; several stars, if source_id says so). Remembers the last grid, so that files alike cost no new one.
/// Not thread-safe.
class SpectrumFileReader {
public:
  explicit SpectrumFileReader(ImportOptions::Medium medium) : m_medium(medium) {}

  using Sink = std::function<void(Spectrum&&)>;
  /// Gives each spectrum of the file to `sink`. Returns why the file is no spectrum (a clause), or nothing if it is
  /// one. Throws Error(File | Format) for a file that is damaged or whose wavelengths cannot be told.
  std::optional<std::string> read(const std::filesystem::path& path, const Sink& sink);

  /// What an image's header says of its wavelengths.
  struct Axis {
    double first = 0.0;  ///< of pixel 1, in `unitNm` or log10 of them
    double step = 0.0;
    std::size_t pixels = 0;
    double unitNm = 0.1;
    bool isLog = false;
    bool isAir = false;
    bool operator==(const Axis&) const = default;
  };

private:
  std::optional<std::string> readImage(const std::filesystem::path& path, const Sink& sink);
  std::optional<std::string> readPixelTable(const std::filesystem::path& path, const Sink& sink);
  Axis axisOf(const io::FitsReader& fits, std::size_t pixels) const;
  bool isAir(const io::FitsReader& fits) const;
  bool isAirTable(const io::Table& table, double firstNm, double lastNm) const;
  std::shared_ptr<const spectra::WavelengthGrid> gridOf(std::vector<double> nm, bool isAir,
                                                        const std::filesystem::path& path);

  ImportOptions::Medium m_medium;
  Axis m_lastAxis;
  std::shared_ptr<const spectra::WavelengthGrid> m_lastGrid;
  std::vector<double> m_lastNm;  ///< of the last pixel table, as its file says
};

}  // namespace maury::survey
