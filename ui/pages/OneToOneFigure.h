// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/Dataset.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

/// A label to be drawn one-to-one, with predictions row for row.
struct OneToOne {
  std::string label, unit;
  std::vector<double> reference, prediction;
  bool isMock = false;  ///< the stars are simulated
};

/// References of `rows` for each label, without predictions.
std::vector<OneToOne> referencesOf(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                   const std::vector<std::string>& labels);
/// Puts predictions beside the references; `prediction` is rows × labels, row-major. Rows it lacks are left out.
void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction);
/// A grid of square panels each with axes of its own.
GridSpec oneToOneGrid(int rows, int columns);

/// Prediction against reference as a density, with σ and bias in the corners.
void drawOneToOne(PlotPanel& panel, const OneToOne& data);
/// Prediction minus reference against reference, within 4 σ.
void drawResiduals(PlotPanel& panel, const OneToOne& data);

}  // namespace maury::ui
