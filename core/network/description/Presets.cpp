// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in networks, one row each. training::presetOptions() returns the training options of each preset.
#include "network/description/Presets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/Error.h"
#include "network/description/HybridLayout.h"

namespace maury::network {

namespace {

std::vector<HybridLayout> presets() {
  const std::vector<HybridLayout::AuxiliarySize> gaia{
      {"xp", {"bp_coefficients", "rp_coefficients"}, {{64}, {32}}},
      {"photometry", {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag", "parallax"}, {{32}}}};
  return {
      // The pools come early, so that a forward pass of 800 px takes only 3.9 MFLOP and an epoch of 15 000 stars only
      // seconds on two cores.
      {.preset = "hybrid-rvs",
       .convolutions = {{16, 12, 3}, {32, 8, 3}, {32, 8, 2}},
       .spectrumDense = {{64}},
       .auxiliary = gaia,
       .joinedDense = {{64}}},
      // hybrid-rvs without convolutions but with about as many weights. Serves as the reference for testing the claim
      // that convolutions make a network less sensitive to velocity (Nepal+2023).
      {.preset = "dense-rvs", .spectrumDense = {{96}, {64}}, .auxiliary = gaia, .joinedDense = {{64}}},
      // For a few hundred stars with optical spectra of a few thousand pixels (MILES).
      {.preset = "spectrum-small",
       .convolutions = {{8, 9, 4}, {16, 9, 4}, {16, 9, 4}},
       .convolutionDropout = 0.3,
       .spectrumDense = {{64, 0.3}},
       .joinedDense = {{32}}},
      // Its inputs are the extinction and the absolute magnitudes, which are computed from the parallax; the parallax
      // itself is not an input.
      {.preset = "guiglion2020",
       .convolutions = {{8, 10}, {4, 10}, {2, 10}},
       .convolutionDropout = 0.2,
       .spectrumDense = {{32}},
       .auxiliary = {{"photometry",
                      {"abs_mag_g", "abs_mag_bp", "abs_mag_rp", "abs_mag_j", "abs_mag_h", "abs_mag_k", "abs_mag_w1",
                       "abs_mag_w2", "a_v"},
                      {{27}}}},
       .joinedDense = {{16}},
       .scaling = InputScaling::AsDelivered},
      {.preset = "nepal2023",
       .convolutions = {{8, 10, 2, 0.005}, {6, 15, 2, 0.005}, {4, 10, 1, 0.005}},
       .convolutionDropout = 0.2,
       .spectrumDense = {{64, 0.2}, {128, 0.2}, {32}},
       .scaling = InputScaling::AsDelivered},
      // The published network has no dropout. Labels and inputs are standardised in its notebooks.
      {.preset = "starnet",
       .convolutions = {{4, 8, 1, 0.0, true}, {16, 8, 4, 0.0, true}},
       .spectrumDense = {{256}, {128}},
       .leakySlope = 0.0},
      // The published network keeps dropout on during prediction; see the sampling options of inference.
      {.preset = "astronn",
       .convolutions = {{2, 8, 1, 5e-9, true}, {4, 8, 4, 5e-9, true}},
       .convolutionDropout = 0.3,
       .spectrumDense = {{196, 0.3}, {96, 0.3}},
       .leakySlope = 0.0,
       .predictsVariance = true},
  };
}

}  // namespace

NetworkDescription presetDescription(const std::string& name) {
  for (const HybridLayout& preset : presets()) {
    if (preset.preset == name) return describe(preset);
  }
  throw Error(ErrorKind::Usage,
              fmt::format("unknown network preset \"{}\"; choose one of {}", name, fmt::join(presetNames(), ", ")));
}

std::vector<std::string> presetNames() {
  std::vector<std::string> names;
  for (const HybridLayout& preset : presets())
    names.push_back(preset.preset);
  return names;
}

}  // namespace maury::network
