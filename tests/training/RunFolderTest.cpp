// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ErrorOf.h"
#include "training/runs/RunFolder.h"

#include <fstream>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "network/description/DescriptionJson.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "training/ToySurvey.h"
#include "training/runs/Checkpoint.h"

using namespace maury;
using namespace maury::training;

namespace {

std::string refusal(const std::filesystem::path& folder) {
  return test::refusalOf([&] { readRun(folder); });
}

/// Returns options that all differ from their defaults.
TrainingOptions unusual() {
  TrainingOptions options = presetOptions("astronn");
  options.labels = {"teff", "alpham"};
  options.masks = {{655.46, 657.08}};
  options.split = {0.2, 0.3, 9, true};
  options.validateOnTestSet = options.weighByErrors = options.keepAttribution = true;
  options.members = 7;
  options.dropWorstShare = 0.1;
  options.maxEpochs = 11;
  options.batch = 5;
  options.optimiser = Optimiser::AdamW;
  options.learningRate = 1.0 / 3.0;
  options.weightDecay = 0.3;
  options.schedule = Schedule::Cosine;
  options.patience = 3;
  options.plateauFactor = 0.9;
  options.plateauPatience = 4;
  options.noiseSnrLow = 10.0;
  options.noiseSnrHigh = 20.0;
  options.velocityScatterKmS = 2.5;
  options.maskedShare = 0.25;
  options.balanceLabel = "mh";
  options.gradientClip = 1.5;
  options.wallClockSeconds = 80.0;
  options.seed = 18446744073709551615ULL;
  options.threads = 1;
  options.checkpointSeconds = 3.0;
  options.command = "maury-cli train 'a b.fits'";
  return options;
}

}  // namespace

TEST_CASE("run folder: every option, the survey and the filter are read back") {
  const test::TemporaryFolder folder;
  const TrainingOptions options = unusual();
  beginRunFolder(folder / "run", {options, "/data/σ.fits", true, "snr > 15", {}});
  const RunDescription read = readRun(folder / "run");
  CHECK(read.survey == "/data/σ.fits");
  CHECK(read.surveyChanged);
  CHECK(read.filter == "snr > 15");
  CHECK(read.started.size() == 20);
  CHECK(read.started.back() == 'Z');
  const TrainingOptions& back = read.options;
  CHECK(back.labels == options.labels);
  CHECK(network::toJson(back.network) == network::toJson(options.network));
  REQUIRE(back.masks.size() == 1);
  CHECK(back.masks[0].highNm == 657.08);
  CHECK(back.split.validationFraction == 0.2);
  CHECK(back.split.byColumn);
  CHECK(back.loss == Loss::Gaussian);
  CHECK(back.optimiser == Optimiser::AdamW);
  CHECK(back.schedule == Schedule::Cosine);
  CHECK(back.learningRate == options.learningRate);
  CHECK(back.seed == options.seed);
  CHECK(back.command == options.command);
  // All other options, including future ones: written again, they yield the same text.
  beginRunFolder(folder / "again", read);
  const RunDescription twice = readRun(folder / "again");
  CHECK(twice.options.balanceLabel == "mh");
  CHECK(twice.options.maskedShare == 0.25);
  CHECK(twice.options.plateauPatience == 4);
  CHECK(twice.options.dropWorstShare == 0.1);
}

TEST_CASE("run folder: a folder without a run, or with a damaged one, is refused with a message") {
  const test::TemporaryFolder folder;
  CHECK(test::contains(refusal(folder / "absent"), "there is no such file"));
  io::writeTextFile(folder / "run.json", "{\"version\": 1");
  CHECK(test::contains(refusal(folder / "."), "run.json: is not the description of a training"));
  beginRunFolder(folder / ".", {unusual(), "a.fits", false, {}, {}});
  CHECK(refusal(folder / ".") == "accepted");
  io::writeTextFile(folder / "run.json", "{\"version\": 99}");
  CHECK(test::contains(refusal(folder / "."), "version 99"));
  for (const std::string open : {"[", "{\"options\":"}) {
    std::string deep;
    for (int i = 0; i < 75'000; ++i)
      deep += open;
    io::writeTextFile(folder / "run.json", deep);
    CHECK(test::contains(refusal(folder / "."), "JSON nested more than 64 deep"));
  }
  io::writeTextFile(folder / "run.json", std::string((16 << 20) + 1, ' '));
  CHECK(test::contains(refusal(folder / "."), "is larger than 16777216 bytes"));
  CHECK(readRunHistory(folder / ".").empty());
  io::writeTextFile(folder / "history.csv", "member,epoch\n0,what\n");
  CHECK_THROWS_AS(readRunHistory(folder / "."), Error);
  const std::string header = "member,epoch,training_loss,validation_loss,learning_rate,spectra_per_second,best\n";
  io::writeTextFile(folder / "history.csv", header + "0,1,1,1,1,1,1\n");
  CHECK(readRunHistory(folder / ".").size() == 1);
  for (const std::string number : {"1e+300", "nan", "-1", "0.5"}) {
    io::writeTextFile(folder / "history.csv", header + "0," + number + ",1,1,1,1,1\n");
    CHECK(test::contains(test::refusalOf([&] { readRunHistory(folder / "."); }),
                         "line 2: " + number + " is not the number of a member or an epoch"));
  }
}

TEST_CASE("run folder: a run resumes from its folder, and its earlier epochs are reported again") {
  const survey::Dataset data = test::toySurvey(120);
  const test::TemporaryFolder folder;
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.maxEpochs = 5;
  options.checkpointFolder = folder / "run";
  options.checkpointSeconds = 1e-9;
  beginRunFolder(options.checkpointFolder, {options, {}, false, {}, {}});
  Job job;
  TrainingEvents events;
  events.epochDone = [&](const EpochReport& report) {
    if (report.epoch == 3) job.requestStop();
  };
  CHECK_THROWS_AS(train(data, options, events, job), Error);
  CHECK_THROWS_AS(beginRunFolder(options.checkpointFolder, {options, {}, false, {}, {}}), Error);

  TrainingOptions again = readRun(options.checkpointFolder).options;
  again.checkpointFolder = options.checkpointFolder;
  again.resume = true;
  std::vector<int> epochs;
  events.epochDone = [&](const EpochReport& report) { epochs.push_back(report.epoch); };
  Job second;
  train(data, again, events, second);
  CHECK(epochs == std::vector<int>{1, 2, 3, 4, 5});
  CHECK(readRunHistory(options.checkpointFolder).size() == 5);
}
