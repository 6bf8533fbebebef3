// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/Checkpoint.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "base/Error.h"
#include "network/Layered.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "training/ToySurvey.h"

using namespace maury;
using namespace maury::training;
using test::contains;

namespace {

std::map<std::string, std::vector<float>> weightsOf(const survey::Dataset& data, const TrainingOptions& options) {
  Job job;
  const test::TemporaryFolder folder;
  train(data, options, {}, job).model.save(folder / "model.safetensors");
  std::map<std::string, std::vector<float>> result;
  for (const auto& [name, tensor] : io::readSafetensors(folder / "model.safetensors").tensors)
    result[name] = tensor.values;
  return result;
}

/// Stops a training `questions` batches after its first epoch, as a kill would: nothing is written on the way out.
void stopAfter(const survey::Dataset& data, const TrainingOptions& options, int questions) {
  Job job;
  std::atomic<int> asked{0};
  TrainingEvents events;
  events.finishNow = [&] {
    if (++asked >= questions) job.requestStop();
    return false;
  };
  CHECK_THROWS_AS(train(data, options, events, job), Error);
}

/// Returns options in which everything has state (dropout, noise, schedule, clipping), with a checkpoint after every
/// batch.
TrainingOptions eventful(const test::TemporaryFolder& folder) {
  TrainingOptions options = test::toyOptions();
  options.network = test::toyNetworkWithDropout();
  options.noiseSnrLow = 20.0;
  options.noiseSnrHigh = 80.0;
  options.plateauPatience = 1;
  options.maxEpochs = 6;
  options.checkpointFolder = folder / ".";
  options.checkpointSeconds = 1e-9;
  return options;
}

std::string refusal(const survey::Dataset& data, const TrainingOptions& options) {
  Job job;
  return test::refusalOf([&] { train(data, options, {}, job); });
}

}  // namespace

TEST_CASE("checkpoint: an interrupted training resumes to the same weights bit for bit") {
  const survey::Dataset data = test::toySurvey(120);
  for (const Optimiser optimiser : {Optimiser::Adam, Optimiser::AdamW}) {
    for (const int questions : {1, 4, 9, 17}) {
      const test::TemporaryFolder folder;
      TrainingOptions options = eventful(folder);
      options.optimiser = optimiser;
      TrainingOptions whole = options;
      whole.checkpointFolder.clear();
      stopAfter(data, options, questions);
      REQUIRE(holdsCheckpoints(options.checkpointFolder));
      options.resume = true;
      CHECK(weightsOf(data, options) == weightsOf(data, whole));
      // A member that has ended is restored without further training.
      CHECK(weightsOf(data, options) == weightsOf(data, whole));
    }
  }
}

TEST_CASE("checkpoint: resuming with other kernels is said once, and with the same ones not") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = eventful(folder);
  stopAfter(data, options, 5);
  options.resume = true;
  const auto path = checkpointPath(options.checkpointFolder, 0);
  MemberCheckpoint state = readCheckpoint(path);
  CHECK_FALSE(state.kernels.empty());
  const auto warnings = [&] {
    std::string all;
    TrainingEvents events;
    events.warned = [&all](const std::string& sentences) { all += sentences; };
    Job job;
    train(data, options, events, job);
    return all;
  };
  state.kernels = "OpenBLAS 9.9 (none)";
  writeCheckpoint(path, state);
  const std::string said = warnings();
  CHECK(contains(said, "OpenBLAS 9.9 (none); here "));
  CHECK(said.find("This training began") == said.rfind("This training began"));
  CHECK_FALSE(contains(warnings(), "This training began"));  // the resumed run has stored its own kernels
}

TEST_CASE("checkpoint: it stores the running statistics of batch normalisation") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = eventful(folder);
  options.network = test::layeredNetwork();
  TrainingOptions whole = options;
  whole.checkpointFolder.clear();
  stopAfter(data, options, 5);
  REQUIRE(holdsCheckpoints(options.checkpointFolder));
  options.resume = true;
  const auto resumed = weightsOf(data, options);
  CHECK(resumed == weightsOf(data, whole));
  const auto& variance = resumed.at("member0.spectrum.batchnorm0.variance");
  CHECK(std::any_of(variance.begin(), variance.end(), [](float value) { return value != 1.0F; }));
}

TEST_CASE("checkpoint: the two optimisers and the two schedules lead to different weights") {
  const survey::Dataset data = test::toySurvey(120);
  TrainingOptions options = test::toyOptions();
  const auto adam = weightsOf(data, options);
  options.optimiser = Optimiser::AdamW;
  CHECK(weightsOf(data, options) != adam);
  options.optimiser = Optimiser::Adam;
  options.schedule = Schedule::Cosine;
  CHECK(weightsOf(data, options) != adam);
}

