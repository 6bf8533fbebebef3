// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/audit/ExperimentFigure.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "attribution/maps/AttributionOptions.h"
#include "attribution/maps/MeanStar.h"
#include "survey/names/LabelNames.h"
#include "workbench/figure/FigureText.h"
#include "workbench/figure/Inks.h"

namespace maury::workbench {

namespace {

using attribution::ExperimentKind;

constexpr double kMinMarkedDepth = 0.10, kLineHalfWidthNm = 0.03, kMinWeight = 1e-3;
constexpr double kRowHeight = 150.0, kWidth = 900.0;  ///< px

/// One label of one model: its change at each value of the experiment, with the limits of the band.
struct Curve {
  std::vector<double> values, low, high;
};

/// Returns the lines that are visible in the mean spectrum of these stars, preprocessed as the model requires.
spectra::LineList visibleLines(const network::Model& model, const survey::Dataset& survey,
                               const std::vector<std::size_t>& rows, Job& job) {
  const survey::Dataset mean = attribution::meanStar(model, survey, rows, job, 0);
  spectra::LineList lines = spectra::linesOn(mean.grid), visible;
  spectra::measureDepths(lines, mean.grid, mean.flux);
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(visible),
               [](const spectra::SpectralLine& line) { return line.depth >= kMinMarkedDepth; });
  return visible;
}

/// Returns the index of a label in the curve of another model; nullopt if that model lacks the label.
std::optional<std::size_t> labelIndexIn(const attribution::ExperimentCurve& curve, const std::string& label) {
  for (std::size_t l = 0; l < curve.labels.size(); ++l)
    if (curve.labels[l].name == label) return l;
  return std::nullopt;
}

Curve labelCurve(const ExperimentContent& content, const attribution::ExperimentCurve& model, std::size_t label) {
  Curve curve;
  const double stars = static_cast<double>(std::max<std::size_t>(content.stars, 2));
  for (const attribution::SensitivityPoint& point : model.points) {
    const bool isNoise = content.kind == ExperimentKind::Noise;
    const double value = isNoise ? point.scatter[label] : point.bias[label];
    // Standard error of the standard deviation of a Gaussian sample.
    const double half = isNoise ? point.scatter[label] / std::sqrt(2.0 * (stars - 1.0)) : point.scatter[label];
    curve.values.push_back(value);
    curve.low.push_back(value - half);
    curve.high.push_back(value + half);
  }
  return curve;
}

Axis xAxis(const ExperimentContent& content) {
  if (content.kind == ExperimentKind::Mask)
    return {"Centre of the masked window (vacuum nm)", content.grid.first(), content.grid.last()};
  Axis axis;
  const bool isNoise = content.kind == ExperimentKind::Noise;
  axis.title = isNoise ? "S/N" : "Shift of the spectrum (km/s)";
  axis.logarithmic = isNoise && content.experiment.values.front() > 0.0;
  std::tie(axis.low, axis.high) = paddedRange(content.experiment.values, 0.03, axis.logarithmic);
  return axis;
}

LineMarks experimentMarks(const ExperimentContent& content, bool showText) {
  LineMarks result;
  for (const spectra::SpectralLine& line : content.lines)
    result.marks.push_back(
        {line.vacuumNm, line.species, speciesInk(line.species), kLineHalfWidthNm, std::max(line.depth, kMinWeight)});
  result.showText = showText;
  return result;
}

void addModel(Panel& panel, const ExperimentContent& content, std::size_t model, Curve curve, const Ink& ink) {
  const std::string key = std::to_string(model);
  const std::vector<double>& x = content.experiment.values;
  panel.add("band" + key, Band{x, std::move(curve.low), std::move(curve.high), ink, model == 0 ? 0.22 : 0.12});
  if (content.kind != ExperimentKind::Mask) panel.add("points" + key, Points{x, curve.values, ink, 2.0});
  panel.add("line" + key, Line{x, std::move(curve.values), {ink, 1.3, model > 0 ? Stroke::Dashed : Stroke::Solid}});
}

Panel labelPanel(const ExperimentContent& content, std::size_t label, bool isTop) {
  const auto& [name, unit, low, high] = content.curves.front().labels[label];
  std::vector<double> plotted{0.0};
  std::vector<std::pair<std::size_t, Curve>> curves;
  for (std::size_t m = 0; m < content.curves.size(); ++m) {
    const auto index = labelIndexIn(content.curves[m], name);
    if (!index) continue;
    curves.emplace_back(m, labelCurve(content, content.curves[m], *index));
    for (const auto* values : {&curves.back().second.low, &curves.back().second.high})
      plotted.insert(plotted.end(), values->begin(), values->end());
  }
  const bool isNoise = content.kind == ExperimentKind::Noise, isMask = content.kind == ExperimentKind::Mask;
  Panel panel;
  panel.x = xAxis(content);
  const std::string change = "Δ" + survey::displayName(name);
  panel.y.title = (isNoise ? "σ(" + change + ")" : change) + survey::unitSuffix(unit);
  std::tie(panel.y.low, panel.y.high) = paddedRange(plotted, 0.1);
  if (isNoise) panel.y.low = 0.0;
  const double range = panel.y.high - panel.y.low;
  if (isTop) panel.y.high += 0.35 * range;           // space for the legend and note, or for the line names
  if (isTop && isMask) panel.y.low -= 0.35 * range;  // space for the legend and note
  panel.add("zero", HorizontalMark{0.0, {}, Ink::Role::Border});
  for (auto& [model, curve] : curves)
    addModel(panel, content, model, std::move(curve), model == 0 ? labelInk(name) : Ink(Ink::Role::Text));
  if (isMask) panel.lineMarks = experimentMarks(content, isTop);
  return panel;
}

/// Adds the number of stars and the legend of the models to the top panel.
void addNotes(Panel& top, const ExperimentContent& content) {
  // In this experiment the names of the spectral lines occupy the top of the panel.
  const bool isMask = content.kind == ExperimentKind::Mask;
  top.note(isMask ? Corner::BottomLeft : Corner::TopLeft).markup =
      countWithNoun(content.stars, "star", "stars") + (content.isMock ? " · mock survey" : "");
  if (content.models.size() < 2) return;
  const Ink first = labelInk(content.curves.front().labels.front().name);
  top.legend.corner = isMask ? Corner::BottomRight : Corner::TopRight;
  top.legend.entries = {{content.models[0], first, LegendEntry::Symbol::Line},
                        {content.models[1], Ink::Role::Text, LegendEntry::Symbol::DashedLine}};
}

}  // namespace

