// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/preparing/PrepareFigure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maury::workbench {

namespace {

const Ink kContinuumInk(0xD55E00);

std::vector<double> doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

Axis wavelengthAxis(const StepPreview& preview) {
  Axis axis{"vacuum wavelength (nm)", preview.before.grid.first(), preview.before.grid.last()};
  if (preview.after && !preview.after->grid.empty()) {
    axis.low = std::min(axis.low, preview.after->grid.first());
    axis.high = std::max(axis.high, preview.after->grid.last());
  }
  return axis;
}

/// Returns an axis over the values without the outermost 0.05 % at each end, so that one cosmic ray does not flatten
/// the spectrum, widened to include all of `included`. `shareAbove`: space for notes above the values, as a share of
/// the range.
Axis fluxAxis(const std::string& title, std::vector<double> values, const std::vector<double>& included,
              double shareAbove = 0.16) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  Axis axis;
  axis.title = title;
  if (values.empty()) return axis;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  double low = values[static_cast<std::size_t>(0.0005 * last)], high = values[static_cast<std::size_t>(0.9995 * last)];
  for (const double value : included) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const double range = std::max(high - low, 1e-6 * std::max(1.0, std::abs(high)));
  axis.low = low - 0.06 * range;
  axis.high = high + shareAbove * range;
  return axis;
}

void addSpectrum(Panel& panel, const survey::Dataset& star) {
  const std::vector<double> flux = doubles(star.flux);
  if (!star.fluxError.empty()) {
    std::vector<double> low(flux), high(flux);
    for (std::size_t i = 0; i < flux.size(); ++i) {
      low[i] -= static_cast<double>(star.fluxError[i]);
      high[i] += static_cast<double>(star.fluxError[i]);
    }
    panel.add("error", Band{star.grid.nm(), std::move(low), std::move(high), Ink::Role::Accent});
  }
  panel.add("flux", Line{star.grid.nm(), flux});
}

Panel panelBefore(const StepPreview& preview, const Axis& x) {
  const bool hasLegend = !preview.continuum.empty() || !preview.masked.empty();
  Panel panel;
  panel.x = x;
  panel.y = fluxAxis("Flux as stored", doubles(preview.before.flux), preview.continuum, hasLegend ? 0.28 : 0.16);
  for (std::size_t i = 0; i < preview.masked.size(); ++i)
    panel.add(fmt::format("mask{}", i),
              Span{preview.masked[i].lowNm, preview.masked[i].highNm, Ink::Role::Muted, 0.22});
  addSpectrum(panel, preview.before);
  if (!preview.continuum.empty()) {
    panel.add("continuum", Line{preview.continuumGrid.nm(), preview.continuum, {kContinuumInk, 1.6}});
    panel.legend.entries.push_back({"continuum", kContinuumInk});
  }
  if (!preview.masked.empty()) panel.legend.entries.push_back({"masked", Ink::Role::Muted, LegendEntry::Symbol::Band});
  panel.note(Corner::TopLeft).markup = preview.before.provenance.isMock ? "as stored · mock survey" : "as stored";
  return panel;
}

Panel panelAfter(const StepPreview& preview, const Axis& x) {
  Panel panel;
  panel.x = x;
  if (!preview.after) {
    panel.y = fluxAxis("Flux after", {}, {});
    panel.y.ticks = false;
    panel.shade = Shade{"the steps do not fit this survey"};
    return panel;
  }
  const std::vector<double> flux = doubles(preview.after->flux);
  const bool blank = std::none_of(flux.begin(), flux.end(), [](double value) { return std::isfinite(value); });
  const std::vector<double> continuumLevel =
      preview.continuum.empty() || blank ? std::vector<double>() : std::vector<double>{1.0};
  panel.y = fluxAxis("Flux after", flux, continuumLevel);
  if (!continuumLevel.empty()) panel.add("one", HorizontalMark{1.0});
  addSpectrum(panel, *preview.after);
  if (blank) panel.shade = Shade{"no pixel of this star has data left"};
  const std::string note = preview.steps == 0   ? "no steps: as stored"
                           : preview.steps == 1 ? "after 1 step"
                                                : fmt::format("after {} steps", preview.steps);
  panel.note(Corner::TopLeft).markup = fmt::format("{} · {} px", note, preview.after->pixelCount());
  return panel;
}

}  // namespace

Figure prepareFigure(const StepPreview& preview) {
  GridSpec grid;
  grid.rows = 2;
  grid.shareY = false;
  Figure figure(grid);
  figure.keepsZoomX = true;
  const Axis x = wavelengthAxis(preview);
  figure.panel(0) = panelBefore(preview, x);
  figure.panel(1) = panelAfter(preview, x);
  return figure;
}

}  // namespace maury::workbench
