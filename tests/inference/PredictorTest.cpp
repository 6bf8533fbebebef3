// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Predictor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "base/Error.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/StopLimit.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"

using maury::ErrorKind;
using maury::Job;
using maury::inference::predict;
using maury::inference::predictFile;
using maury::survey::Dataset;
using maury::survey::Part;

namespace {

constexpr std::size_t kMoreThanAChunk = 17000;  ///< starsPerChunk() is at most 16384
const float kMissing = std::numeric_limits<float>::quiet_NaN();

std::vector<std::string> texts(const Dataset& catalogue, const std::string& column) {
  const auto* found = catalogue.findColumn(column);
  REQUIRE(found != nullptr);
  return found->asText();
}

Dataset predictLabels(const maury::network::Model& model, const Dataset& survey, unsigned threads = 0) {
  Job job;
  return predict(model, survey, job, threads);
}

/// Returns true if the values are the same; missing values (NaN) must be at the same places.
bool areSame(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

void requireSame(const Dataset& a, const Dataset& b) {
  REQUIRE(a.ids == b.ids);
  REQUIRE(a.labels.size() == b.labels.size());
  for (std::size_t l = 0; l < a.labels.size(); ++l) {
    CHECK(a.labels[l].name == b.labels[l].name);
    CHECK(a.labels[l].unit == b.labels[l].unit);
    CHECK(areSame(a.labels[l].values, b.labels[l].values));
    CHECK(areSame(a.labels[l].errors, b.labels[l].errors));
  }
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t c = 0; c < a.columns.size(); ++c) {
    CAPTURE(a.columns[c].name);
    CHECK(a.columns[c].name == b.columns[c].name);
    CHECK(a.columns[c].values == b.columns[c].values);
  }
}

/// Requests `job` to stop as soon as it reports progress, and returns how long `work` continued after that.
template <typename Work>
std::chrono::duration<double> stopLatency(const Work& work) {
  using Clock = std::chrono::steady_clock;
  Job* self = nullptr;
  Clock::time_point asked;
  Job job([&](const maury::Progress& progress) {
    if (progress.done > 0 && !self->stopRequested()) {
      asked = Clock::now();
      self->requestStop();
    }
  });
  self = &job;
  const auto error = maury::test::errorOf([&] { work(job); });
  const auto stopped = Clock::now();
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Cancelled);
  return stopped - asked;
}

}  // namespace

TEST_CASE("predictor: a network that reads one pixel predicts the closed form") {
  auto survey = maury::test::toySurvey(70);
  const auto catalogue = predictLabels(maury::test::onePixelModel(survey, 17, 800.0), survey);
  REQUIRE(catalogue.labels.size() == 1);
  CHECK(catalogue.labels[0].unit == "K");
  for (std::size_t star = 0; star < survey.starCount(); ++star) {
    CHECK(catalogue.labels[0].values[star] == Approx(3000.0 + 800.0 * survey.fluxOf(star)[17]).epsilon(1e-6));
    CHECK(catalogue.labels[0].errors[star] == 0.0F);
  }
}

TEST_CASE("predictor: an ensemble predicts the mean and scatter of its members") {
  const auto survey = maury::test::toySurvey(5);
  const auto two = predictLabels(maury::test::toyModel(survey, 2), survey);
  const auto first = predictLabels(maury::test::toyModel(survey, 1), survey);
  for (std::size_t l = 0; l < 2; ++l) {
    for (std::size_t star = 0; star < 5; ++star) {
      // With mean m and first member a, the second is 2m − a, and numpy.std([a, 2m − a]) = |m − a|.
      const double distance = std::abs(two.labels[l].values[star] - first.labels[l].values[star]);
      CHECK(distance > 0.0);
      CHECK(two.labels[l].errors[star] == Approx(distance).epsilon(1e-3));
    }
  }
}

TEST_CASE("predictor: predictions do not depend on the number of threads or on the batches") {
  const auto survey = maury::test::toySurvey(150);
  const auto model = maury::test::toyModel(survey, 2);
  const auto one = predictLabels(model, survey, 1);
  requireSame(one, predictLabels(model, survey, 3));
  const std::vector<std::size_t> rows{140, 3};
  const auto few = predictLabels(model, survey.select(rows), 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(few.labels[0].values[i] == Approx(one.labels[0].values[rows[i]]).epsilon(1e-5));
  }
}

