// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumComputation.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <span>

#include "attribution/maps/MeanStar.h"
#include "attribution/maps/StarMaps.h"
#include "base/Error.h"
#include "base/Random.h"
#include "base/TaskPool.h"
#include "inference/Predictor.h"
#include "survey/names/LabelNames.h"

namespace maury::workbench {

namespace {

/// Number of stars in a map: at most kMaxStarsForMap for a gradient, divided by relativeCost() for slower methods,
/// but at least kMinStarsForMap.
constexpr std::size_t kMaxStarsForMap = 10000;
constexpr std::size_t kMinStarsForMap = 100;
/// Stars in the first partial map, which takes well under half a second with eight members; each further one doubles
/// the number of stars.
constexpr std::size_t kFirstStars = 64;
constexpr std::size_t kMaxStarsForHeatMap = 480;
constexpr std::size_t kMaxStarsForBaseline = 2000;

void setSpectrum(SpectrumResult& result, const survey::Dataset& dataset, const std::vector<std::size_t>& rows) {
  result.spectrum = survey::meanSpectrum(dataset, rows);
  result.grid = dataset.grid;
  const auto errors = rows.size() == 1 ? dataset.fluxErrorOf(rows.front()) : std::span<const float>();
  result.error.assign(errors.begin(), errors.end());
}

/// Returns the number of forward and backward passes per star, relative to the gradient method.
std::size_t relativeCost(const attribution::AttributionOptions& options, std::size_t pixels) {
  switch (options.method) {
    case attribution::AttributionMethod::SmoothGrad:
      return static_cast<std::size_t>(options.samples);
    case attribution::AttributionMethod::IntegratedGradients:
      return static_cast<std::size_t>(options.steps);
    case attribution::AttributionMethod::Occlusion:
      return std::max<std::size_t>(pixels / 10, 1);
    case attribution::AttributionMethod::Gradient:
    case attribution::AttributionMethod::GradientTimesInput:
      break;
  }
  return 1;
}

/// Shuffles the rows in a reproducible order (Fisher–Yates).
void shuffle(std::vector<std::size_t>& rows) {
  Random random(1);
  for (std::size_t i = rows.size(); i > 1; --i)
    std::swap(rows[i - 1], rows[static_cast<std::size_t>(random.below(i))]);
}

std::shared_ptr<const validation::TruthFilter> truthIfKnown(const survey::Dataset& stars,
                                                            const std::vector<std::size_t>& rows,
                                                            const survey::Dataset& population) {
  // The ideal response is known only on the wavelength window of the mock; on other grids truthFilter() throws.
  if (!validation::hasTruth(stars) || !validation::hasTruth(population)) return nullptr;
  try {
    return std::make_shared<const validation::TruthFilter>(validation::truthFilter(stars, rows, population));
  } catch (const Error&) {
    return nullptr;
  }
}

/// Computes the spectrum and its map, reporting partial maps of more and more stars.
void attribute(const SpectrumRequest& request, SpectrumResult& result, Job& job,
               const std::function<void(const SpectrumResult&)>& showPartial) {
  const network::Model& model = *request.model;
  const survey::Recipe missing = model.missingSteps(*request.survey);
  attribution::AttributionOptions options = request.options;
  const std::size_t cost = relativeCost(options, model.info().grid.size());
  std::vector<std::size_t> rows = survey::everyNth(request.rows, std::max(kMaxStarsForMap / cost, kMinStarsForMap));
  if (attribution::takesBaseline(options.method) && request.meanAsBaseline) {
    options.baseline = std::make_shared<const survey::Dataset>(
        attribution::meanStar(model, *request.survey, survey::everyNth(request.chosen, kMaxStarsForBaseline), job));
  }
  survey::Dataset copy;
  const survey::Dataset* stars = request.survey.get();
  if (!missing.empty()) {
    copy = stars->select(rows);
    survey::RecipeReport ignoredReport;
    missing.apply(copy, ignoredReport, [&](std::size_t) { job.checkpoint(); });
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    stars = &copy;
    result.prepared = true;
    result.stars = rows.size();
    setSpectrum(result, copy, rows);
  } else {
    setSpectrum(result, *stars, request.rows);
  }
  // Runs in parallel with the map: takes about as long as the map of one star.
  auto truth =
      TaskPool::shared().start([stars, rows, &request] { return truthIfKnown(*stars, rows, *request.survey); });
  result.subject = std::make_shared<const survey::Dataset>(
      rows.size() == 1 ? stars->select(rows)
                       : attribution::meanStar(model, *stars, survey::everyNth(rows, kMaxStarsForBaseline), job));

  for (const network::ModelLabel& label : model.info().labels) {
    if (request.catalogue) result.skills.push_back(attribution::heldOutSkill(*request.catalogue, label.name));
  }
  result.totalStars = rows.size();
  attribution::AttributionRun run(model, options);
  ProgressMeter meter(job, "attributing", "spectra", rows.size());
  shuffle(rows);  // so that the first partial map resembles the final one
  for (std::size_t first = 0, next = kFirstStars; first < rows.size(); first = next, next *= 2) {
    next = std::min(next, rows.size());
    run.add(*stars, std::span(rows).subspan(first, next - first), job, meter);
    result.map = std::make_shared<const attribution::AttributionMap>(run.map());
    if (truth.valid()) result.truth = truth.get();
    if (next < rows.size()) showPartial(result);
  }
}

}  // namespace

SpectrumResult computeSpectrum(const SpectrumRequest& request, Job& job,
                               const std::function<void(const SpectrumResult&)>& showPartial) {
  SpectrumResult result;
  result.stars = request.rows.size();
  if (request.model) {
    try {
      attribute(request, result, job, showPartial);
      return result;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::Mismatch) throw;
      result.misfit = error.what();
    }
  }
  setSpectrum(result, *request.survey, request.rows);
  return result;
}

StarRows computeStarRows(const SpectrumRequest& request, const survey::Dataset& stars, std::size_t label, Job& job) {
  const std::string& name = request.model->info().labels.at(label).name;
  StarRows result;
  result.label = label;
  result.sortTitle = survey::axisLabel(name, stars.unitOf(name));
  if (!stars.hasNumeric(name)) return result;
  const std::vector<double> values = stars.numeric(name);
  std::vector<std::size_t> sorted;
  std::copy_if(request.chosen.begin(), request.chosen.end(), std::back_inserter(sorted),
               [&](std::size_t row) { return std::isfinite(values[row]); });
  std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  const std::size_t maxStars = kMaxStarsForHeatMap / relativeCost(request.options, request.survey->pixelCount());
  sorted = survey::everyNth(sorted, std::max(maxStars, kMinStarsForMap));
  if (sorted.empty()) return result;
  result.values = attribution::starMaps(*request.model, *request.survey, sorted, label, request.options, job);
  for (const std::size_t row : sorted)
    result.sorted.push_back(static_cast<float>(values[row]));
  return result;
}

std::pair<survey::Dataset, std::vector<float>> computeWhatIf(const network::Model& model, const survey::Dataset& star,
                                                             const attribution::Perturbation& perturbation, Job& job) {
  survey::Dataset both = star;
  append(both, attribution::applyPerturbation(star, std::vector<std::size_t>{0}, perturbation));
  const std::span<const float> flux = both.fluxOf(1);
  return {inference::predict(model, both, job, 1), {flux.begin(), flux.end()}};
}

}  // namespace maury::workbench
