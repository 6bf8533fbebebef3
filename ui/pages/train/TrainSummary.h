// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "ui/pages/parts/OneToOneFigure.h"
#include "ui/pages/train/TrainFigures.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

/// One figure of a training: the loss, then each label's prediction against reference.
void drawTrainFigure(FigureView& view, const workbench::TrainingLog& log, int maxEpochs,
                     const std::vector<workbench::OneToOne>& labels, const std::vector<LossOverlay>& overlays = {});
/// The same into a PDF, SVG or PNG. Throws Error(Usage | File).
void exportTrainFigure(const QString& path, const workbench::TrainingLog& log, int maxEpochs,
                       const std::vector<workbench::OneToOne>& labels, const std::vector<LossOverlay>& overlays);

}  // namespace maury::ui