TEST_CASE("predictor: the catalogue keeps references, scalar inputs and the survey's columns") {
  auto survey = maury::test::toySurvey(4);
  survey.labels[1].values[2] = kMissing;
  const auto catalogue = predictLabels(maury::test::toyModel(survey, 1), survey);
  CHECK(catalogue.pixelCount() == 0);
  std::vector<std::string> names;
  for (const auto& column : catalogue.columns)
    names.push_back(column.name);
  CHECK(names == std::vector<std::string>{"flag_boundary", "in_limits", "split", "teff", "e_teff", "alpham", "g", "snr",
                                          "field"});
  CHECK(catalogue.labels[0].name == "teff_cnn");
  CHECK(catalogue.unitOf("teff") == "K");
  CHECK(catalogue.unitOf("teff_cnn") == "K");
  CHECK(catalogue.numeric("teff_cnn")[1] == Approx(catalogue.labels[0].values[1]));
  CHECK(catalogue.numeric("scatter_teff_cnn")[1] == catalogue.labels[0].errors[1]);
  CHECK(catalogue.numeric("teff")[1] == Approx(survey.labels[0].values[1]));
  CHECK(std::isnan(catalogue.numeric("alpham")[2]));
  CHECK(catalogue.numeric("snr") == survey.numeric("snr"));
  CHECK(texts(catalogue, "field") == std::vector<std::string>{"north", "south", "north", "south"});
  CHECK(catalogue.provenance.preprocessing == survey.provenance.preprocessing);
  REQUIRE(catalogue.provenance.notes.size() == 1);
  CHECK(catalogue.provenance.notes[0].starts_with("labels: mean of 1 networks"));
  CHECK_NOTHROW(catalogue.validate());
}

TEST_CASE("predictor: stars without labels get predictions and no reference columns") {
  auto survey = maury::test::toySurvey(4);
  const auto model = maury::test::toyModel(survey, 1);
  const auto labelled = predictLabels(model, survey);
  survey.labels.clear();
  const auto catalogue = predictLabels(model, survey);
  CHECK(catalogue.labels[0].values == labelled.labels[0].values);
  CHECK(catalogue.findColumn("teff") == nullptr);
}

TEST_CASE("predictor: a survey column does not hide the model's output") {
  auto survey = maury::test::toySurvey(2);
  survey.columns.push_back({"in_limits", "", std::vector<double>{-5.0, -5.0}});
  survey.columns.push_back({"teff_cnn", "K", std::vector<double>{1.0, 1.0}});
  const auto catalogue = predictLabels(maury::test::toyModel(survey, 1), survey);
  CHECK(catalogue.numeric("in_limits")[0] >= 0.0);
  CHECK(catalogue.numeric("teff_cnn")[0] == Approx(catalogue.labels[0].values[0]));
}

TEST_CASE("predictor: flag_boundary has one digit per label and one per input") {
  auto survey = maury::test::toySurvey(5);
  // First the labels: the limits of the one-pixel network are 3000 and 4000 K.
  for (std::size_t star = 0; star < 5; ++star)
    survey.flux[star * 40 + 17] = 0.5F;
  survey.flux[1 * 40 + 17] = 1.5F;
  const auto labels = predictLabels(maury::test::onePixelModel(survey, 17, 800.0), survey);
  CHECK(texts(labels, "flag_boundary") == std::vector<std::string>{"0", "1", "0", "0", "0"});
  CHECK(labels.numeric("in_limits") == std::vector<double>{1, 0, 1, 1, 1});

  // Then the inputs: the limits of the toy network are 10 and 14 for g, −10 and 10 for each of the three elements of
  // bp.
  survey.inputs[0].values[1] = 14.5F;
  survey.inputs[1].values[2 * 3 + 2] = -10.5F;
  survey.inputs[0].values[3] = kMissing;
  survey.inputs[0].values[4] = 14.0F;
  const auto inputs = texts(predictLabels(maury::test::toyModel(survey, 1), survey), "flag_boundary");
  REQUIRE(inputs[0].size() == 4);
  CHECK(inputs[0].substr(2) == "00");
  CHECK(inputs[1].substr(2) == "10");
  CHECK(inputs[2].substr(2) == "01");
  CHECK(inputs[3].substr(2) == "00");  // missing: the network takes its fill value
  CHECK(inputs[4].substr(2) == "00");  // at the limit
}

TEST_CASE("predictor: the split column is the model's rule") {
  const auto survey = maury::test::toySurvey(200);
  const auto model = maury::test::toyModel(survey, 1);
  const auto split = texts(predictLabels(model, survey), "split");
  for (std::size_t star = 0; star < 200; ++star) {
    CHECK(split[star] == partName(model.info().split.partOf(survey.ids[star])));
  }
}

