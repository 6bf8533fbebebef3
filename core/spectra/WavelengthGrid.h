// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace maury::spectra {

/// Grid of the vacuum wavelengths (nm) of P pixels, strictly increasing. Empty for a catalogue without spectra.
class WavelengthGrid {
public:
  WavelengthGrid() = default;
  /// Throws Error(Format) unless all are finite, positive and strictly increasing.
  explicit WavelengthGrid(std::vector<double> vacuumNm);
  /// Returns a grid of `pixelCount` pixels from `firstNm` in steps of `stepNm`.
  static WavelengthGrid linear(double firstNm, double stepNm, std::size_t pixelCount);

  std::size_t size() const noexcept { return m_nm.size(); }
  bool empty() const noexcept { return m_nm.empty(); }
  double operator[](std::size_t pixel) const noexcept { return m_nm[pixel]; }
  double first() const { return m_nm.front(); }
  double last() const { return m_nm.back(); }
  const std::vector<double>& nm() const noexcept { return m_nm; }

  /// Returns true if both grids have the same number of pixels and their wavelengths agree within 1 % of the local
  /// pixel width.
  bool matches(const WavelengthGrid& other) const noexcept;
  /// Returns the index of the pixel nearest to a wavelength, the first or last one outside the grid. The grid must not
  /// be empty.
  std::size_t nearest(double wavelengthNm) const noexcept;
  /// Returns the mean distance of neighbouring pixels (nm); 0 for fewer than two pixels.
  double meanStepNm() const noexcept;
  /// Returns a description for messages: "800 px, 846.02–869.99 nm (vacuum)", or "no spectra" if the grid is empty.
  std::string describe() const;

private:
  std::vector<double> m_nm;
};

/// Closed interval of vacuum wavelength (nm).
struct WavelengthRange {
  double lowNm = 0.0;
  double highNm = 0.0;

  bool contains(double nm) const { return nm >= lowNm && nm <= highNm; }
  bool operator==(const WavelengthRange&) const = default;
};

// Conversions between air and vacuum wavelengths (nm) by Morton (2000, ApJS 130, 403), equation 8; accurate to 1e-6 nm
// above 200 nm.
double airToVacuumNm(double airNm);
double vacuumToAirNm(double vacuumNm);

/// Returns the observed wavelength of a line at radial velocity v: λ (1 + v/c).
double dopplerShiftNm(double wavelengthNm, double velocityKmS);

}  // namespace maury::spectra
