// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainSummary.h"

#include <algorithm>
#include <filesystem>

#include "ui/plot/export/FigureExport.h"

namespace maury::ui {

namespace {
constexpr int kColumns = 3;
constexpr QSize kPanelSize(320, 300);
}  // namespace

void drawTrainFigure(FigureView& view, const workbench::TrainingLog& log, int maxEpochs,
                     const std::vector<workbench::OneToOne>& labels, const std::vector<LossOverlay>& overlays) {
  const int panels = 1 + static_cast<int>(labels.size());
  const int columns = std::min(kColumns, panels), rows = (panels + columns - 1) / columns;
  view.setGrid(oneToOneGrid(rows, columns));
  drawLoss(view.panel(0, 0), log, maxEpochs, overlays);
  for (int i = 1; i < panels; ++i)
    drawOneToOne(view.panel(i / columns, i % columns), labels[static_cast<std::size_t>(i - 1)]);
  view.resize(columns * kPanelSize.width(), rows * kPanelSize.height());
}

void exportTrainFigure(const QString& path, const workbench::TrainingLog& log, int maxEpochs,
                       const std::vector<workbench::OneToOne>& labels, const std::vector<LossOverlay>& overlays) {
  FigureView view;
  drawTrainFigure(view, log, maxEpochs, labels, overlays);
  exportFigure(view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