TEST_CASE("predictor: a pixel or input without data is replaced by its fill value") {
  auto survey = maury::test::toySurvey(2);
  const auto model = maury::test::toyModel(survey, 1);
  auto holed = survey;
  holed.flux[5] = kMissing;
  holed.inputs[0].values[0] = kMissing;
  survey.flux[5] = model.info().fluxFill;
  survey.inputs[0].values[0] = model.info().inputs[0].offset[0];  // the toy's fill is 0 scaled units
  CHECK(predictLabels(model, holed).labels[0].values[0] == Approx(predictLabels(model, survey).labels[0].values[0]));
}

TEST_CASE("predictor: a star without a finite pixel gets no label, although it has other inputs") {
  auto survey = maury::test::toySurvey(70);
  std::fill(survey.flux.begin() + 3 * 40, survey.flux.begin() + 4 * 40, kMissing);
  maury::survey::RecipeReport report;
  Job job;
  const auto catalogue = predict(maury::test::toyModel(survey, 2), survey, job, 2, &report);
  for (std::size_t star = 0; star < survey.starCount(); ++star) {
    CHECK(std::isnan(catalogue.labels[0].values[star]) == (star == 3));
    CHECK(std::isnan(catalogue.labels[1].errors[star]) == (star == 3));
  }
  CHECK(catalogue.numeric("in_limits")[3] == 0.0);
  REQUIRE(report.warnings().size() == 1);
  CHECK(report.warnings()[0] == "1 spectrum without a finite pixel gets no label (toy3).");
}

TEST_CASE("predictor: a label that is not finite is an error, and no catalogue is written") {
  const maury::test::TemporaryFolder folder;
  auto survey = maury::test::toySurvey(70);
  const auto model = maury::test::onePixelModel(survey, 17, 800.0);
  survey.flux[5 * 40 + 17] = 3e38F;  // times the slope of 800 it exceeds the largest float
  Job job;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  const auto error = maury::test::errorOf(
      [&] { predictFile(model, folder / "survey.fits", folder / "catalogue.fits", std::nullopt, job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Numerical);
  CHECK(error->message.find("toy5") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "catalogue.fits"));
}

TEST_CASE("predictor: a streamed catalogue equals the one made in memory") {
  const maury::test::TemporaryFolder folder;
  // More stars than the largest chunk, so that chunks must be joined.
  const auto survey = maury::test::toySurvey(kMoreThanAChunk);
  const auto model = maury::test::toyModel(survey, 2);
  Job job;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  predictFile(model, folder / "survey.fits", folder / "catalogue.fits", std::nullopt, job);
  requireSame(predictLabels(model, survey), maury::survey::readSurvey(folder / "catalogue.fits", job));
}

TEST_CASE("predictor: rows of a file are predicted like the same stars in memory") {
  const maury::test::TemporaryFolder folder;
  auto raw = maury::test::toySurvey(kMoreThanAChunk + 2000);
  raw.provenance.preprocessing.clear();
  auto prepared = raw;
  maury::survey::RecipeReport report;
  Job job;
  maury::survey::Recipe::parse(std::vector<std::string>{"edge-fill value=1"}).apply(prepared, report, job);
  const auto model = maury::test::toyModel(prepared, 2);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < raw.starCount(); ++row)
    if (row % 10 != 3) rows.push_back(row);
  REQUIRE(rows.size() > maury::survey::starsPerChunk(1));
  for (const Dataset& survey : {raw, prepared}) {
    maury::survey::writeSurvey(folder / "survey.fits", survey, job);
    requireSame(maury::inference::predictRows(model, folder / "survey.fits", rows, job),
                predictLabels(model, survey.select(rows)));
    CHECK(maury::inference::predictRows(model, folder / "survey.fits", {}, job).starCount() == 0);
  }
}

