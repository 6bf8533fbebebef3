// SPDX-License-Identifier: GPL-3.0-or-later
// The run file and the fingerprint contain every option; the command line is tested in tests/app.
#include "training/TrainingOptionTable.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "io/AtomicFile.h"
#include "network/description/DescriptionJson.h"
#include "network/description/Presets.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/OptionValues.h"
#include "support/TemporaryFolder.h"
#include "training/runs/RunFolder.h"

using namespace maury;
using namespace maury::training;

namespace {

const std::map<std::string, OptionValue>& special() {
  static const std::map<std::string, OptionValue> values{
      {"network", OptionJson{network::toJson(network::presetDescription("starnet"))}}};
  return values;
}

TrainingOptions throughRunFile(const TrainingOptions& options) {
  const test::TemporaryFolder folder;
  beginRunFolder(folder / "run", {options, "a.fits", false, {}, {}});
  return readRun(folder / "run").options;
}

/// Returns the fingerprint text of the first version, with the options in their fixed positions.
std::string firstVersionText(const TrainingOptions& options) {
  return fmt::format("{}|{}|{:a}|{:a}|{}|{:a}|{}|{:a}|{}|{}|{}|{:a}|{:a}|{:a}|{}|{:a}|{:a}|{}", options.seed,
                     options.batch, options.learningRate, options.weightDecay, static_cast<int>(options.optimiser),
                     options.plateauFactor, options.plateauPatience, options.gradientClip, options.maxEpochs,
                     static_cast<int>(options.schedule), options.patience, options.noiseSnrLow, options.noiseSnrHigh,
                     static_cast<double>(static_cast<int>(options.loss)), options.weighByErrors,
                     options.velocityScatterKmS, options.maskedShare, options.balanceLabel);
}

}  // namespace

TEST_CASE("training options: run.json contains each of them") {
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    if (!option.description.stored) continue;
    INFO(option.description.key);
    TrainingOptions changed;
    option.set(changed, test::changedValue(option.description, special()));
    const TrainingOptions read = throughRunFile(changed);
    for (const Option<TrainingOptions>& each : trainingOptionTable())
      if (each.description.stored) CHECK(each.get(read) == each.get(changed));
  }
  // Options that the reader decides.
  std::set<std::string> left;
  for (const Option<TrainingOptions>& option : trainingOptionTable())
    if (!option.description.stored) left.insert(option.description.key);
  CHECK(left == std::set<std::string>{"checkpointFolder", "network.scaling", "resume"});
}

TEST_CASE("training options: one missing from a run file keeps its default, an invalid one is named") {
  const test::TemporaryFolder folder;
  const TrainingOptions options = test::changeAllOptions(trainingOptionTable(), special());
  beginRunFolder(folder / "run", {options, "a.fits", false, {}, {}});
  const auto path = folder / "run" / "run.json";
  nlohmann::json root;
  std::ifstream(path) >> root;
  root["options"].erase("maskedShare");
  io::writeTextFile(path, root.dump());
  CHECK(readRun(folder / "run").options.maskedShare == TrainingOptions{}.maskedShare);
  CHECK(readRun(folder / "run").options.patience == options.patience);
  for (const auto& [key, value] : std::map<std::string, nlohmann::json>{{"optimiser", "sgd"},
                                                                        {"batch", "many"},
                                                                        {"seed", -1},
                                                                        {"members", 1e300},
                                                                        {"masksNm", {{1.0, 2.0, 3.0}}},
                                                                        {"labels", {1}}}) {
    nlohmann::json wrong = root;
    wrong["options"][key] = value;
    io::writeTextFile(path, wrong.dump());
    const auto error = test::errorOf([&] { readRun(folder / "run"); });
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::Format);
    CHECK(error->says("option '" + key + "'"));
  }
  for (const char* pointer : {"/options/learnigRate", "/options/split/seeds"}) {
    nlohmann::json wrong = root;
    wrong[nlohmann::json::json_pointer(pointer)] = 1;
    io::writeTextFile(path, wrong.dump());
    const auto error = test::errorOf([&] { readRun(folder / "run"); });
    REQUIRE(error);
    CHECK(error->says(pointer[9] == 'l' ? "the option \"learnigRate\"" : "the option \"split.seeds\""));
  }
  root["options"].erase("network");
  io::writeTextFile(path, root.dump());
  CHECK_THROWS_AS(readRun(folder / "run"), Error);
}

