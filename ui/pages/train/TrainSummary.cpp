// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainSummary.h"

#include <algorithm>
#include <filesystem>

#include "ui/plot/FigureExport.h"

namespace maury::ui {

namespace {
constexpr int kColumns = 3;
constexpr QSize kPanelSize(320, 300);
}  // namespace

std::vector<OneToOne> oneToOnePanels(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                     const std::vector<std::string>& labels, const std::vector<float>& prediction) {
  std::vector<OneToOne> panels;
  for (std::size_t label = 0; label < labels.size(); ++label) {
    OneToOne panel{labels[label], dataset.unitOf(labels[label]), {}, {}, dataset.provenance.isMock};
    const std::vector<double> reference = dataset.numeric(labels[label]);
    for (std::size_t i = 0; i < rows.size() && (i + 1) * labels.size() <= prediction.size(); ++i) {
      panel.reference.push_back(reference[rows[i]]);
      panel.prediction.push_back(static_cast<double>(prediction[i * labels.size() + label]));
    }
    panels.push_back(std::move(panel));
  }
  return panels;
}

GridSpec oneToOneGrid(int rows, int columns) {
  GridSpec grid;
  grid.rows = rows;
  grid.columns = columns;
  grid.shareX = grid.shareY = false;
  return grid;
}

void drawTrainFigure(FigureView& view, const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels) {
  const int panels = 1 + static_cast<int>(labels.size());
  const int columns = std::min(kColumns, panels), rows = (panels + columns - 1) / columns;
  view.setGrid(oneToOneGrid(rows, columns));
  drawLoss(view.panel(0, 0), log, maxEpochs);
  for (int i = 1; i < panels; ++i)
    drawOneToOne(view.panel(i / columns, i % columns), labels[static_cast<std::size_t>(i - 1)]);
  view.resize(columns * kPanelSize.width(), rows * kPanelSize.height());
}

void exportTrainFigure(const QString& path, const TrainingLog& log, int maxEpochs,
                       const std::vector<OneToOne>& labels) {
  FigureView view;
  drawTrainFigure(view, log, maxEpochs, labels);
  exportFigure(view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
