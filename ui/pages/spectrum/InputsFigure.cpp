// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "survey/dataset/LabelNames.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

/// Elements of the inputs that are drawn in one column.
struct Column {
  QString heading;
  std::vector<std::size_t> elements{};
  QStringList names{};                               ///< of single numbers; none for a vector
  const attribution::FoldedInput* folded = nullptr;  ///< over wavelength

  bool isVector() const { return names.isEmpty(); }
};

std::vector<Column> columnsOf(const std::vector<network::ModelInput>& inputs, const SpectrumContent& content) {
  std::vector<Column> columns;
  Column numbers;
  std::size_t element = 0;
  for (const network::ModelInput& input : inputs) {
    const QString name = QString::fromStdString(survey::displayName(input.name));
    Column vector{name};
    for (std::size_t e = 0; e < input.width; ++e, ++element)
      (input.width > 1 ? vector : numbers).elements.push_back(element);
    const auto folded = std::find_if(content.folded.begin(), content.folded.end(),
                                     [&](const auto& candidate) { return candidate.input == input.name; });
    if (folded != content.folded.end()) vector.folded = &*folded;
    if (input.width > 1)
      columns.push_back(std::move(vector));
    else
      numbers.names << name;
  }
  if (!numbers.elements.empty()) {
    numbers.heading = numbers.names.join(QStringLiteral(", "));
    columns.push_back(std::move(numbers));
  }
  return columns;
}

QString unitOf(const attribution::AttributionMap& map, std::size_t label) {
  return map.labels[label].unit == "K" ? QStringLiteral(" (K)") : QString();
}

/// What an element's bar shows: a derivative over the element's scatter, or what it adds.
double scaled(const attribution::AttributionMap& map, const std::vector<float>& values, std::size_t label,
              std::size_t element) {
  const double value = static_cast<double>(values[label * map.inputScatter.size() + element]);
  return attribution::isDerivative(map.method) ? value * static_cast<double>(map.inputScatter[element]) : value;
}

void drawBars(PlotPanel& panel, const attribution::AttributionMap& map, std::size_t label, const Column& column,
              const std::vector<std::size_t>& sameAxis) {
  std::vector<double> all;
  for (const std::size_t e : sameAxis)
    all.push_back(std::abs(scaled(map, map.inputMean, label, e)) + std::abs(scaled(map, map.inputSpread, label, e)));
  const QString name = QString::fromStdString(survey::displayName(map.labels[label].name));
  const bool derivative = attribution::isDerivative(map.method);
  AxisSpec x;
  x.title = column.isVector() ? QStringLiteral("coefficient") : QString();
  x.low = -0.5;
  x.high = static_cast<double>(column.elements.size()) - 0.5;
  x.ticks = column.isVector();
  panel.setAxes(
      x,
      signedAxis((derivative ? QStringLiteral("σ·∂%1") : QStringLiteral("Δ%1")).arg(name) + unitOf(map, label), all));
  std::vector<double> edges{-0.5}, heights, places, errors;
  for (std::size_t i = 0; i < column.elements.size(); ++i) {
    edges.push_back(static_cast<double>(i) + 0.5);
    places.push_back(static_cast<double>(i));
    heights.push_back(scaled(map, map.inputMean, label, column.elements[i]));
    errors.push_back(std::abs(scaled(map, map.inputSpread, label, column.elements[i])));
  }
  panel.setBars(QStringLiteral("bars"), edges, heights, labelInk(QString::fromStdString(map.labels[label].name)), 0.6);
  if (map.members > 1) panel.setErrorBars(QStringLiteral("spread"), places, heights, errors, Ink::Role::Muted, 0.0);
}

void drawFolded(PlotPanel& panel, const attribution::AttributionMap& map, std::size_t label,
                const attribution::FoldedInput& folded) {
  const auto begin = static_cast<std::ptrdiff_t>(label * folded.nm.size());
  const auto end = begin + static_cast<std::ptrdiff_t>(folded.nm.size());
  const std::vector<double> mean(folded.mean.begin() + begin, folded.mean.begin() + end);
  std::vector<double> low(mean), high(mean);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    low[i] -= folded.spread[static_cast<std::size_t>(begin) + i];
    high[i] += folded.spread[static_cast<std::size_t>(begin) + i];
  }
  AxisSpec x;
  x.title = QStringLiteral("wavelength (nm)");
  x.low = folded.nm.front();
  x.high = folded.nm.back();
  const QString name = QString::fromStdString(survey::displayName(map.labels[label].name));
  std::vector<double> reach(low);
  reach.insert(reach.end(), high.begin(), high.end());
  const QString flux = folded.overFirst ? QStringLiteral("(f/c₀)") : QStringLiteral("f");
  panel.setAxes(x, signedAxis(QStringLiteral("∂%1/∂%2").arg(name, flux) + unitOf(map, label), reach));
  const Ink ink = labelInk(QString::fromStdString(map.labels[label].name));
  if (map.members > 1) panel.setBand(QStringLiteral("spread"), folded.nm, std::move(low), std::move(high), ink, 0.3);
  LineStyle style;
  style.ink = ink;
  panel.setLine(QStringLiteral("folded"), folded.nm, mean, style);
}

}  // namespace

void drawInputs(FigureView& view, const SpectrumContent& content, const std::vector<network::ModelInput>& inputs) {
  const attribution::AttributionMap& map = *content.map;
  const std::vector<Column> columns = columnsOf(inputs, content);
  GridSpec spec;
  spec.rows = static_cast<int>(map.labels.size());
  spec.columns = static_cast<int>(columns.size());
  spec.shareY = content.folded.empty();  // curves and bars are in other units
  QStringList headings;
  std::vector<std::size_t> inBars;
  for (const Column& column : columns) {
    spec.columnStretch.push_back(column.isVector() ? 3.0 : 1.0 + 0.2 * static_cast<double>(column.names.size()));
    headings << column.heading;
    if (column.folded == nullptr) inBars.insert(inBars.end(), column.elements.begin(), column.elements.end());
  }
  view.setGrid(spec);
  view.clearColourBar();
  view.setColumnHeadings(headings);
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      PlotPanel& panel = view.panel(static_cast<int>(label), static_cast<int>(c));
      panel.clear();
      panel.clearDensity();
      panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, Ink::Role::Border);
      if (columns[c].folded != nullptr)
        drawFolded(panel, map, label, *columns[c].folded);
      else
        drawBars(panel, map, label, columns[c], inBars);
    }
  }
}

}  // namespace maury::ui
