// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/ValidateFigures.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "survey/dataset/LabelNames.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kMostColumns = 3;

/// Rows and columns for so many panels, and those that are left over out of sight.
class Panels {
public:
  Panels(FigureView& view, std::size_t count) : m_view(view), m_columns(columnsFor(static_cast<int>(count))) {
    const int panels = static_cast<int>(count), rows = (panels + m_columns - 1) / m_columns;
    view.setGrid(oneToOneGrid(rows, m_columns));
    for (int i = 0; i < rows * m_columns; ++i) {
      PlotPanel& panel = at(static_cast<std::size_t>(i));
      panel.clear();
      panel.clearDensity();
      panel.setDiagonal(false);
      panel.setVisible(i < panels);
      AxisSpec bare;
      bare.ticks = false;
      if (i >= panels) panel.setAxes(bare, bare);
    }
  }

  PlotPanel& at(std::size_t index) {
    return m_view.panel(static_cast<int>(index) / m_columns, static_cast<int>(index) % m_columns);
  }

  static int columnsFor(int panels) { return panels == 4 ? 2 : std::clamp(panels, 1, kMostColumns); }

private:
  FigureView& m_view;
  int m_columns;
};

QString nameOf(const std::string& label, const std::string& unit) {
  return QString::fromStdString(survey::axisLabel(label, unit));
}

Ink inkOf(const std::string& label) {
  return labelInk(QString::fromStdString(label));
}

QString mockNote(const ValidateContent& content) {
  return content.isMock ? QStringLiteral("mock survey") : QString();
}

/// One quantity of every bin, in the order of the bins.
std::vector<double> of(const validation::LabelPrecision& label, double validation::PrecisionBin::*member) {
  std::vector<double> values;
  for (const validation::PrecisionBin& bin : label.bins)
    values.push_back(bin.*member);
  return values;
}

bool anyFinite(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

AxisSpec snrAxis(const std::vector<validation::LabelPrecision>& precision) {
  std::vector<double> snr;
  for (const auto& label : precision)
    for (const auto& bin : label.bins)
      snr.push_back(bin.snr);
  AxisSpec axis;
  axis.title = QStringLiteral("S/N");
  axis.logarithmic = true;
  std::tie(axis.low, axis.high) = rangeOf(snr, 0.06, true);
  return axis;
}

/// A line of a figure of precision: what it is of, and how it is drawn.
struct Curve {
  const char* name;
  double validation::PrecisionBin::*member;
  Ink ink;
  Qt::PenStyle pen;
};

const std::vector<Curve>& curves() {
  using Bin = validation::PrecisionBin;
  static const std::vector<Curve> kCurves{
      {QT_TRANSLATE_NOOP("QObject", "bound"), &Bin::bound, Ink::Role::Text, Qt::SolidLine},
      {QT_TRANSLATE_NOOP("QObject", "bound, spectrum alone"), &Bin::boundSpectrum, Ink::Role::Text, Qt::DashLine},
      {QT_TRANSLATE_NOOP("QObject", "stated σ"), &Bin::uncertainty, Ink::Role::Accent, Qt::SolidLine},
      {QT_TRANSLATE_NOOP("QObject", "internal precision"), &Bin::internal, Ink::Role::Accent, Qt::DashLine}};
  return kCurves;
}

void drawLabelPrecision(PlotPanel& panel, const validation::LabelPrecision& label, const AxisSpec& x, bool legend) {
  const std::vector<double> snr = of(label, &validation::PrecisionBin::snr),
                            scatter = of(label, &validation::PrecisionBin::scatter);
  std::vector<double> all = scatter;
  std::vector<LegendEntry> entries{{QObject::tr("scatter"), inkOf(label.label), LegendEntry::Symbol::Dot}};
  for (const Curve& curve : curves()) {
    std::vector<double> values = of(label, curve.member);
    if (!anyFinite(values)) continue;
    all.insert(all.end(), values.begin(), values.end());
    panel.setLine(QLatin1String(curve.name), snr, std::move(values), {curve.ink, 1.2, curve.pen});
    entries.push_back({QObject::tr(curve.name), curve.ink,
                       curve.pen == Qt::SolidLine ? LegendEntry::Symbol::Line : LegendEntry::Symbol::DashedLine});
  }
  AxisSpec y;
  y.title = QObject::tr("scatter, %1").arg(nameOf(label.label, label.unit));
  y.logarithmic = true;
  std::tie(y.low, y.high) = rangeOf(all, 0.08, true);
  if (legend) y.high *= std::pow(y.high / y.low, 0.5);  // for the legend
  panel.setAxes(x, y);
  panel.setErrorBars(QStringLiteral("scatter"), snr, scatter, of(label, &validation::PrecisionBin::scatterError),
                     inkOf(label.label), 3.0);
  if (legend) panel.setLegend(std::move(entries), Corner::TopRight);
}

/// Scatter over bound of all labels.
void drawTimesBound(PlotPanel& panel, const std::vector<validation::LabelPrecision>& precision, const AxisSpec& x) {
  std::vector<double> all{1.0};
  std::vector<LegendEntry> entries;
  for (const auto& label : precision) {
    const std::vector<double> ratio = of(label, &validation::PrecisionBin::overBound);
    if (!anyFinite(ratio)) continue;
    all.insert(all.end(), ratio.begin(), ratio.end());
    const QString key = QString::fromStdString(label.label);
    const std::vector<double> snr = of(label, &validation::PrecisionBin::snr);
    panel.setLine(key + QStringLiteral(" line"), snr, ratio, {inkOf(label.label), 1.0});
    panel.setErrorBars(key, snr, ratio, of(label, &validation::PrecisionBin::overBoundError), inkOf(label.label), 2.5);
    entries.push_back(
        {QString::fromStdString(survey::displayName(label.label)), inkOf(label.label), LegendEntry::Symbol::Dot});
  }
  AxisSpec y;
  y.title = QObject::tr("scatter / bound");
  y.logarithmic = true;
  std::tie(y.low, y.high) = rangeOf(all, 0.08, true);
  y.high *= std::pow(y.high / y.low, 0.45);  // for the legend
  panel.setAxes(x, y);
  panel.setHorizontalMark(QStringLiteral("bound"), 1.0, {}, Ink::Role::Text);
  panel.setLegend(std::move(entries), Corner::TopLeft);
}

}  // namespace

