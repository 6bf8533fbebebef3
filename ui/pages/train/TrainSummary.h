// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "survey/Dataset.h"
#include "ui/pages/train/TrainFigures.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

/// References of `rows` for each label, without predictions.
std::vector<OneToOne> referencesOf(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                   const std::vector<std::string>& labels);
/// Puts predictions beside the references; `prediction` is rows × labels, row-major. Rows it lacks are left out.
void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction);
/// A grid of square panels each with axes of its own.
GridSpec oneToOneGrid(int rows, int columns);

/// One figure of a training: the loss, then each label's prediction against reference.
void drawTrainFigure(FigureView& view, const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                     const std::vector<LossOverlay>& overlays = {});
/// The same into a PDF, SVG or PNG. Throws Error(Usage | File).
void exportTrainFigure(const QString& path, const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                       const std::vector<LossOverlay>& overlays);

}  // namespace maury::ui
