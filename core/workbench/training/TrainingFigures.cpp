// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/TrainingFigures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

#include "workbench/figure/Inks.h"
#include "workbench/validation/OneToOneFigure.h"

namespace maury::workbench {

namespace {

const Ink kTrainingInk = Ink::Role::Accent;
const Ink kValidationInk = Ink(0xD55E00);
constexpr double kCurveWidth = 1.4;          ///< px
constexpr std::size_t kMaxMapColumns = 400;  ///< pixels are averaged to about the resolution of a screen
constexpr double kMapLimitQuantile = 0.995;
constexpr int kSummaryColumns = 3;
constexpr double kSummaryPanelWidth = 320.0, kSummaryPanelHeight = 300.0;  ///< px

void addCurve(Panel& panel, const std::string& key, const TrainingLog::Envelope& envelope, const Ink& ink) {
  panel.add(key, Band{envelope.epoch, envelope.low, envelope.high, ink});
  panel.add(key + " mean", Line{envelope.epoch, envelope.mean, {ink, kCurveWidth}});
  // A single epoch makes no line, so draw a point.
  constexpr double kRadius = 3.0;
  Points first{{}, {}, ink, kRadius};
  if (envelope.epoch.size() == 1) {
    first.x = {envelope.epoch.front()};
    first.y = {envelope.mean.front()};
  }
  panel.add(key + " first", std::move(first));
}

/// Averages neighbouring pixels into columns.
void averageInto(std::span<const float> pixels, std::span<float> columns) {
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
  for (const float value : values)
    if (std::isfinite(value)) magnitudes.push_back(std::abs(static_cast<double>(value)));
  if (magnitudes.empty()) return 1.0;
  const auto percentile =
      magnitudes.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(magnitudes.size() - 1));
  std::nth_element(magnitudes.begin(), percentile, magnitudes.end());
  return *percentile > 0.0 ? *percentile : 1.0;
}

Axis wavelengthAxis(const spectra::WavelengthGrid& grid) {
  return {"vacuum wavelength (nm)", grid.first(), grid.last()};
}

/// Sets axes that include both losses and the overlays.
void setLossAxes(Panel& panel, const TrainingLog& log, int maxEpochs, const TrainingLog::Envelope& training,
                 const TrainingLog::Envelope& validation, const std::vector<LossOverlay>& overlays) {
  std::vector<double> all(training.low);
  for (const auto* values : {&training.high, &validation.low, &validation.high})
    all.insert(all.end(), values->begin(), values->end());
  double lastEpoch = std::max({2, log.epochs(), std::min(maxEpochs, std::max(10, 2 * log.epochs()))});
  for (const LossOverlay& overlay : overlays) {
    all.insert(all.end(), overlay.loss.mean.begin(), overlay.loss.mean.end());
    if (!overlay.loss.epoch.empty()) lastEpoch = std::max(lastEpoch, overlay.loss.epoch.back());
  }
  panel.x.title = "Epoch";
  panel.x.whole = true;
  panel.x.low = 1.0;
  panel.x.high = lastEpoch;
  panel.y.title = "Loss";
  panel.y.logarithmic = true;
  std::tie(panel.y.low, panel.y.high) = paddedRange(all, 0.08, true);
}

}  // namespace

Panel lossPanel(const TrainingLog& log, int maxEpochs, const std::vector<LossOverlay>& overlays, int shownEpoch) {
  const auto training = log.envelope(TrainingLog::Curve::TrainingLoss);
  const auto validation = log.envelope(TrainingLog::Curve::ValidationLoss);
  Panel panel;
  setLossAxes(panel, log, maxEpochs, training, validation, overlays);
  addCurve(panel, "training", training, kTrainingInk);
  addCurve(panel, "validation", validation, kValidationInk);
  std::vector<LegendEntry>& legend = panel.legend.entries;
  legend = {{"training", kTrainingInk}, {"validation", kValidationInk}};
  for (const LossOverlay& overlay : overlays) {
    panel.add("run " + overlay.name,
              Line{overlay.loss.epoch, overlay.loss.mean, {overlay.ink, kCurveWidth, Stroke::Dashed}});
    legend.push_back({overlay.name, overlay.ink, LegendEntry::Symbol::DashedLine});
  }
  const auto best = std::min_element(validation.mean.begin(), validation.mean.end());
  if (best != validation.mean.end()) {
    const double epoch = validation.epoch[static_cast<std::size_t>(best - validation.mean.begin())];
    panel.add("best", VerticalMark{epoch});
    legend.push_back({fmt::format("best, epoch {:g}", epoch), Ink::Role::Muted, LegendEntry::Symbol::DashedLine});
  }
  if (log.onMock()) panel.note(Corner::BottomLeft).markup = "mock survey";
  if (shownEpoch > 0) panel.add("shown", VerticalMark{static_cast<double>(shownEpoch), {}, Ink::Role::Accent});
  return panel;
}

