// SPDX-License-Identifier: GPL-3.0-or-later
// Tests the losses, the selection of members, and the augmentation of spectra.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "network/Device.torch.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "training/Augmentation.torch.h"
#include "training/FitScaling.h"
#include "training/ToySurvey.h"
#include "training/TrainingData.torch.h"

using namespace maury;
using namespace maury::training;
using test::trainModel;

namespace {

TrainingData dataOf(const survey::Dataset& survey, const TrainingOptions& options) {
  const std::vector<std::size_t> rows = test::allRows(survey);
  TrainingData data;
  data.info = fitScaling(survey, options, rows);
  data.pixels = network::BatchMaker(data.info).pixels();
  data.training = prepareStars(survey, data.info, rows, false);
  fitLabelUnits(data, options);
  return data;
}

}  // namespace

TEST_CASE("loss: the Gaussian loss is − ln of the density, with the label's own error in the variance") {
  survey::Dataset survey = test::toySurvey(50);
  survey.labels[0].errors.assign(50, 100.0F);
  survey.labels[0].errors[1] = std::numeric_limits<float>::quiet_NaN();
  survey.labels[1].values[0] = std::numeric_limits<float>::quiet_NaN();
  TrainingOptions options = test::toyOptions();
  options.loss = Loss::Gaussian;
  const TrainingData data = dataOf(survey, options);
  const torch::Tensor rows = torch::arange(0, 2);
  // Means of 0.3 and −0.2 and variances of e^−1 and e^0.5, in units of the labels' robust scatter.
  const torch::Tensor output = torch::tensor({0.3F, -0.2F, -1.0F, 0.5F}).expand({2, 4});
  const torch::Tensor loss = elementLoss(data, output, data.training, rows);
  const auto expected = [&](int star, int label) {
    return (data.training.labels[star][label] - data.labelOffset[label]).item<double>() /
           data.labelScale[label].item<double>();
  };
  const double range = data.info.labels[0].maximum - data.info.labels[0].minimum;
  const double error = 100.0 / range / data.labelScale[0].item<double>();
  const auto density = [](double difference, double variance) {
    return 0.5 * (difference * difference / variance + std::log(variance));
  };
  CHECK(loss[0][0].item<double>() ==
        Approx(density(0.3 - expected(0, 0), std::exp(-1.0) + error * error)).epsilon(1e-4));
  CHECK(loss[1][0].item<double>() == Approx(density(0.3 - expected(1, 0), std::exp(-1.0))).epsilon(1e-4));
  CHECK(loss[0][1].item<double>() == 0.0);  // missing
  CHECK(loss[1][1].item<double>() == Approx(density(-0.2 - expected(1, 1), std::exp(0.5))).epsilon(1e-4));
}

TEST_CASE("loss: a label with a large error counts less, if requested") {
  survey::Dataset survey = test::toySurvey(50);
  survey.labels[0].errors.assign(50, 0.0F);
  TrainingOptions options = test::toyOptions();
  const TrainingData exact = dataOf(survey, options);
  const double scatter =
      exact.labelScale[0].item<double>() * (exact.info.labels[0].maximum - exact.info.labels[0].minimum);
  survey.labels[0].errors[0] = static_cast<float>(2.0 * scatter);
  options.weighByErrors = true;
  const TrainingData weighed = dataOf(survey, options);
  const torch::Tensor rows = torch::arange(0, 2), output = torch::full({2, 2}, 0.1F);
  const torch::Tensor plain = elementLoss(exact, output, exact.training, rows),
                      less = elementLoss(weighed, output, weighed.training, rows);
  CHECK(less[0][0].item<double>() == Approx(plain[0][0].item<double>() / 5.0));
  CHECK(less[1][0].item<double>() == Approx(plain[1][0].item<double>()));
}

TEST_CASE("loss: stars with rare labels weigh more, up to ten times, and the mean weight is 1") {
  survey::Dataset survey = test::toySurvey(1000);
  for (std::size_t i = 0; i < 1000; ++i)
    survey.labels[1].values[i] = i < 20 ? -2.0F : static_cast<float>(0.001 * static_cast<double>(i) - 0.5);
  survey.labels[1].values[999] = std::numeric_limits<float>::quiet_NaN();
  TrainingOptions options = test::toyOptions();
  TrainingData data = dataOf(survey, options);
  balanceStars(data, "mh");
  const torch::Tensor weights = data.training.weights;
  CHECK(weights.mean().item<double>() == Approx(1.0));
  CHECK(weights[0].item<double>() > 3.0 * weights[500].item<double>());
  CHECK(weights.max().item<double>() <= 10.0 / 0.3);
  CHECK(test::errorOf([&] { balanceStars(data, "alpham"); }));
}

