// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/StopLimit.h"
#include "training/FitScaling.h"
#include "training/Trainer.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <thread>

#include "base/Error.h"
#include "io/Safetensors.h"
#include "network/Layered.h"
#include "network/description/Presets.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "training/ToySurvey.h"

using namespace maury;
using namespace maury::training;
using test::contains;
using test::trainModel;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Returns every tensor of the model, members' weights and scaling, as a file stores them.
std::map<std::string, std::vector<float>> tensorsOf(const network::Model& model) {
  const test::TemporaryFolder folder;
  model.save(folder / "model.maury");
  std::map<std::string, std::vector<float>> result;
  for (const auto& [name, tensor] : io::readSafetensors(folder / "model.maury").tensors)
    result[name] = tensor.values;
  return result;
}

std::string refusal(const survey::Dataset& data, const TrainingOptions& options, ErrorKind kind = ErrorKind::Mismatch) {
  const auto error = test::errorOf([&] { trainModel(data, options); });
  if (error) {
    INFO(error->message);
    CHECK(error->kind == kind);
  }
  return error ? error->message : "accepted";
}

}  // namespace

TEST_CASE("trainer: the same seed yields the same weights with one thread and with two") {
  const survey::Dataset data = test::toySurvey(120);
  TrainingOptions options = test::toyOptions();
  options.members = 3;
  options.network = test::toyNetworkWithDropout();
  options.noiseSnrLow = 20.0;
  options.noiseSnrHigh = 80.0;
  options.threads = 2;
  const auto two = tensorsOf(trainModel(data, options).model);
  options.threads = 1;
  CHECK(tensorsOf(trainModel(data, options).model) == two);
  CHECK(two.at("member0.output.weight") != two.at("member1.output.weight"));
  options.seed = 2;
  CHECK(tensorsOf(trainModel(data, options).model).at("member0.output.weight") != two.at("member0.output.weight"));
}

TEST_CASE("trainer: a network with every kind of layer learns, to the same weights for any number of threads") {
  survey::Dataset data = test::toySurvey(300);
  // The network ends in a mean over all positions, which cannot locate a pixel, so the labels follow the mean flux.
  for (std::size_t star = 0; star < data.starCount(); ++star) {
    const auto flux = data.fluxOf(star);
    const float mean = std::accumulate(flux.begin(), flux.end(), 0.0F) / static_cast<float>(flux.size());
    data.labels[0].values[star] = 5000.0F + 30000.0F * (mean - 1.0F);
    data.labels[1].values[star] = 20.0F * (1.0F - mean);
  }
  TrainingOptions options = test::toyOptions();
  options.network = test::layeredNetwork();
  options.members = 1;
  options.batch = 100;  // four parts, each with its own statistics
  options.maxEpochs = 12;
  options.learningRate = 2e-2;
  options.threads = 1;
  const TrainingResult one = trainModel(data, options);
  CHECK(one.members.front().bestValidationLoss < 0.8 * one.history.front().validationLoss);
  options.threads = 3;
  CHECK(tensorsOf(trainModel(data, options).model) == tensorsOf(one.model));
}

TEST_CASE("trainer: a single member shares its batches among the threads and ends with the same weights") {
  const survey::Dataset data = test::toySurvey(300);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.batch = 100;  // four parts
  options.maxEpochs = 4;
  options.network = test::toyNetworkWithDropout();
  options.threads = 1;
  const auto one = tensorsOf(trainModel(data, options).model);
  for (const unsigned threads : {2U, 3U, 8U}) {
    options.threads = threads;
    CHECK(tensorsOf(trainModel(data, options).model) == one);
  }
}

TEST_CASE("trainer: a linear relation is learned and attributed to its pixels") {
  const survey::Dataset data = test::toySurvey(400);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.maxEpochs = 40;
  options.keepAttribution = true;
  EpochReport first, last;
  TrainingEvents events;
  events.epochDone = [&](const EpochReport& report) { (report.epoch == 1 ? first : last) = report; };
  trainModel(data, options, events);
  CHECK(last.validationLoss < 0.05 * first.validationLoss);
  // The scatter of the labels themselves is 1000/√3 K and √(2/3) dex.
  REQUIRE(last.scatter.size() == 2);
  CHECK(last.scatter[0] < 0.3 * 1000.0 / std::sqrt(3.0));
  CHECK(last.scatter[1] < 0.3 * std::sqrt(2.0 / 3.0));
  // d(teff)/d(flux) is 1000 K / 0.1 at pixel 5 and 0 elsewhere; d(mh)/d(flux) is +10 and −10 at pixels 12 and 18.
  REQUIRE(last.attribution.size() == 2 * test::kToyPixels);
  CHECK(last.attribution[5] == Approx(10000.0).epsilon(0.15));
  CHECK(std::abs(last.attribution[9]) < 1500.0);
  CHECK(last.attribution[test::kToyPixels + 12] == Approx(10.0).epsilon(0.15));
  CHECK(last.attribution[test::kToyPixels + 18] == Approx(-10.0).epsilon(0.15));
}

