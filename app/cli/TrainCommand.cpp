// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <system_error>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/process/Log.h"
#include "base/process/Memory.h"
#include "inference/Calibration.h"
#include "inference/Predictor.h"
#include "io/FileKind.h"
#include "io/TextFile.h"
#include "network/Runtime.h"
#include "network/description/DescriptionJson.h"
#include "network/description/Presets.h"
#include "network/description/WindowText.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/names/LabelNames.h"
#include "training/TrainingOptionTable.h"
#include "training/runs/FolderLock.h"
#include "training/runs/RunFolder.h"
#include "validation/RidgeBaseline.h"
#include "validation/TestReport.h"
#include "workbench/figure/FigureText.h"
#include "workbench/training/RunFolders.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, out, network = "hybrid-rvs", filter, testFilter;
  std::vector<std::string> windows;
  bool ridge = false;
  training::TrainingOptions training;
  bool splitIsGiven = false;  ///< true if the share or seed of a split by id is on the command line
};

/// Returns the options of a preset, or the default ones with the network of a JSON file. A preset takes precedence over
/// a file with its name. If there is neither, throws an error that lists the presets, or one that says that the file
/// does not exist if the name ends in ".json" or contains a slash.
training::TrainingOptions optionsFor(const std::string& name) {
  const std::vector<std::string> presets = network::presetNames();
  const bool isPreset = std::find(presets.begin(), presets.end(), name) != presets.end();
  std::error_code ignored;
  const bool isPath = name.ends_with(".json") || name.find('/') != std::string::npos;
  if (isPreset || (!isPath && !std::filesystem::is_regular_file(name, ignored))) return training::defaultOptions(name);
  io::requireReadableFile(name);
  constexpr std::size_t kMaxBytes = 1 << 20;  // a preset has about 2 kB
  const std::string text = io::readTextFile(name, kMaxBytes);
  try {
    training::TrainingOptions options;
    options.network = network::descriptionFromJson(text);
    return options;
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", name, error.what()));
  }
}

/// Returns what ended the training of a member, to follow "stopped after": "60 epochs".
std::string endText(const std::optional<training::EndReason>& reason, const training::TrainingOptions& options) {
  if (reason == training::EndReason::NoImprovement)
    return workbench::countWithNoun(static_cast<std::size_t>(options.patience), "epoch", "epochs") +
           " without improvement";
  if (reason == training::EndReason::TimeBudget)
    return fmt::format("the time budget of {:g} s", options.wallClockSeconds);
  if (reason == training::EndReason::Request) return "a request to finish";
  return workbench::countWithNoun(static_cast<std::size_t>(options.maxEpochs), "epoch", "epochs");
}

training::TrainingEvents consoleEvents(app::ConsoleJob& console, const training::TrainingOptions& options) {
  training::TrainingEvents events;
  events.warned = [&console](const std::string& sentences) { console.warn(sentences); };
  events.memberDone = [&console, &options](const training::MemberEnd& end) {
    console.say(fmt::format("member {} of {}: best epoch {}, validation loss {:.5f}, stopped after {}", end.member + 1,
                            options.members, end.bestEpoch, end.bestValidationLoss, endText(end.reason, options)));
  };
  return events;
}

std::string residualText(double value, const std::string& unit) {
  return fmt::format("{:.{}f}", value, survey::scatterDecimals(unit));
}

/// Returns a table of the residuals on the test part, and those of a ridge regression if requested.
std::string testTable(const network::Model& model, const survey::Dataset& dataset, const Options& options, Job& job,
                      unsigned threads) {
  const auto parts = options.training.split.apply(dataset);
  const survey::Dataset test = dataset.select(parts[2]);
  if (test.starCount() == 0) return "no star is in the test part\n";
  const std::vector<std::size_t> rows = survey::filterRows(test, options.testFilter);
  const auto reports = validation::compareWithReference(inference::predict(model, test, job, threads), rows);

  std::vector<std::string> names;
  for (const auto& report : reports)
    names.push_back(report.label);
  std::vector<std::string> header{"label",        "unit", "stars",      "bias",      "sigma",
                                  "robust sigma", "rms",  "within 1 σ", "within 2 σ"};
  validation::RidgeResult ridge;
  if (options.ridge) {
    header.emplace_back("ridge rms");
    ridge = validation::ridgeBaseline(dataset, names, parts[0], parts[1], parts[2], job);
  }
  std::vector<std::vector<std::string>> lines;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& [label, unit, residuals, withinOne, withinTwo] = reports[i];
    lines.push_back({label, unit, std::to_string(residuals.count), residualText(residuals.bias, unit),
                     residualText(residuals.sigma, unit), residualText(residuals.robustSigma, unit),
                     residualText(residuals.rms, unit), fmt::format("{:.2f}", withinOne),
                     fmt::format("{:.2f}", withinTwo)});
    if (!options.ridge) continue;
    const std::vector<double> reference = test.numeric(label);
    std::vector<double> predicted, expected;
    for (const std::size_t row : rows) {
      predicted.push_back(ridge.prediction[i][row]);
      expected.push_back(reference[row]);
    }
    lines.back().push_back(residualText(validation::residualStatistics(predicted, expected).rms, unit));
  }
  return app::tableText(header, lines);
}

