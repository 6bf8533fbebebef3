// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/AuditWords.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "attribution/experiments/RandomWeights.h"
#include "base/Random.h"
#include "inference/Predictor.h"
#include "network/model/Model.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/ToyModel.h"

using namespace maury;
using attribution::AuditOptions;
using attribution::AuditResult;
using attribution::AuditTest;
using attribution::Verdict;

namespace {

/// Returns a survey whose label teff is the model's prediction for each star plus noise, or, if shuffled, for another
/// star.
survey::Dataset surveyFromPredictions(const network::Model& model, survey::Dataset survey, bool shuffled) {
  Job job;
  const survey::Dataset predicted = inference::predict(model, survey, job);
  const std::size_t stars = survey.starCount();
  Random random(2);
  for (std::size_t i = 0; i < stars; ++i) {
    const std::size_t from = shuffled ? (i + stars / 2) % stars : i;
    survey.labels[0].values[i] = predicted.labels[0].values[from] + static_cast<float>(2.0 * random.gaussian());
  }
  return survey;
}

const AuditResult* find(const std::vector<AuditResult>& results, AuditTest test, const std::string& subject = {}) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const AuditResult& result) {
    return result.test == test && result.subject == subject && result.label == "teff";
  });
  return found == results.end() ? nullptr : &*found;
}

std::vector<AuditResult> auditOf(const network::Model& model, const survey::Dataset& survey) {
  Job job;
  AuditOptions options;
  options.repeats = 3;
  const std::vector<std::size_t> rows = test::allRows(survey);
  std::vector<AuditResult> reported;
  const auto results = attribution::audit(model, survey, rows, {{survey.grid[17], "Fe I", 0.5}}, options, job,
                                          [&reported](const AuditResult& result) { reported.push_back(result); });
  CHECK(reported.size() == results.size());
  return results;
}

}  // namespace

TEST_CASE("audit: a network that reads one pixel passes, and loses its skill without the spectrum") {
  const auto toy = test::toySurvey(800);
  const auto model = test::onePixelModel(toy, 17, -800.0);
  const auto results = auditOf(model, surveyFromPredictions(model, toy, false));
  REQUIRE(find(results, AuditTest::Learned));
  CHECK(find(results, AuditTest::Learned)->verdict == Verdict::Pass);
  CHECK(find(results, AuditTest::Learned)->value > 0.99);
  REQUIRE(find(results, AuditTest::SpectrumShuffled));
  CHECK(find(results, AuditTest::SpectrumShuffled)->verdict == Verdict::Pass);
  CHECK(find(results, AuditTest::SpectrumShuffled)->value < 0.0);  // worse than the mean
  CHECK(find(results, AuditTest::WithoutSpectrum)->value > 5.0);
  REQUIRE(find(results, AuditTest::RandomWeights));
  CHECK(find(results, AuditTest::OwnLines) == nullptr);  // every line may depend on Teff
  CHECK(sentenceOf(attribution::summaryOf(results, "teff")) == "Learned from the spectrum.");
  CHECK(attribution::summaryOf(results, "logg").verdict == Verdict::Number);
}

TEST_CASE("audit: labels of other stars count as nothing learned, and other tests are skipped") {
  const auto toy = test::toySurvey(800);
  const auto model = test::onePixelModel(toy, 17, -800.0);
  const auto results = auditOf(model, surveyFromPredictions(model, toy, true));
  REQUIRE(find(results, AuditTest::Learned));
  CHECK(find(results, AuditTest::Learned)->verdict == Verdict::Fail);
  CHECK(sentenceOf(*find(results, AuditTest::Learned)).find("Nothing learned") == 0);
  CHECK(find(results, AuditTest::SpectrumShuffled) == nullptr);
  CHECK(find(results, AuditTest::RandomWeights) == nullptr);
  CHECK(attribution::summaryOf(results, "teff").verdict == Verdict::Fail);
  CHECK(attribution::summaryOf(results, "teff").finding == attribution::AuditFinding::NothingLearned);
}

TEST_CASE("audit: a network that reads only the inputs is detected") {
  auto toy = test::toySurvey(800);
  const auto model = test::toyModel(toy, 1);
  std::fill(toy.flux.begin(), toy.flux.end(), 1.0F);  // identical spectra: the predictions come from the inputs
  const auto survey = surveyFromPredictions(model, toy, false);
  const auto results = auditOf(model, survey);
  REQUIRE(find(results, AuditTest::SpectrumShuffled));
  CHECK(find(results, AuditTest::SpectrumShuffled)->verdict == Verdict::Fail);
  CHECK(find(results, AuditTest::SpectrumShuffled)->value == Approx(1.0));
  CHECK(find(results, AuditTest::WithoutSpectrum)->value == Approx(0.0).margin(1e-6));
  CHECK(find(results, AuditTest::WithoutInput, "bp")->value > 0.0);
  CHECK(sentenceOf(attribution::summaryOf(results, "teff")).find("Learned mostly from the inputs: 100 % of R²") == 0);
}

