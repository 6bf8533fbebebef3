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

std::vector<OneToOne> referencesOf(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                   const std::vector<std::string>& labels) {
  std::vector<OneToOne> panels;
  for (const std::string& label : labels) {
    OneToOne panel{label, dataset.unitOf(label), {}, {}, dataset.provenance.isMock};
    const std::vector<double> values = dataset.numeric(label);
    for (const std::size_t row : rows)
      panel.reference.push_back(values[row]);
    panels.push_back(std::move(panel));
  }
  return panels;
}

void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction) {
  for (std::size_t label = 0; label < labels.size(); ++label) {
    OneToOne& panel = labels[label];
    panel.reference.resize(std::min(panel.reference.size(), prediction.size() / labels.size()));
    panel.prediction.resize(panel.reference.size());
    for (std::size_t i = 0; i < panel.prediction.size(); ++i)
      panel.prediction[i] = static_cast<double>(prediction[i * labels.size() + label]);
  }
}

GridSpec oneToOneGrid(int rows, int columns) {
  GridSpec grid;
  grid.rows = rows;
  grid.columns = columns;
  grid.shareX = grid.shareY = false;
  return grid;
}

void drawTrainFigure(FigureView& view, const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                     const std::vector<LossOverlay>& overlays) {
  const int panels = 1 + static_cast<int>(labels.size());
  const int columns = std::min(kColumns, panels), rows = (panels + columns - 1) / columns;
  view.setGrid(oneToOneGrid(rows, columns));
  drawLoss(view.panel(0, 0), log, maxEpochs, overlays);
  for (int i = 1; i < panels; ++i)
    drawOneToOne(view.panel(i / columns, i % columns), labels[static_cast<std::size_t>(i - 1)]);
  view.resize(columns * kPanelSize.width(), rows * kPanelSize.height());
}

void exportTrainFigure(const QString& path, const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                       const std::vector<LossOverlay>& overlays) {
  FigureView view;
  drawTrainFigure(view, log, maxEpochs, labels, overlays);
  exportFigure(view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
