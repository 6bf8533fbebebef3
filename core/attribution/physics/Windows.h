// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "attribution/maps/AttributionMap.h"
#include "attribution/physics/Skill.h"
#include "spectra/LineList.h"

namespace maury::attribution {

/// Share of a label's map in windows around the lines of some elements, and the share expected by chance. For the
/// latter, the windows are shifted along the spectrum by every number of pixels, with wrap-around. This keeps their
/// widths and distances, while their overlap with the peaks of the map becomes accidental.
struct WindowShare {
  double share = 0.0;          ///< share of Σ|attribution|
  double error = 0.0;          ///< standard deviation of the members' shares; 0 with one member
  double chance = 0.0;         ///< mean over all shifts, which equals the share of pixels within the windows
  double chanceScatter = 0.0;  ///< standard deviation over all shifts
  std::size_t lines = 0;       ///< lines of the elements among the unmasked pixels; 0: nothing can be said
  double probability = 1.0;    ///< fraction of the shifts, including shift 0, that reach at least `share`
};

/// Computes the share of one label (index into map.labels) in windows of ± halfWidthNm around the lines of `elements`.
/// Masked pixels are ignored. Throws Error(Usage) if the map has no such label.
WindowShare shareInWindows(const AttributionMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm);

enum class Reading {
  NoLines,         ///< no line of the label's elements is known at these wavelengths
  NothingLearned,  ///< the prediction is no better than the mean label
  Features,        ///< the map lies on the label's own lines, more than expected by chance
  Correlation      ///< predicted, but from features that correlate with the label rather than its own lines
};

/// Interprets a skill and a share together. A share without lines is not judged. A probability
/// (WindowShare::probability) above 5 % means no own features; an R² within two errors of 0 means that nothing was
/// learned. Without a skill (nullptr), the label counts as learned.
Reading readingOf(const WindowShare& share, const Skill* skill);

/// Returns a sentence that no line of these elements is known on the grid, with the next step.
std::string noLinesSentence(const spectra::WavelengthGrid& grid, std::span<const std::string> elements);

}  // namespace maury::attribution
