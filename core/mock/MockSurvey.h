// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/Job.h"
#include "survey/Dataset.h"

namespace maury::mock {

/// A mock Milky Way as Gaia would see it: RVS spectra (846–870 nm, 800 px of 0.03 nm) with noise, labels teff, logg,
/// mh, feh, alpham with errors, inputs phot_g_mean_mag, phot_bp_mean_mag, phot_rp_mean_mag, parallax, bp_coefficients
/// (55) and rp_coefficients (55, both divided by their first), columns ra, dec, distance_kpc, R_kpc, Z_kpc, snr,
/// population, and the labels before their errors as true_teff, true_logg, true_mh, true_feh, true_alpham.
struct MockOptions {
  std::size_t stars = 20000;
  std::uint64_t seed = 7;
  /// Share of stars with 15 < S/N < 25, as in Gaia RVS (Guiglion, IAUS 395).
  double lowSnrFraction = 0.4;
};

/// Stars [first, first + count) of the mock; the same bytes for a star whichever call, thread or order makes it.
survey::Dataset mockStars(const MockOptions& options, std::size_t first, std::size_t count);

/// Streams the whole mock into a survey file, on all cores. Throws Error(File), Error(Cancelled).
void writeMockSurvey(const std::filesystem::path& path, const MockOptions& options, Job& job);

}  // namespace maury::mock
