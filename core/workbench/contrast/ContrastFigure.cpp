// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/contrast/ContrastFigure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/Error.h"
#include "survey/names/LabelNames.h"
#include "workbench/figure/FigureText.h"
#include "workbench/figure/Inks.h"
#include "workbench/spectrum/SpectrumContent.h"
#include "workbench/spectrum/SpectrumParts.h"

namespace maury::workbench {

namespace {

/// Okabe–Ito vermilion and the accent blue of the theme: distinguishable with any colour vision, on light and dark
/// backgrounds.
const Ink kInkA(0xD55E00), kInkB = Ink::Role::Accent;
constexpr std::size_t kMaxNamedParts = 11;
/// Space (px) left of the plots for the tick label "−0.005" and a title.
constexpr double kMinLeft = 76.0;

Panel spectraPanel(const ContrastContent& content, const std::vector<double>& wavelengths) {
  const attribution::Contrast& contrast = *content.contrast;
  std::vector<double> a = doubles(contrast.fluxA), b = doubles(contrast.fluxB);
  std::vector<double> both = a;
  both.insert(both.end(), b.begin(), b.end());
  Panel panel;
  panel.x = wavelengthAxis(contrast.map.grid);
  panel.y.title = "Mean flux";
  std::tie(panel.y.low, panel.y.high) = paddedRange(both);
  const double range = panel.y.high - panel.y.low;
  panel.y.high += 0.18 * range;  // space for the line names
  panel.y.low -= 0.30 * range;   // space for the legend and note
  panel.add("b", Line{wavelengths, std::move(b), {.ink = kInkB}});
  panel.add("a", Line{wavelengths, std::move(a), {.ink = kInkA}});
  panel.lineMarks = lineMarks(content.lines, content.lineHalfWidthNm, true);
  panel.legend = {{{"A, " + countWithNoun(contrast.starsA, "star", "stars"), kInkA},
                   {"B, " + countWithNoun(contrast.starsB, "star", "stars"), kInkB}},
                  Corner::BottomRight};
  panel.note(Corner::BottomLeft).markup = content.note;
  return panel;
}

Panel curvePanel(const ContrastContent& content, const std::vector<double>& wavelengths, const std::string& title,
                 std::vector<double> values, const Ink& ink) {
  Panel panel;
  panel.x = wavelengthAxis(content.contrast->map.grid);
  panel.y = signedAxis(title, values);
  panel.add("zero", HorizontalMark{.y = 0.0, .ink = Ink::Role::Border});
  panel.add("values", Line{wavelengths, std::move(values), {.ink = ink}});
  panel.lineMarks = lineMarks(content.lines, content.lineHalfWidthNm, false);
  return panel;
}

Ink partInk(const attribution::ContrastPart& part) {
  if (part.kind == attribution::ContrastPart::Kind::Species) return speciesInk(part.name);
  return part.kind == attribution::ContrastPart::Kind::Input ? Ink::Role::Accent : Ink::Role::Muted;
}

struct WaterfallStep {
  std::string name;
  double value = 0.0, error = 0.0;
  Ink ink;
};

std::vector<WaterfallStep> waterfallSteps(const std::vector<attribution::ContrastPart>& parts) {
  std::vector<std::size_t> bySize(parts.size());
  std::iota(bySize.begin(), bySize.end(), std::size_t{0});
  std::stable_sort(bySize.begin(), bySize.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(parts[a].value) > std::abs(parts[b].value); });
  std::vector<bool> isNamed(parts.size(), false);
  for (std::size_t i = 0; i < std::min(kMaxNamedParts, parts.size()); ++i)
    isNamed[bySize[i]] = true;
  std::vector<WaterfallStep> steps;
  WaterfallStep rest{"the rest", 0.0, 0.0, Ink::Role::Muted};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (isNamed[i]) {
      steps.push_back({partName(parts[i]), parts[i].value, parts[i].error, partInk(parts[i])});
    } else {
      rest.value += parts[i].value;
      rest.error = std::hypot(rest.error, parts[i].error);
    }
  }
  if (parts.size() > kMaxNamedParts) steps.push_back(rest);
  return steps;
}

}  // namespace

std::string partName(const attribution::ContrastPart& part) {
  using Kind = attribution::ContrastPart::Kind;
  if (part.kind == Kind::OtherPixels) return "between lines";
  return part.kind == Kind::Input ? survey::displayName(part.name) : part.name;
}

ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options, spectra::LineList lines) {
  ContrastContent content;
  content.contrast = std::move(contrast);
  const spectra::WavelengthGrid& grid = content.contrast->map.grid;
  content.note = survey.provenance.isMock ? "mock survey" : "";
  content.lineHalfWidthNm = options.halfWidthPixels * grid.meanStepNm();
  content.allLines = std::move(lines);
  spectra::measureDepths(content.allLines, grid, content.contrast->fluxB);
  const double minDepth = LineChoice{}.minDepth;
  std::copy_if(content.allLines.begin(), content.allLines.end(), std::back_inserter(content.lines),
               [&](const spectra::SpectralLine& line) { return line.depth >= minDepth; });
  return content;
}

ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options) {
  return contrastContent(std::move(contrast), survey, options, spectra::linesOn(survey.grid));
}

