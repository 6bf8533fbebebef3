// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/Recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "survey/recipe/StepInputs.h"
#include "survey/recipe/StepSpectra.h"

namespace maury::survey {

namespace {

constexpr std::size_t kStarsPerChunk = 16;  // a few milliseconds of work between two checkpoints

void applyToSpectra(const SpectrumSteps& steps, Dataset& dataset, RecipeReport& report,
                    const std::function<void(std::size_t)>& done, unsigned threads) {
  const std::size_t stars = dataset.starCount();
  const std::size_t before = dataset.pixelCount(), after = steps.gridAfter().size();
  const bool withErrors = !dataset.fluxError.empty();
  // If the number of pixels does not change, spectra are overwritten in place.
  std::vector<float> newFlux(before == after ? 0 : stars * after);
  std::vector<float> newError(before == after || !withErrors ? 0 : stars * after);
  std::vector<float>& flux = before == after ? dataset.flux : newFlux;
  std::vector<float>& error = before == after ? dataset.fluxError : newError;
  std::vector<std::size_t> failed(stars, 0);
  parallelChunks(stars, kStarsPerChunk, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    SpectrumBuffer work;
    for (std::size_t star = begin; star < end; ++star) {
      const auto fluxNow = dataset.fluxOf(star), errorNow = dataset.fluxErrorOf(star);
      work.flux.assign(fluxNow.begin(), fluxNow.end());
      work.fluxError.assign(errorNow.begin(), errorNow.end());
      failed[star] = steps.apply(work, star);
      std::copy(work.flux.begin(), work.flux.end(), flux.begin() + static_cast<std::ptrdiff_t>(star * after));
      std::copy(work.fluxError.begin(), work.fluxError.end(),
                error.begin() + static_cast<std::ptrdiff_t>(star * after));
    }
    done(end - begin);
  });
  if (before != after) {
    dataset.flux = std::move(newFlux);
    dataset.fluxError = std::move(newError);
  }
  dataset.grid = steps.gridAfter();
  for (std::size_t star = 0; star < stars; ++star)
    if (failed[star] > 0) report.add(steps.failure(failed[star] - 1), dataset.ids[star]);
}

}  // namespace

void RecipeReport::add(const std::string& reason, const std::string& id) {
  const auto known =
      std::find_if(m_tallies.begin(), m_tallies.end(), [&](const Tally& t) { return t.reason == reason; });
  Tally& tally = known != m_tallies.end() ? *known : m_tallies.emplace_back(Tally{reason, 0, id});
  ++tally.stars;
}

std::vector<std::string> RecipeReport::warnings() const {
  std::vector<std::string> sentences;
  for (const Tally& tally : m_tallies)
    sentences.push_back(fmt::format("{} spectra {}; all their pixels are missing values (first: {}).", tally.stars,
                                    tally.reason, tally.first));
  sentences.insert(sentences.end(), m_sentences.begin(), m_sentences.end());
  return sentences;
}

Recipe Recipe::parse(std::span<const std::string> texts) {
  std::vector<Step> steps;
  for (const std::string& text : texts) {
    try {
      steps.push_back(parseStep(text));
    } catch (const Error& error) {
      if (texts.size() == 1) throw;
      throw Error(error.kind(), fmt::format("Step {} of {}: {}", steps.size() + 1, texts.size(), error.what()));
    }
  }
  return Recipe(std::move(steps));
}

std::vector<std::string> Recipe::texts() const {
  std::vector<std::string> texts;
  for (const Step& step : m_steps)
    texts.push_back(toText(step));
  return texts;
}

Dataset Recipe::requireApplicable(const Dataset& schema) const {
  Dataset prepared = schema.select({});
  RecipeReport none;
  apply(
      prepared, none, [](std::size_t) {}, 1);
  return prepared;
}

void Recipe::apply(Dataset& dataset, RecipeReport& report, const std::function<void(std::size_t)>& done,
                   unsigned threads) const {
  if (dataset.starCount() > 0) requireApplicable(dataset);
  // Steps on inputs and steps on spectra are independent, so their relative order does not matter. A velocity may be an
  // input, but no step changes it.
  for (const Step& step : m_steps)
    applyToInputs(step, dataset);
  const SpectrumSteps spectra(m_steps, dataset);
  if (!spectra.empty())
    applyToSpectra(spectra, dataset, report, done, threads);
  else
    done(dataset.starCount());
  for (const Step& step : m_steps)
    dataset.provenance.preprocessing.push_back(toText(step));
}

void Recipe::apply(Dataset& dataset, RecipeReport& report, Job& job, unsigned threads) const {
  ProgressMeter meter(job, "preparing", "spectra", dataset.starCount());
  apply(
      dataset, report, [&](std::size_t stars) { meter.advance(stars); }, threads);
}

}  // namespace maury::survey
