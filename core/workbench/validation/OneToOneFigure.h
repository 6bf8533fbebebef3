// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Density.h"
#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

enum class OneToOneForm {
  Values,    ///< prediction against reference
  Residuals  ///< prediction minus reference against reference, within 4 σ
};

/// Stars of a subset by their places in OneToOne's vectors.
struct OneToOneSubset {
  Ink ink;
  std::vector<std::size_t> places;
};

/// Returns the subsets among stars of which rows[place] is the row of the survey. Thread-safe.
std::vector<OneToOneSubset> oneToOneSubsets(std::span<const Subset> subsets, const std::vector<std::size_t>& rows);

/// Returns the shape of a grid of panels each with axes of its own.
GridSpec oneToOneGrid(int rows, int columns);

/// Returns one label as a density with σ and bias in the corners, and over it the subsets with their counts.
Panel oneToOnePanel(const OneToOne& data, OneToOneForm form = OneToOneForm::Values,
                    std::span<const OneToOneSubset> subsets = {});

/// Returns the rows of the stars within a line drawn in that panel; rows[place] as in oneToOneSubsets().
std::vector<std::size_t> rowsOutlined(const OneToOne& data, OneToOneForm form,
                                      const std::vector<galaxy::Point>& outline, const std::vector<std::size_t>& rows);

}  // namespace maury::workbench
