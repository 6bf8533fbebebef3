// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/contrast/ContrastFigure.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "survey/dataset/LabelNames.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

/// Okabe–Ito vermilion and the theme's blue: told apart by everyone, on light and on dark.
const Ink kColourA = QColor(0xD5, 0x5E, 0x00), kColourB = Ink::Role::Accent;
constexpr std::size_t kMostParts = 11;
/// What "−0.005" and a title need.
constexpr double kLeastLeft = 76.0;

std::vector<LineMark> marks(const ContrastContent& content) {
  SpectrumContent lines;
  lines.lines = content.lines;
  lines.lineHalfWidthNm = content.lineHalfWidthNm;
  return marksOf(lines);
}

void drawSpectra(PlotPanel& panel, const ContrastContent& content, const std::vector<double>& wavelengths) {
  const attribution::Contrast& contrast = *content.contrast;
  const std::vector<double> a = doubles(contrast.fluxA, 0, contrast.fluxA.size());
  const std::vector<double> b = doubles(contrast.fluxB, 0, contrast.fluxB.size());
  AxisSpec flux;
  flux.title = QStringLiteral("mean flux");
  std::vector<double> both = a;
  both.insert(both.end(), b.begin(), b.end());
  std::tie(flux.low, flux.high) = rangeOf(both);
  const double range = flux.high - flux.low;
  flux.high += 0.18 * range;  // for the lines' names
  flux.low -= 0.30 * range;   // for legend and note
  panel.setAxes(wavelengthAxis(contrast.map.grid), flux);
  LineStyle style;
  style.ink = kColourB;
  panel.setLine(QStringLiteral("b"), wavelengths, b, style);
  style.ink = kColourA;
  panel.setLine(QStringLiteral("a"), wavelengths, a, style);
  panel.setLineMarks(marks(content));
  panel.setLegend({{QObject::tr("A, %1 stars").arg(contrast.starsA), kColourA},
                   {QObject::tr("B, %1 stars").arg(contrast.starsB), kColourB}},
                  Corner::BottomRight);
  panel.setNote(Corner::BottomLeft, content.note);
}

void drawRow(PlotPanel& panel, const ContrastContent& content, const std::vector<double>& wavelengths,
             const QString& title, std::vector<double> values, const Ink& ink) {
  panel.setAxes(wavelengthAxis(content.contrast->map.grid), signedAxis(title, values));
  panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, Ink::Role::Border);
  LineStyle style;
  style.ink = ink;
  panel.setLine(QStringLiteral("values"), wavelengths, std::move(values), style);
  panel.setLineMarks(marks(content), false);
}

Ink inkOf(const attribution::ContrastPart& part) {
  if (part.kind == attribution::ContrastPart::Kind::Species) return speciesInk(QString::fromStdString(part.name));
  return part.kind == attribution::ContrastPart::Kind::Input ? Ink(Ink::Role::Accent) : Ink(Ink::Role::Muted);
}

struct Step {
  QString name;
  double value = 0.0, error = 0.0;
  Ink ink;
};

std::vector<Step> stepsOf(std::vector<attribution::ContrastPart> parts) {
  std::vector<std::size_t> bySize(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i)
    bySize[i] = i;
  std::stable_sort(bySize.begin(), bySize.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(parts[a].value) > std::abs(parts[b].value); });
  std::vector<bool> named(parts.size(), false);
  for (std::size_t i = 0; i < std::min(kMostParts, parts.size()); ++i)
    named[bySize[i]] = true;
  std::vector<Step> steps;
  Step rest{QObject::tr("the rest"), 0.0, 0.0, Ink::Role::Muted};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (named[i]) {
      steps.push_back({partName(parts[i]), parts[i].value, parts[i].error, inkOf(parts[i])});
    } else {
      rest.value += parts[i].value;
      rest.error = std::hypot(rest.error, parts[i].error);
    }
  }
  if (parts.size() > kMostParts) steps.push_back(rest);
  return steps;
}

}  // namespace

