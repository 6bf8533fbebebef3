// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/WithheldBaselines.h"

#include <fmt/format.h>

#include <cmath>

#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"
#include "inference/Predictor.h"
#include "survey/names/PredictedNames.h"
#include "training/Trainer.h"
#include "validation/Residuals.h"

namespace maury::validation {
namespace {

using Rows = std::vector<std::size_t>;

std::vector<double> toDoubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

/// Returns the same stars with identical spectra of two pixels. A network without a spectrum branch is trained on them,
/// because every network needs some flux as input.
survey::Dataset replaceSpectra(const survey::Dataset& stars) {
  survey::Dataset result;
  result.ids = stars.ids;
  result.inputs = stars.inputs;
  result.labels = stars.labels;
  result.columns = stars.columns;
  result.provenance = stars.provenance;
  result.grid = spectra::WavelengthGrid({stars.grid.first(), stars.grid.last()});
  result.flux.assign(2 * stars.starCount(), 1.0F);
  return result;
}

training::TrainingOptions optionsFor(const network::ModelInfo& info, const BaselineOptions& options) {
  training::TrainingOptions training =
      info.network.preset.empty() ? training::TrainingOptions{} : training::presetOptions(info.network.preset);
  training.network = info.network;
  training.network.preset.clear();  // the network differs from the preset
  if (info.network.predictsVariance) training.loss = training::Loss::Gaussian;
  for (const network::ModelLabel& label : info.labels)
    training.labels.push_back(label.name);
  training.split = info.split;
  training.validateOnTestSet = false;
  training.members = options.members;
  training.maxEpochs = options.maxEpochs;
  training.seed = options.seed;
  training.threads = options.threads;
  return training;
}

/// Trains ensembles and scores their predictions for the test stars.
class Scorer {
public:
  Scorer(const network::ModelInfo& info, const BaselineOptions& options, Job& job)
      : m_info(info), m_options(options), m_job(job) {}

  /// Returns one score per label of the model.
  std::vector<BaselineScore> scores(const network::Model& model, const survey::Dataset& test) const {
    const survey::Dataset predicted = inference::predict(model, test, m_job, m_options.threads);
    std::vector<BaselineScore> result;
    for (const network::ModelLabel& label : m_info.labels) {
      const std::vector<float>& values = predicted.findLabel(survey::predictedName(label.name))->values;
      const std::vector<float>& reference = test.findLabel(label.name)->values;
      result.push_back({attribution::skillOf(values, reference),
                        residualStatistics(toDoubles(values), toDoubles(reference)).robustSigma});
    }
    return result;
  }

  std::vector<BaselineScore> trainAndScore(const survey::Dataset& stars, const Rows& test,
                                           const training::TrainingOptions& training) const {
    return scores(training::train(stars, training, {}, m_job).model, stars.select(test));
  }

private:
  const network::ModelInfo& m_info;
  const BaselineOptions& m_options;
  Job& m_job;
};

}  // namespace

std::vector<WithheldBaseline> withheldBaselines(const network::Model& model, const survey::Dataset& survey,
                                                std::span<const std::size_t> rows, const BaselineOptions& options,
                                                Job& job) {
  const network::ModelInfo& info = model.info();
  if (info.inputs.empty()) {
    throw Error(ErrorKind::Mismatch,
                "This network takes only the spectrum, so there is nothing to withhold and no baseline to train.");
  }
  for (const network::ModelLabel& label : info.labels) {
    if (survey.findLabel(label.name) == nullptr) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("This survey has no label '{}', which the baseline needs for training.", label.name));
    }
  }
  const attribution::PreparedStars prepared(model, survey, rows, job, options.threads);
  survey::Dataset some;  // a copy of the selected stars, only made if stars are left out
  const bool isAll = prepared.rows().size() == prepared.dataset().starCount();
  if (!isAll) some = prepared.dataset().select(prepared.rows());
  const survey::Dataset& stars = isAll ? prepared.dataset() : some;
  const Rows test = info.split.apply(stars)[static_cast<std::size_t>(survey::Part::Test)];
  if (test.empty())
    throw Error(
        ErrorKind::Mismatch,
        "None of these stars is in the test part of the model's split. Use a survey or filter with test stars.");

  const Scorer scorer(info, options, job);
  const std::vector<BaselineScore> full = scorer.scores(model, stars.select(test));
  training::TrainingOptions inputs = optionsFor(info, options);
  for (network::Branch& branch : inputs.network.branches)
    if (branch.readsFlux()) branch.layers.clear();
  const std::vector<BaselineScore> inputsAlone = scorer.trainAndScore(replaceSpectra(stars), test, inputs);
  training::TrainingOptions spectrum = optionsFor(info, options);
  spectrum.network = network::withoutMissingInputs(spectrum.network, {});
  spectrum.masks = info.masks;
  const std::vector<BaselineScore> spectrumAlone = scorer.trainAndScore(stars, test, spectrum);

  std::vector<WithheldBaseline> baselines;
  for (std::size_t l = 0; l < info.labels.size(); ++l)
    baselines.push_back({info.labels[l], full[l], spectrumAlone[l], inputsAlone[l]});
  return baselines;
}

std::vector<attribution::AuditResult> baselineResults(std::span<const WithheldBaseline> baselines) {
  using attribution::AuditTest;
  using attribution::Verdict;
  std::vector<attribution::AuditResult> results;
  for (const WithheldBaseline& baseline : baselines) {
    const network::ModelLabel& label = baseline.label;
    const BaselineScore &full = baseline.full, &spectrum = baseline.spectrumAlone, &inputs = baseline.inputsAlone;
    const bool known = std::isfinite(full.skill.r2) && std::isfinite(inputs.skill.r2);
    const bool isAsGood =
        known && inputs.skill.r2 >= full.skill.r2 - 2.0 * std::hypot(full.skill.error, inputs.skill.error);
    const Verdict inputsVerdict = !known ? Verdict::Number : isAsGood ? Verdict::Warn : Verdict::Pass;
    const auto add = [&](AuditTest test, const BaselineScore& score, Verdict verdict) {
      results.push_back({test,
                         {},
                         label.name,
                         score.skill.r2,
                         score.skill.error,
                         verdict,
                         {.scatter = score.robustSigma, .networkScatter = full.robustSigma, .unit = label.unit}});
    };
    add(AuditTest::InputsAlone, inputs, inputsVerdict);
    add(AuditTest::SpectrumAlone, spectrum, Verdict::Number);
  }
  return results;
}

}  // namespace maury::validation