void drawAgreement(FigureView& view, const ValidateContent& content, const Selection& selection) {
  const std::vector<OneToOneSubset> subsets = oneToOneSubsets(selection, content.around);
  Panels panels(view, content.oneToOne.size());
  for (std::size_t i = 0; i < content.oneToOne.size(); ++i)
    drawOneToOne(panels.at(i), content.oneToOne[i], OneToOneForm::Values, subsets);
}

std::optional<std::size_t> agreementPanel(const ValidateContent& content, int row, int column) {
  const int place = row * Panels::columnsFor(static_cast<int>(content.oneToOne.size())) + column;
  if (place < 0 || place >= static_cast<int>(content.oneToOne.size())) return std::nullopt;
  return static_cast<std::size_t>(place);
}

void drawPrecision(FigureView& view, const ValidateContent& content) {
  const auto& precision = content.precision;
  const bool bounds = std::any_of(precision.begin(), precision.end(), [](const auto& label) {
    return anyFinite(of(label, &validation::PrecisionBin::overBound));
  });
  Panels panels(view, precision.size() + (bounds ? 1 : 0));
  const AxisSpec x = snrAxis(precision);
  for (std::size_t i = 0; i < precision.size(); ++i)
    drawLabelPrecision(panels.at(i), precision[i], x, i == 0);
  if (bounds) drawTimesBound(panels.at(precision.size()), precision, x);
  for (std::size_t i = 0; i < precision.size(); ++i)
    panels.at(i).setNote(Corner::BottomLeft, mockNote(content));
}

void drawCoverage(FigureView& view, const ValidateContent& content) {
  Panels panels(view, content.coverage.size());
  for (std::size_t i = 0; i < content.coverage.size(); ++i) {
    const LabelCoverage& label = content.coverage[i];
    PlotPanel& panel = panels.at(i);
    AxisSpec x, y;
    x.title = QObject::tr("nominal share");
    y.title = QObject::tr("share within, %1").arg(QString::fromStdString(survey::displayName(label.label)));
    panel.setAxes(x, y);
    panel.setDiagonal(true, Ink::Role::Muted);
    std::vector<LegendEntry> entries;
    const auto add = [&](const QString& name, const std::vector<double>& share, Qt::PenStyle pen,
                         LegendEntry::Symbol symbol) {
      if (share.empty()) return;
      panel.setLine(name, label.nominal, share, {inkOf(label.label), 1.5, pen});
      entries.push_back({name, inkOf(label.label), symbol});
    };
    add(QObject::tr("stated σ"), label.calibrated, Qt::SolidLine, LegendEntry::Symbol::Line);
    add(QObject::tr("internal precision"), label.internal, Qt::DashLine, LegendEntry::Symbol::DashedLine);
    panel.setLegend(std::move(entries), Corner::TopLeft);
    panel.setNote(Corner::BottomRight, mockNote(content));
  }
}

}  // namespace maury::ui
