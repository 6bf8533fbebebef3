// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maury::survey {

/// Sampled spectra of Gaia DR3, with wavelengths in vacuum (measured in space): RVS, 846.00–870.00 nm in steps of
/// 0.01 nm, 2401 pixels (DR3 data model, rvs_mean_spectrum); XP, 336–1020 nm in steps of 2 nm, 343 pixels
/// (xp_sampled_mean_spectrum).
enum class GaiaSpectrum { Rvs, Xp };

/// Returns the kind of spectrum with this number of pixels; nullopt if neither has it.
std::optional<GaiaSpectrum> gaiaSpectrumOf(std::size_t pixels);
/// Returns the kind of spectrum with these wavelengths (nm); nullopt for others. RVS spectra may be cut or rebinned.
std::optional<GaiaSpectrum> gaiaSpectrumOf(std::span<const double> nm);
std::vector<double> wavelengthsNmOf(GaiaSpectrum spectrum);

/// Returns the name of the unsupported Gaia DataLink product that has these columns (lower case); empty for other
/// tables.
std::string otherGaiaProduct(std::span<const std::string> names);

}  // namespace maury::survey