TEST_CASE("trainer: the watched stars are those with reported predictions") {
  const survey::Dataset data = test::toySurvey(300);
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 30;
  options.members = 1;
  std::vector<float> predicted;
  TrainingEvents events;
  events.epochDone = [&](const EpochReport& report) { predicted = report.validationPrediction; };
  trainModel(data, options, events);
  const std::vector<std::size_t> watched = watchedStars(data, options);
  REQUIRE(predicted.size() == 2 * watched.size());
  double squares = 0.0;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    CHECK(options.split.partOf(data.ids[watched[i]]) == survey::Part::Validation);
    squares += std::pow(predicted[2 * i] - data.labels[0].values[watched[i]], 2.0);
  }
  CHECK(std::sqrt(squares / static_cast<double>(watched.size())) < 250.0);
}

TEST_CASE("trainer: flux inside a mask changes nothing") {
  survey::Dataset data = test::toySurvey(100);
  TrainingOptions options = test::toyOptions();
  options.masks = {{851.35, 851.65}};  // pixels 14 to 16
  options.keepAttribution = true;
  std::vector<float> map;
  TrainingEvents events;
  events.epochDone = [&](const EpochReport& report) {
    if (report.member == 0) map = report.attribution;
  };
  const auto before = tensorsOf(trainModel(data, options, events).model);
  REQUIRE(map.size() == 2 * test::kToyPixels);
  CHECK(std::isnan(map[14]));
  CHECK(std::isnan(map[16]));
  CHECK(std::isfinite(map[13]));
  for (std::size_t star = 0; star < data.starCount(); ++star)
    data.flux[star * test::kToyPixels + 15] = 1000.0F;
  auto after = tensorsOf(trainModel(data, options).model);
  after["flux.offset"][15] = before.at("flux.offset")[15];  // the mean of the masked pixel itself
  CHECK(after == before);
}

TEST_CASE("trainer: a missing label is left out of the loss, but the star's other label counts") {
  survey::Dataset data = test::toySurvey(400);
  for (std::size_t star = 0; star < data.starCount(); star += 2)
    data.labels[0].values[star] = kNaN;
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.maxEpochs = 40;
  const TrainingResult result = trainModel(data, options);
  CHECK(result.history.back().scatter[0] < 0.4 * 1000.0 / std::sqrt(3.0));
  CHECK(result.history.back().scatter[1] < 0.4 * std::sqrt(2.0 / 3.0));
  CHECK(result.model.info().trainingStars == trainingRows(data, options)[0].size());
}

TEST_CASE("trainer: a star without labels or without flux is left out") {
  survey::Dataset data = test::toySurvey(40);
  const TrainingOptions options = test::toyOptions();
  const auto before = trainingRows(data, options);
  const std::size_t noLabel = before[0][0], noFlux = before[0][1];
  data.labels[0].values[noLabel] = data.labels[1].values[noLabel] = kNaN;
  for (std::size_t p = 0; p < test::kToyPixels; ++p)
    data.flux[noFlux * test::kToyPixels + p] = kNaN;
  const auto after = trainingRows(data, options);
  CHECK(after[0] == std::vector<std::size_t>(before[0].begin() + 2, before[0].end()));
  CHECK(after[1] == before[1]);
}

