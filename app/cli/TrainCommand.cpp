// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <sstream>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "inference/Calibration.h"
#include "inference/Predictor.h"
#include "io/AtomicFile.h"
#include "network/Runtime.h"
#include "network/description/WindowText.h"
#include "survey/dataset/LabelNames.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "training/RunFolder.h"
#include "validation/RidgeBaseline.h"
#include "validation/TestReport.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, out, network = "hybrid-rvs", filter, testFilter;
  std::vector<std::string> masks, windows;
  bool ridge = false;
  training::TrainingOptions training;  ///< what is the same for every network
  /// What a preset brings with it, where the command line does not say otherwise.
  std::optional<int> members, epochs, patience, batch;
  std::optional<double> learningRate, dropWorst;
  std::optional<training::Schedule> schedule;
  bool validateOnTest = false;
  bool splitIsGiven = false;  ///< a share or the seed of the split by id is on the command line
  std::string scaling;
};

/// "655.46-657.08" → a range in nm.
spectra::WavelengthRange parseMask(const std::string& text) {
  const auto dash = text.find('-');
  try {
    const spectra::WavelengthRange range{std::stod(text.substr(0, dash)), std::stod(text.substr(dash + 1))};
    if (dash != std::string::npos && range.lowNm < range.highNm) return range;
  } catch (const std::exception&) {
    // Falls through to the sentence below.
  }
  throw Error(ErrorKind::Usage,
              fmt::format("--mask '{}': give two vacuum wavelengths in nm, e.g. 655.46-657.08", text));
}

/// The options of a preset, or the usual ones with the network of a JSON file. A preset goes before a file of its name;
/// without either, the presets' own sentence tells which there are.
training::TrainingOptions optionsFor(const std::string& name) {
  const std::vector<std::string> presets = network::presetNames();
  const bool isPreset = std::find(presets.begin(), presets.end(), name) != presets.end();
  if (isPreset || !std::filesystem::is_regular_file(name)) return training::presetOptions(name);
  std::ifstream file(name);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) throw Error(ErrorKind::File, fmt::format("{}: cannot be read", name));
  try {
    training::TrainingOptions options;
    options.network = network::descriptionFromJson(text.str());
    return options;
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", name, error.what()));
  }
}

/// The network's own options with what the command line says on top.
training::TrainingOptions merged(const Options& given, const CommonOptions& common) {
  training::TrainingOptions options = optionsFor(given.network);
  options.labels = given.training.labels;
  options.split = given.training.split;
  options.seed = given.training.seed;
  options.wallClockSeconds = given.training.wallClockSeconds;
  options.noiseSnrLow = given.training.noiseSnrLow;
  options.noiseSnrHigh = given.training.noiseSnrHigh;
  options.velocityScatterKmS = given.training.velocityScatterKmS;
  options.maskedShare = given.training.maskedShare;
  options.balanceLabel = given.training.balanceLabel;
  options.weighByErrors = given.training.weighByErrors;
  options.dropWorstShare = given.dropWorst.value_or(options.dropWorstShare);
  options.members = given.members.value_or(options.members);
  options.maxEpochs = given.epochs.value_or(options.maxEpochs);
  options.patience = given.patience.value_or(options.patience);
  options.batch = given.batch.value_or(options.batch);
  options.learningRate = given.learningRate.value_or(options.learningRate);
  options.optimiser = given.training.optimiser;
  options.weightDecay = given.training.weightDecay;
  options.schedule = given.schedule.value_or(options.schedule);
  options.checkpointFolder = given.training.checkpointFolder;
  options.checkpointSeconds = given.training.checkpointSeconds;
  options.resume = given.training.resume;
  // The papers' way only when it is asked for by name: the test set is otherwise never looked at.
  options.validateOnTestSet = given.validateOnTest;
  for (const auto& mask : given.masks)
    options.masks.push_back(parseMask(mask));
  if (!given.scaling.empty()) {
    const auto scaling =
        given.scaling == "zscore" ? network::InputScaling::Standardised : network::InputScaling::AsDelivered;
    if (scaling != options.network.scaling) options.network.preset.clear();  // no longer that of the paper
    options.network.scaling = scaling;
  }
  options.threads = common.threads;
  options.command = common.commandLine;
  return options;
}

training::TrainingEvents consoleEvents(app::ConsoleJob& console, const training::TrainingOptions& options) {
  training::TrainingEvents events;
  events.memberDone = [&console, &options](const training::MemberEnd& end) {
    console.say(fmt::format("member {} of {}: best epoch {}, validation loss {:.5f}, stopped after {}", end.member + 1,
                            options.members, end.bestEpoch, end.bestValidationLoss, end.reason));
  };
  return events;
}

std::string numberText(double value, const std::string& unit) {
  return fmt::format("{:.{}f}", value, survey::scatterDecimals(unit));
}

