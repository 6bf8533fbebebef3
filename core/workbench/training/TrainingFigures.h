// SPDX-License-Identifier: GPL-3.0-or-later
// Contents of the figures of a training. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "workbench/figure/Figure.h"
#include "workbench/training/TrainingLog.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Colours of runs that are compared (0xRRGGBB), distinct from those of training and validation loss; the first run
/// gets the first colour.
inline constexpr std::array<std::uint32_t, 5> kRunRgb{0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0x6B7280};

/// Validation loss of another run, for comparison with the displayed one.
struct LossOverlay {
  std::string name;
  Ink ink;
  TrainingLog::Envelope loss;
};

/// Returns training and validation loss against epoch, with logarithmic y and a band over the members; the losses of
/// other runs are dashed. Marks `shownEpoch` unless it is 0.
Panel lossPanel(const TrainingLog& log, int maxEpochs, const std::vector<LossOverlay>& overlays = {},
                int shownEpoch = 0);
/// Returns the learning rate against epoch, with logarithmic y. `epochs`: the x axis of lossPanel().
Panel learningRatePanel(const TrainingLog& log, const Axis& epochs);

/// Returns the development of d(label)/d(flux) in the first member: wavelength in x, epoch in y, with signed colours on
/// one scale. Marks `shownEpoch` unless it is the newest.
Panel mapHistoryPanel(const TrainingLog& log, std::size_t label, const spectra::WavelengthGrid& grid, int shownEpoch);
/// Returns one epoch of this map as a curve. `index`: index of the label.
Panel epochMapPanel(const TrainingLog& log, const EpochSnapshot& snapshot, const std::string& label, std::size_t index,
                    const spectra::WavelengthGrid& grid);

/// Returns the summary of a training: the loss, the learning rate, then prediction against reference for each label.
Figure trainingFigure(const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                      const std::vector<LossOverlay>& overlays = {});

}  // namespace maury::workbench
