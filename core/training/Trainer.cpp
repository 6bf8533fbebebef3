// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "training/Checkpoint.h"
#include "training/FitScaling.h"
#include "training/RunFolder.h"
#include "training/TrainingModule.h"

namespace maury::training {

namespace {

void requireOption(bool condition, const std::string& message) {
  if (!condition) throw Error(ErrorKind::Usage, message);
}

void checkOptions(const TrainingOptions& options) {
  requireOption(options.members >= 1, fmt::format("an ensemble needs at least one member, not {}", options.members));
  requireOption(options.maxEpochs >= 1, fmt::format("training needs at least one epoch, not {}", options.maxEpochs));
  requireOption(options.batch >= 1, fmt::format("a batch needs at least one star, not {}", options.batch));
  requireOption(options.learningRate > 0.0 && std::isfinite(options.learningRate),
                fmt::format("the learning rate must be positive, not {:g}", options.learningRate));
  requireOption(options.patience >= 1 && options.plateauPatience >= 1, "patience must be at least one epoch");
  requireOption(options.plateauFactor > 0.0 && options.plateauFactor <= 1.0,
                fmt::format("the plateau factor must be above 0 and at most 1, not {:g}", options.plateauFactor));
  requireOption(options.gradientClip >= 0.0 && options.wallClockSeconds >= 0.0,
                "the gradient clip and the budget cannot be negative");
  requireOption(options.weightDecay >= 0.0 && std::isfinite(options.weightDecay),
                fmt::format("the weight decay must be 0 or more, not {:g}", options.weightDecay));
  requireOption(options.checkpointSeconds > 0.0,
                fmt::format("the seconds between checkpoints must be positive, not {:g}", options.checkpointSeconds));
  requireOption(
      options.dropWorstShare >= 0.0 && options.dropWorstShare < 1.0,
      fmt::format("the share of members left out must be at least 0 and below 1, not {:g}", options.dropWorstShare));
  requireOption(
      options.velocityScatterKmS >= 0.0 && options.velocityScatterKmS < 1000.0,
      fmt::format("velocities to shift by must scatter by 0 to 1000 km/s, not {:g}", options.velocityScatterKmS));
  requireOption(
      options.maskedShare >= 0.0 && options.maskedShare < 1.0,
      fmt::format("the share of masked pixels must be at least 0 and below 1, not {:g}", options.maskedShare));
  requireOption(
      (options.loss == Loss::Gaussian) == options.network.predictsVariance,
      options.network.predictsVariance
          ? std::string("a network that predicts its variance is trained with the Gaussian loss")
          : std::string("the Gaussian loss needs a network that predicts its variance (\"predictsVariance\")"));
  const bool noNoise = options.noiseSnrLow == 0.0 && options.noiseSnrHigh == 0.0;
  requireOption(
      noNoise || (options.noiseSnrLow > 0.0 && options.noiseSnrHigh >= options.noiseSnrLow),
      fmt::format(
          "the S/N range of added noise must be two positive numbers, lower first, or 0 and 0, not {:g} and {:g}",
          options.noiseSnrLow, options.noiseSnrHigh));
}

}  // namespace

std::array<std::vector<std::size_t>, 3> trainingRows(const survey::Dataset& dataset, const TrainingOptions& options) {
  std::vector<const survey::Label*> labels;
  for (const std::string& name : labelsToLearn(dataset, options))
    labels.push_back(dataset.findLabel(name));
  auto rows = options.split.apply(dataset);
  for (std::vector<std::size_t>& part : rows) {
    std::erase_if(part, [&](std::size_t star) {
      const auto flux = dataset.fluxOf(star);
      const bool hasLabel = std::any_of(labels.begin(), labels.end(), [star](const survey::Label* label) {
        return std::isfinite(label->values[star]);
      });
      const bool hasFlux = std::any_of(flux.begin(), flux.end(), [](float value) { return std::isfinite(value); });
      return !hasLabel || (!hasFlux && !flux.empty());
    });
  }
  if (options.validateOnTestSet) {
    rows[1].insert(rows[1].end(), rows[2].begin(), rows[2].end());
    std::sort(rows[1].begin(), rows[1].end());
    rows[2].clear();
  }
  return rows;
}

std::vector<std::size_t> watchedStars(const survey::Dataset& dataset, const TrainingOptions& options) {
  std::vector<std::size_t> rows = trainingRows(dataset, options)[1];
  if (rows.size() > kWatchedStars) rows.resize(kWatchedStars);
  return rows;
}

TrainingOptions presetOptions(const std::string& preset) {
  TrainingOptions options;
  options.network = network::presetDescription(preset);
  const auto asPublished = [&](int batch, double learningRate, int maxEpochs, int patience) {
    options.loss = Loss::MeanSquare;
    options.validateOnTestSet = true;
    options.batch = batch;
    options.learningRate = learningRate;
    options.maxEpochs = maxEpochs;
    options.patience = patience;
    options.plateauFactor = 1.0;
    options.gradientClip = 0.0;
    options.dropWorstShare = 0.2;
  };
  if (preset == "guiglion2020") asPublished(16, 1e-3, 1000, 40);
  if (preset == "nepal2023") asPublished(64, 1e-4, 500, 25);
  if (preset == "starnet") {
    options.loss = Loss::MeanSquare;
    options.batch = 32;
    options.learningRate = 7e-4;
    options.maxEpochs = 30;
    options.patience = 4;
    options.plateauPatience = 2;
  }
  if (preset == "astronn") {
    options.loss = Loss::Gaussian;
    options.learningRate = 5e-4;
    options.maxEpochs = 100;
    options.plateauPatience = 2;
  }
  if (preset == "spectrum-small") {
    options.batch = 16;
    options.maxEpochs = 100;
    options.patience = 20;
    options.plateauPatience = 8;
  }
  return options;
}

TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events,
                     Job& job) {
  checkOptions(options);
  if (!options.checkpointFolder.empty() && !options.resume) refuseUsedFolder(options.checkpointFolder);
  if (options.resume) removeHalfWritten(options.checkpointFolder);
  dataset.validate();
  job.checkpoint();
  return trainingModule().get().train(dataset, options, events, job);
}

}  // namespace maury::training