/// Locks the run folder against other trainings, and checks that it holds a training to resume, or none. Returns
/// nullptr without a run folder.
std::unique_ptr<training::FolderLock> lockRunFolder(const training::TrainingOptions& training) {
  const std::filesystem::path& folder = training.checkpointFolder;
  if (folder.empty()) return nullptr;
  if (training.resume) training::readRun(folder);  // a missing folder must not be created by the lock
  auto lock = std::make_unique<training::FolderLock>(folder);
  training.resume ? training::requireResumableFolder(folder) : training::requireUnusedFolder(folder);
  return lock;
}

/// Says how much memory the data of the training take: the survey, and the copy of its training and validation spectra
/// that the networks read. Throws NotEnoughMemory if the copy does not fit into the limits.
void sayMemory(const survey::Dataset& dataset, const training::TrainingOptions& options, app::ConsoleJob& console) {
  const auto parts = training::trainingRows(dataset, options);
  std::size_t inputs = dataset.pixelCount();
  for (const survey::AuxiliaryInput& input : dataset.inputs)
    inputs += input.width;
  const std::uint64_t copy = sizeof(float) * (parts[0].size() + parts[1].size()) * inputs;
  const std::uint64_t survey = sizeof(float) * (dataset.flux.size() + dataset.fluxError.size());
  requireMemory("The copy of the spectra that the networks read", copy);
  console.say(fmt::format("the data of the training take {}: {} for the survey and {} for the networks",
                          memoryText(survey + copy), memoryText(survey), memoryText(copy)));
}

/// Describes a new run in its folder.
void describeRun(const Options& options) {
  const training::TrainingOptions& training = options.training;
  if (training.checkpointFolder.empty() || training.resume) return;
  const std::string survey = std::filesystem::absolute(options.survey).string();
  training::beginRunFolder(training.checkpointFolder, {training, survey, false, options.filter, {}});
}

/// Model file that was written, and the reason if it is not the requested one.
struct SavedModel {
  std::filesystem::path path;
  std::optional<Error> problem;
};

/// Saves the model. If that fails, for example because the disk is full, saves it in the user's state folder instead,
/// because the training would be lost. A training with a run folder can be resumed and needs no such copy.
SavedModel saveModel(const network::Model& model, const Options& options) {
  try {
    model.save(options.out);
    return {options.out, std::nullopt};
  } catch (const Error& error) {
    const std::filesystem::path state = log::defaultFile().parent_path();
    if (error.kind() != ErrorKind::File || !options.training.checkpointFolder.empty() || state.empty()) throw;
    std::filesystem::path path = workbench::newRunFolder(state / "models");
    path += "-" + std::filesystem::path(options.out).stem().string() + ".safetensors";
    std::error_code ignored;  // saving then fails
    std::filesystem::create_directories(path.parent_path(), ignored);
    try {
      model.save(path);
    } catch (const Error&) {
      throw error;
    }
    return {path, Error(ErrorKind::File, fmt::format("{}. The model was written to {} instead. Move it from there.",
                                                     error.what(), path.string()))};
  }
}

