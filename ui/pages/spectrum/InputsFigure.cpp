// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "survey/LabelNames.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

void drawInputs(FigureView& view, const SpectrumContent& content, const std::vector<network::ModelInput>& inputs) {
  const attribution::AttributionMap& map = *content.map;
  struct Column {
    QString heading;
    std::vector<std::size_t> elements;
    QStringList names;
  };
  std::vector<Column> columns;
  Column numbers;
  std::size_t element = 0;
  for (const network::ModelInput& input : inputs) {
    const QString name = QString::fromStdString(survey::displayName(input.name));
    Column vector{name, {}, {}};
    for (std::size_t e = 0; e < input.width; ++e, ++element)
      (input.width > 1 ? vector : numbers).elements.push_back(element);
    if (input.width > 1)
      columns.push_back(std::move(vector));
    else
      numbers.names << name;
  }
  if (!numbers.elements.empty()) {
    numbers.heading = numbers.names.join(QStringLiteral(", "));
    columns.push_back(std::move(numbers));
  }
  const std::size_t labels = map.labels.size(), elements = map.inputScatter.size();
  GridSpec spec;
  spec.rows = static_cast<int>(labels);
  spec.columns = static_cast<int>(columns.size());
  QStringList headings;
  for (const Column& column : columns) {
    spec.columnStretch.push_back(column.names.isEmpty() ? 3.0 : 1.0 + 0.2 * static_cast<double>(column.names.size()));
    headings << column.heading;
  }
  view.setGrid(spec);
  view.clearColourBar();
  view.setColumnHeadings(headings);
  const bool derivative = attribution::isDerivative(map.method);
  for (std::size_t label = 0; label < labels; ++label) {
    const auto scaled = [&](const std::vector<float>& values, std::size_t e) {
      const double value = static_cast<double>(values[label * elements + e]);
      return derivative ? value * static_cast<double>(map.inputScatter[e]) : value;
    };
    std::vector<double> all;
    for (std::size_t e = 0; e < elements; ++e)
      all.push_back(std::abs(scaled(map.inputMean, e)) + std::abs(scaled(map.inputSpread, e)));
    const QString name = QString::fromStdString(survey::displayName(map.labels[label].name));
    const QString unit = map.labels[label].unit == "K" ? QStringLiteral(" (K)") : QString();
    AxisSpec y = signedAxis((derivative ? QStringLiteral("σ·∂%1") : QStringLiteral("Δ%1")).arg(name) + unit, all);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      PlotPanel& panel = view.panel(static_cast<int>(label), static_cast<int>(c));
      panel.clear();
      panel.clearDensity();
      const Column& column = columns[c];
      AxisSpec x;
      x.title = column.names.isEmpty() ? QStringLiteral("coefficient") : QString();
      x.low = -0.5;
      x.high = static_cast<double>(column.elements.size()) - 0.5;
      x.ticks = column.names.isEmpty();
      panel.setAxes(x, y);
      std::vector<double> edges{-0.5}, heights, places, errors;
      for (std::size_t i = 0; i < column.elements.size(); ++i) {
        edges.push_back(static_cast<double>(i) + 0.5);
        places.push_back(static_cast<double>(i));
        heights.push_back(scaled(map.inputMean, column.elements[i]));
        errors.push_back(std::abs(scaled(map.inputSpread, column.elements[i])));
      }
      const Ink ink = labelInk(QString::fromStdString(map.labels[label].name));
      panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, Ink::Role::Border);
      panel.setBars(QStringLiteral("bars"), edges, heights, ink, 0.6);
      if (map.members > 1) panel.setErrorBars(QStringLiteral("spread"), places, heights, errors, Ink::Role::Muted, 0.0);
    }
  }
}

}  // namespace maury::ui
