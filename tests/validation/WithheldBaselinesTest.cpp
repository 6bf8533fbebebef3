// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/WithheldBaselines.h"

#include <vector>

#include "attribution/audit/AuditWords.h"
#include "base/Random.h"
#include "network/description/HybridLayout.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "training/Trainer.h"

using namespace maury;
using attribution::Verdict;
using test::allRows;
using validation::WithheldBaseline;

namespace {

constexpr std::size_t kPixels = 12;

/// Returns stars whose teff can be read from pixel 4 alone and whose logg from the input "g" alone.
survey::Dataset twoSources(std::size_t stars) {
  survey::Dataset survey;
  survey.grid = spectra::WavelengthGrid::linear(850.0, 0.1, kPixels);
  survey.inputs = {{"g", "mag", 1, {}}};
  survey.labels = {{"teff", "K", {}, {}}, {"logg", "dex", {}, {}}};
  Random random(5);
  for (std::size_t i = 0; i < stars; ++i) {
    survey.ids.push_back("two" + std::to_string(i));
    for (std::size_t p = 0; p < kPixels; ++p)
      survey.flux.push_back(static_cast<float>(1.0 + 0.1 * random.uniform(-1.0, 1.0)));
    const double g = random.uniform(-1.0, 1.0);
    survey.inputs[0].values.push_back(static_cast<float>(12.0 + g));
    survey.labels[0].values.push_back(5000.0F + 10000.0F * (survey.flux[i * kPixels + 4] - 1.0F));
    survey.labels[1].values.push_back(static_cast<float>(3.0 + g));
  }
  return survey;
}

training::TrainingOptions smallOptions(bool withInput) {
  training::TrainingOptions options;
  network::HybridLayout layout;
  layout.convolutions = {{4, 3}};
  layout.spectrumDense = {{16}};
  if (withInput) layout.auxiliary = {{"photometry", {"g"}, {{8}}}};
  layout.joinedDense = {{16}};
  options.network = network::describe(layout);
  options.split = {0.2, 0.2, 3};
  options.members = 1;
  options.maxEpochs = 12;
  options.batch = 16;
  options.learningRate = 5e-3;
  return options;
}

std::vector<WithheldBaseline> baselinesOf(const survey::Dataset& survey, const training::TrainingOptions& options,
                                          const std::vector<std::size_t>& rows) {
  Job job;
  const network::Model model = training::train(survey, options, {}, job).model;
  validation::BaselineOptions baseline;
  baseline.members = 1;
  return validation::withheldBaselines(model, survey, rows, baseline, job);
}

}  // namespace

TEST_CASE("withheld baselines: a label is only predicted by the baseline that has its source") {
  const auto survey = twoSources(1500);
  const auto baselines = baselinesOf(survey, smallOptions(true), allRows(survey));
  REQUIRE(baselines.size() == 2);
  const auto& [teff, teffFull, teffSpectrum, teffInputs] = baselines[0];
  CHECK(teff.name == "teff");
  CHECK(teffFull.skill.r2 > 0.8);
  CHECK(teffSpectrum.skill.r2 > 0.8);
  CHECK(teffInputs.skill.r2 < 0.1);
  CHECK(teffInputs.robustSigma > 3.0 * teffSpectrum.robustSigma);
  const auto& [logg, loggFull, loggSpectrum, loggInputs] = baselines[1];
  CHECK(loggFull.skill.r2 > 0.8);
  CHECK(loggSpectrum.skill.r2 < 0.1);
  CHECK(loggInputs.skill.r2 > 0.8);

  const auto results = validation::baselineResults(baselines);
  REQUIRE(results.size() == 4);
  CHECK(results[0].test == attribution::AuditTest::InputsAlone);
  CHECK(results[0].verdict == Verdict::Pass);
  CHECK(attribution::sentenceOf(results[0]).find(" K") != std::string::npos);
  CHECK(results[2].label == "logg");
  CHECK(results[3].test == attribution::AuditTest::SpectrumAlone);
  CHECK(results[3].verdict == Verdict::Number);
}

TEST_CASE("withheld baselines: inputs that predict as well as the network cause a warning") {
  attribution::Skill skill{0.8, 0.01, 500};
  const WithheldBaseline same{{"mh", "dex", -1.0, 0.5}, {skill, 0.05}, {skill, 0.05}, {{0.79, 0.01, 500}, 0.05}};
  const auto results = validation::baselineResults(std::vector{same});
  CHECK(results[0].verdict == Verdict::Warn);
  CHECK(attribution::sentenceOf(results[0]).find("as good as the model") != std::string::npos);
}

TEST_CASE("withheld baselines: a network without other inputs and stars without a test part are refused with reasons") {
  const auto survey = twoSources(300);
  auto options = smallOptions(false);
  options.maxEpochs = 1;
  const auto error = test::errorOf([&] { baselinesOf(survey, options, allRows(survey)); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->says("nothing to withhold"));
  auto both = smallOptions(true);
  both.maxEpochs = 1;
  const auto none = test::errorOf([&] { baselinesOf(survey, both, both.split.apply(survey)[0]); });
  REQUIRE(none);
  CHECK(none->says("test part"));
}
