// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/OneToOneFigure.h"

#include <algorithm>
#include <cmath>

#include "galaxy/Density.h"
#include "survey/LabelNames.h"
#include "ui/pages/DensityLayer.h"
#include "validation/Residuals.h"

namespace maury::ui {

namespace {

constexpr std::size_t kCells = 60;
const QColor kZeroColour(0xD5, 0x5E, 0x00);

std::vector<double> knownReferences(const OneToOne& data) {
  std::vector<double> known;
  for (std::size_t i = 0; i < data.reference.size(); ++i) {
    if (std::isfinite(data.reference[i]) && std::isfinite(data.prediction[i])) known.push_back(data.reference[i]);
  }
  return known;
}

/// `values` against the reference as a density, σ and bias of the prediction in the corners.
void drawAgainstReference(PlotPanel& panel, const OneToOne& data, const std::vector<double>& values, double yLow,
                          double yHigh, const QString& yTitle) {
  const QString name = QString::fromStdString(survey::axisLabel(data.label, data.unit));
  const auto [low, high] = rangeOf(knownReferences(data), 0.04);
  AxisSpec x, y;
  x.title = name + (data.isMock ? QStringLiteral(", mock") : QStringLiteral(", reference"));
  y.title = yTitle;
  x.low = low;
  x.high = high;
  y.low = yLow;
  y.high = yHigh;
  panel.clear();
  panel.setAxes(x, y);
  const galaxy::CellGrid cells{low, high, yLow, yHigh, kCells, kCells};
  const galaxy::Density density = galaxy::histogram(data.reference, values, cells);
  const double fullest = *std::max_element(density.values.begin(), density.values.end());
  panel.setDensity(densityLayer(density, {ColourMapName::Cividis, Scaling::Log, 1.0, std::max(2.0, fullest)}));
  const auto residuals = validation::residualStatistics(data.prediction, data.reference);
  const bool kelvin = data.unit == "K";
  const auto number = [kelvin](double value) {
    const int decimals = kelvin ? 0 : 3;
    // What rounds to zero has no sign.
    if (std::abs(value) < 0.5 * std::pow(10.0, -decimals)) value = 0.0;
    return QString::number(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212)) +
           (kelvin ? QStringLiteral(" K") : QString());
  };
  panel.setNote(Corner::TopLeft, QStringLiteral("σ = %1").arg(number(residuals.sigma)));
  panel.setNote(Corner::BottomRight, QStringLiteral("bias %1").arg(number(residuals.bias)));
}

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

void drawOneToOne(PlotPanel& panel, const OneToOne& data) {
  const auto [low, high] = rangeOf(knownReferences(data), 0.04);
  drawAgainstReference(panel, data, data.prediction, low, high, QStringLiteral("network"));
  panel.setDiagonal(true);
}

void drawResiduals(PlotPanel& panel, const OneToOne& data) {
  std::vector<double> residuals(data.reference.size());
  for (std::size_t i = 0; i < residuals.size(); ++i)
    residuals[i] = data.prediction[i] - data.reference[i];
  const auto statistics = validation::residualStatistics(data.prediction, data.reference);
  constexpr double kSigmas = 4.0;
  const double reach = statistics.sigma > 0.0 ? kSigmas * statistics.sigma : 1.0;
  drawAgainstReference(panel, data, residuals, -reach, reach, QStringLiteral("residual"));
  panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, kZeroColour);
}

}  // namespace maury::ui