QString partName(const attribution::ContrastPart& part) {
  if (part.kind == attribution::ContrastPart::Kind::OtherPixels) return QObject::tr("off lines");
  const QString name = QString::fromStdString(part.name);
  return part.kind == attribution::ContrastPart::Kind::Input ? QString::fromStdString(survey::displayName(part.name))
                                                             : name;
}

void drawContrast(FigureView& view, const ContrastContent& content) {
  const attribution::AttributionMap& map = content.contrast->map;
  GridSpec spec;
  spec.rows = 3;
  spec.rowStretch = {1.7, 1.0, 1.2};
  spec.shareY = false;
  spec.leastLeft = kLeastLeft;
  KeptZoom zoom(view);
  view.setGrid(spec);
  for (int row = 0; row < 3; ++row)
    view.panel(row).clear();
  const std::vector<double> wavelengths = map.grid.nm();
  drawSpectra(view.panel(0), content, wavelengths);
  std::vector<double> difference;
  for (std::size_t p = 0; p < map.grid.size(); ++p)
    difference.push_back(static_cast<double>(content.contrast->fluxA[p] - content.contrast->fluxB[p]));
  drawRow(view.panel(1), content, wavelengths, QObject::tr("A − B"), std::move(difference), Ink::Role::Text);

  const Ink ink = labelInk(QString::fromStdString(map.labels[content.label].name));
  const std::size_t pixels = map.grid.size();
  const std::vector<double> mean = doubles(map.mean, content.label * pixels, pixels);
  drawRow(view.panel(2), content, wavelengths, attributionTitle(map, content.label), mean, ink);
  if (map.members > 1) {
    std::vector<double> low(mean), high(mean);
    for (std::size_t i = 0; i < pixels; ++i) {
      low[i] -= static_cast<double>(map.spread[content.label * pixels + i]);
      high[i] += static_cast<double>(map.spread[content.label * pixels + i]);
    }
    view.panel(2).setBand(QStringLiteral("spread"), wavelengths, std::move(low), std::move(high), ink, 0.3);
  }
  zoom.restore();
}

void drawWaterfall(FigureView& view, const ContrastContent& content,
                   const std::vector<attribution::ContrastPart>& parts) {
  const attribution::AttributionMap& map = content.contrast->map;
  const auto& [name, unit, low, high] = map.labels[content.label];
  const std::vector<Step> steps = stepsOf(parts);
  GridSpec spec;
  spec.leastLeft = kLeastLeft;
  view.setGrid(spec);
  PlotPanel& panel = view.panel();
  panel.clear();
  double level = map.baselineLabel[content.label];
  std::vector<double> levels{level}, places, tops, errors;
  std::vector<LineMark> names;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double next = level + steps[i].value, x = static_cast<double>(i);
    panel.setBox(QStringLiteral("step%1").arg(i), x - 0.38, x + 0.38, std::min(level, next), std::max(level, next),
                 steps[i].ink, 0.45);
    names.push_back({x, steps[i].name, steps[i].ink, 0.0, 1.0});
    places.push_back(x);
    tops.push_back(next);
    errors.push_back(steps[i].error);
    levels.push_back(next + steps[i].error);
    levels.push_back(next - steps[i].error);
    level = next;
  }
  AxisSpec x, y;
  x.low = -0.6;
  x.high = static_cast<double>(steps.size()) - 0.4;
  x.ticks = false;
  y.title = QString::fromStdString(survey::axisLabel(name, unit));
  std::tie(y.low, y.high) = rangeOf(levels, 0.12);
  y.high += 0.2 * (y.high - y.low);  // for the names
  panel.setAxes(x, y);
  panel.setHorizontalMark(QStringLiteral("b"), map.baselineLabel[content.label], QStringLiteral("B"), kColourB);
  panel.setHorizontalMark(QStringLiteral("a"), map.meanLabel[content.label], QStringLiteral("A"), kColourA);
  panel.setErrorBars(QStringLiteral("errors"), places, tops, errors, Ink::Role::Text, 0.0);
  panel.setLineMarks(std::move(names));
  panel.setNote(Corner::BottomRight, content.note);
}

}  // namespace maury::ui