TEST_CASE("predictor: missing preprocessing steps are applied, with the same bytes as for a prepared survey") {
  const maury::test::TemporaryFolder folder;
  auto raw = maury::test::toySurvey(kMoreThanAChunk, 120);
  raw.provenance.preprocessing = {"edge-fill value=1"};
  raw.flux[7 * 120] = kMissing;
  std::fill(raw.flux.begin() + 120, raw.flux.begin() + 240, -1.0F);  // star 1 has no continuum
  auto prepared = raw;
  maury::survey::RecipeReport report;
  Job job;
  const std::vector<std::string> steps = {"resample method=flux first=850.1 step=0.3 pixels=40",
                                          "continuum method=running-quantile width=2 quantile=0.9"};
  maury::survey::Recipe::parse(steps).apply(prepared, report, job);
  const auto model = maury::test::toyModel(prepared, 2);
  CHECK(model.missingSteps(raw).texts() == steps);
  const auto expected = predictLabels(model, prepared);

  const auto sameBytes = [&](const Dataset& catalogue) {
    requireSame(catalogue, expected);
    CHECK(catalogue.provenance.preprocessing == expected.provenance.preprocessing);
  };
  maury::survey::RecipeReport inMemory, streamed;
  sameBytes(predict(model, raw, job, 2, &inMemory));
  maury::survey::writeSurvey(folder / "raw.fits", raw, job);
  predictFile(model, folder / "raw.fits", folder / "catalogue.fits", std::nullopt, job, 0, &streamed);
  sameBytes(maury::survey::readSurvey(folder / "catalogue.fits", job));
  REQUIRE(inMemory.warnings().size() == 2);  // star 1 gets no label either
  CHECK(inMemory.warnings()[0].starts_with("1 spectra have no positive continuum"));
  CHECK(streamed.warnings() == inMemory.warnings());
}

TEST_CASE("predictor: one part of the survey can be predicted") {
  const maury::test::TemporaryFolder folder;
  const auto survey = maury::test::toySurvey(300);
  const auto model = maury::test::toyModel(survey, 1);
  Job job;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  predictFile(model, folder / "survey.fits", folder / "test.fits", Part::Test, job);
  const auto rows = model.info().split.apply(survey)[2];
  REQUIRE(rows.size() > 10);
  requireSame(predictLabels(model, survey.select(rows)), maury::survey::readSurvey(folder / "test.fits", job));
}

TEST_CASE("predictor: a part without stars is refused and nothing is written") {
  const maury::test::TemporaryFolder folder;
  auto survey = maury::test::toySurvey(50);
  const auto model = maury::test::toyModel(survey, 1);
  survey = survey.select(model.info().split.apply(survey)[0]);
  Job job;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  const auto error = maury::test::errorOf(
      [&] { predictFile(model, folder / "survey.fits", folder / "catalogue.fits", Part::Test, job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->says("test part"));
  CHECK_FALSE(std::filesystem::exists(folder / "catalogue.fits"));
}

TEST_CASE("predictor: a catalogue may not replace its survey") {
  const maury::test::TemporaryFolder folder;
  const auto survey = maury::test::toySurvey(3);
  Job job;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  const auto model = maury::test::toyModel(survey, 1);
  const auto error = maury::test::errorOf(
      [&] { predictFile(model, folder / "survey.fits", folder.path() / "." / "survey.fits", std::nullopt, job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Usage);
  CHECK(maury::survey::readSurvey(folder / "survey.fits", job).pixelCount() == 40);
}

TEST_CASE("predictor: a survey that the model does not fit is refused") {
  const auto survey = maury::test::toySurvey(3);
  const auto model = maury::test::toyModel(survey, 1);
  const auto refused = [&](const Dataset& other) {
    const auto error = maury::test::errorOf([&] { predictLabels(model, other); });
    return error && error->kind == ErrorKind::Mismatch;
  };
  CHECK(refused(maury::test::toySurvey(3, 41)));
  auto noInput = survey;
  noInput.inputs.pop_back();
  CHECK(refused(noInput));
  auto processed = survey;
  processed.provenance.preprocessing.push_back("edge-fill value=1");
  CHECK(refused(processed));
}

TEST_CASE("stop: prediction in memory ends within half a second") {
  const auto survey = maury::test::toySurvey(20000);
  // Many members make the work last over half a second on any machine, so that the stop comes in the middle.
  const auto model = maury::test::toyModel(survey, 64);
  CHECK(stopLatency([&](Job& job) { predict(model, survey, job); }).count() < maury::test::kStopLimitSeconds);
}

TEST_CASE("stop: a cancelled catalogue leaves the folder as it was, within half a second") {
  const maury::test::TemporaryFolder folder;
  const auto survey = maury::test::toySurvey(20000);
  const auto model = maury::test::toyModel(survey, 64);
  Job writing;
  maury::survey::writeSurvey(folder / "survey.fits", survey, writing);
  const auto latency = stopLatency(
      [&](Job& job) { predictFile(model, folder / "survey.fits", folder / "catalogue.fits", std::nullopt, job); });
  CHECK(latency.count() < maury::test::kStopLimitSeconds);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path()))
    ++files;
  CHECK(files == 1);
}
