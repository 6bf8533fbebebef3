// SPDX-License-Identifier: GPL-3.0-or-later
// Contents of the figures of a training. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "workbench/figure/Figure.h"
#include "workbench/training/TrainingLog.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Validation loss of another run, to be drawn over that of the one shown.
struct LossOverlay {
  std::string name;
  Ink ink;
  TrainingLog::Envelope loss;
};

/// Returns loss of training and validation against epoch, log y, with the band between the members; other runs' dashed.
/// Marks `shownEpoch`; 0: none.
Panel lossPanel(const TrainingLog& log, int maxEpochs, const std::vector<LossOverlay>& overlays = {},
                int shownEpoch = 0);
/// Returns the learning rate against epoch, log y, with the epochs of lossPanel().
Panel learningRatePanel(const TrainingLog& log, const Axis& epochs);

/// Returns d(label)/d(flux) of network 1 as it forms: wavelength across, epochs up, signed colours with one limit.
/// Marks `shownEpoch` unless it is the newest.
Panel formingMapPanel(const TrainingLog& log, std::size_t label, const spectra::WavelengthGrid& grid, int shownEpoch);
/// Returns one epoch of that map as a curve.
Panel epochMapPanel(const TrainingLog& log, const EpochSnapshot& snapshot, const std::string& label, std::size_t index,
                    const spectra::WavelengthGrid& grid);

/// Returns one figure of a training: the loss, then each label's prediction against reference.
Figure trainingFigure(const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                      const std::vector<LossOverlay>& overlays = {});

}  // namespace maury::workbench
