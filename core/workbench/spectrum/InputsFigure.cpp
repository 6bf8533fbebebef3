// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/InputsFigure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "survey/names/LabelNames.h"
#include "workbench/figure/Inks.h"
#include "workbench/spectrum/SpectrumFigure.h"
#include "workbench/spectrum/SpectrumParts.h"

namespace maury::workbench {

namespace {

/// Column of the figure: the elements of one vector input, or all inputs that are single numbers.
struct Column {
  std::string heading;
  std::vector<std::size_t> elements{};
  std::vector<std::string> names{};                  ///< names of the single numbers; empty for a vector
  const attribution::FoldedInput* folded = nullptr;  ///< the vector as a curve over wavelength; nullptr: draw bars

  bool isVector() const { return names.empty(); }
};

std::vector<Column> columnsOf(const std::vector<network::ModelInput>& inputs,
                              const std::vector<attribution::FoldedInput>& foldedInputs) {
  std::vector<Column> columns;
  Column numbers;
  std::size_t element = 0;
  for (const network::ModelInput& input : inputs) {
    const std::string name = survey::displayName(input.name);
    Column vector{name};
    for (std::size_t e = 0; e < input.width; ++e, ++element)
      (input.width > 1 ? vector : numbers).elements.push_back(element);
    const auto folded = std::find_if(foldedInputs.begin(), foldedInputs.end(),
                                     [&](const auto& candidate) { return candidate.input == input.name; });
    if (folded != foldedInputs.end()) vector.folded = &*folded;
    if (input.width > 1)
      columns.push_back(std::move(vector));
    else
      numbers.names.push_back(name);
  }
  if (!numbers.elements.empty()) {
    numbers.heading = fmt::format("{}", fmt::join(numbers.names, ", "));
    columns.push_back(std::move(numbers));
  }
  return columns;
}

std::string unitOf(const attribution::AttributionMap& map, std::size_t label) {
  return survey::unitSuffix(map.labels[label].unit);
}

/// Returns the height of the bar of an element: its derivative multiplied by its scatter over the stars, or its
/// contribution.
double barHeight(const attribution::AttributionMap& map, const std::vector<float>& values, std::size_t label,
                 std::size_t element) {
  const double value = static_cast<double>(values[label * map.inputScatter.size() + element]);
  return attribution::isDerivative(map.method) ? value * static_cast<double>(map.inputScatter[element]) : value;
}

Panel emptyPanel() {
  Panel panel;
  panel.add("zero", HorizontalMark{.y = 0.0, .ink = Ink::Role::Border});
  return panel;
}

/// Returns the bars of the elements of a column. The y axis covers all elements in `sameAxis`: the elements of every
/// column that shares the axis.
Panel barsPanel(const attribution::AttributionMap& map, std::size_t label, const Column& column,
                const std::vector<std::size_t>& sameAxis) {
  std::vector<double> all;
  for (const std::size_t e : sameAxis)
    all.push_back(std::abs(barHeight(map, map.inputMean, label, e)) +
                  std::abs(barHeight(map, map.inputSpread, label, e)));
  const std::string name = survey::displayName(map.labels[label].name);
  Panel panel = emptyPanel();
  panel.x.title = column.isVector() ? "Coefficient" : "";
  panel.x.low = -0.5;
  panel.x.high = static_cast<double>(column.elements.size()) - 0.5;
  panel.x.ticks = column.isVector();
  panel.y = signedAxis((attribution::isDerivative(map.method) ? "σ·∂" : "Δ") + name + unitOf(map, label), all);
  Bars bars{{-0.5}, {}, labelInk(map.labels[label].name), 0.6};
  ErrorBars errors{{}, {}, {}, Ink::Role::Muted, 0.0};
  for (std::size_t i = 0; i < column.elements.size(); ++i) {
    bars.edges.push_back(static_cast<double>(i) + 0.5);
    bars.heights.push_back(barHeight(map, map.inputMean, label, column.elements[i]));
    errors.x.push_back(static_cast<double>(i));
    errors.y.push_back(bars.heights.back());
    errors.error.push_back(std::abs(barHeight(map, map.inputSpread, label, column.elements[i])));
  }
  panel.add("bars", std::move(bars));
  if (map.members > 1) panel.add("spread", std::move(errors));
  return panel;
}

Panel foldedPanel(const attribution::AttributionMap& map, std::size_t label, const attribution::FoldedInput& folded) {
  const auto begin = static_cast<std::ptrdiff_t>(label * folded.nm.size());
  const auto end = begin + static_cast<std::ptrdiff_t>(folded.nm.size());
  std::vector<double> mean(folded.mean.begin() + begin, folded.mean.begin() + end);
  const std::vector<double> spread(folded.spread.begin() + begin, folded.spread.begin() + end);
  const Ink ink = labelInk(map.labels[label].name);
  Band band = spreadBand(folded.nm, mean, spread, ink, 0.3);
  Panel panel = emptyPanel();
  panel.x.title = "Wavelength (nm)";
  panel.x.low = folded.nm.front();
  panel.x.high = folded.nm.back();
  std::vector<double> limits(band.low);
  limits.insert(limits.end(), band.high.begin(), band.high.end());
  panel.y = signedAxis(fmt::format("∂{}/∂{}{}", survey::displayName(map.labels[label].name),
                                   folded.overFirst ? "(f/c₀)" : "f", unitOf(map, label)),
                       limits);
  if (map.members > 1) panel.add("spread", std::move(band));
  panel.add("folded", Line{folded.nm, std::move(mean), {.ink = ink}});
  return panel;
}

}  // namespace

Figure inputsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                    const std::vector<network::ModelInput>& inputs) {
  const attribution::AttributionMap& map = *content.map;
  const std::vector<attribution::FoldedInput> none;
  const auto& folded = appearance.foldsInputs ? content.folded : none;
  const std::vector<Column> columns = columnsOf(inputs, folded);
  GridSpec shape;
  shape.rows = static_cast<int>(map.labels.size());
  shape.columns = static_cast<int>(columns.size());
  shape.shareY = folded.empty();  // curves and bars have different units
  std::vector<std::size_t> barElements;
  for (const Column& column : columns) {
    shape.columnStretch.push_back(column.isVector() ? 3.0 : 1.0 + 0.2 * static_cast<double>(column.names.size()));
    if (column.folded == nullptr) barElements.insert(barElements.end(), column.elements.begin(), column.elements.end());
  }
  Figure figure(shape);
  figure.height = 80.0 + 140.0 * shape.rows;
  for (const Column& column : columns)
    figure.columnHeadings.push_back(column.heading);
  for (std::size_t label = 0; label < map.labels.size(); ++label)
    for (std::size_t c = 0; c < columns.size(); ++c)
      figure.panel(static_cast<int>(label), static_cast<int>(c)) = columns[c].folded != nullptr
                                                                       ? foldedPanel(map, label, *columns[c].folded)
                                                                       : barsPanel(map, label, columns[c], barElements);
  return figure;
}

}  // namespace maury::workbench