TEST_CASE("audit: too few test stars are refused with a message") {
  const auto toy = test::toySurvey(60);
  const auto model = test::onePixelModel(toy, 17, -800.0);
  const auto error = test::errorOf([&] { auditOf(model, toy); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->says("test part"));
}

TEST_CASE("audit: the stars that it uses suffice, and all others may be left out") {
  const auto toy = test::toySurvey(1200);
  const auto model = test::onePixelModel(toy, 17, -800.0);
  const auto survey = surveyFromPredictions(model, toy, false);
  AuditOptions options;
  options.repeats = 3;
  options.maxStars = 50;
  const std::vector<std::size_t> rows = test::allRows(survey);
  const auto used = attribution::auditRows(model, survey, rows, options);
  REQUIRE(used.size() == 50);
  const auto some = survey.select(used);
  const spectra::LineList lines{{survey.grid[17], "Fe I", 0.5}};
  Job job;
  const auto ofAll = attribution::audit(model, survey, rows, lines, options, job);
  const auto ofSome = attribution::audit(model, some, test::allRows(some), lines, options, job);
  REQUIRE(ofSome.size() == ofAll.size());
  for (std::size_t i = 0; i < ofAll.size(); ++i) {
    CHECK(ofSome[i].isSameTest(ofAll[i]));
    CHECK(ofSome[i].verdict == ofAll[i].verdict);
    CHECK((ofSome[i].value == ofAll[i].value || (std::isnan(ofSome[i].value) && std::isnan(ofAll[i].value))));
  }
  options.repeats = 1;
  CHECK(test::errorOf([&] { attribution::auditRows(model, survey, rows, options); }).kind == ErrorKind::Usage);
}

TEST_CASE("audit: random weights differ from the trained ones and depend only on the seed") {
  const auto toy = test::toySurvey(20);
  const auto model = test::toyModel(toy, 2);
  Job job;
  const auto valuesOf = [&](const network::Model& any) { return inference::predict(any, toy, job).labels[0].values; };
  const auto before = valuesOf(model);
  CHECK_FALSE(valuesOf(attribution::withRandomWeights(model, 1)) == before);
  CHECK(valuesOf(attribution::withRandomWeights(model, 1)) == valuesOf(attribution::withRandomWeights(model, 1)));
  CHECK_FALSE(valuesOf(attribution::withRandomWeights(model, 1)) == valuesOf(attribution::withRandomWeights(model, 2)));
  CHECK(valuesOf(model) == before);  // unchanged
}

TEST_CASE("audit: the words of a result follow from its test, subject and numbers") {
  using attribution::sentenceOf;
  using attribution::testName;
  const AuditResult fixed{AuditTest::AtFixedLabel, "mh", "alpham", 0.3, 0.02, Verdict::Warn, {.correlation = 0.876}};
  CHECK(testName(fixed.test, fixed.subject) == "at fixed mh");
  CHECK(sentenceOf(fixed) ==
        "The correlation over these stars is r = 0.88 with [M/H]. At fixed [M/H], the prediction hardly follows the "
        "label.");
  const AuditResult lines{
      AuditTest::OwnLines, {}, "mh", 0.4, 0.1, Verdict::Pass, {.chance = 0.204, .probability = 0.0123}};
  CHECK(sentenceOf(lines) ==
        "By chance, 20 % is expected; 1.2 % of all shifts reach the measured share: the map follows the label's own "
        "lines.");
  const AuditResult inputs{AuditTest::InputsAlone,
                           {},
                           "teff",
                           0.9,
                           0.1,
                           Verdict::Warn,
                           {.scatter = 91.4, .networkScatter = 80.0, .unit = "K"}};
  CHECK(sentenceOf(inputs) ==
        "R² when trained without the spectrum; the scatter is 91 K, that of the model 80 K: as good as the model.");
  const AuditResult without{AuditTest::WithoutInput, "parallax", "teff", 0.25, 0.1};
  CHECK(testName(without.test, without.subject) == "without parallax");
  CHECK(sentenceOf(without) == "The rms rises by 25 %.");
}

TEST_CASE("audit: the summary names the label that a prediction follows instead") {
  const std::vector<AuditResult> results{{AuditTest::Learned, {}, "alpham", 0.9, 0.01, Verdict::Pass},
                                         {AuditTest::SpectrumShuffled, {}, "alpham", 0.0, 0.01, Verdict::Pass},
                                         {AuditTest::AtFixedLabel, "mh", "alpham", 0.3, 0.02, Verdict::Warn},
                                         {AuditTest::AtFixedLabel, "teff", "mh", 0.9, 0.02, Verdict::Pass}};
  const auto summary = attribution::summaryOf(results, "alpham");
  CHECK(summary.finding == attribution::AuditFinding::FollowsCompanion);
  CHECK(summary.companion == "mh");
  CHECK(attribution::sentenceOf(summary) == "Learned, but the prediction follows [M/H] rather than the label.");
}