TEST_CASE("loss: a network that predicts its variance learns the noise of each label") {
  survey::Dataset survey = test::toySurvey(1500);
  Random random(1);
  for (std::size_t i = 0; i < 1500; ++i)
    survey.labels[0].values[i] += static_cast<float>(300.0 * random.gaussian());
  TrainingOptions options = test::toyOptions();
  options.loss = Loss::Gaussian;
  options.network.predictsVariance = true;
  options.members = 1;
  options.maxEpochs = 25;
  const auto result = trainModel(survey, options);
  const auto& member = network::networksOf(result.model).front();
  const std::vector<std::size_t> rows = test::rowNumbers(100);
  const torch::NoGradGuard noGradients;
  const torch::Tensor all = member->forwardAll(network::BatchMaker(result.model.info()).make(survey, rows));
  REQUIRE(all.size(1) == 4);
  const auto factors = network::labelFactors(result.model.info());
  const double sigma = std::exp(0.5 * all.select(1, 2).mean().item<double>()) * static_cast<double>(factors[0]);
  CHECK(sigma == Approx(300.0).epsilon(0.15));
  options.network.predictsVariance = false;
  const auto error = test::errorOf([&] { trainModel(survey, options); });
  REQUIRE(error);
  CHECK(error->says("predicts its variance"));
}

TEST_CASE("loss: the worst members are left out, but at least one is kept") {
  const survey::Dataset survey = test::toySurvey(120);
  TrainingOptions options = test::toyOptions();
  options.members = 5;
  options.dropWorstShare = 0.2;
  const auto result = trainModel(survey, options);
  CHECK(result.model.info().members == 4);
  REQUIRE(result.members.size() == 5);
  double worst = 0.0;
  int dropped = 0;
  for (const MemberEnd& end : result.members) {
    worst = std::max(worst, end.bestValidationLoss);
    dropped += end.dropped ? 1 : 0;
  }
  CHECK(dropped == 1);
  for (const MemberEnd& end : result.members)
    CHECK(end.dropped == (end.bestValidationLoss == worst));
  options.members = 1;
  options.dropWorstShare = 0.9;
  CHECK(trainModel(survey, options).model.info().members == 1);
}

TEST_CASE("loss: a velocity shifts a slope, and masked runs take the fill value") {
  survey::Dataset survey = test::toySurvey(400);
  for (std::size_t i = 0; i < survey.flux.size(); ++i)
    survey.flux[i] = static_cast<float>(0.5 + 0.02 * static_cast<double>(i % test::kToyPixels));
  TrainingOptions options = test::toyOptions();
  options.network.scaling = network::InputScaling::AsDelivered;
  const TrainingData data = dataOf(survey, options);
  network::Batch batch = data.training.gather(network::toNetworkDevice(torch::arange(400)));
  auto numbers = network::deviceGenerator(1);
  const torch::Tensor before = batch.flux.reshape({400, -1}).clone();
  shiftAtRandom(batch, data, 10.0, numbers);
  // One pixel is 0.1 nm, or 35.27 km/s at 850 nm. The flux rises by 0.02 per pixel, so a redshift lowers it.
  const torch::Tensor change = (batch.flux.reshape({400, -1}) - before).select(1, 12);
  CHECK(change.std().item<double>() == Approx(0.02 * 10.0 / 35.27).epsilon(0.1));
  CHECK(change.mean().item<double>() == Approx(0.0).margin(1e-3));

  batch.flux = network::asNetworkFlux(torch::full({400, test::kToyPixels}, 0.123F, network::deviceOptions()));
  maskAtRandom(batch, data, 0.5, numbers);
  const torch::Tensor after = batch.flux.reshape({400, -1}).clone();
  const torch::Tensor masked =
      (after - static_cast<double>(data.info.fluxFill / data.info.fluxScale)).abs() < 1e-6;  // the offsets are 0 here
  const torch::Tensor lengths = masked.sum(1).to(torch::kFloat32);
  CHECK(lengths.max().item<double>() <= 13.0);
  CHECK(lengths.mean().item<double>() == Approx(6.0).margin(0.8));
}

TEST_CASE("bad input: it is refused with a message, or ignored in training") {
  const auto refused = [](const survey::Dataset& survey, TrainingOptions options = test::toyOptions()) {
    return test::refusalOf([&] { trainModel(survey, options); });
  };
  SECTION("one star") {
    CHECK_FALSE(refused(test::toySurvey(1)) == "accepted");
  }
  SECTION("all labels missing") {
    auto survey = test::toySurvey(100);
    for (auto& label : survey.labels)
      std::fill(label.values.begin(), label.values.end(), std::numeric_limits<float>::quiet_NaN());
    CHECK_FALSE(refused(survey) == "accepted");
  }
  SECTION("a label that is the same for all stars") {
    auto survey = test::toySurvey(100);
    std::fill(survey.labels[0].values.begin(), survey.labels[0].values.end(), 5000.0F);
    CHECK(refused(survey).find("teff") != std::string::npos);
  }
  SECTION("a pixel without data is filled, not spread") {
    auto survey = test::toySurvey(100);
    survey.flux[7] = std::numeric_limits<float>::quiet_NaN();
    const auto result = trainModel(survey, test::toyOptions());
    for (const EpochReport& report : result.history)
      CHECK(std::isfinite(report.validationLoss));
  }
  SECTION("a learning rate of 10 ends in a sentence or in finite weights") {
    TrainingOptions options = test::toyOptions();
    options.learningRate = 10.0;
    options.gradientClip = 0.0;
    const std::string sentence = refused(test::toySurvey(100), options);
    if (sentence != "accepted") CHECK(sentence.find("learning rate") != std::string::npos);
  }
}