std::vector<attribution::ContrastPart> contrastParts(const ContrastContent& content, const network::Model& model) {
  return attribution::contrastParts(*content.contrast, model, content.label, content.allLines, content.lineHalfWidthNm);
}

Figure contrastFigure(const ContrastContent& content) {
  const attribution::AttributionMap& map = content.contrast->map;
  GridSpec shape;
  shape.rows = 3;
  shape.rowStretch = {1.7, 1.0, 1.2};
  shape.shareY = false;
  shape.minLeft = kMinLeft;
  Figure figure(shape);
  figure.keepsZoomX = true;
  figure.height = 620.0;
  const std::vector<double> wavelengths = map.grid.nm();
  figure.panel(0) = spectraPanel(content, wavelengths);
  std::vector<double> difference;
  for (std::size_t p = 0; p < map.grid.size(); ++p)
    difference.push_back(static_cast<double>(content.contrast->fluxA[p] - content.contrast->fluxB[p]));
  figure.panel(1) = curvePanel(content, wavelengths, "A − B", std::move(difference), Ink::Role::Text);

  const Ink ink = labelInk(map.labels[content.label].name);
  const std::size_t pixels = map.grid.size();
  const std::vector<double> mean = doubles(map.mean, content.label * pixels, pixels);
  figure.panel(2) = curvePanel(content, wavelengths, attributionTitle(map, content.label), mean, ink);
  if (map.members > 1)
    figure.panel(2).add("spread",
                        spreadBand(wavelengths, mean, doubles(map.spread, content.label * pixels, pixels), ink, 0.3));
  return figure;
}

Figure waterfallFigure(const ContrastContent& content, const std::vector<attribution::ContrastPart>& parts) {
  const attribution::AttributionMap& map = content.contrast->map;
  const network::ModelLabel& label = map.labels[content.label];
  GridSpec shape;
  shape.minLeft = kMinLeft;
  Figure figure(shape);
  figure.height = 360.0;
  Panel& panel = figure.panel();
  double level = map.baselineLabel[content.label];
  std::vector<double> levels{level};
  ErrorBars errors{{}, {}, {}, Ink::Role::Text, 0.0};
  const std::vector<WaterfallStep> steps = waterfallSteps(parts);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double next = level + steps[i].value, x = static_cast<double>(i);
    panel.add(fmt::format("step{}", i),
              Box{x - 0.38, x + 0.38, std::min(level, next), std::max(level, next), steps[i].ink, 0.45});
    panel.lineMarks.marks.push_back({x, steps[i].name, steps[i].ink, 0.0, 1.0});
    errors.x.push_back(x);
    errors.y.push_back(next);
    errors.error.push_back(steps[i].error);
    levels.push_back(next + steps[i].error);
    levels.push_back(next - steps[i].error);
    level = next;
  }
  panel.x.low = -0.6;
  panel.x.high = static_cast<double>(steps.size()) - 0.4;
  panel.x.ticks = false;
  panel.y.title = survey::axisLabel(label.name, label.unit);
  std::tie(panel.y.low, panel.y.high) = paddedRange(levels, 0.12);
  panel.y.high += 0.2 * (panel.y.high - panel.y.low);  // space for the names
  panel.add("b", HorizontalMark{map.baselineLabel[content.label], "B", kInkB});
  panel.add("a", HorizontalMark{map.meanLabel[content.label], "A", kInkA});
  panel.add("errors", std::move(errors));
  panel.note(Corner::BottomRight).markup = content.note;
  return figure;
}

Figure contrastPageFigure(std::shared_ptr<const survey::Dataset> survey, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const network::Model& model,
                          const ContrastPageRequest& request, Job& job) {
  if (survey->grid.empty())
    throw Error(ErrorKind::Mismatch, "The page 'contrast' needs spectra, but this is a catalogue. Open a survey.");
  ContrastRequest sides{survey,
                        stars,
                        std::make_shared<const std::vector<std::size_t>>(rows),
                        model,
                        {request.a, nullptr},
                        {request.b, nullptr},
                        request.options};
  if (request.a.empty() && request.b.empty()) {
    if (const auto proposed = proposedSides(*stars)) {
      sides.a.filter = proposed->a;
      sides.b.filter = proposed->b;
    }
  }
  if (sides.a.filter.empty() || sides.b.filter.empty())
    throw Error(ErrorKind::Usage, "Specify a filter for A and one for B, e.g. alpham > 0.2 and alpham < 0.1.");
  const ContrastResult result = computeContrast(sides, job);
  for (const ContrastResult::Side* side : {&result.a, &result.b})
    if (!side->problem.empty()) throw Error(ErrorKind::Usage, side->problem);
  if (!result.contrast) throw Error(ErrorKind::Mismatch, result.reason);
  ContrastContent content = contrastContent(result.contrast, *survey, request.options);
  const auto& labels = content.contrast->map.labels;
  content.label = request.label.empty() ? defaultLabel(labels) : labelIndex(labels, request.label);
  if (request.view == ContrastPageRequest::View::Spectra) return contrastFigure(content);
  return waterfallFigure(content, contrastParts(content, model));
}

}  // namespace maury::workbench
