// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/ValidateFigures.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "survey/names/LabelNames.h"
#include "workbench/figure/Inks.h"
#include "workbench/validation/OneToOneFigure.h"

namespace maury::workbench {

namespace {

constexpr int kMaxColumns = 3;
constexpr double kPanelWidth = 360.0, kPanelHeight = 330.0;  ///< px

int columnsFor(int panels) {
  return panels == 4 ? 2 : std::clamp(panels, 1, kMaxColumns);
}

/// Arranges panels in a grid; surplus cells stay blank.
Figure gridFigure(std::vector<Panel> panels) {
  const int count = static_cast<int>(panels.size()), columns = columnsFor(count);
  const int rows = std::max(1, (count + columns - 1) / columns);
  Figure figure(oneToOneGrid(rows, columns));
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    if (i < panels.size()) {
      figure.panels[i] = std::move(panels[i]);
    } else {
      figure.panels[i].isEmpty = true;
      figure.panels[i].x.ticks = figure.panels[i].y.ticks = false;
    }
  }
  figure.width = columns * kPanelWidth;
  figure.height = rows * kPanelHeight;
  return figure;
}

/// Returns one quantity of each bin.
std::vector<double> binValues(const validation::LabelPrecision& label, double validation::PrecisionBin::*member) {
  std::vector<double> values;
  for (const validation::PrecisionBin& bin : label.bins)
    values.push_back(bin.*member);
  return values;
}

bool anyFinite(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

Axis snrAxis(const std::vector<validation::LabelPrecision>& precision) {
  std::vector<double> snr;
  for (const auto& label : precision)
    for (const auto& bin : label.bins)
      snr.push_back(bin.snr);
  Axis axis;
  axis.title = "S/N";
  axis.logarithmic = true;
  std::tie(axis.low, axis.high) = paddedRange(snr, 0.06, true);
  return axis;
}

/// Curve of the precision figure.
struct Curve {
  const char* name;
  double validation::PrecisionBin::*member;
  Ink ink;
  Stroke stroke;
};

const std::vector<Curve>& curves() {
  using Bin = validation::PrecisionBin;
  static const std::vector<Curve> kCurves{
      {"bound", &Bin::bound, Ink::Role::Text, Stroke::Solid},
      {"bound, spectrum alone", &Bin::boundSpectrum, Ink::Role::Text, Stroke::Dashed},
      {"stated σ", &Bin::uncertainty, Ink::Role::Accent, Stroke::Solid},
      {"internal precision", &Bin::internal, Ink::Role::Accent, Stroke::Dashed}};
  return kCurves;
}

LegendEntry::Symbol symbolOf(Stroke stroke) {
  return stroke == Stroke::Solid ? LegendEntry::Symbol::Line : LegendEntry::Symbol::DashedLine;
}

/// Extends a logarithmic y axis upwards, so that the legend does not cover the data. An entry takes a tenth of the
/// height of a panel of a figure 180 mm wide.
void addSpaceForLegend(Panel& panel) {
  constexpr double kEntryShare = 0.1;
  const double share = std::min(kEntryShare * static_cast<double>(panel.legend.entries.size()), 0.6);
  panel.y.high *= std::pow(panel.y.high / panel.y.low, share / (1.0 - share));
}

Panel precisionPanel(const validation::LabelPrecision& label, const Axis& x, bool legend) {
  const std::vector<double> snr = binValues(label, &validation::PrecisionBin::snr),
                            scatter = binValues(label, &validation::PrecisionBin::scatter);
  const Ink ink = labelInk(label.label);
  std::vector<double> all = scatter;
  Panel panel;
  std::vector<LegendEntry> entries{{"scatter", ink, LegendEntry::Symbol::Dot}};
  for (const Curve& curve : curves()) {
    std::vector<double> values = binValues(label, curve.member);
    if (!anyFinite(values)) continue;
    all.insert(all.end(), values.begin(), values.end());
    panel.add(curve.name, Line{snr, std::move(values), {curve.ink, 1.2, curve.stroke}});
    entries.push_back({curve.name, curve.ink, symbolOf(curve.stroke)});
  }
  panel.x = x;
  panel.y.title = "Scatter, " + survey::axisLabel(label.label, label.unit);
  panel.y.logarithmic = true;
  std::tie(panel.y.low, panel.y.high) = paddedRange(all, 0.08, true);
  if (legend) {
    panel.legend.entries = std::move(entries);
    addSpaceForLegend(panel);
  }
  panel.add("scatter", ErrorBars{snr, scatter, binValues(label, &validation::PrecisionBin::scatterError), ink, 3.0});
  return panel;
}

/// Returns scatter divided by bound, for all labels.
Panel timesBoundPanel(const std::vector<validation::LabelPrecision>& precision, const Axis& x) {
  std::vector<double> all{1.0};
  Panel panel;
  for (const auto& label : precision) {
    const std::vector<double> ratio = binValues(label, &validation::PrecisionBin::overBound);
    if (!anyFinite(ratio)) continue;
    all.insert(all.end(), ratio.begin(), ratio.end());
    const Ink ink = labelInk(label.label);
    const std::vector<double> snr = binValues(label, &validation::PrecisionBin::snr);
    panel.add(label.label + " line", Line{snr, ratio, {ink, 1.0}});
    panel.add(label.label,
              ErrorBars{snr, ratio, binValues(label, &validation::PrecisionBin::overBoundError), ink, 2.5});
    panel.legend.entries.push_back({survey::displayName(label.label), ink, LegendEntry::Symbol::Dot});
  }
  panel.x = x;
  panel.y.title = "Scatter / bound";
  panel.y.logarithmic = true;
  std::tie(panel.y.low, panel.y.high) = paddedRange(all, 0.08, true);
  addSpaceForLegend(panel);
  panel.add("bound", HorizontalMark{1.0, {}, Ink::Role::Text});
  panel.legend.corner = Corner::TopLeft;
  return panel;
}

Panel coveragePanel(const LabelCoverage& label) {
  Panel panel;
  panel.x.title = "Nominal share";
  panel.y.title = "Share within, " + survey::displayName(label.label);
  panel.diagonal = Ink::Role::Muted;
  panel.legend.corner = Corner::TopLeft;
  const Ink ink = labelInk(label.label);
  const auto add = [&](const std::string& name, const std::vector<double>& share, Stroke stroke) {
    if (share.empty()) return;
    panel.add(name, Line{label.nominal, share, {ink, 1.5, stroke}});
    panel.legend.entries.push_back({name, ink, symbolOf(stroke)});
  };
  add("stated σ", label.calibrated, Stroke::Solid);
  add("internal precision", label.internal, Stroke::Dashed);
  return panel;
}

}  // namespace

Figure agreementFigure(const ValidateContent& content, std::span<const Subset> subsets) {
  const std::vector<OneToOneSubset> shown = oneToOneSubsets(subsets, content.around);
  std::vector<Panel> panels;
  for (const OneToOne& label : content.oneToOne)
    panels.push_back(oneToOnePanel(label, OneToOneForm::Values, shown));
  return gridFigure(std::move(panels));
}

std::optional<std::size_t> agreementLabelIndex(const ValidateContent& content, int row, int column) {
  const int count = static_cast<int>(content.oneToOne.size());
  const int panelIndex = row * columnsFor(count) + column;
  if (panelIndex < 0 || panelIndex >= count) return std::nullopt;
  return static_cast<std::size_t>(panelIndex);
}

Figure precisionFigure(const ValidateContent& content) {
  const auto& precision = content.precision;
  const bool bounds = std::any_of(precision.begin(), precision.end(), [](const auto& label) {
    return anyFinite(binValues(label, &validation::PrecisionBin::overBound));
  });
  const Axis x = snrAxis(precision);
  std::vector<Panel> panels;
  for (std::size_t i = 0; i < precision.size(); ++i) {
    panels.push_back(precisionPanel(precision[i], x, i == 0));
    if (content.isMock) panels.back().note(Corner::BottomLeft).markup = "mock survey";
  }
  if (bounds) panels.push_back(timesBoundPanel(precision, x));
  return gridFigure(std::move(panels));
}

Figure coverageFigure(const ValidateContent& content) {
  std::vector<Panel> panels;
  for (const LabelCoverage& label : content.coverage) {
    panels.push_back(coveragePanel(label));
    if (content.isMock) panels.back().note(Corner::BottomRight).markup = "mock survey";
  }
  return gridFigure(std::move(panels));
}

}  // namespace maury::workbench
