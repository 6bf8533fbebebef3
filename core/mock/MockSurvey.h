// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/Job.h"
#include "mock/Observation.h"
#include "survey/dataset/Dataset.h"

namespace maury::mock {

/// Wavelength pixels of a mock survey: vacuum, within 840–882 nm.
struct MockWindow {
  double firstNm = 846.015;
  double stepNm = 0.03;
  std::size_t pixels = 800;
  double resolution = kRvsResolution;  ///< λ/FWHM

  bool operator==(const MockWindow&) const = default;
};

/// Parses "rvs800", "rvs2401" (the archive's pixels), "rave" (841–879.5 nm, 912 px, R = 7500; Steinmetz et al. 2020, AJ
/// 160, 82), or FIRST:STEP:PIXELS:R in nm. Throws Error(Usage).
MockWindow parseWindow(std::string_view text);
/// Returns the text that parseWindow() parses to this window: its name if it has one.
std::string windowText(const MockWindow& window);

/// Options of a mock Milky Way as Gaia would observe it.
///
/// The survey has noisy spectra; labels teff, logg, mh, feh, alpham with errors and gaps; inputs phot_g_mean_mag,
/// phot_bp_mean_mag, phot_rp_mean_mag, parallax, bp_coefficients (55) and rp_coefficients (55), the coefficients
/// divided by their first; and columns ra, dec, distance_kpc, R_kpc, Z_kpc, snr, population, in_training (1 if in the
/// cross-match with a survey like APOGEE). The truth is in true_ + each label, true_delta_ + each element
/// (StellarParameters.h), true_extinction_v, true_velocity_error, and oddity ("binary", "emission", "wrong labels" or
/// "none"). Repeat observations share the star's id, labels and inputs, but each has its own spectrum.
struct MockOptions {
  std::size_t stars = 20000;  ///< number of spectra, repeats included
  std::uint64_t seed = 7;
  /// Share of stars with 15 < S/N < 25, as in Gaia RVS (Guiglion, IAUS 395).
  double lowSnrFraction = 0.4;
  double oddFraction = 0.04;     ///< share of binaries, active stars and stars with wrong labels
  double repeatFraction = 0.03;  ///< share of spectra that repeat an earlier star
  MockWindow window = {};
  ObservationOptions observation = {};
};

/// Returns spectra [first, first + count) of the mock; each has the same bytes whichever call, thread or order makes
/// it. Throws Error(Usage) for shares outside 0 to 1, and the errors of SpectrumModel for an invalid window.
survey::Dataset mockStars(const MockOptions& options, std::size_t first, std::size_t count);

/// Writes the whole mock to a survey file, on all cores and in bounded memory. Throws Error(File), Error(Cancelled),
/// and the errors of mockStars().
void writeMockSurvey(const std::filesystem::path& path, const MockOptions& options, Job& job);

}  // namespace maury::mock
