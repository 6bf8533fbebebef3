// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterPresets.h"

#include <array>

namespace maury::survey {

namespace {

constexpr std::array kPresets = {
    // Guiglion (IAUS 395), figure 1: giants at low S/N within the training limits.
    FilterPreset{"bimodality", "Giants at low S/N, within the limits",
                 "snr > 15 && snr < 25 && logg_cnn < 2.2 && in_limits"},
    // Fabbro et al. (2018, MNRAS 475, 2978), section 3: the APOGEE DR13 spectra on which StarNet was trained.
    FilterPreset{"starnet", "StarNet's training cuts (APOGEE)",
                 "snr >= 200 && STARFLAG == 0 && ASPCAPFLAG == 0 && teff > 4000 && teff < 5500 && feh > -3 && "
                 "VSCATTER < 1"},
    FilterPreset{"giants", "Giants", "logg < 2.2"},
    FilterPreset{"fgk", "FGK stars", "teff > 4000 && teff < 7000"},
    FilterPreset{"disc", "[M/H] range in which the disc has two sequences", "mh > -0.8 && mh < -0.1"},
    FilterPreset{"solar", "Near the Sun's radius", "R_kpc > 7.9 && R_kpc < 8.3"},
    FilterPreset{"offplane", "Away from the plane", "abs(Z_kpc) > 1"},
    FilterPreset{"limits", "Within the training limits", "in_limits"},
};

}  // namespace

std::span<const FilterPreset> filterPresets() noexcept {
  return kPresets;
}

}  // namespace maury::survey