Panel learningRatePanel(const TrainingLog& log, const Axis& epochs) {
  const auto rate = log.envelope(TrainingLog::Curve::LearningRate);
  Panel panel;
  panel.x = epochs;
  panel.y.title = "Rate";
  // Show at least a decade below the highest rate, so that a rate that is still constant has space to fall.
  if (!rate.low.empty()) {
    const double low = *std::min_element(rate.low.begin(), rate.low.end()),
                 high = *std::max_element(rate.high.begin(), rate.high.end());
    panel.y.low = std::min(low, high / 10.0) / 1.8;
    panel.y.high = high * 1.8;
  }
  panel.y.logarithmic = true;
  addCurve(panel, "rate", rate, kTrainingInk);
  return panel;
}

Panel mapHistoryPanel(const TrainingLog& log, std::size_t label, const spectra::WavelengthGrid& grid, int shownEpoch) {
  const auto& snapshots = log.snapshots();
  const std::size_t columns = std::min(grid.size(), kMaxMapColumns);
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
  for (const EpochSnapshot& snapshot : snapshots) {
    if (snapshot.map.empty()) continue;
    const auto row = static_cast<std::size_t>((snapshot.epoch - 1) / stride);
    averageInto({snapshot.map.data() + label * log.pixels(), log.pixels()},
                {cells.values.data() + row * columns, columns});
  }
  const double limit = quantileOfMagnitude(cells.values, kMapLimitQuantile);
  cells.scale = {ColourMapName::Diverging, Scaling::Signed, -limit, limit};
  Panel panel;
  panel.x = wavelengthAxis(grid);
  panel.y.title = "Epoch";
  panel.y.whole = true;
  panel.y.low = cells.yLow;
  panel.y.high = std::max(cells.yHigh, 1.5);
  if (cells.rows > 0) panel.density = std::move(cells);
  if (!snapshots.empty() && shownEpoch != snapshots.back().epoch)
    panel.add("shown", HorizontalMark{static_cast<double>(shownEpoch), {}, Ink::Role::Text});
  if (log.onMock()) panel.note(Corner::BottomLeft).markup = "mock survey";
  return panel;
}

Panel epochMapPanel(const TrainingLog& log, const EpochSnapshot& snapshot, const std::string& label, std::size_t index,
                    const spectra::WavelengthGrid& grid) {
  std::vector<double> gradient;
  for (std::size_t i = 0; i < grid.size(); ++i)
    gradient.push_back(static_cast<double>(snapshot.map[index * log.pixels() + i]));
  double limit = 0.0;  // symmetric about zero, as in the map
  for (const double value : gradient)
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  if (limit == 0.0) limit = 1.0;
  Panel panel;
  panel.x = wavelengthAxis(grid);
  panel.y = {"∂/∂flux", -1.1 * limit, 1.1 * limit};
  panel.add("zero", HorizontalMark{0.0});
  panel.add("gradient", Line{grid.nm(), std::move(gradient), {labelInk(label), 1.1}});
  return panel;
}

Figure trainingFigure(const TrainingLog& log, int maxEpochs, const std::vector<OneToOne>& labels,
                      const std::vector<LossOverlay>& overlays) {
  constexpr int kRunPanels = 2;  // loss and learning rate
  const int panels = kRunPanels + static_cast<int>(labels.size());
  const int columns = std::min(kSummaryColumns, panels), rows = (panels + columns - 1) / columns;
  Figure figure(oneToOneGrid(rows, columns));
  figure.panel(0, 0) = lossPanel(log, maxEpochs, overlays);
  figure.panel(0, 1) = learningRatePanel(log, figure.panel(0, 0).x);
  for (int i = kRunPanels; i < panels; ++i)
    figure.panel(i / columns, i % columns) = oneToOnePanel(labels[static_cast<std::size_t>(i - kRunPanels)]);
  for (int i = panels; i < rows * columns; ++i)
    figure.panel(i / columns, i % columns).isEmpty = true;
  figure.width = columns * kSummaryPanelWidth;
  figure.height = rows * kSummaryPanelHeight;
  return figure;
}

}  // namespace maury::workbench
