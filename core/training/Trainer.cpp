// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "base/Error.h"
#include "network/description/Presets.h"
#include "survey/dataset/StarNames.h"
#include "training/FitScaling.h"
#include "training/TrainingModule.h"
#include "training/TrainingOptionTable.h"
#include "training/runs/Checkpoint.h"
#include "training/runs/RunFolder.h"

namespace maury::training {

namespace {

void requireOption(bool condition, const std::string& message) {
  if (!condition) throw Error(ErrorKind::Usage, message);
}

/// Refuses real numbers that a float cannot hold, because networks compute in floats. The limit is not in the
/// option table, because the help and the controls would show it.
void requireFloats(const TrainingOptions& options) {
  constexpr double kLargestFloat = std::numeric_limits<float>::max();
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    const OptionValue value = option.get(options);
    const double* number = std::get_if<double>(&value);
    if (number == nullptr || std::abs(*number) <= kLargestFloat) continue;
    throw Error(
        ErrorKind::Usage,
        fmt::format("The option '{}' must be at most {:.3g}, not {:g}.", option.description.key, kLargestFloat,
                    *number),
        option.description.flag.empty() ? "" : fmt::format("Give {} a smaller number.", option.description.flag));
  }
}

}  // namespace

void checkTrainingOptions(const TrainingOptions& options) {
  checkOptionRanges(trainingOptionTable(), options);
  requireFloats(options);
  requireOption(
      (options.loss == Loss::Gaussian) == options.network.predictsVariance,
      options.network.predictsVariance
          ? std::string("A network that predicts its variance must be trained with the Gaussian loss.")
          : std::string("The Gaussian loss needs a network that predicts its variance (\"predictsVariance\")."));
  const bool noNoise = options.noiseSnrLow == 0.0 && options.noiseSnrHigh == 0.0;
  requireOption(
      noNoise || (options.noiseSnrLow > 0.0 && options.noiseSnrHigh >= options.noiseSnrLow),
      fmt::format(
          "The S/N range of added noise must be two positive numbers, lower first, or 0 and 0, not {:g} and {:g}.",
          options.noiseSnrLow, options.noiseSnrHigh));
}

namespace {

/// Sets the options with which Guiglion+2020 and Nepal+2023 train.
void setPublishedOptions(TrainingOptions& options, int batch, double learningRate, int maxEpochs, int patience) {
  options.loss = Loss::MeanSquare;
  options.validateOnTestSet = true;
  options.batch = batch;
  options.learningRate = learningRate;
  options.maxEpochs = maxEpochs;
  options.patience = patience;
  options.plateauFactor = 1.0;
  options.gradientClip = 0.0;
  options.dropWorstShare = 0.2;
}

/// Training options of a preset, by its name in network/description/Presets.cpp. A preset without a row uses the
/// defaults.
struct PresetTraining {
  std::string_view name;
  void (*change)(TrainingOptions& options);
};

constexpr PresetTraining kPresetTrainings[] = {
    {"guiglion2020", [](TrainingOptions& options) { setPublishedOptions(options, 16, 1e-3, 1000, 40); }},
    {"nepal2023", [](TrainingOptions& options) { setPublishedOptions(options, 64, 1e-4, 500, 25); }},
    {"starnet",
     [](TrainingOptions& options) {
       options.loss = Loss::MeanSquare;
       options.batch = 32;
       options.learningRate = 7e-4;
       options.maxEpochs = 30;
       options.patience = 4;
       options.plateauPatience = 2;
     }},
    {"astronn",
     [](TrainingOptions& options) {
       options.loss = Loss::Gaussian;
       options.learningRate = 5e-4;
       options.maxEpochs = 100;
       options.plateauPatience = 2;
     }},
    {"spectrum-small",
     [](TrainingOptions& options) {
       options.batch = 16;
       options.maxEpochs = 100;
       options.patience = 20;
       options.plateauPatience = 8;
     }},
};

/// Leaves spectra of stars that are in a later part out of the training and validation parts. Returns their number.
std::size_t separateRepeats(const survey::Dataset& dataset, std::array<std::vector<std::size_t>, 3>& rows) {
  const std::vector<std::string> names = survey::starNames(dataset);
  if (names == dataset.ids) return 0;
  std::unordered_set<std::string_view> later;
  std::size_t leftOut = 0;
  for (const std::size_t part : {std::size_t{2}, std::size_t{1}, std::size_t{0}}) {
    leftOut += std::erase_if(rows[part], [&](std::size_t star) { return later.contains(names[star]); });
    for (const std::size_t star : rows[part])
      later.insert(names[star]);
  }
  return leftOut;
}

}  // namespace

std::string separatedRepeats(const survey::Dataset& dataset, const TrainingOptions& options) {
  if (options.split.byColumn) return {};
  auto rows = options.split.apply(dataset);
  const std::size_t leftOut = separateRepeats(dataset, rows);
  if (leftOut == 0) return {};
  return fmt::format(
      "{} left out, because {} in another part of the split. A split column with the parts of whole "
      "stars uses all spectra.",
      leftOut == 1 ? "1 spectrum is" : fmt::format("{} spectra are", leftOut),
      leftOut == 1 ? "its star has a spectrum" : "their stars have spectra");
}

std::array<std::vector<std::size_t>, 3> trainingRows(const survey::Dataset& dataset, const TrainingOptions& options) {
  std::vector<const survey::Label*> labels;
  for (const std::string& name : labelsToLearn(dataset, options))
    labels.push_back(dataset.findLabel(name));
  auto rows = options.split.apply(dataset);
  if (!options.split.byColumn) separateRepeats(dataset, rows);
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
  for (const auto& [name, change] : kPresetTrainings)
    if (name == preset) change(options);
  return options;
}

TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events,
                     Job& job) {
  checkTrainingOptions(options);
  if (!options.checkpointFolder.empty() && !options.resume) requireUnusedFolder(options.checkpointFolder);
  if (options.resume) removePartialFiles(options.checkpointFolder);
  dataset.validate();
  job.checkpoint();
  return trainingModule().get().train(dataset, options, events, job);
}

}  // namespace maury::training
