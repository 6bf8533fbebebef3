// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/Audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "attribution/audit/PartialSlope.h"
#include "attribution/experiments/RandomWeights.h"
#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/PreparedStars.h"
#include "attribution/physics/LabelElements.h"
#include "attribution/physics/Windows.h"
#include "base/Error.h"
#include "base/Random.h"
#include "base/Statistics.h"
#include "base/WithoutProgress.h"
#include "inference/Predictor.h"

namespace maury::attribution {
namespace {

/// Minimum number of test stars that a test needs.
constexpr std::size_t kMinimumStars = 20;

std::vector<std::size_t> permutation(std::size_t count, Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
  return order;
}

/// Returns the rows of `width` values reordered.
std::vector<float> reorderRows(const std::vector<float>& values, std::size_t width,
                               const std::vector<std::size_t>& order) {
  std::vector<float> result(values.size());
  for (std::size_t row = 0; row < order.size(); ++row)
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(order[row] * width), width,
                result.begin() + static_cast<std::ptrdiff_t>(row * width));
  return result;
}

/// Runs all tests of one model on its test stars.
class Auditor {
public:
  Auditor(const network::Model& model, survey::Dataset stars, const AuditOptions& options, Job& job,
          const AuditSink& found)
      : m_model(model),
        m_stars(std::move(stars)),
        m_options(options),
        m_job(job),
        m_sink(found),
        m_meter(job, "auditing", "steps", stepCount(model, options)),
        m_plain(predict(m_stars)) {
    for (const network::ModelLabel& label : model.info().labels) {
      const survey::Label* reference = m_stars.findLabel(label.name);
      m_reference.push_back(reference != nullptr ? reference->values
                                                 : std::vector<float>(m_stars.starCount(), std::nanf("")));
    }
  }

  void testSkill() {
    for (std::size_t l = 0; l < labels(); ++l) {
      const Skill skill = skillOf(m_plain.labels[l].values, m_reference[l]);
      m_skills.push_back(skill);
      if (skill.stars < kMinimumStars) {
        add({AuditTest::Learned, {}, nameOf(l), kUnknown, kUnknown, Verdict::Number, {.stars = skill.stars}});
        continue;
      }
      const bool isUnlearned = skill.r2 <= 2.0 * skill.error;
      add({AuditTest::Learned,
           {},
           nameOf(l),
           skill.r2,
           skill.error,
           isUnlearned ? Verdict::Fail : Verdict::Pass,
           {.stars = skill.stars}});
    }
    m_meter.advance();
  }

  void testGroups() {
    testShuffled(AuditTest::WithoutSpectrum, {}, [this](survey::Dataset& stars, const std::vector<std::size_t>& order) {
      stars.flux = reorderRows(m_stars.flux, m_stars.pixelCount(), order);
    });
    for (const network::ModelInput& input : m_model.info().inputs) {
      testShuffled(AuditTest::WithoutInput, input.name,
                   [&](survey::Dataset& stars, const std::vector<std::size_t>& order) {
                     for (std::size_t i = 0; i < stars.inputs.size(); ++i) {
                       if (stars.inputs[i].name == input.name)
                         stars.inputs[i].values = reorderRows(m_stars.inputs[i].values, input.width, order);
                     }
                   });
    }
  }

  void testFixedLabel() {
    for (std::size_t l = 0; l < labels(); ++l) {
      if (!wasLearned(l)) continue;
      std::size_t companion = l;
      double strongest = 0.0;
      for (std::size_t other = 0; other < labels(); ++other) {
        const double r = std::abs(correlation(m_reference[l], m_reference[other]));
        if (other != l && r < 0.98 && r > strongest) companion = other, strongest = r;
      }
      if (companion == l) continue;
      const PartialSlope slope = partialSlope(m_plain.labels[l].values, m_reference[l], m_reference[companion]);
      add({AuditTest::AtFixedLabel,
           nameOf(companion),
           nameOf(l),
           slope.slope,
           slope.error,
           slope.slope >= 0.5 ? Verdict::Pass : Verdict::Warn,
           {.correlation = strongest}});
    }
    m_meter.advance();
  }

