// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/ExperimentFigure.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

using attribution::ExperimentKind;

/// What is drawn of one label of one model.
struct Curve {
  std::vector<double> values, low, high;
};

/// The place of a label in another model's; nothing where that has none of the name.
std::optional<std::size_t> placeOf(const attribution::ExperimentCurve& curve, const std::string& label) {
  for (std::size_t l = 0; l < curve.labels.size(); ++l)
    if (curve.labels[l].name == label) return l;
  return std::nullopt;
}

Curve curveOf(const ExperimentContent& content, const attribution::ExperimentCurve& model, std::size_t label) {
  Curve curve;
  const double stars = static_cast<double>(std::max<std::size_t>(content.stars, 2));
  for (const attribution::SensitivityPoint& point : model.points) {
    const bool isNoise = content.kind == ExperimentKind::Noise;
    const double value = isNoise ? point.scatter[label] : point.bias[label];
    // The error of a Gaussian's standard deviation.
    const double half = isNoise ? point.scatter[label] / std::sqrt(2.0 * (stars - 1.0)) : point.scatter[label];
    curve.values.push_back(value);
    curve.low.push_back(value - half);
    curve.high.push_back(value + half);
  }
  return curve;
}

AxisSpec xAxis(const ExperimentContent& content) {
  if (content.kind == ExperimentKind::Mask) {
    AxisSpec axis = wavelengthAxis(content.grid);
    axis.title = QObject::tr("middle of the masked window (vacuum nm)");
    return axis;
  }
  AxisSpec axis;
  const bool isNoise = content.kind == ExperimentKind::Noise;
  axis.title = isNoise ? QStringLiteral("S/N") : QObject::tr("shift of the spectrum (km/s)");
  axis.logarithmic = isNoise && content.experiment.values.front() > 0.0;
  std::tie(axis.low, axis.high) = rangeOf(content.experiment.values, 0.03, axis.logarithmic);
  return axis;
}

std::vector<LineMark> marks(const ExperimentContent& content) {
  SpectrumContent lines;
  lines.lines = content.lines;
  return marksOf(lines);
}

void drawModel(PlotPanel& panel, const ExperimentContent& content, std::size_t model, Curve curve, const Ink& ink) {
  const QString key = QString::number(model);
  LineStyle style;
  style.ink = ink;
  style.width = 1.3;
  if (model > 0) style.pen = Qt::DashLine;
  const std::vector<double>& x = content.experiment.values;
  panel.setBand(QStringLiteral("band") + key, x, curve.low, curve.high, ink, model == 0 ? 0.22 : 0.12);
  if (content.kind != ExperimentKind::Mask) panel.setPoints(QStringLiteral("points") + key, x, curve.values, ink, 2.0);
  panel.setLine(QStringLiteral("line") + key, x, std::move(curve.values), style);
}

void drawLabel(PlotPanel& panel, const ExperimentContent& content, std::size_t label, bool isTop) {
  const auto& [name, unit, low, high] = content.curves.front().labels[label];
  std::vector<double> shown{0.0};
  std::vector<std::pair<std::size_t, Curve>> curves;
  for (std::size_t m = 0; m < content.curves.size(); ++m) {
    const auto place = placeOf(content.curves[m], name);
    if (!place) continue;
    curves.emplace_back(m, curveOf(content, content.curves[m], *place));
    for (const auto* values : {&curves.back().second.low, &curves.back().second.high})
      shown.insert(shown.end(), values->begin(), values->end());
  }
  AxisSpec y;
  const QString symbol = QString::fromStdString(survey::displayName(name));
  y.title = (content.kind == ExperimentKind::Noise ? QStringLiteral("σ(Δ%1)") : QStringLiteral("Δ%1")).arg(symbol) +
            (unit == "K" ? QStringLiteral(" (K)") : QString());
  std::tie(y.low, y.high) = rangeOf(shown, 0.1);
  if (content.kind == ExperimentKind::Noise) y.low = 0.0;
  const double range = y.high - y.low;
  if (isTop) y.high += 0.35 * range;                                         // for legend and note, or the lines' names
  if (isTop && content.kind == ExperimentKind::Mask) y.low -= 0.35 * range;  // for legend and note
  panel.setAxes(xAxis(content), y);
  panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, Ink::Role::Border);
  const Ink second = Ink::Role::Text;
  for (auto& [model, curve] : curves)
    drawModel(panel, content, model, std::move(curve), model == 0 ? labelInk(QString::fromStdString(name)) : second);
  if (content.kind == ExperimentKind::Mask) panel.setLineMarks(marks(content), isTop);
}

}  // namespace

void drawExperiment(FigureView& view, const ExperimentContent& content) {
  const std::size_t labels = content.curves.front().labels.size();
  GridSpec spec;
  spec.rows = static_cast<int>(labels);
  spec.rowStretch.assign(labels, 1.0);
  spec.rowStretch.front() = 1.35;
  spec.shareY = false;
  view.setGrid(spec);
  for (std::size_t l = 0; l < labels; ++l) {
    PlotPanel& panel = view.panel(static_cast<int>(l));
    panel.clear();
    drawLabel(panel, content, l, l == 0);
  }
  PlotPanel& top = view.panel();
  const QString stars = QObject::tr("%1 stars").arg(countText(content.stars));
  const bool isMask = content.kind == ExperimentKind::Mask;
  // The names of lines stand at the top of the panel.
  const Corner left = isMask ? Corner::BottomLeft : Corner::TopLeft,
               right = isMask ? Corner::BottomRight : Corner::TopRight;
  top.setNote(left, content.note.isEmpty() ? stars : stars + QStringLiteral(" · ") + content.note);
  if (content.models.size() < 2) return;
  const Ink first = labelInk(QString::fromStdString(content.curves.front().labels.front().name));
  top.setLegend({{content.models[0], first, LegendEntry::Symbol::Line},
                 {content.models[1], Ink::Role::Text, LegendEntry::Symbol::DashedLine}},
                right);
}

}  // namespace maury::ui
