// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/TrainingOptionTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/Error.h"
#include "base/text/ShellWord.h"
#include "network/description/DescriptionJson.h"
#include "network/description/NetworkOptionTable.h"
#include "network/description/Presets.h"
#include "survey/dataset/SplitOptionTable.h"

namespace maury::training {

namespace {

using Table = OptionTable<TrainingOptions>;

template <typename Member>
std::vector<std::ptrdiff_t> offsetOf(Member TrainingOptions::*member) {
  const TrainingOptions defaults;
  return {detail::offsetOf(defaults, defaults.*member)};
}

Option<TrainingOptions> describeMasks() {
  return describeComputed<TrainingOptions>(
      "masksNm",
      [](const TrainingOptions& options) -> OptionValue {
        std::vector<OptionRange> ranges;
        for (const spectra::WavelengthRange& mask : options.masks)
          ranges.emplace_back(mask.lowNm, mask.highNm);
        return ranges;
      },
      [](TrainingOptions& options, const OptionValue& value) {
        options.masks.clear();
        for (const auto& [low, high] : std::get<std::vector<OptionRange>>(value))
          options.masks.push_back({low, high});
      },
      offsetOf(&TrainingOptions::masks),
      {.flag = "--mask",
       .help = "Vacuum wavelengths that are hidden from the network, e.g. 655.46-657.08",
       .unit = "nm"});
}

Option<TrainingOptions> describeNetwork() {
  return describeComputed<TrainingOptions>(
      "network",
      [](const TrainingOptions& options) -> OptionValue { return OptionJson{network::toJson(options.network)}; },
      [](TrainingOptions& options, const OptionValue& value) {
        options.network = network::descriptionFromJson(std::get<OptionJson>(value).text);
      },
      offsetOf(&TrainingOptions::network), {.help = "The network's layers"});
}

/// Describes the scaling of the network as an option. Files and fingerprints store it as a part of the network.
Option<TrainingOptions> describeScaling() {
  const Option<network::NetworkDescription>& scaling = findOption(network::networkOptionTable(), "scaling");
  OptionDescription description = scaling.description;
  description.stored = false;
  description.label.clear();  // the network dialog has its control
  return describeComputed<TrainingOptions>(
      "network.scaling", [&scaling](const TrainingOptions& options) { return scaling.get(options.network); },
      [&scaling](TrainingOptions& options, const OptionValue& value) {
        if (scaling.get(options.network) != value) options.network.preset.clear();  // no longer the published network
        scaling.set(options.network, value);
      },
      offsetOf(&TrainingOptions::network), description);
}

void addData(Table& table) {
  table.push_back(describe("labels", &TrainingOptions::labels,
                           {.flag = "--labels", .help = "Labels to learn (default: all labels of the survey)"}));
  table.push_back(describeNetwork());
  table.push_back(describeScaling());
  table.push_back(describeMasks());
  addPart(table, "split", &TrainingOptions::split, survey::splitOptionTable());
  table.push_back(
      describe("validateOnTestSet", &TrainingOptions::validateOnTestSet,
               {.flag = "--validate-on-test", .help = "Use the test stars for validation too, as in the papers"}));
}

void addEnsemble(Table& table) {
  table.push_back(
      describe("members", &TrainingOptions::members,
               {.flag = "--members", .label = "ensemble", .help = "Number of networks", .low = 1, .high = 1000}));
  table.push_back(describe(
      "dropWorstShare", &TrainingOptions::dropWorstShare,
      {.flag = "--drop-worst",
       .help = "Share of the networks, those with the largest validation loss, to leave out (0.2 in the papers)",
       .low = 0.0,
       .high = 0.99}));
  table.push_back(describe("maxEpochs", &TrainingOptions::maxEpochs,
                           {.flag = "--epochs",
                            .label = "maximum epochs",
                            .help = "Maximum number of epochs",
                            .low = 1,
                            .high = 100000,
                            .fingerprint = 9}));
  table.push_back(describe("patience", &TrainingOptions::patience,
                           {.flag = "--patience",
                            .label = "patience (epochs)",
                            .help = "Epochs without improvement before a network stops",
                            .low = 1,
                            .high = 100000,
                            .fingerprint = 11}));
  table.push_back(describe("batch", &TrainingOptions::batch,
                           {.flag = "--batch",
                            .label = "batch (spectra)",
                            .help = "Spectra per training step",
                            .low = 1,
                            .high = 65536,
                            .fingerprint = 2}));
  table.push_back(
      describe("wallClockSeconds", &TrainingOptions::wallClockSeconds,
               {.flag = "--budget", .help = "Time limit of the whole ensemble (0: none)", .unit = "s", .low = 0.0}));
  table.push_back(describe("seed", &TrainingOptions::seed,
                           {.flag = "--seed",
                            .label = "seed",
                            .help = "Random seed of the initial weights, the order of the stars and the noise",
                            .fingerprint = 1}));
}

void addOptimiser(Table& table) {
  table.push_back(describe("loss", &TrainingOptions::loss,
                           {.flag = "--loss",
                            .help = "Loss to minimise: mean-square; robust (Huber's); gaussian, for a network that "
                                    "predicts its variance",
                            .names = {"mean-square", "robust", "gaussian"},
                            .fingerprint = 14}));
  table.push_back(describe(
      "weighByErrors", &TrainingOptions::weighByErrors,
      {.flag = "--label-errors", .help = "Give labels with larger errors less weight in the loss", .fingerprint = 15}));
  table.push_back(describe("balanceLabel", &TrainingOptions::balanceLabel,
                           {.flag = "--balance",
                            .help = "Give stars with rare values of this label more weight, e.g. mh",
                            .fingerprint = 18}));
  table.push_back(describe("optimiser", &TrainingOptions::optimiser,
                           {.flag = "--optimiser",
                            .help = "adam, or adamw with decoupled weight decay",
                            .names = {"adam", "adamw"},
                            .fingerprint = 5}));
  table.push_back(describe("learningRate", &TrainingOptions::learningRate,
                           {.flag = "--learning-rate",
                            .label = "learning rate",
                            .help = "Initial learning rate",
                            .low = 0.0,
                            .aboveLow = true,
                            .step = 1e-4,
                            .decimals = 5,
                            .fingerprint = 3}));
  table.push_back(describe("weightDecay", &TrainingOptions::weightDecay,
                           {.flag = "--weight-decay",
                            .help = "Weight decay of adamw, multiplied by the learning rate at each step",
                            .low = 0.0,
                            .fingerprint = 4}));
  table.push_back(describe("schedule", &TrainingOptions::schedule,
                           {.flag = "--schedule",
                            .help = "Decay of the learning rate: plateau, after epochs without improvement; cosine, to "
                                    "1/1000 over all epochs",
                            .names = {"plateau", "cosine"},
                            .fingerprint = 10}));
  table.push_back(describe("plateauFactor", &TrainingOptions::plateauFactor,
                           {.flag = "--plateau-factor",
                            .help = "Factor applied to the learning rate at a plateau (1: constant rate)",
                            .low = 0.0,
                            .high = 1.0,
                            .aboveLow = true,
                            .fingerprint = 6}));
  table.push_back(describe("plateauPatience", &TrainingOptions::plateauPatience,
                           {.flag = "--plateau-patience",
                            .help = "Epochs without improvement before the learning rate falls",
                            .low = 1,
                            .high = 100000,
                            .fingerprint = 7}));
  table.push_back(describe("gradientClip", &TrainingOptions::gradientClip,
                           {.flag = "--gradient-clip",
                            .help = "Maximum norm of the gradient of a step (0: no limit)",
                            .low = 0.0,
                            .fingerprint = 8}));
}

void addAugmentation(Table& table) {
  table.push_back(describe("noiseSnrLow", &TrainingOptions::noiseSnrLow,
                           {.flag = "--noise-snr-low",
                            .help = "Lowest S/N to which training spectra are degraded by added noise (0: no noise)",
                            .low = 0.0,
                            .fingerprint = 12}));
  table.push_back(describe("noiseSnrHigh", &TrainingOptions::noiseSnrHigh,
                           {.flag = "--noise-snr-high",
                            .help = "Highest S/N to which training spectra are degraded by added noise (0: no noise)",
                            .low = 0.0,
                            .fingerprint = 13}));
  table.push_back(describe("velocityScatterKmS", &TrainingOptions::velocityScatterKmS,
                           {.flag = "--rv-scatter",
                            .help = "Shift each spectrum in training by a random velocity with this 1σ (0: no shift)",
                            .unit = "km/s",
                            .low = 0.0,
                            .high = 1000.0,
                            .fingerprint = 16}));
  table.push_back(
      describe("maskedShare", &TrainingOptions::maskedShare,
               {.flag = "--mask-share",
                .help = "Hide a contiguous range of each spectrum in training, up to this share of its pixels",
                .low = 0.0,
                .high = 0.99,
                .fingerprint = 17}));
}

void addPlaces(Table& table) {
  table.push_back(describe("checkpointFolder", &TrainingOptions::checkpointFolder,
                           {.flag = "--run",
                            .help = "Folder for checkpoints, history.csv and run.json with all options: an interrupted "
                                    "training can be resumed from it",
                            .executionOnly = true,
                            .stored = false}));
  table.push_back(describe("checkpointSeconds", &TrainingOptions::checkpointSeconds,
                           {.flag = "--checkpoint-seconds",
                            .help = "Time between checkpoints within an epoch",
                            .unit = "s",
                            .low = 0.0,
                            .aboveLow = true,
                            .executionOnly = true}));
  table.push_back(
      describe("resume", &TrainingOptions::resume,
               {.flag = "--resume",
                .help = "Resume the training in --run; the weights equal those of an uninterrupted training",
                .executionOnly = true,
                .stored = false}));
  table.push_back(describe("threads", &TrainingOptions::threads,
                           {.help = "Worker threads (0: one per core)", .high = 1024, .executionOnly = true}));
  table.push_back(describe("keepAttribution", &TrainingOptions::keepAttribution,
                           {.help = "Compute an attribution map after each epoch", .executionOnly = true}));
  table.push_back(describe("command", &TrainingOptions::command,
                           {.help = "Command line that repeats the training", .executionOnly = true}));
}

}  // namespace

const Table& trainingOptionTable() {
  static const Table table = [] {
    Table made;
    addData(made);
    addEnsemble(made);
    addOptimiser(made);
    addAugmentation(made);
    addPlaces(made);
    return made;
  }();
  return table;
}

TrainingOptions defaultOptions(const std::string& preset) {
  TrainingOptions options = presetOptions(preset);
  options.validateOnTestSet = false;
  return options;
}

bool isPresetOption(const Option<TrainingOptions>& option) {
  const std::vector<std::string> presets = network::presetNames();
  return std::any_of(presets.begin(), presets.end(), [&](const std::string& preset) {
    return option.get(defaultOptions(preset)) != option.description.defaultValue;
  });
}

std::string fingerprintText(const TrainingOptions& options) {
  // Places of the options that the first version knew. A later option is left out while it has its default, so that the
  // fingerprints of old checkpoints stay valid.
  constexpr int kPlacesOfFirstVersion = 18;
  std::map<int, std::string> texts;
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    const OptionValue value = option.get(options);
    const bool isLater = option.description.fingerprint > kPlacesOfFirstVersion;
    if (option.description.fingerprint == 0 || (isLater && value == option.get(TrainingOptions{}))) continue;
    // Checkpoints have always stored the loss as a real number.
    texts[option.description.fingerprint] =
        option.description.key == "loss" ? fmt::format("{:a}", static_cast<double>(static_cast<int>(options.loss)))
                                         : maury::fingerprintText(option.description, value);
  }
  std::string joined;
  for (const auto& [place, text] : texts)
    joined += (joined.empty() ? "" : "|") + text;
  return joined;
}

std::string trainCommand(const TrainingFiles& files, const TrainingOptions& options) {
  if (options.network.preset.empty()) {
    throw Error(ErrorKind::Usage,
                "A command can name only a preset network, but this one has been edited. Choose a preset.");
  }
  TrainingOptions defaults = defaultOptions(options.network.preset);
  if (options.split.byColumn) defaults.split = options.split;
  // The command ignores a survey's split column only if it has an option of the split, so force one.
  if (files.hasSplitColumn && !options.split.byColumn) defaults.split.seed = options.split.seed + 1;
  std::string command =
      "maury-cli train " + shellWord(files.survey) + " --network " + shellWord(options.network.preset);
  if (files.filter.find_first_not_of(" \t") != std::string::npos) command += " --filter " + shellWord(files.filter);
  return command + commandLine(trainingOptionTable(), options, defaults) + " --out " + shellWord(files.model);
}

}  // namespace maury::training