ExperimentContent runExperiment(const std::vector<NamedModel>& models, const survey::Dataset& survey,
                                const std::vector<std::size_t>& rows, const attribution::ExperimentOptions& options,
                                Job& job) {
  const std::vector<std::size_t> used = survey::everyNth(rows, options.maxStars);
  ExperimentContent content;
  content.kind = options.kind;
  content.windowNm = options.windowNm;
  content.isMock = survey.provenance.isMock;
  content.stars = used.size();
  content.grid = models.front().model.info().grid;
  content.experiment = attribution::makeExperiment(options, content.grid);
  for (const auto& [model, name] : models) {
    content.models.push_back(name);
    content.curves.push_back(
        {model.info().labels, attribution::sensitivity(model, survey, used, content.experiment.values,
                                                       content.experiment.perturbation, job)});
  }
  if (content.kind == ExperimentKind::Mask) content.lines = visibleLines(models.front().model, survey, used, job);
  return content;
}

Figure experimentFigure(const ExperimentContent& content) {
  const std::size_t labels = content.curves.front().labels.size();
  GridSpec grid;
  grid.rows = static_cast<int>(labels);
  grid.rowStretch.assign(labels, 1.0);
  grid.rowStretch.front() = 1.35;
  grid.shareY = false;
  Figure figure(grid);
  for (std::size_t l = 0; l < labels; ++l)
    figure.panel(static_cast<int>(l)) = labelPanel(content, l, l == 0);
  addNotes(figure.panel(), content);
  figure.width = kWidth;
  figure.height = kRowHeight * (static_cast<double>(labels) + 1.0);
  return figure;
}

}  // namespace maury::workbench
