// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepare/PrepareFigure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "survey/recipe/Step.h"
#include "ui/pages/prepare/StepPreview.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

const QColor kContinuumColour(0xD5, 0x5E, 0x00);

QString words(const char* text) {
  return QCoreApplication::translate("PrepareFigure", text);
}

std::vector<double> doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

AxisSpec wavelengthAxis(const StepPreview& preview) {
  AxisSpec axis;
  axis.title = words("vacuum wavelength (nm)");
  axis.low = preview.before.grid.first();
  axis.high = preview.before.grid.last();
  if (preview.after && !preview.after->grid.empty()) {
    axis.low = std::min(axis.low, preview.after->grid.first());
    axis.high = std::max(axis.high, preview.after->grid.last());
  }
  return axis;
}

/// Range of the values between their rarest, so that one cosmic ray does not flatten the spectrum; `also` is shown
/// whole.
AxisSpec fluxAxis(const QString& title, std::vector<double> values, const std::vector<double>& also,
                  double roomAbove = 0.16) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  AxisSpec axis;
  axis.title = title;
  if (values.empty()) return axis;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  double low = values[static_cast<std::size_t>(0.0005 * last)], high = values[static_cast<std::size_t>(0.9995 * last)];
  for (const double value : also) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const double range = std::max(high - low, 1e-6 * std::max(1.0, std::abs(high)));
  axis.low = low - 0.06 * range;
  axis.high = high + roomAbove * range;  // for the notes
  return axis;
}

void drawSpectrum(PlotPanel& panel, const survey::Dataset& star) {
  const std::vector<double> flux = doubles(star.flux);
  if (!star.fluxError.empty()) {
    std::vector<double> low(flux), high(flux);
    for (std::size_t i = 0; i < flux.size(); ++i) {
      low[i] -= static_cast<double>(star.fluxError[i]);
      high[i] += static_cast<double>(star.fluxError[i]);
    }
    panel.setBand(QStringLiteral("error"), star.grid.nm(), std::move(low), std::move(high), Ink::Role::Accent);
  }
  panel.setLine(QStringLiteral("flux"), star.grid.nm(), flux);
}

void drawBefore(PlotPanel& panel, const StepPreview& preview, const AxisSpec& x) {
  const bool hasLegend = !preview.continuum.empty() || !preview.masked.empty();
  panel.setAxes(
      x, fluxAxis(words("flux as stored"), doubles(preview.before.flux), preview.continuum, hasLegend ? 0.28 : 0.16));
  for (std::size_t i = 0; i < preview.masked.size(); ++i)
    panel.setSpan(QStringLiteral("mask%1").arg(i), preview.masked[i].lowNm, preview.masked[i].highNm, Ink::Role::Muted,
                  0.22);
  drawSpectrum(panel, preview.before);
  std::vector<LegendEntry> legend;
  if (!preview.continuum.empty()) {
    LineStyle style;
    style.ink = kContinuumColour;
    style.width = 1.6;
    panel.setLine(QStringLiteral("continuum"), preview.continuumGrid.nm(), preview.continuum, style);
    legend.push_back({words("continuum"), kContinuumColour});
  }
  if (!preview.masked.empty()) legend.push_back({words("masked"), Ink::Role::Muted, LegendEntry::Symbol::Band});
  if (hasLegend) panel.setLegend(std::move(legend));
  panel.setNote(Corner::TopLeft,
                preview.before.provenance.isMock ? words("as stored · mock survey") : words("as stored"));
}

void drawAfter(PlotPanel& panel, const StepPreview& preview, const AxisSpec& x) {
  if (!preview.after) {
    AxisSpec y = fluxAxis(words("flux after"), {}, {});
    y.ticks = false;
    panel.setAxes(x, y);
    panel.setShaded(true, words("the steps do not fit this survey"));
    return;
  }
  const std::vector<double> flux = doubles(preview.after->flux);
  const bool blank = std::none_of(flux.begin(), flux.end(), [](double value) { return std::isfinite(value); });
  const std::vector<double> one = preview.continuum.empty() || blank ? std::vector<double>() : std::vector<double>{1.0};
  panel.setAxes(x, fluxAxis(words("flux after"), flux, one));
  if (!one.empty()) panel.setHorizontalMark(QStringLiteral("one"), 1.0);
  drawSpectrum(panel, *preview.after);
  if (blank) panel.setShaded(true, words("no pixel with data is left of this star"));
  const QString note = preview.steps == 0   ? words("no steps: as stored")
                       : preview.steps == 1 ? words("after 1 step")
                                            : words("after %1 steps").arg(preview.steps);
  const QString pixels = words("%1 px").arg(preview.after->pixelCount());
  panel.setNote(Corner::TopLeft, note + QStringLiteral(" · ") + pixels);
}

}  // namespace

void drawPreview(FigureView& view, const StepPreview& preview) {
  GridSpec spec;
  spec.rows = 2;
  spec.shareY = false;
  const AxisSpec before = view.panel().xAxis(), home = view.panel().homeX();
  const bool first = view.grid().rows != 2;
  if (first) view.setGrid(spec);
  const AxisSpec x = wavelengthAxis(preview);
  for (int row = 0; row < 2; ++row) {
    view.panel(row).clear();
    view.panel(row).setShaded(false);
  }
  drawBefore(view.panel(0), preview, x);
  drawAfter(view.panel(1), preview, x);
  if (!first && home.low == x.low && home.high == x.high)
    for (int row = 0; row < 2; ++row)
      view.panel(row).setXRange(before.low, before.high);
}

}  // namespace maury::ui
