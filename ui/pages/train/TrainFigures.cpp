// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainFigures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "ui/plot/PlotPanel.h"

namespace maury::ui {

namespace {

const Ink kTrainingColour = Ink::Role::Accent;
const Ink kValidationColour = QColor(0xD5, 0x5E, 0x00);
constexpr std::size_t kMostMapColumns = 400;  ///< pixels are averaged down to about the columns of a screen
constexpr double kMapLimitQuantile = 0.995;

QString mockNote(bool isMock) {
  return isMock ? QStringLiteral("mock survey") : QString();
}

void drawCurve(PlotPanel& panel, const QString& key, const workbench::TrainingLog::Envelope& envelope, const Ink& ink) {
  panel.setBand(key, envelope.epoch, envelope.low, envelope.high, ink);
  LineStyle style;
  style.ink = ink;
  style.width = 1.4;
  panel.setLine(key + QStringLiteral(" mean"), envelope.epoch, envelope.mean, style);
  // One epoch makes no line.
  constexpr double kRadius = 3.0;
  const bool isAlone = envelope.epoch.size() == 1;
  panel.setPoints(key + QStringLiteral(" first"), isAlone ? envelope.epoch : std::vector<double>(),
                  isAlone ? envelope.mean : std::vector<double>(), ink, kRadius);
}

/// Mean of neighbouring pixels for each column.
void narrow(std::span<const float> pixels, std::span<float> columns) {
  for (std::size_t column = 0; column < columns.size(); ++column) {
    const std::size_t begin = column * pixels.size() / columns.size(),
                      end = (column + 1) * pixels.size() / columns.size();
    float sum = 0.0F;
    for (std::size_t i = begin; i < end; ++i)
      sum += pixels[i];
    columns[column] = sum / static_cast<float>(end - begin);
  }
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

void drawLoss(PlotPanel& panel, const workbench::TrainingLog& log, int maxEpochs,
              const std::vector<LossOverlay>& overlays, int shownEpoch) {
  const auto training = log.envelope(workbench::TrainingLog::Curve::TrainingLoss);
  const auto validation = log.envelope(workbench::TrainingLog::Curve::ValidationLoss);
  std::vector<double> all(training.low);
  for (const auto* values : {&training.high, &validation.low, &validation.high}) {
    all.insert(all.end(), values->begin(), values->end());
  }
  double lastEpoch = std::max({2, log.epochs(), std::min(maxEpochs, std::max(10, 2 * log.epochs()))});
  for (const LossOverlay& overlay : overlays) {
    all.insert(all.end(), overlay.loss.mean.begin(), overlay.loss.mean.end());
    if (!overlay.loss.epoch.empty()) lastEpoch = std::max(lastEpoch, overlay.loss.epoch.back());
  }
  const auto [low, high] = rangeOf(all, 0.08, true);
  AxisSpec x, y;
  x.title = QStringLiteral("epoch");
  x.whole = true;
  x.low = 1.0;
  x.high = lastEpoch;
  y.title = QStringLiteral("loss");
  y.low = low;
  y.high = high;
  y.logarithmic = true;
  panel.clear();
  panel.setAxes(x, y);
  drawCurve(panel, QStringLiteral("training"), training, kTrainingColour);
  drawCurve(panel, QStringLiteral("validation"), validation, kValidationColour);
  std::vector<LegendEntry> legend{{QStringLiteral("training"), kTrainingColour, LegendEntry::Symbol::Line},
                                  {QStringLiteral("validation"), kValidationColour, LegendEntry::Symbol::Line}};
  for (const LossOverlay& overlay : overlays) {
    panel.setLine(QStringLiteral("run ") + overlay.name, overlay.loss.epoch, overlay.loss.mean,
                  {overlay.colour, 1.4, Qt::DashLine});
    legend.push_back({overlay.name, overlay.colour, LegendEntry::Symbol::DashedLine});
  }
  const auto best = std::min_element(validation.mean.begin(), validation.mean.end());
  if (best != validation.mean.end()) {
    const double epoch = validation.epoch[static_cast<std::size_t>(best - validation.mean.begin())];
    panel.setVerticalMark(QStringLiteral("best"), epoch);
    legend.push_back({QStringLiteral("best, epoch %1").arg(epoch), Ink::Role::Muted, LegendEntry::Symbol::DashedLine});
  }
  panel.setLegend(std::move(legend));
  panel.setNote(Corner::BottomLeft, mockNote(log.onMock()));
  if (shownEpoch > 0) panel.setVerticalMark(QStringLiteral("shown"), shownEpoch, {}, Ink::Role::Accent);
}

void drawLearningRate(PlotPanel& panel, const workbench::TrainingLog& log, const PlotPanel& loss) {
  const auto rate = log.envelope(workbench::TrainingLog::Curve::LearningRate);
  AxisSpec y;
  y.title = QStringLiteral("rate");
  // A constant rate stands in the middle of a decade; one that falls has room to do so.
  if (!rate.low.empty()) {
    const double low = *std::min_element(rate.low.begin(), rate.low.end()),
                 high = *std::max_element(rate.high.begin(), rate.high.end());
    y.low = std::min(low, high / 10.0) / 1.8;
    y.high = high * 1.8;
  }
  y.logarithmic = true;
  panel.setAxes(loss.homeX(), y);
  drawCurve(panel, QStringLiteral("rate"), rate, kTrainingColour);
}

void drawFormingMap(PlotPanel& panel, const workbench::TrainingLog& log, std::size_t label,
                    const spectra::WavelengthGrid& grid, int shownEpoch) {
  const auto& snapshots = log.snapshots();
  const std::size_t columns = std::min(grid.size(), kMostMapColumns);
  const int stride = log.snapshotStride();
  DensityCells cells;
  cells.columns = columns;
  cells.rows = snapshots.empty() ? 0 : static_cast<std::size_t>((snapshots.back().epoch - 1) / stride) + 1;
  cells.xLow = grid.first();
  cells.xHigh = grid.last();
  cells.yLow = 0.5;
  cells.yHigh = static_cast<double>(cells.rows) * stride + 0.5;
  cells.zeroIsBlank = false;
  cells.values.assign(cells.rows * columns, std::numeric_limits<float>::quiet_NaN());
  for (const workbench::EpochSnapshot& snapshot : snapshots) {
    if (snapshot.map.empty()) continue;
    const auto row = static_cast<std::size_t>((snapshot.epoch - 1) / stride);
    const auto first = snapshot.map.begin() + static_cast<std::ptrdiff_t>(label * log.pixels());
    narrow({&*first, log.pixels()}, {cells.values.data() + row * columns, columns});
  }
  const double limit = quantileOfMagnitude(cells.values, kMapLimitQuantile);
  cells.scale = {ColourMapName::Diverging, Scaling::Signed, -limit, limit};
  AxisSpec x, y;
  x.title = QStringLiteral("vacuum wavelength (nm)");
  x.low = grid.first();
  x.high = grid.last();
  y.title = QStringLiteral("epoch");
  y.whole = true;
  y.low = cells.yLow;
  y.high = std::max(cells.yHigh, 1.5);
  panel.setAxes(x, y);
  if (cells.rows > 0) {
    panel.setDensity(std::move(cells));
  } else {
    panel.clearDensity();
  }
  if (!snapshots.empty() && shownEpoch != snapshots.back().epoch) {
    panel.setHorizontalMark(QStringLiteral("shown"), shownEpoch, {}, Ink::Role::Text);
  } else {
    panel.removeLayer(QStringLiteral("shown"));
  }
  panel.setNote(Corner::BottomLeft, mockNote(log.onMock()));
}

void drawEpochMap(PlotPanel& panel, const workbench::TrainingLog& log, const workbench::EpochSnapshot& snapshot,
                  const std::string& label, std::size_t index, const spectra::WavelengthGrid& grid) {
  std::vector<double> wavelength, gradient;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    wavelength.push_back(grid[i]);
    gradient.push_back(static_cast<double>(snapshot.map[index * log.pixels() + i]));
  }
  double limit = 0.0;  // the same above and below, as in the map
  for (const double value : gradient)
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  if (limit == 0.0) limit = 1.0;
  AxisSpec x, y;
  x.title = QStringLiteral("vacuum wavelength (nm)");
  x.low = grid.first();
  x.high = grid.last();
  y.title = QStringLiteral("∂/∂flux");
  y.low = -1.1 * limit;
  y.high = 1.1 * limit;
  panel.setAxes(x, y);
  panel.setHorizontalMark(QStringLiteral("zero"), 0.0);
  panel.setLine(QStringLiteral("gradient"), std::move(wavelength), std::move(gradient),
                {labelInk(QString::fromStdString(label)), 1.1});
}

}  // namespace maury::ui