/// Residuals on the test part, the ridge's beside them if asked for.
std::string testTable(const network::Model& model, const survey::Dataset& dataset, const Options& options, Job& job,
                      unsigned threads) {
  const auto parts = options.training.split.apply(dataset);
  const survey::Dataset test = dataset.select(parts[2]);
  if (test.starCount() == 0) return "no star fell into the test part\n";
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
    ridge = validation::ridgeBaseline(dataset, names, parts[0], parts[1], parts[2]);
  }
  std::vector<std::vector<std::string>> lines;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& [label, unit, residuals, withinOne, withinTwo] = reports[i];
    lines.push_back({label, unit, std::to_string(residuals.count), numberText(residuals.bias, unit),
                     numberText(residuals.sigma, unit), numberText(residuals.robustSigma, unit),
                     numberText(residuals.rms, unit), fmt::format("{:.2f}", withinOne),
                     fmt::format("{:.2f}", withinTwo)});
    if (!options.ridge) continue;
    const std::vector<double> reference = test.numeric(label);
    std::vector<double> predicted, expected;
    for (const std::size_t row : rows) {
      predicted.push_back(ridge.prediction[i][row]);
      expected.push_back(reference[row]);
    }
    lines.back().push_back(numberText(validation::residualStatistics(predicted, expected).rms, unit));
  }
  return app::tableText(header, lines);
}

/// Makes the folder of a run that can be resumed and notes in it what the run is.
void openRunFolder(const Options& options) {
  const training::TrainingOptions& training = options.training;
  if (training.checkpointFolder.empty() || training.resume) return;
  const std::string survey = std::filesystem::absolute(options.survey).string();
  training::beginRunFolder(training.checkpointFolder, {training, survey, false, options.filter, {}});
}

void run(Options options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  console.say(network::runtimeInfo().summary());
  const survey::SplitRule& split = options.training.split;
  if (split.validationFraction + split.testFraction >= 1.0) {
    throw Error(ErrorKind::Usage, fmt::format("--validation {:g} and --test {:g} leave no stars to train on",
                                              split.validationFraction, split.testFraction));
  }
  options.training = merged(options, common);

  survey::Dataset dataset = survey::readSurvey(options.survey, console.job());
  if (!options.filter.empty()) dataset = dataset.select(survey::filterRows(dataset, options.filter));
  if (dataset.starCount() == 0) {
    throw Error(ErrorKind::Mismatch, fmt::format("{}: no star passes --filter '{}'", options.survey, options.filter));
  }
  // Neither a wrong filter nor a folder that cannot be written may wait until the training is over.
  survey::filterRows(dataset, options.testFilter);
  if (survey::hasSplitColumn(dataset) && !options.splitIsGiven) {
    options.training.split.byColumn = true;
    console.say(
        "the parts are those of the survey's column 'split' (--validation, --test or --split-seed split by id)");
  }
  for (const std::string& text : options.windows) {
    options.training.network.preset.clear();  // no longer that of the paper
    options.training.network.windows.push_back(network::windowsFromText(text, dataset.grid));
  }
  { const io::AtomicFile writable(options.out); }
  openRunFolder(options);

  const auto trained =
      training::train(dataset, options.training, consoleEvents(console, options.training), console.job());
  for (const training::MemberEnd& end : trained.members)
    if (end.dropped)
      console.say(
          fmt::format("member {} is left out (validation loss {:.5f})", end.member + 1, end.bestValidationLoss));
  const auto validationRows = training::trainingRows(dataset, options.training)[1];
  const network::Model model =
      inference::calibrated(trained.model, dataset.select(validationRows), console.job(), common.threads);
  model.save(options.out);

  fmt::print("{} members of {} parameters, trained on {} stars\n", model.info().members, model.parameterCount(),
             model.info().trainingStars);
  fmt::print("test part{}:\n{}", options.testFilter.empty() ? "" : " with " + options.testFilter,
             testTable(model, dataset, options, console.job(), common.threads));
  fmt::print("written to {}\n", options.out);
}

}  // namespace

void addTrainCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  auto& training = options->training;
  CLI::App* command = app.add_subcommand("train", "Train an ensemble of networks on a survey file");
  command->add_option("survey", options->survey, "Survey file with labels")->required();
  command->add_option("-o,--out", options->out, "Model file to write (safetensors)")->required();
  command
      ->add_option("--network", options->network,
                   fmt::format("A preset ({}) or a JSON description", fmt::join(network::presetNames(), ", ")))
      ->capture_default_str();
  command->add_option("--labels", training.labels, "Labels to learn; all of the survey's if not given")->delimiter(',');
  command->add_option("--filter", options->filter, "Train and test on these stars only, e.g. 'snr > 20'");
  command->add_option("--mask", options->masks, "Vacuum wavelengths (nm) the network must not see, e.g. 655.46-657.08");
  command
      ->add_option("--members", options->members,
                   "Networks in the ensemble (if not given, this and the next four as suits the network)")
      ->check(CLI::Range(1, 1000));
  command->add_option("--epochs", options->epochs, "At most this many epochs")->check(CLI::Range(1, 100000));
  command->add_option("--patience", options->patience, "Epochs without improvement before a member stops");
  command->add_option("--batch", options->batch, "Spectra a step")->check(CLI::Range(1, 65536));
  command->add_option("--learning-rate", options->learningRate, "Of the optimiser")->check(CLI::PositiveNumber);
  const std::map<std::string, training::Optimiser> optimisers{{"adam", training::Optimiser::Adam},
                                                              {"adamw", training::Optimiser::AdamW}};
  command->add_option("--optimiser", training.optimiser, "adam, or adamw with decoupled weight decay")
      ->transform(CLI::CheckedTransformer(optimisers))
      ->default_str("adam");
  command->add_option("--weight-decay", training.weightDecay, "Of adamw, a step and unit of learning rate")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  const std::map<std::string, training::Schedule> schedules{{"plateau", training::Schedule::Plateau},
                                                            {"cosine", training::Schedule::Cosine}};
  command
      ->add_option("--schedule", options->schedule,
                   "plateau: a lower rate after epochs without improvement; cosine: to 1/1000 over --epochs")
      ->transform(CLI::CheckedTransformer(schedules));
  CLI::Option* folder = command->add_option(
      "--run", training.checkpointFolder,
      "Folder that keeps checkpoints, history.csv and run.json with all options: a killed training goes on from there");
  command->add_option("--checkpoint-seconds", training.checkpointSeconds, "Between checkpoints within an epoch")
      ->check(CLI::PositiveNumber)
      ->capture_default_str()
      ->needs(folder);
  command->add_flag("--resume", training.resume, "Go on from --run to the weights of an uninterrupted training")
      ->needs(folder);
  command->add_option("--validation", training.split.validationFraction, "Share of stars that decide when to stop")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--test", training.split.testFraction, "Share of stars never used in training")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_flag("--validate-on-test", options->validateOnTest, "Stop on the test stars, as the papers do");
  command
      ->add_option("--scaling", options->scaling,
                   "minmax: inputs to 0…1 and flux as delivered; zscore: inputs to mean 0, scatter 1, flux minus the "
                   "mean spectrum over its scatter; of the training part alone (if not given, as suits the network)")
      ->check(CLI::IsMember({"minmax", "zscore"}));
  command->add_option("--seed", training.seed, "Of weights, order and noise")->capture_default_str();
  command->add_option("--split-seed", training.split.seed, "Of the split by id")->capture_default_str();
  command->add_option("--budget", training.wallClockSeconds, "Seconds for the whole ensemble (0: none)")
      ->capture_default_str();
  command->add_option("--noise-snr-low", training.noiseSnrLow, "Add noise in training down to this S/N (0: none)");
  command->add_option("--noise-snr-high", training.noiseSnrHigh, "… and up to this S/N");
  command->add_option("--rv-scatter", training.velocityScatterKmS,
                      "Shift each spectrum in training by a velocity of this 1σ (km/s)");
  command->add_option("--windows", options->windows,
                      "What of the spectrum a label sees: elements or vacuum wavelengths (nm), e.g. alpham=Ca,Si,Ti,Mg "
                      "or mh=855.0-856.2; other labels see all of it");
  command->add_option("--mask-share", training.maskedShare,
                      "Hide a run of pixels of each spectrum in training, up to this share of them");
  command->add_option("--balance", training.balanceLabel, "Stars with rare values of this label count more, e.g. mh");
  command->add_flag("--label-errors", training.weighByErrors, "Labels with larger errors count less in the loss");
  command
      ->add_option("--drop-worst", options->dropWorst,
                   "Share of members, those of the largest validation loss, left out (0.2 in the papers; if not given, "
                   "as suits the network)")
      ->check(CLI::Range(0.0, 0.99));
  command->add_option("--test-filter", options->testFilter,
                      "Report residuals for these test stars, e.g. 'teff > 4000'");
  command->add_flag("--compare-ridge", options->ridge, "Print a linear ridge on the same split beside the network");
  command->footer(
      "Example:\n  maury-cli train miles.fits --network spectrum-small --filter 'teff < 8000' --test 0.2 --validation "
      "0.1 --compare-ridge \\\n"
      "    --test-filter 'teff > 4000 && teff < 7000' --out miles.safetensors");
  command->callback([options, command, &common] {
    for (const char* name : {"--validation", "--test", "--split-seed"})
      options->splitIsGiven = options->splitIsGiven || command->count(name) > 0;
    run(*options, common);
  });
}

}  // namespace maury::cli