  void testMaps(const spectra::LineList& lines) {
    std::vector<std::size_t> rows(std::min<std::size_t>(m_stars.starCount(), 256));
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const AttributionMap trained = mapOf(m_model, rows);
    for (std::size_t l = 0; l < labels(); ++l)
      if (wasLearned(l)) ownLines(trained, l, lines);
    std::vector<AttributionMap> random;
    for (int i = 0; i < m_options.repeats; ++i)
      random.push_back(mapOf(withRandomWeights(m_model, m_options.seed + static_cast<std::uint64_t>(i)), rows));
    for (std::size_t l = 0; l < labels(); ++l) {
      if (!wasLearned(l)) continue;
      std::vector<double> ranks;
      for (const AttributionMap& other : random)
        ranks.push_back(rankCorrelation(magnitudes(trained, l), magnitudes(other, l)));
      const MeanScatter mean = meanScatter(ranks);
      add({AuditTest::RandomWeights,
           {},
           nameOf(l),
           mean.mean,
           mean.scatter,
           std::abs(mean.mean) < 0.5 ? Verdict::Pass : Verdict::Fail});
    }
  }

  std::vector<AuditResult> take() { return std::move(m_results); }

private:
  /// Returns the number of progress steps: one per shuffling and per map, plus one each for the two tests of
  /// predictions.
  static std::size_t stepCount(const network::Model& model, const AuditOptions& options) {
    const auto repeats = static_cast<std::size_t>(options.repeats);
    return 2 + (1 + model.info().inputs.size()) * repeats + 1 + repeats;
  }

  std::size_t labels() const { return m_model.info().labels.size(); }
  const std::string& nameOf(std::size_t l) const { return m_model.info().labels[l].name; }
  bool wasLearned(std::size_t l) const {
    return m_skills[l].stars >= kMinimumStars && m_skills[l].r2 > 2.0 * m_skills[l].error;
  }

  survey::Dataset predict(const survey::Dataset& stars) const {
    return runWithoutProgress(m_job,
                              [&](Job& job) { return inference::predict(m_model, stars, job, m_options.threads); });
  }

  AttributionMap mapOf(const network::Model& model, const std::vector<std::size_t>& rows) {
    AttributionOptions options;
    options.threads = m_options.threads;
    AttributionMap map =
        runWithoutProgress(m_job, [&](Job& job) { return attributionMap(model, m_stars, rows, options, job); });
    m_meter.advance();
    return map;
  }

  void add(AuditResult result) {
    m_results.push_back(std::move(result));
    if (m_sink) m_sink(m_results.back());
  }

  /// Shuffles part of the inputs with `change`, and adds the rise of the rms of each learned label.
  template <typename Change>
  void testShuffled(AuditTest test, const std::string& subject, const Change& change) {
    std::vector<std::vector<double>> rises(labels()), shares(labels());
    for (int repeat = 0; repeat < m_options.repeats; ++repeat) {
      Random random(m_options.seed, static_cast<std::uint64_t>(repeat));
      survey::Dataset stars = m_stars;
      change(stars, permutation(stars.starCount(), random));
      const survey::Dataset after = predict(stars);
      for (std::size_t l = 0; l < labels(); ++l) {
        rises[l].push_back(rms(after.labels[l].values, m_reference[l]) / rms(m_plain.labels[l].values, m_reference[l]) -
                           1.0);
        shares[l].push_back(r2(after.labels[l].values, m_reference[l]) / m_skills[l].r2);
      }
      m_meter.advance();
    }
    for (std::size_t l = 0; l < labels(); ++l) {
      if (!wasLearned(l)) continue;
      if (test == AuditTest::WithoutSpectrum) {
        const MeanScatter share = meanScatter(shares[l]);
        add({AuditTest::SpectrumShuffled,
             {},
             nameOf(l),
             share.mean,
             share.scatter,
             share.mean < 0.2 ? Verdict::Pass : Verdict::Fail});
      }
      const MeanScatter rise = meanScatter(rises[l]);
      add({test, subject, nameOf(l), rise.mean, rise.scatter, Verdict::Number});
    }
  }

  void ownLines(const AttributionMap& map, std::size_t label, const spectra::LineList& lines) {
    const auto elements = elementsOf(map.labels[label].name);
    if (elements.empty()) return;
    const WindowShare share = shareInWindows(map, label, lines, elements, m_options.halfWidthNm);
    if (share.lines == 0) {
      add({AuditTest::OwnLines, {}, nameOf(label), kUnknown, kUnknown, Verdict::Number});
      return;
    }
    const bool features = readingOf(share, nullptr) == Reading::Features;
    add({AuditTest::OwnLines,
         {},
         nameOf(label),
         share.share,
         share.error,
         features ? Verdict::Pass : Verdict::Warn,
         {.chance = share.chance, .probability = share.probability}});
  }

  static std::vector<double> magnitudes(const AttributionMap& map, std::size_t label) {
    std::vector<double> values;
    for (std::size_t p = 0; p < map.grid.size(); ++p) {
      const float value = map.mean[label * map.grid.size() + p];
      if (std::isfinite(value)) values.push_back(std::abs(static_cast<double>(value)));
    }
    return values;
  }

