// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "ui/pages/train/TrainingLog.h"

namespace maury::ui {

class PlotPanel;

/// Loss of training and validation against epoch, log y, with the band between the members.
void drawLoss(PlotPanel& panel, const TrainingLog& log, int maxEpochs);

/// d(label)/d(flux) of member 0 as it forms: wavelength across, epochs up, signed colours with one limit.
void drawFormingMap(PlotPanel& panel, const TrainingLog& log, std::size_t label, const spectra::WavelengthGrid& grid);

/// A label to be drawn one-to-one, with predictions row for row.
struct OneToOne {
  std::string label, unit;
  std::vector<double> reference, prediction;
  bool isMock = false;  ///< the stars are simulated
};

/// Prediction against reference as a density, with σ and bias in the corners.
void drawOneToOne(PlotPanel& panel, const OneToOne& data);

}  // namespace maury::ui