TEST_CASE("checkpoint: one of another training, or a damaged one, is refused with a message") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = eventful(folder);
  stopAfter(data, options, 5);
  CHECK(contains(refusal(data, options), "already holds a run"));
  options.resume = true;
  TrainingOptions other = options;
  other.seed = 2;
  CHECK(contains(refusal(data, other), "belongs to a training with another survey"));
  CHECK(contains(refusal(test::toySurvey(120, 12), options), "belongs to a training with another survey"));
  const auto path = checkpointPath(options.checkpointFolder, 0);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  CHECK(contains(refusal(data, options), path.filename().string()));
}

TEST_CASE("checkpoint: one that cannot be written ends the training with a message") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = eventful(folder);
  options.members = 1;
  options.checkpointFolder = folder / "absent";
  CHECK(contains(refusal(data, options), "then resume the training"));
}

TEST_CASE("checkpoint: the end reason is stored, and parsed from the sentences of version 1") {
  const test::TemporaryFolder folder;
  MemberCheckpoint state;
  state.end.reason = EndReason::TimeBudget;
  writeCheckpoint(folder / "new.checkpoint", state);
  CHECK(readCheckpoint(folder / "new.checkpoint").end.reason == EndReason::TimeBudget);

  const std::pair<std::string, std::optional<EndReason>> sentences[] = {
      {"", std::nullopt},
      {"no better for 12 epochs", EndReason::NoImprovement},
      {"budget of 80 s", EndReason::TimeBudget},
      {"60 epochs", EndReason::EpochLimit}};
  for (const auto& [sentence, reason] : sentences) {
    io::SafetensorsFile file = io::readSafetensors(folder / "new.checkpoint");
    std::string& text = file.metadata.at("maury-checkpoint");
    text.replace(text.find("timeBudget"), std::string("timeBudget").size(), sentence);
    const auto version = text.find("\"version\":2");
    REQUIRE(version != std::string::npos);
    text[version + std::string("\"version\":").size()] = '1';
    io::writeSafetensors(folder / "old.checkpoint", file);
    CHECK(readCheckpoint(folder / "old.checkpoint").end.reason == reason);
  }
}

TEST_CASE("checkpoint: a state of another type or out of range is refused with its key") {
  const test::TemporaryFolder folder;
  MemberCheckpoint state;
  state.generator = {0, 171, 255};
  writeCheckpoint(folder / "good.checkpoint", state);
  CHECK(readCheckpoint(folder / "good.checkpoint").generator == state.generator);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    io::SafetensorsFile file = io::readSafetensors(folder / "good.checkpoint");
    std::string& text = file.metadata.at("maury-checkpoint");
    REQUIRE(contains(text, from));
    text.replace(text.find(from), from.size(), to);
    io::writeSafetensors(folder / "bad.checkpoint", file);
    return test::refusalOf([&] { readCheckpoint(folder / "bad.checkpoint"); });
  };
  CHECK(contains(replaced("00abff", "00abf"), "truncated"));
  for (const std::string digits : {"00abfx", "00ab f", "00ab+f", "00ab-1", "zzzzzz"})
    CHECK(contains(replaced("00abff", digits), "not a hexadecimal digit"));
  CHECK(contains(replaced("\"epoch\":1", "\"epoch\":1e300"), "\"epoch\" is not a whole number"));
  CHECK(contains(replaced("\"epoch\":1", "\"epoch\":4294967297"), "\"epoch\" is 4294967297, but must be between"));
  CHECK(contains(replaced("\"position\":0", "\"position\":-1"), "\"position\" is -1"));
  CHECK(contains(replaced("\"fingerprint\":0", "\"fingerprint\":-1"), "\"fingerprint\" is not a non-negative"));
  CHECK(contains(replaced("\"hooks\":[]", "\"hooks\":[1]"), "\"hooks\" is not a list"));
  CHECK(contains(replaced("\"hooks\":[]", "\"hooks\":" + std::string(100'000, '[')), "nested more than 64 deep"));
  CHECK(contains(replaced("\"version\":2", "\"version\":[2]"), "\"version\" is not a whole number"));
}

TEST_CASE("checkpoint: one whose state does not fit the training is refused, not restored") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = eventful(folder);
  options.members = 1;
  stopAfter(data, options, 5);
  options.resume = true;
  const auto path = checkpointPath(options.checkpointFolder, 0);
  const MemberCheckpoint good = readCheckpoint(path);
  const auto refusedWith = [&](const auto& change) {
    MemberCheckpoint state = good;
    change(state);
    writeCheckpoint(path, state);
    return refusal(data, options);
  };
  CHECK(contains(refusedWith([](MemberCheckpoint& state) { state.generator.resize(3); }), "random numbers is damaged"));
  CHECK(contains(refusedWith([](MemberCheckpoint& state) { state.hooks.resize(99); }), "has the states of 99 hooks"));
  CHECK(contains(refusedWith([](MemberCheckpoint& state) { state.hooks.at(2) = {1e300}; }), "out of range"));
}
