// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "attribution/maps/AttributionMap.h"
#include "attribution/physics/Skill.h"
#include "spectra/LineList.h"

namespace maury::attribution {

/// How much of a label's map lies in windows about the lines of some elements, and what chance would put there: the
/// same windows shifted along the spectrum by every number of pixels, and round its end, keep their widths and
/// distances, and meet the map's own clumps by accident only.
struct WindowShare {
  double share = 0.0;          ///< of Σ|attribution|
  double error = 0.0;          ///< standard deviation of the members' own shares; 0 with one member
  double chance = 0.0;         ///< mean over all shifts: the share of the pixels that lie in the windows
  double chanceScatter = 0.0;  ///< standard deviation over all shifts
  double probability = 1.0;    ///< share of the shifts, none included, that catch at least as much
};

/// Of one label (index into map.labels) and windows of ± halfWidthNm about the lines of `elements`. Masked pixels count
/// nowhere. Throws Error(Usage) if the map has no such label.
WindowShare shareInWindows(const AttributionMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm);

enum class Reading {
  NothingLearned,  ///< the label is not predicted better than by its mean
  Features,        ///< the map lies on the label's own lines, more than chance would bring there
  Correlation      ///< predicted, but not from the label's own lines: from what goes along with it among the stars
};

/// What a skill and a share say together. Chance above 5 % (WindowShare::probability) is not a feature; an R² within
/// two errors of 0 is nothing learned. Without a skill (nullptr) it is taken as learned.
Reading readingOf(const WindowShare& share, const Skill* skill);

}  // namespace maury::attribution
