// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/WavelengthGrid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Constants.h"
#include "base/Error.h"

namespace maury::spectra {

namespace {

/// Returns the refractive index of standard air (15 °C, 101 325 Pa, 450 ppm CO₂) minus one at a vacuum wavelength:
/// Birch & Downs (1994, Metrologia 31, 315) in the form of Morton (2000, ApJS 130, 403), equation 8.
double airRefractivity(double vacuumNm) {
  const double wavenumber = 1e3 / vacuumNm;  // µm⁻¹
  const double square = wavenumber * wavenumber;
  return 8.34254e-5 + 2.406147e-2 / (130.0 - square) + 1.5998e-4 / (38.9 - square);
}

}  // namespace

WavelengthGrid::WavelengthGrid(std::vector<double> vacuumNm) : m_nm(std::move(vacuumNm)) {
  for (std::size_t i = 0; i < m_nm.size(); ++i) {
    if (!std::isfinite(m_nm[i]) || m_nm[i] <= 0.0) {
      throw Error(ErrorKind::Format,
                  fmt::format("Wavelength {} of {} is {}; it must be a positive number.", i + 1, m_nm.size(), m_nm[i]));
    }
    if (i > 0 && m_nm[i] <= m_nm[i - 1]) {
      throw Error(ErrorKind::Format, fmt::format("Wavelengths must increase, but number {} ({} nm) follows {} nm.",
                                                 i + 1, m_nm[i], m_nm[i - 1]));
    }
  }
}

WavelengthGrid WavelengthGrid::linear(double firstNm, double stepNm, std::size_t pixelCount) {
  std::vector<double> nm(pixelCount);
  for (std::size_t i = 0; i < pixelCount; ++i)
    nm[i] = firstNm + stepNm * static_cast<double>(i);
  return WavelengthGrid(std::move(nm));
}

bool WavelengthGrid::matches(const WavelengthGrid& other) const noexcept {
  constexpr double kTolerance = 0.01;  // in pixels; far below the precision of a line's position
  if (size() != other.size()) return false;
  for (std::size_t i = 0; i < size(); ++i) {
    const std::size_t left = i > 0 ? i - 1 : 0;
    const std::size_t right = std::min(i + 1, size() - 1);
    const double width = right > left ? (m_nm[right] - m_nm[left]) / static_cast<double>(right - left) : m_nm[i];
    if (std::abs(m_nm[i] - other.m_nm[i]) > kTolerance * width) return false;
  }
  return true;
}

std::size_t WavelengthGrid::nearest(double wavelengthNm) const noexcept {
  const auto above = std::lower_bound(m_nm.begin(), m_nm.end(), wavelengthNm);
  if (above == m_nm.begin()) return 0;
  if (above == m_nm.end()) return m_nm.size() - 1;
  const auto below = above - 1;
  return static_cast<std::size_t>((wavelengthNm - *below <= *above - wavelengthNm ? below : above) - m_nm.begin());
}

double WavelengthGrid::meanStepNm() const noexcept {
  return m_nm.size() < 2 ? 0.0 : (last() - first()) / static_cast<double>(m_nm.size() - 1);
}

std::string WavelengthGrid::describe() const {
  if (empty()) return "no spectra";
  return fmt::format("{} px, {:.2f}–{:.2f} nm (vacuum)", size(), first(), last());
}

double vacuumToAirNm(double vacuumNm) {
  return vacuumNm / (1.0 + airRefractivity(vacuumNm));
}

double airToVacuumNm(double airNm) {
  // The refractive index is a function of the vacuum wavelength, so the inverse is found by fixed-point iteration. Each
  // step gains about four digits.
  double vacuumNm = airNm;
  for (int step = 0; step < 4; ++step)
    vacuumNm = airNm * (1.0 + airRefractivity(vacuumNm));
  return vacuumNm;
}

double dopplerShiftNm(double wavelengthNm, double velocityKmS) {
  return wavelengthNm * (1.0 + velocityKmS / kSpeedOfLightKmS);
}

}  // namespace maury::spectra
