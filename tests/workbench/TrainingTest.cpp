// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/RunTraining.h"

#include "base/Error.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "training/ToySurvey.h"
#include "workbench/pages/PageFigures.h"
#include "workbench/training/TrainingRun.h"

using namespace maury;
using namespace maury::workbench;

namespace {

TrainingStart toyStart() {
  TrainingStart start;
  start.survey = std::make_shared<const survey::Dataset>(test::toySurvey(300));
  start.filter = "teff > 4500";
  start.options = test::toyOptions();
  start.options.labels = {"teff", "mh"};
  return start;
}

struct Seen {
  PreparedTraining prepared;
  TrainingLog log;
  std::vector<std::string> warnings;
};

training::TrainingResult train(const TrainingStart& start, HeldRunFolder& folder, Seen& seen) {
  seen.log.start(2, 0, false);
  RunEvents events;
  events.prepared = [&](const PreparedTraining& prepared) { seen.prepared = prepared; };
  events.epochDone = [&](const training::EpochReport& report) { seen.log.add(report); };
  events.warned = [&](const std::string& sentence) { seen.warnings.push_back(sentence); };
  events.finishNow = [] { return false; };
  Job job;
  return runTraining(start, folder, events, job);
}

}  // namespace

TEST_CASE("training: uses the stars that pass the filter, and the model file describes the run") {
  const test::TemporaryFolder folder;
  const TrainingStart start = toyStart();
  HeldRunFolder held(folder / "run");
  Seen seen;
  const training::TrainingResult result = train(start, held, seen);
  CHECK(seen.warnings.empty());
  CHECK(seen.log.epochs() == 3);
  CHECK(seen.prepared.trainingStars == result.model.info().trainingStars);
  REQUIRE(seen.prepared.watched.size() == 2);
  REQUIRE_FALSE(seen.prepared.watchedRows.empty());
  for (std::size_t i = 0; i < seen.prepared.watchedRows.size(); ++i) {
    const std::size_t row = seen.prepared.watchedRows[i];
    CHECK(start.survey->ids[row] == seen.prepared.watchedIds[i]);
    CHECK(start.survey->numeric("teff")[row] > 4500.0);
    CHECK(seen.prepared.watched[0].reference[i] == start.survey->numeric("teff")[row]);
  }
  CHECK(training::readRun(folder / "run").filter == "teff > 4500");

  const TrainingRun run = runOfModel(result.model, "toy");
  CHECK(run.name == "toy");
  CHECK(run.network == "edited × 2");
  CHECK(run.log.epochs() == 3);
  CHECK(run.maxEpochs == 3);
  CHECK(run.bestEpochs.find(", ") != std::string::npos);
  CHECK(run.validationLoss > 0.0);
  CHECK(run.validationLoss < run.log.validationLoss(1) + 1e-12);

  Job job;
  const std::vector<std::size_t> rows{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
  const auto labels = validationLabels(result.model, *start.survey, rows, job);
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].reference.size() == labels[0].prediction.size());
  CHECK_FALSE(labels[0].reference.empty());
  CHECK(labels[0].reference.size() < rows.size());
  CHECK_THROWS_AS(validationLabels(result.model, *start.survey, {}, job), Error);
}

TEST_CASE("training: if the run folder cannot be used, a new training warns and a resumed one fails") {
  TrainingStart start = toyStart();
  start.options.maxEpochs = 1;
  HeldRunFolder impossible("/dev/null/run");
  Seen seen;
  train(start, impossible, seen);
  REQUIRE_FALSE(seen.warnings.empty());  // another one says that one epoch was too few
  CHECK(seen.warnings[0].find("after a crash") != std::string::npos);
  start.options.resume = true;
  CHECK_THROWS_AS(train(start, impossible, seen), Error);
}

TEST_CASE("training: the figure of the Train page compares the loss with that of another model file") {
  const test::TemporaryFolder folder;
  TrainingStart start = toyStart();
  HeldRunFolder held(folder / "run"), heldOther(folder / "other-run");
  Seen seen, seenOther;
  OpenedStars opened;
  opened.survey = start.survey;
  opened.model = train(start, held, seen).model;
  for (std::size_t row = 0; row < opened.survey->starCount(); ++row)
    opened.rows.push_back(row);
  start.options.seed += 1;
  train(start, heldOther, seenOther).model.save(folder / "other.safetensors");
  PageOptions options;
  options.secondModel = folder / "other.safetensors";
  Job job;
  const Panel loss = pageFigure("train", opened, options, job).panel(0, 0);
  const auto* other = loss.find<Line>("run other");
  REQUIRE(other);
  const TrainingLog::Envelope expected = seenOther.log.envelope(TrainingLog::Curve::ValidationLoss);
  REQUIRE(other->y.size() == expected.mean.size());
  for (std::size_t i = 0; i < expected.mean.size(); ++i)
    CHECK(other->y[i] == Approx(expected.mean[i]).epsilon(1e-6));
  CHECK(other->y != loss.find<Line>("validation mean")->y);
  CHECK(other->style.stroke == Stroke::Dashed);
}