TEST_CASE("training options: the fingerprint changes with every option that affects the weights, and no other") {
  const std::string usual = fingerprintText(TrainingOptions{});
  std::set<int> places;
  std::set<std::string> without;
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    INFO(option.description.key);
    TrainingOptions changed;
    option.set(changed, test::changedValue(option.description, special()));
    CHECK((fingerprintText(changed) != usual) == (option.description.fingerprint > 0));
    if (option.description.fingerprint > 0) CHECK(places.insert(option.description.fingerprint).second);
    if (option.description.fingerprint == 0) without.insert(option.description.key);
  }
  // Labels, masks, network and split are in the fingerprint of the data. A new option belongs here only if the weights
  // do not depend on it: a training resumes with another value of it.
  CHECK(without == std::set<std::string>{"checkpointFolder", "checkpointSeconds", "command", "dropWorstShare",
                                         "keepAttribution", "labels", "masksNm", "members", "network",
                                         "network.scaling", "resume", "split.byColumn", "split.seed",
                                         "split.testFraction", "split.validationFraction", "threads",
                                         "validateOnTestSet", "wallClockSeconds"});
}

TEST_CASE("training options: unfinished trainings of the first version keep their fingerprint") {
  CHECK(fingerprintText(TrainingOptions{}) == firstVersionText(TrainingOptions{}));
  constexpr int kPlacesOfFirstVersion = 18;
  TrainingOptions changed = test::changeAllOptions(trainingOptionTable(), special());
  for (const Option<TrainingOptions>& option : trainingOptionTable())
    if (option.description.fingerprint > kPlacesOfFirstVersion) option.set(changed, option.get(TrainingOptions{}));
  CHECK(fingerprintText(changed) == firstVersionText(changed));
}

TEST_CASE("training options: the command line names the options that differ from the preset") {
  TrainingOptions options = defaultOptions("guiglion2020");
  CHECK_FALSE(options.validateOnTestSet);
  CHECK(trainCommand({"a b.fits", "snr > 5", "m.safetensors"}, options) ==
        "maury-cli train 'a b.fits' --network guiglion2020 --filter 'snr > 5' --out m.safetensors");
  options.batch = 64;
  options.masks = {{655.46, 657.08}};
  options.threads = 3;
  CHECK(trainCommand({"a.fits", " ", "m.safetensors"}, options) ==
        "maury-cli train a.fits --network guiglion2020 --mask 655.46-657.08 --batch 64 --out m.safetensors");
  CHECK(trainCommand({"a.fits", " ", "m.safetensors", true}, options).find(" --split-seed 1 ") != std::string::npos);
  // With a split column, the command needs no options of the split.
  options.split.byColumn = true;
  options.split.testFraction = 0.3;
  CHECK(trainCommand({"a.fits", " ", "m.safetensors"}, options).find("--test") == std::string::npos);
  options.network.preset.clear();
  CHECK_THROWS_AS(trainCommand({"a.fits", " ", "m.safetensors"}, options), Error);
}

TEST_CASE("training options: those in which presets differ default to the preset") {
  std::set<std::string> keys;
  for (const Option<TrainingOptions>& option : trainingOptionTable())
    if (isPresetOption(option)) keys.insert(option.description.key);
  CHECK(keys.count("batch") == 1);
  CHECK(keys.count("learningRate") == 1);
  CHECK(keys.count("seed") == 0);
  CHECK(keys.count("validateOnTestSet") == 0);
}