TEST_CASE("trainer: spectra of one star are never in two parts, even if only a column names it") {
  survey::Dataset data = test::toySurvey(300);
  const TrainingOptions options = test::toyOptions();
  const auto before = trainingRows(data, options);
  CHECK(separatedRepeats(data, options).empty());
  std::vector<std::string> stars;
  for (std::size_t star = 0; star < 300; ++star)
    stars.push_back("s" + std::to_string(star / 2));
  data.columns.push_back({"star", "", stars});
  const auto rows = trainingRows(data, options);
  std::array<std::set<std::string>, 3> names;
  for (std::size_t part = 0; part < 3; ++part)
    for (const std::size_t row : rows[part])
      names[part].insert(stars[row]);
  for (std::size_t part = 1; part < 3; ++part)
    for (std::size_t other = 0; other < part; ++other)
      for (const std::string& name : names[part])
        REQUIRE(names[other].count(name) == 0);
  CHECK(rows[2] == before[2]);
  CHECK(rows[0].size() < before[0].size());
  const std::size_t leftOut = before[0].size() + before[1].size() - rows[0].size() - rows[1].size();
  CHECK(separatedRepeats(data, options).rfind(std::to_string(leftOut) + " spectra are left out", 0) == 0);
}

TEST_CASE("trainer: the test set is used for validation if requested, as in the papers") {
  const survey::Dataset data = test::toySurvey(100);
  TrainingOptions options = test::toyOptions();
  const auto apart = trainingRows(data, options);
  options.validateOnTestSet = true;
  const auto merged = trainingRows(data, options);
  CHECK(merged[0] == apart[0]);
  CHECK(merged[1].size() == apart[1].size() + apart[2].size());
  CHECK(std::is_sorted(merged[1].begin(), merged[1].end()));
  CHECK(merged[2].empty());
}

TEST_CASE("trainer: the weights kept are those of the best epoch") {
  survey::Dataset data = test::toySurvey(60);
  Random random(5);  // labels unrelated to the spectra: anything learned beyond their mean is wrong
  for (float& value : data.labels[0].values)
    value = static_cast<float>(random.uniform(4000.0, 6000.0));
  for (float& value : data.labels[1].values)
    value = static_cast<float>(random.uniform(-1.0, 1.0));
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.maxEpochs = 12;
  options.learningRate = 0.02;
  options.plateauFactor = 1.0;
  const TrainingResult full = trainModel(data, options);
  REQUIRE(full.members.size() == 1);
  const int best = full.members[0].bestEpoch;
  REQUIRE(best < 12);
  CHECK(full.members[0].reason == EndReason::EpochLimit);
  options.maxEpochs = best;
  CHECK(tensorsOf(trainModel(data, options).model) == tensorsOf(full.model));
}

TEST_CASE("trainer: scaling and limits come from the training part only") {
  survey::Dataset data = test::toySurvey(100);
  const TrainingOptions options = test::toyOptions();
  const auto rows = trainingRows(data, options);
  data.labels[0].values[rows[2][0]] = 90000.0F;
  data.flux[rows[2][0] * test::kToyPixels] = 500.0F;
  const network::ModelInfo info = trainModel(data, options).model.info();
  float low = 1e9F, high = -1e9F;
  double sum = 0.0;
  for (const std::size_t star : rows[0]) {
    low = std::min(low, data.labels[0].values[star]);
    high = std::max(high, data.labels[0].values[star]);
    sum += data.flux[star * test::kToyPixels];
  }
  CHECK(info.labels[0].minimum == low);
  CHECK(info.labels[0].maximum == high);
  CHECK(info.fluxOffset[0] == Approx(sum / static_cast<double>(rows[0].size())));
  CHECK(info.fluxScale == Approx(0.1 / std::sqrt(3.0)).epsilon(0.05));
}

TEST_CASE("trainer: auxiliary inputs are scaled by the network's description") {
  survey::Dataset data = test::toySurvey(100);
  data.inputs = {{"colour", "mag", 1, {}}};
  for (std::size_t i = 0; i < 100; ++i)
    data.inputs[0].values.push_back(static_cast<float>(i));
  data.inputs[0].values[7] = kNaN;
  TrainingOptions options = test::toyOptions();
  options.split = {0.1, 0.0, 3};
  network::HybridLayout layout = test::toyLayout();
  layout.auxiliary = {{"photometry", {"colour"}, {{4}}}};
  options.network = network::describe(layout);
  options.network.scaling = network::InputScaling::AsDelivered;
  const network::ModelInput input = trainModel(data, options).model.info().inputs.at(0);
  CHECK(input.offset[0] == input.minimum[0]);
  CHECK(input.scale[0] == input.maximum[0] - input.minimum[0]);
  options.network.scaling = network::InputScaling::Standardised;
  const network::ModelInput standard = trainModel(data, options).model.info().inputs.at(0);
  CHECK(standard.offset[0] == Approx(49.5).margin(3.0));
  CHECK(standard.scale[0] == Approx(100.0 / std::sqrt(12.0)).epsilon(0.1));
  CHECK(standard.fill[0] == Approx(0.0).margin(1e-6));
}

