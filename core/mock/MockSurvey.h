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

/// Pixels of a mock survey, vacuum, within 840–882 nm.
struct MockWindow {
  double firstNm = 846.015;
  double stepNm = 0.03;
  std::size_t pixels = 800;
  double resolution = kRvsResolution;  ///< λ/FWHM

  bool operator==(const MockWindow&) const = default;
};

/// "rvs800", "rvs2401" (the archive's pixels), "rave" (841–879.5 nm, 912 px, R = 7500; Steinmetz et al. 2020, AJ 160,
/// 82), or FIRST:STEP:PIXELS:R in nm. Throws Error(Usage).
MockWindow parseWindow(std::string_view text);
/// Returns the text that parseWindow() reads as this window: its name if it has one.
std::string windowText(const MockWindow& window);

/// A mock Milky Way as Gaia would see it: spectra with noise, labels teff, logg, mh, feh, alpham with errors and gaps,
/// inputs phot_g_mean_mag, phot_bp_mean_mag, phot_rp_mean_mag, parallax, bp_coefficients (55) and rp_coefficients (55,
/// both divided by their first), columns ra, dec, distance_kpc, R_kpc, Z_kpc, snr, population, in_training (1: in the
/// cross-match with a survey like APOGEE). The truth: true_ and each label, true_delta_ and each element
/// (StellarParameters.h), true_extinction_v, true_velocity_error, oddity ("binary", "emission", "wrong labels" or
/// "none"). Repeat observations of a star have its id, labels and inputs, and spectra of their own.
struct MockOptions {
  std::size_t stars = 20000;  ///< spectra, repeats among them
  std::uint64_t seed = 7;
  /// Share of stars with 15 < S/N < 25, as in Gaia RVS (Guiglion, IAUS 395).
  double lowSnrFraction = 0.4;
  double oddFraction = 0.04;     ///< share of binaries, active stars and wrong labels
  double repeatFraction = 0.03;  ///< share of spectra that are of a star seen before
  MockWindow window = {};
  ObservationOptions observation = {};
};

/// Spectra [first, first + count) of the mock; the same bytes for each whichever call, thread or order makes it. Throws
/// Error(Usage) for shares outside 0 to 1, and as SpectrumModel for its window.
survey::Dataset mockStars(const MockOptions& options, std::size_t first, std::size_t count);

/// Streams the whole mock into a survey file, on all cores. Throws Error(File), Error(Cancelled), and as mockStars().
void writeMockSurvey(const std::filesystem::path& path, const MockOptions& options, Job& job);

}  // namespace maury::mock
