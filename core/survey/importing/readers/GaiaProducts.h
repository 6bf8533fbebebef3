// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maury::survey {

/// The two sampled spectra of Gaia DR3, both of them in vacuum (measured in space): RVS, 846.00–870.00 nm in steps of
/// 0.01, 2401 pixels (DR3 data model, rvs_mean_spectrum), and XP, 336–1020 nm in steps of 2, 343 pixels
/// (xp_sampled_mean_spectrum).
enum class GaiaSpectrum { Rvs, Xp };

/// Which of the two has so many pixels.
std::optional<GaiaSpectrum> gaiaSpectrumOf(std::size_t pixels);
/// Which of the two these wavelengths (nm) lie in; RVS spectra may be cut or rebinned.
std::optional<GaiaSpectrum> gaiaSpectrumOf(std::span<const double> nm);
std::vector<double> wavelengthsNmOf(GaiaSpectrum spectrum);

/// Why a table of Gaia's with these columns (lower case) is left out: the name of a DataLink product that this program
/// has no use for. Empty for others.
std::string otherGaiaProduct(std::span<const std::string> names);

}  // namespace maury::survey