TEST_CASE("trainer: validation and test stars do not affect any scaling") {
  survey::Dataset data = test::toySurvey(100);
  data.inputs = {{"colour", "mag", 1, {}}};
  for (std::size_t i = 0; i < 100; ++i)
    data.inputs[0].values.push_back(static_cast<float>(i % 17));
  TrainingOptions options = test::toyOptions();
  network::HybridLayout layout = test::toyLayout();
  layout.auxiliary = {{"photometry", {"colour"}, {{4}}}};
  options.network = network::describe(layout);
  const auto rows = trainingRows(data, options);
  survey::Dataset other = data;
  for (const std::size_t part : {1, 2}) {
    REQUIRE(rows[part].size() > 5);
    for (const std::size_t star : rows[part]) {
      other.inputs[0].values[star] = -1e6F;
      for (survey::Label& label : other.labels)
        label.values[star] *= 50.0F;
      for (std::size_t p = 0; p < test::kToyPixels; ++p)
        other.flux[star * test::kToyPixels + p] *= 100.0F;
    }
  }
  for (const auto scaling : {network::InputScaling::AsDelivered, network::InputScaling::Standardised}) {
    options.network.scaling = scaling;
    const network::ModelInfo one = fitScaling(data, options, rows[0]), two = fitScaling(other, options, rows[0]);
    CHECK(one.fluxOffset == two.fluxOffset);
    CHECK(one.fluxScale == two.fluxScale);
    CHECK(one.fluxFill == two.fluxFill);
    CHECK(one.inputs[0].offset == two.inputs[0].offset);
    CHECK(one.inputs[0].scale == two.inputs[0].scale);
    CHECK(one.inputs[0].fill == two.inputs[0].fill);
    CHECK(one.inputs[0].maximum == two.inputs[0].maximum);
    for (std::size_t l = 0; l < one.labels.size(); ++l) {
      CHECK(one.labels[l].minimum == two.labels[l].minimum);
      CHECK(one.labels[l].maximum == two.labels[l].maximum);
    }
  }
}

TEST_CASE("trainer: a stop in the middle of an epoch ends every thread of the training") {
  const survey::Dataset data = test::toySurvey(2000);
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 100000;
  options.patience = 100000;
  options.batch = 4;
  Job job;
  std::atomic<int> epochs{0};
  std::chrono::steady_clock::time_point asked;
  TrainingEvents events;
  events.epochDone = [&](const EpochReport&) { ++epochs; };
  std::thread stopper([&] {
    while (epochs.load() < 1)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    asked = std::chrono::steady_clock::now();
    job.requestStop();
  });
  const auto error = test::errorOf([&] { train(data, options, events, job); });
  const auto stopped = std::chrono::steady_clock::now();
  stopper.join();
  CHECK(error->kind == ErrorKind::Cancelled);
  CHECK(std::chrono::duration<double>(stopped - asked).count() < maury::test::kStopLimitSeconds);
}

