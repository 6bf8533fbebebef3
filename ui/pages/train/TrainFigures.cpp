// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainFigures.h"

#include <algorithm>
#include <cmath>

#include "galaxy/Density.h"
#include "survey/LabelNames.h"
#include "ui/pages/DensityLayer.h"
#include "ui/plot/PlotPanel.h"
#include "validation/Residuals.h"

namespace maury::ui {

namespace {

const QColor kTrainingColour(0x2F, 0x5D, 0x8C);
const QColor kValidationColour(0xD5, 0x5E, 0x00);
constexpr std::size_t kMostMapColumns = 400;  ///< pixels are averaged down to about the columns of a screen
constexpr std::size_t kOneToOneCells = 60;
constexpr double kMapLimitQuantile = 0.995;

QString mockNote(bool isMock) {
  return isMock ? QStringLiteral("mock survey") : QString();
}

void drawCurve(PlotPanel& panel, const QString& key, const TrainingLog::Envelope& envelope, const QColor& colour) {
  panel.setBand(key, envelope.epoch, envelope.low, envelope.high, colour);
  LineStyle style;
  style.ink = colour;
  style.width = 1.4;
  panel.setLine(key + QStringLiteral(" mean"), envelope.epoch, envelope.mean, style);
}

/// Mean of neighbouring pixels so that at most kMostMapColumns remain.
std::vector<float> narrowed(const std::vector<float>& pixels, std::size_t columns) {
  std::vector<float> result(columns, 0.0F);
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t begin = column * pixels.size() / columns, end = (column + 1) * pixels.size() / columns;
    for (std::size_t i = begin; i < end; ++i)
      result[column] += pixels[i] / static_cast<float>(end - begin);
  }
  return result;
}

double quantileOfMagnitude(const std::vector<float>& values, double share) {
  std::vector<double> magnitudes;
  for (const float value : values) {
    if (std::isfinite(value)) magnitudes.push_back(std::abs(static_cast<double>(value)));
  }
  if (magnitudes.empty()) return 1.0;
  const auto place =
      magnitudes.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(magnitudes.size() - 1));
  std::nth_element(magnitudes.begin(), place, magnitudes.end());
  return *place > 0.0 ? *place : 1.0;
}

}  // namespace

void drawLoss(PlotPanel& panel, const TrainingLog& log, int maxEpochs) {
  const auto training = log.envelope(TrainingLog::Curve::TrainingLoss);
  const auto validation = log.envelope(TrainingLog::Curve::ValidationLoss);
  std::vector<double> all(training.low);
  for (const auto* values : {&training.high, &validation.low, &validation.high}) {
    all.insert(all.end(), values->begin(), values->end());
  }
  const auto [low, high] = rangeOf(all, 0.08, true);
  AxisSpec x, y;
  x.title = QStringLiteral("epoch");
  x.low = 1.0;
  x.high = std::max({2, log.epochs(), std::min(maxEpochs, std::max(10, 2 * log.epochs()))});
  y.title = QStringLiteral("loss");
  y.low = low;
  y.high = high;
  y.logarithmic = true;
  panel.setAxes(x, y);
  drawCurve(panel, QStringLiteral("training"), training, kTrainingColour);
  drawCurve(panel, QStringLiteral("validation"), validation, kValidationColour);
  panel.setLegend({{QStringLiteral("training"), kTrainingColour, LegendEntry::Symbol::Line},
                   {QStringLiteral("validation"), kValidationColour, LegendEntry::Symbol::Line}});
  panel.setNote(Corner::BottomLeft, mockNote(log.onMock()));
  const auto best = std::min_element(validation.mean.begin(), validation.mean.end());
  if (best != validation.mean.end()) {
    const auto index = static_cast<std::size_t>(best - validation.mean.begin());
    panel.setVerticalMark(QStringLiteral("best"), validation.epoch[index], QStringLiteral("best"));
  }
}

void drawFormingMap(PlotPanel& panel, const TrainingLog& log, std::size_t label, const spectra::WavelengthGrid& grid) {
  const std::size_t columns = std::min(grid.size(), kMostMapColumns);
  DensityCells cells;
  cells.columns = columns;
  cells.rows = log.mapCount();
  cells.xLow = grid.first();
  cells.xHigh = grid.last();
  cells.yLow = 0.5;
  cells.yHigh = static_cast<double>(log.mapCount()) + 0.5;
  cells.zeroIsBlank = false;
  for (std::size_t epoch = 0; epoch < log.mapCount(); ++epoch) {
    const std::vector<float> row = narrowed(log.map(epoch, label), columns);
    cells.values.insert(cells.values.end(), row.begin(), row.end());
  }
  const double limit = quantileOfMagnitude(cells.values, kMapLimitQuantile);
  cells.scale = {ColourMapName::Diverging, Scaling::Signed, -limit, limit};
  AxisSpec x, y;
  x.title = QStringLiteral("vacuum wavelength (nm)");
  x.low = grid.first();
  x.high = grid.last();
  y.title = QStringLiteral("epoch");
  y.low = cells.yLow;
  y.high = std::max(cells.yHigh, 1.5);
  panel.setAxes(x, y);
  if (cells.rows > 0) {
    panel.setDensity(std::move(cells));
  } else {
    panel.clearDensity();
  }
  panel.setNote(Corner::BottomLeft, mockNote(log.onMock()));
}

void drawOneToOne(PlotPanel& panel, const OneToOne& data) {
  const QString name = QString::fromStdString(survey::axisLabel(data.label, data.unit));
  std::vector<double> known;
  for (std::size_t i = 0; i < data.reference.size(); ++i) {
    if (std::isfinite(data.reference[i]) && std::isfinite(data.prediction[i])) known.push_back(data.reference[i]);
  }
  const auto [low, high] = rangeOf(known, 0.04);
  AxisSpec x, y;
  x.title = name + (data.isMock ? QStringLiteral(", mock") : QStringLiteral(", reference"));
  y.title = QStringLiteral("network");
  x.low = y.low = low;
  x.high = y.high = high;
  panel.clear();
  panel.setAxes(x, y);
  const galaxy::CellGrid cells{low, high, low, high, kOneToOneCells, kOneToOneCells};
  const galaxy::Density density = galaxy::histogram(data.reference, data.prediction, cells);
  const double fullest = *std::max_element(density.values.begin(), density.values.end());
  panel.setDensity(densityLayer(density, {ColourMapName::Cividis, Scaling::Log, 1.0, std::max(2.0, fullest)}));
  panel.setDiagonal(true);
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

}  // namespace maury::ui