void run(Options options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  training::checkTrainingOptions(options.training);
  console.say(network::runtimeInfo().summary());
  const survey::SplitRule& split = options.training.split;
  if (split.validationFraction + split.testFraction >= 1.0) {
    throw Error(
        ErrorKind::Usage,
        fmt::format("--validation {:g} and --test {:g} leave no stars to train on. Reduce them to a sum below 1.",
                    split.validationFraction, split.testFraction));
  }
  const std::unique_ptr<training::FolderLock> lock = lockRunFolder(options.training);
  survey::Dataset dataset = survey::readSurvey(options.survey, console.job());
  if (!options.filter.empty()) dataset = dataset.select(survey::filterRows(dataset, options.filter));
  if (dataset.starCount() == 0) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: no star passes --filter '{}'. Widen the filter.", options.survey, options.filter));
  }
  // Report an invalid filter before the training, not after it.
  survey::filterRows(dataset, options.testFilter);
  if (survey::hasSplitColumn(dataset) && !options.splitIsGiven) {
    options.training.split.byColumn = true;
    console.say(
        "using the parts in the survey's column 'split' (to split by id, give --validation, --test or --split-seed)");
  }
  for (const std::string& text : options.windows) {
    options.training.network.preset.clear();  // no longer the network of the paper
    options.training.network.windows.push_back(network::windowsFromText(text, dataset.grid));
  }
  if (const std::string leftOut = training::separatedRepeats(dataset, options.training); !leftOut.empty())
    console.warn(leftOut);
  sayMemory(dataset, options.training, console);
  describeRun(options);

  const auto trained =
      training::train(dataset, options.training, consoleEvents(console, options.training), console.job());
  for (const training::MemberEnd& end : trained.members)
    if (end.dropped)
      console.say(fmt::format("member {} is left out of the ensemble (validation loss {:.5f})", end.member + 1,
                              end.bestValidationLoss));
  const auto validationRows = training::trainingRows(dataset, options.training)[1];
  const network::Model model =
      inference::calibrateModel(trained.model, dataset.select(validationRows), console.job(), common.threads);
  const SavedModel saved = saveModel(model, options);

  app::print("{} of {} parameters, trained on {}\n",
             workbench::countWithNoun(static_cast<std::size_t>(model.info().members), "member", "members"),
             workbench::countText(model.parameterCount()),
             workbench::countWithNoun(model.info().trainingStars, "star", "stars"));
  try {
    app::print("test part{}:\n{}", options.testFilter.empty() ? "" : " with " + options.testFilter,
               testTable(model, dataset, options, console.job(), common.threads));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Cancelled) throw;
    throw Error(ErrorKind::Cancelled,
                fmt::format("Stopped on request during the test; the trained model is in {}.", saved.path.string()));
  }
  if (saved.problem) throw Error(*saved.problem);
  app::print("written to {}\n", saved.path.string());
}

}  // namespace

void addTrainCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("train", "Train an ensemble of networks on a survey file");
  command->add_option("survey", options->survey, "Survey file with labels")->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Model, "Model file to write (safetensors)")
      ->required();
  command
      ->add_option(
          "--network", options->network,
          fmt::format("Preset ({}), or JSON file that describes a network", fmt::join(network::presetNames(), ", ")))
      ->capture_default_str();
  command->add_option("--filter", options->filter,
                      "Train and test only on stars that pass this filter, e.g. 'snr > 20'");
  const CommandOptions<training::TrainingOptions> given(
      *command, training::trainingOptionTable(), [](const Option<training::TrainingOptions>& option) {
        return training::isPresetOption(option) ? "the preset's" : optionText(option.description.defaultValue);
      });
  for (const char* key : {"checkpointSeconds", "resume"})
    given[key]->needs(given["checkpointFolder"]);
  command->add_option("--windows", options->windows,
                      "Restrict a label to part of the spectrum, by elements or vacuum wavelengths (nm), e.g. "
                      "alpham=Ca,Si,Ti,Mg or mh=855.0-856.2; other labels use all of it");
  command->add_option("--test-filter", options->testFilter,
                      "Report residuals only for test stars that pass this filter, e.g. 'teff > 4000'");
  command->add_flag("--compare-ridge", options->ridge, "Also report a linear ridge regression on the same split");
  command->footer(
      "Example:\n  maury-cli train miles.fits --network spectrum-small --filter 'teff < 8000' --test 0.2 --validation "
      "0.1 --compare-ridge \\\n"
      "    --test-filter 'teff > 4000 && teff < 7000' --out miles.safetensors");
  command->callback([options, given, &common] {
    options->training = optionsFor(options->network);
    given.applyTo(options->training);
    options->training.threads = common.threads;
    options->training.command = common.commandLine;
    options->splitIsGiven = given.has("split.");
    run(*options, common);
  });
}

}  // namespace maury::cli