  const network::Model& m_model;
  const survey::Dataset m_stars;
  const AuditOptions& m_options;
  Job& m_job;
  const AuditSink& m_sink;
  ProgressMeter m_meter;
  const survey::Dataset m_plain;
  std::vector<std::vector<float>> m_reference;
  std::vector<Skill> m_skills;
  std::vector<AuditResult> m_results;
};

}  // namespace

bool AuditResult::isSameTest(const AuditResult& other) const {
  return test == other.test && subject == other.subject && label == other.label;
}

std::vector<std::size_t> unseenRows(const network::Model& model, const survey::Dataset& survey,
                                    std::span<const std::size_t> rows) {
  const std::vector<std::size_t> test = model.info().split.apply(survey)[static_cast<std::size_t>(survey::Part::Test)];
  std::vector<std::size_t> unseen;
  std::set_intersection(rows.begin(), rows.end(), test.begin(), test.end(), std::back_inserter(unseen));
  return unseen;
}

std::vector<std::size_t> auditRows(const network::Model& model, const survey::Dataset& survey,
                                   std::span<const std::size_t> rows, const AuditOptions& options) {
  if (options.repeats < 2 || options.maxStars < kMinimumStars)
    throw Error(ErrorKind::Usage, fmt::format("An audit needs at least 2 repeats and {} stars.", kMinimumStars));
  const std::vector<std::size_t> test = unseenRows(model, survey, rows);
  if (test.size() < kMinimumStars) {
    throw Error(ErrorKind::Mismatch, fmt::format("Only {} of these {} stars are in the test part of the model's split; "
                                                 "an audit needs {}. Select more stars.",
                                                 test.size(), rows.size(), kMinimumStars));
  }
  return survey::everyNth(test, options.maxStars);
}

std::vector<AuditResult> audit(const network::Model& model, const survey::Dataset& survey,
                               std::span<const std::size_t> rows, const spectra::LineList& lines,
                               const AuditOptions& options, Job& job, const AuditSink& found) {
  const std::vector<std::size_t> selected = auditRows(model, survey, rows, options);
  const PreparedStars prepared(model, survey, selected, job, options.threads);
  Auditor auditor(model, prepared.dataset().select(prepared.rows()), options, job, found);
  auditor.testSkill();
  auditor.testGroups();
  auditor.testFixedLabel();
  auditor.testMaps(lines);
  return auditor.take();
}

AuditSummary summaryOf(std::span<const AuditResult> results, const std::string& label) {
  const auto find = [&](AuditTest test) -> const AuditResult* {
    const auto found = std::find_if(results.begin(), results.end(), [&](const AuditResult& result) {
      return result.label == label && result.test == test;
    });
    return found == results.end() ? nullptr : &*found;
  };
  const auto has = [&](AuditTest test, Verdict verdict) {
    const AuditResult* result = find(test);
    return result != nullptr && result->verdict == verdict;
  };
  if (find(AuditTest::Learned) == nullptr || has(AuditTest::Learned, Verdict::Number))
    return {AuditFinding::TooFewStars, Verdict::Number};
  if (has(AuditTest::Learned, Verdict::Fail)) return {AuditFinding::NothingLearned, Verdict::Fail};
  const AuditResult* shuffled = find(AuditTest::SpectrumShuffled);
  if (shuffled != nullptr && shuffled->verdict == Verdict::Fail)
    return {AuditFinding::FromInputs, Verdict::Fail, {}, shuffled->value};
  if (has(AuditTest::RandomWeights, Verdict::Fail)) return {AuditFinding::MapOfArchitecture, Verdict::Fail};
  if (has(AuditTest::AtFixedLabel, Verdict::Warn))
    return {AuditFinding::FollowsCompanion, Verdict::Warn, find(AuditTest::AtFixedLabel)->subject};
  if (has(AuditTest::OwnLines, Verdict::Warn)) return {AuditFinding::OwnLinesUnread, Verdict::Warn};
  if (has(AuditTest::InputsAlone, Verdict::Warn)) return {AuditFinding::InputsSuffice, Verdict::Warn};
  if (shuffled == nullptr) return {AuditFinding::InProgress, Verdict::Number};
  return {has(AuditTest::OwnLines, Verdict::Pass) ? AuditFinding::FromSpectrumAndOwnLines : AuditFinding::FromSpectrum,
          Verdict::Pass};
}

}  // namespace maury::attribution