TEST_CASE("trainer: a paused training stops and resumes") {
  const survey::Dataset data = test::toySurvey(60);
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 4;
  Job job;
  std::atomic<int> epochs{0};
  TrainingEvents events;
  events.epochDone = [&](const EpochReport&) { ++epochs; };
  job.pause();
  std::atomic<bool> done{false};
  std::thread worker([&] {
    train(data, options, events, job);
    done = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK(epochs == 0);
  CHECK_FALSE(done);
  job.resume();
  worker.join();
  CHECK(epochs == 8);
}

TEST_CASE("trainer: an error in one thread stops the others and is reported") {
  const survey::Dataset data = test::toySurvey(500);
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = options.patience = 100000;
  TrainingEvents events;
  events.epochDone = [](const EpochReport& report) {
    if (report.member == 1 && report.epoch == 2) throw Error(ErrorKind::File, "the disk is full");
  };
  Job job;
  CHECK(test::errorOf([&] { train(data, options, events, job); })->kind == ErrorKind::File);
}

TEST_CASE("trainer: the progress counts the epochs saved by early stopping") {
  const survey::Dataset data = test::toySurvey(60);
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 40;
  options.patience = 1;
  options.learningRate = 0.1;
  Progress last;
  Job job([&](const Progress& progress) { last = progress; });
  const TrainingResult result = train(data, options, {}, job);
  CHECK(result.history.size() < 80);
  CHECK(last.done == 80);
  CHECK(last.total == 80);
  CHECK(last.unit == "epochs");
}

TEST_CASE("trainer: unsuitable data are refused with a message") {
  const survey::Dataset good = test::toySurvey(50);
  const TrainingOptions options = test::toyOptions();

  survey::Dataset data = good;
  data.grid = {};
  data.flux.clear();
  CHECK(contains(refusal(data, options), "without spectra"));
  data = good;
  data.labels.clear();
  CHECK(contains(refusal(data, options), "no labels to learn"));
  data = good;
  data.labels[1].values.assign(50, 0.25F);
  CHECK(contains(refusal(data, options), "The label 'mh' is 0.25 for every star"));
  data = good;
  data.labels[1].values.assign(50, kNaN);
  CHECK(contains(refusal(data, options), "The label 'mh' has no value in the training part"));

  TrainingOptions other = options;
  other.labels = {"alpham"};
  CHECK(contains(refusal(good, other), "no label 'alpham'. Its labels are teff, mh"));
  other = options;
  other.network = network::presetDescription("hybrid-rvs");
  CHECK(
      contains(refusal(good, other), "takes the input 'bp_coefficients', which this survey lacks (its inputs: none)"));
  other = options;
  other.network = network::presetDescription("spectrum-small");
  CHECK(contains(refusal(good, other), "24 pixels is too short"));
  other = options;
  other.split = {0.5, 0.5, 1};
  CHECK(contains(refusal(good, other), "The training part is empty"));
  other.split = {0.0, 0.1, 1};
  CHECK(contains(refusal(good, other), "The validation part is empty"));
}

TEST_CASE("trainer: a published preset has its published options") {
  const TrainingOptions options = presetOptions("nepal2023");
  CHECK(options.network.preset == "nepal2023");
  CHECK(options.learningRate == 1e-4);
  CHECK(options.batch == 64);
  CHECK(options.patience == 25);
  CHECK(options.loss == Loss::MeanSquare);
  CHECK(options.validateOnTestSet);
  CHECK(presetOptions("guiglion2020").batch == 16);
  CHECK(presetOptions("hybrid-rvs").loss == Loss::Robust);
  CHECK_THROWS_AS(presetOptions("resnet"), Error);
}

TEST_CASE("trainer: one extreme outlier does not keep the robust loss from learning the others") {
  survey::Dataset data = test::toySurvey(300);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.maxEpochs = 30;
  const auto rows = trainingRows(data, options);
  data.labels[0].values[rows[0][0]] = 100000.0F;  // twenty times the other values
  const auto scatter = [&](Loss loss) {
    options.loss = loss;
    return trainModel(data, options).history.back().scatter[0];
  };
  const double robust = scatter(Loss::Robust);
  CHECK(robust < 0.5 * 1000.0 / std::sqrt(3.0));
  CHECK(robust < 0.5 * scatter(Loss::MeanSquare));
}

TEST_CASE("trainer: invalid options are refused") {
  const survey::Dataset data = test::toySurvey(50);
  const auto refused = [&](auto change) {
    TrainingOptions options = test::toyOptions();
    change(options);
    return refusal(data, options, ErrorKind::Usage);
  };
  CHECK(contains(refused([](TrainingOptions& o) { o.members = 0; }), "'members' must be in 1 … 1000, not 0"));
  CHECK(contains(refused([](TrainingOptions& o) { o.batch = 0; }), "'batch' must be in 1 … 65536, not 0"));
  CHECK(contains(refused([](TrainingOptions& o) { o.learningRate = 0.0; }), "'learningRate' must be above 0, not 0"));
  CHECK(contains(refused([](TrainingOptions& o) { o.learningRate = 1e99; }),
                 "'learningRate' must be at most 3.4e+38, not 1e+99"));
  CHECK(contains(refused([](TrainingOptions& o) { o.weightDecay = std::numeric_limits<double>::infinity(); }),
                 "'weightDecay' must be at most 3.4e+38, not inf"));
  TrainingOptions large = test::toyOptions();
  large.learningRate = -1e99;
  CHECK(test::errorOf([&] { checkTrainingOptions(large); }).says("above 0"));
  large.learningRate = 1e39;
  CHECK(test::errorOf([&] { checkTrainingOptions(large); }).commandLineStep ==
        "Give --learning-rate a smaller number.");
  large.learningRate = 3e38;
  CHECK_NOTHROW(checkTrainingOptions(large));
  CHECK(contains(refused([](TrainingOptions& o) { o.noiseSnrHigh = 30.0; }), "S/N range"));
}

TEST_CASE("trainer: the error of a non-finite loss names the member and the epoch") {
  const survey::Dataset data = test::toySurvey(50);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.learningRate = 1e30;
  const std::string message = refusal(data, options, ErrorKind::Numerical);
  CHECK(contains(message, "Member 1, epoch "));
  CHECK(contains(message, "learning rate below 1e+30"));
}

TEST_CASE("trainer: a training that diverged is an error, also when its finished run is resumed") {
  const test::TemporaryFolder folder;
  const survey::Dataset data = test::toySurvey(50);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  options.learningRate = 100.0;
  options.checkpointFolder = folder.path();
  CHECK(contains(refusal(data, options, ErrorKind::Numerical), "diverged"));
  options.resume = true;
  CHECK(contains(refusal(data, options, ErrorKind::Numerical), "diverged"));
}

TEST_CASE("trainer: a label that is listed twice and a mask outside the spectra are refused") {
  const survey::Dataset data = test::toySurvey(50);
  TrainingOptions options = test::toyOptions();
  options.labels = {data.labels[0].name, data.labels[0].name};
  CHECK(contains(refusal(data, options, ErrorKind::Usage), "more than once"));
  options = test::toyOptions();
  options.masks = {{100.0, 101.0}};
  CHECK(contains(refusal(data, options, ErrorKind::Usage), "outside the spectra"));
}

TEST_CASE("trainer: added noise makes the prediction less sharp, and noisier stars get none") {
  survey::Dataset data = test::toySurvey(60);
  TrainingOptions options = test::toyOptions();
  options.members = 1;
  const auto plain = tensorsOf(trainModel(data, options).model);
  options.noiseSnrLow = options.noiseSnrHigh = 20.0;
  CHECK(tensorsOf(trainModel(data, options).model) != plain);
  data.fluxError.assign(data.flux.size(), 0.2F);  // already at S/N 5
  CHECK(tensorsOf(trainModel(data, options).model) == plain);
}

TEST_CASE("trainer: the model's history has one line per epoch of each member") {
  const survey::Dataset data = test::toySurvey(60);
  const TrainingOptions options = test::toyOptions();
  const std::string csv = trainModel(data, options).model.info().history;
  CHECK(contains(
      csv,
      "member,epoch,training_loss,validation_loss,learning_rate,spectra_per_second,best,scatter_teff,scatter_mh\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 2 * 3);
  CHECK(contains(csv, "\n1,3,"));
}

TEST_CASE("trainer: a training asked to finish keeps the best weights of the members that have started") {
  const survey::Dataset data = test::toySurvey(200);
  TrainingOptions options = test::toyOptions();
  options.members = 3;
  options.threads = 1;
  options.maxEpochs = options.patience = 100000;
  std::atomic<bool> finish{false};
  TrainingEvents events;
  events.epochDone = [&](const EpochReport& report) { finish = report.epoch >= 2; };
  events.finishNow = [&] { return finish.load(); };
  Job job;
  const TrainingResult result = train(data, options, events, job);
  CHECK(result.model.info().members == 1);
  REQUIRE(result.members.size() == 1);
  CHECK(result.members[0].reason == EndReason::Request);
  CHECK(result.history.size() == 2);
}

TEST_CASE("trainer: a network with more parameters than can be trained is refused before any memory is used") {
  const survey::Dataset data = test::toySurvey(120);
  TrainingOptions options = test::toyOptions();
  options.network.branches.front().layers = {network::Convolution{.filters = 65536, .kernel = 1, .padded = true},
                                             network::Dense{65536, 0.3}};
  Job job;
  const auto error = test::errorOf([&] { train(data, options, {}, job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->says("but at most 200000000 can be trained"));
}
