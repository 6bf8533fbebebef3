// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Point.h"
#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Quantity to plot against the reference label.
enum class OneToOneForm {
  Values,    ///< prediction against reference
  Residuals  ///< prediction minus reference against reference, out to 4σ
};

/// Subset as indices into the vectors of OneToOne.
struct OneToOneSubset {
  Ink ink;
  std::vector<std::size_t> places;
};

/// Converts subsets from rows of the survey to indices; rows[i] is the row of star i. Thread-safe.
std::vector<OneToOneSubset> oneToOneSubsets(std::span<const Subset> subsets, const std::vector<std::size_t>& rows);

/// Returns the layout of a grid of panels with separate axes.
GridSpec oneToOneGrid(int rows, int columns);

/// Returns one label as a density with σ and bias in the corners, overlaid by the subsets with their numbers of stars.
Panel oneToOnePanel(const OneToOne& data, OneToOneForm form = OneToOneForm::Values,
                    std::span<const OneToOneSubset> subsets = {});

/// Returns the rows of the stars inside an outline drawn in this panel; rows[i] is the row of star i.
std::vector<std::size_t> rowsInOutline(const OneToOne& data, OneToOneForm form,
                                       const std::vector<galaxy::Point>& outline, const std::vector<std::size_t>& rows);

}  // namespace maury::workbench
