// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/OneToOneFigure.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "galaxy/density/Density.h"
#include "galaxy/density/Lasso.h"
#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/DensityLayer.h"
#include "ui/pages/parts/SubsetLayer.h"
#include "validation/Residuals.h"

namespace maury::ui {

namespace {

constexpr std::size_t kCells = 60;
constexpr double kResidualSigmas = 4.0;         ///< shown
constexpr std::size_t kMostSubsetPoints = 300;  ///< more are drawn as contours
const QColor kZeroColour(0xD5, 0x5E, 0x00);

std::vector<double> knownReferences(const OneToOne& data) {
  std::vector<double> known;
  for (std::size_t i = 0; i < data.reference.size(); ++i) {
    if (std::isfinite(data.reference[i]) && std::isfinite(data.prediction[i])) known.push_back(data.reference[i]);
  }
  return known;
}

/// Prediction, or prediction minus reference, of each star.
std::vector<double> ordinates(const OneToOne& data, OneToOneForm form) {
  if (form == OneToOneForm::Values) return data.prediction;
  std::vector<double> residuals(data.reference.size());
  for (std::size_t i = 0; i < residuals.size(); ++i)
    residuals[i] = data.prediction[i] - data.reference[i];
  return residuals;
}

void writeStatistics(PlotPanel& panel, const OneToOne& data, const validation::ResidualStatistics& residuals) {
  const bool kelvin = data.unit == "K";
  const auto number = [kelvin](double value) {
    return kelvin ? valueText(value, 0) + QStringLiteral(" K") : valueText(value, 3);
  };
  panel.setNote(Corner::TopLeft, QStringLiteral("σ = %1").arg(number(residuals.sigma)));
  panel.setNote(Corner::BottomRight, QStringLiteral("bias %1").arg(number(residuals.bias)));
}

/// Few stars as points, many as contours, with their number.
void drawSubsets(PlotPanel& panel, const std::vector<double>& x, const std::vector<double>& y,
                 const galaxy::CellGrid& cells, const std::vector<OneToOneSubset>& subsets) {
  std::vector<LegendEntry> counts;
  for (std::size_t i = 0; i < subsets.size(); ++i) {
    std::vector<double> ofX, ofY;
    for (const std::size_t place : subsets[i].places) {
      if (place >= x.size() || !std::isfinite(x[place]) || !std::isfinite(y[place])) continue;
      ofX.push_back(x[place]);
      ofY.push_back(y[place]);
    }
    if (ofX.empty()) continue;
    const bool points = ofX.size() <= kMostSubsetPoints;
    counts.push_back(
        {countText(ofX.size()), subsets[i].colour, points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
    const QString key = QStringLiteral("subset%1").arg(i);
    if (points)
      panel.setPoints(key, std::move(ofX), std::move(ofY), subsets[i].colour, 1.8);
    else
      panel.setContours(key, subsetContours(ofX, ofY, cells, subsets[i].colour));
  }
  panel.setLegend(std::move(counts), Corner::TopLeft);
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

std::vector<OneToOneSubset> oneToOneSubsets(const Selection& selection, const std::vector<std::size_t>& rows) {
  std::vector<OneToOneSubset> subsets;
  for (const NamedSubset& subset : selection.shown()) {
    const survey::RowSet chosen(selection.starCount(), *subset.rows);
    OneToOneSubset found{subset.colour, {}};
    for (std::size_t place = 0; place < rows.size(); ++place)
      if (chosen.contains(rows[place])) found.places.push_back(place);
    subsets.push_back(std::move(found));
  }
  return subsets;
}

void drawOneToOne(PlotPanel& panel, const OneToOne& data, OneToOneForm form,
                  const std::vector<OneToOneSubset>& subsets) {
  const auto statistics = validation::residualStatistics(data.prediction, data.reference);
  const auto [low, high] = rangeOf(knownReferences(data), 0.04);
  AxisSpec x, y;
  x.title = QString::fromStdString(survey::axisLabel(data.label, data.unit)) +
            (data.isMock ? QStringLiteral(", mock") : QStringLiteral(", reference"));
  x.low = y.low = low;
  x.high = y.high = high;
  y.title = QStringLiteral("network");
  if (form == OneToOneForm::Residuals) {
    y.high = statistics.sigma > 0.0 ? kResidualSigmas * statistics.sigma : 1.0;
    y.low = -y.high;
    y.title = QStringLiteral("residual");
  }
  panel.clear();
  panel.setAxes(x, y);
  const std::vector<double> values = ordinates(data, form);
  const galaxy::CellGrid cells{x.low, x.high, y.low, y.high, kCells, kCells};
  const galaxy::Density density = galaxy::histogram({data.reference, values}, cells);
  const double fullest = *std::max_element(density.values.begin(), density.values.end());
  panel.setDensity(densityLayer(density, {ColourMapName::Cividis, Scaling::Log, 1.0, std::max(2.0, fullest)}));
  if (form == OneToOneForm::Values)
    panel.setDiagonal(true);
  else
    panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, kZeroColour);
  writeStatistics(panel, data, statistics);
  drawSubsets(panel, data.reference, values, cells, subsets);
}

std::vector<std::size_t> rowsOutlined(const OneToOne& data, OneToOneForm form, const QPolygonF& outline,
                                      const std::vector<std::size_t>& rows) {
  std::vector<galaxy::Point> polygon;
  for (const QPointF& point : outline)
    polygon.push_back({point.x(), point.y()});
  std::vector<std::size_t> places(std::min(rows.size(), data.reference.size()));
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::vector<std::size_t> caught = galaxy::rowsInside(polygon, data.reference, ordinates(data, form), places);
  for (std::size_t& place : caught)
    place = rows[place];
  return caught;
}

}  // namespace maury::ui
