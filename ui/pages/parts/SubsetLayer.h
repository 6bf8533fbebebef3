// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Density.h"
#include "ui/plot/Layers.h"

namespace maury::ui {

/// Contours in one ink, each a layer's level; inner ones are not told apart.
std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours, const Ink& ink,
                                        double width);

/// A subset over a density: the contours that enclose 30, 60 and 90 % of its smoothed stars. Any thread.
std::vector<ContourLevel> subsetContours(std::span<const double> x, std::span<const double> y,
                                         const galaxy::CellGrid& cells, const Ink& ink);

}  // namespace maury::ui
