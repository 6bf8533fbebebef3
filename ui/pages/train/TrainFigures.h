// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "workbench/training/TrainingLog.h"

namespace maury::ui {

class PlotPanel;

/// The validation loss of another run, to be laid over that of the one shown.
struct LossOverlay {
  QString name;
  QColor colour;
  workbench::TrainingLog::Envelope loss;
};

/// Loss of training and validation against epoch, log y, with the band between the members; other runs' dashed.
/// `shownEpoch` is marked; 0: none.
void drawLoss(PlotPanel& panel, const workbench::TrainingLog& log, int maxEpochs,
              const std::vector<LossOverlay>& overlays = {}, int shownEpoch = 0);
/// Learning rate against epoch, log y, with the axis of drawLoss().
void drawLearningRate(PlotPanel& panel, const workbench::TrainingLog& log, const PlotPanel& loss);

/// d(label)/d(flux) of network 1 as it forms: wavelength across, epochs up, signed colours with one limit. `shownEpoch`
/// is marked unless it is the newest.
void drawFormingMap(PlotPanel& panel, const workbench::TrainingLog& log, std::size_t label,
                    const spectra::WavelengthGrid& grid, int shownEpoch);
/// The row of that map of one epoch as a curve.
void drawEpochMap(PlotPanel& panel, const workbench::TrainingLog& log, const workbench::EpochSnapshot& snapshot,
                  const std::string& label, std::size_t index, const spectra::WavelengthGrid& grid);

}  // namespace maury::ui
