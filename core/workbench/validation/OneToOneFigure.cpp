// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/OneToOneFigure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "galaxy/density/Lasso.h"
#include "survey/names/LabelNames.h"
#include "validation/Residuals.h"
#include "workbench/figure/FigureText.h"
#include "workbench/figure/Inks.h"

namespace maury::workbench {

namespace {

constexpr std::size_t kCells = 60;
constexpr double kResidualSigmas = 4.0;  ///< range of the residuals, in units of σ

std::vector<double> knownReferences(const OneToOne& data) {
  std::vector<double> known;
  for (std::size_t i = 0; i < data.reference.size(); ++i)
    if (std::isfinite(data.reference[i]) && std::isfinite(data.prediction[i])) known.push_back(data.reference[i]);
  return known;
}

/// Returns prediction, or prediction minus reference, of each star.
std::vector<double> ordinates(const OneToOne& data, OneToOneForm form) {
  if (form == OneToOneForm::Values) return data.prediction;
  std::vector<double> residuals(data.reference.size());
  for (std::size_t i = 0; i < residuals.size(); ++i)
    residuals[i] = data.prediction[i] - data.reference[i];
  return residuals;
}

void addStatistics(Panel& panel, const OneToOne& data, const validation::ResidualStatistics& residuals) {
  const bool kelvin = data.unit == "K";
  const auto number = [kelvin](double value) { return kelvin ? valueText(value, 0) + " K" : valueText(value, 3); };
  panel.note(Corner::TopLeft).markup = "σ = " + number(residuals.sigma);
  panel.note(Corner::BottomRight).markup = "bias " + number(residuals.bias);
}

/// Adds each subset, as points or contours, and its number of stars to the legend.
void addSubsets(Panel& panel, const std::vector<double>& x, const std::vector<double>& y, const galaxy::CellGrid& cells,
                std::span<const OneToOneSubset> subsets) {
  panel.legend.corner = Corner::TopLeft;
  for (std::size_t i = 0; i < subsets.size(); ++i) {
    std::vector<double> subsetX, subsetY;
    for (const std::size_t place : subsets[i].places) {
      if (place >= x.size() || !std::isfinite(x[place]) || !std::isfinite(y[place])) continue;
      subsetX.push_back(x[place]);
      subsetY.push_back(y[place]);
    }
    if (subsetX.empty()) continue;
    SubsetLayer layer = subsetLayer(std::move(subsetX), std::move(subsetY), cells, subsets[i].ink);
    panel.layers.push_back({fmt::format("subset{}", i), std::move(layer.content)});
    panel.legend.entries.push_back(std::move(layer.entry));
  }
}

}  // namespace

std::vector<OneToOneSubset> oneToOneSubsets(std::span<const Subset> subsets, const std::vector<std::size_t>& rows) {
  std::vector<OneToOneSubset> result;
  const std::size_t count = rows.empty() ? 0 : *std::max_element(rows.begin(), rows.end()) + 1;
  for (const Subset& subset : subsets) {
    std::vector<bool> contains(count);
    for (const std::size_t row : *subset.rows)
      if (row < count) contains[row] = true;
    OneToOneSubset found{Ink(subset.rgb), {}};
    for (std::size_t place = 0; place < rows.size(); ++place)
      if (contains[rows[place]]) found.places.push_back(place);
    result.push_back(std::move(found));
  }
  return result;
}

GridSpec oneToOneGrid(int rows, int columns) {
  GridSpec grid;
  grid.rows = rows;
  grid.columns = columns;
  grid.shareX = grid.shareY = false;
  return grid;
}

Panel oneToOnePanel(const OneToOne& data, OneToOneForm form, std::span<const OneToOneSubset> subsets) {
  const auto statistics = validation::residualStatistics(data.prediction, data.reference);
  const auto [low, high] = paddedRange(knownReferences(data), 0.04);
  Panel panel;
  panel.x.title = survey::axisLabel(data.label, data.unit) + (data.isMock ? ", mock" : ", reference");
  panel.x.low = panel.y.low = low;
  panel.x.high = panel.y.high = high;
  panel.y.title = "Network";
  if (form == OneToOneForm::Residuals) {
    panel.y.high = statistics.sigma > 0.0 ? kResidualSigmas * statistics.sigma : 1.0;
    panel.y.low = -panel.y.high;
    panel.y.title = "Residual";
  }
  const std::vector<double> values = ordinates(data, form);
  const galaxy::CellGrid cells{panel.x.low, panel.x.high, panel.y.low, panel.y.high, kCells, kCells};
  const galaxy::Density density = galaxy::histogram({data.reference, values}, cells);
  const double fullest = *std::max_element(density.values.begin(), density.values.end());
  panel.density = densityCells(density, {ColourMapName::Cividis, Scaling::Log, 1.0, std::max(2.0, fullest)});
  if (form == OneToOneForm::Values)
    panel.diagonal = Ink(kAgreementRgb);
  else
    panel.add("zero", HorizontalMark{0.0, {}, Ink(kAgreementRgb)});
  addStatistics(panel, data, statistics);
  addSubsets(panel, data.reference, values, cells, subsets);
  return panel;
}

std::vector<std::size_t> rowsInOutline(const OneToOne& data, OneToOneForm form,
                                       const std::vector<galaxy::Point>& outline,
                                       const std::vector<std::size_t>& rows) {
  std::vector<std::size_t> places(std::min(rows.size(), data.reference.size()));
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::vector<std::size_t> found = galaxy::rowsInside(outline, data.reference, ordinates(data, form), places);
  for (std::size_t& place : found)
    place = rows[place];
  return found;
}

}  // namespace maury::workbench
