// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPolygonF>
#include <vector>

#include "ui/plot/FigureView.h"
#include "ui/selection/Selection.h"
#include "workbench/validation/OneToOne.h"

namespace maury::ui {

/// A grid of square panels each with axes of its own.
GridSpec oneToOneGrid(int rows, int columns);

/// Stars in the colour that they have in every view.
struct OneToOneSubset {
  QColor colour;
  std::vector<std::size_t> places;  ///< in workbench::OneToOne's vectors
};
/// What is selected and has a name, among stars of which rows[place] is the row of Session::stars().
std::vector<OneToOneSubset> oneToOneSubsets(const Selection& selection, const std::vector<std::size_t>& rows);

enum class OneToOneForm {
  Values,    ///< prediction against reference
  Residuals  ///< prediction minus reference against reference, within 4 σ
};
/// As a density, with σ and bias in the corners; over it the subsets with their counts.
void drawOneToOne(PlotPanel& panel, const workbench::OneToOne& data, OneToOneForm form = OneToOneForm::Values,
                  const std::vector<OneToOneSubset>& subsets = {});
/// The rows of the stars within a line drawn in that panel; rows[place] as in oneToOneSubsets().
std::vector<std::size_t> rowsOutlined(const workbench::OneToOne& data, OneToOneForm form, const QPolygonF& outline,
                                      const std::vector<std::size_t>& rows);

}  // namespace maury::ui
