// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/Audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

#include "attribution/audit/PartialSlope.h"
#include "attribution/experiments/RandomWeights.h"

#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/PreparedStars.h"
#include "attribution/physics/LabelElements.h"
#include "attribution/physics/Windows.h"
#include "base/Error.h"
#include "base/Random.h"
#include "base/SilentJob.h"
#include "base/Statistics.h"
#include "inference/Predictor.h"
#include "survey/dataset/LabelNames.h"

namespace maury::attribution {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewest = 20;

std::vector<std::size_t> permutation(std::size_t count, Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
  return order;
}

/// Rows of `width` values in another order.
std::vector<float> dealtOut(const std::vector<float>& values, std::size_t width,
                            const std::vector<std::size_t>& order) {
  std::vector<float> result(values.size());
  for (std::size_t row = 0; row < order.size(); ++row)
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(order[row] * width), width,
                result.begin() + static_cast<std::ptrdiff_t>(row * width));
  return result;
}

/// All tests of one model on its test stars.
class Auditor {
public:
  Auditor(const network::Model& model, survey::Dataset stars, const AuditOptions& options, Job& job,
          const AuditSink& found)
      : m_model(model),
        m_stars(std::move(stars)),
        m_options(options),
        m_job(job),
        m_found(found),
        m_meter(job, "auditing", "steps", stepCount(model, options)),
        m_plain(predict(m_stars)) {
    for (const network::ModelLabel& label : model.info().labels) {
      const survey::Label* reference = m_stars.findLabel(label.name);
      m_reference.push_back(reference != nullptr ? reference->values
                                                 : std::vector<float>(m_stars.starCount(), std::nanf("")));
    }
  }

  void learned() {
    for (std::size_t l = 0; l < labels(); ++l) {
      const Skill skill = skillOf(m_plain.labels[l].values, m_reference[l]);
      m_skills.push_back(skill);
      if (skill.stars < kFewest) {
        add("learned", l, kNone, kNone, Verdict::Number,
            fmt::format("Only {} test stars have this label; nothing can be said of it.", skill.stars));
        continue;
      }
      const bool nothing = skill.r2 <= 2.0 * skill.error;
      add("learned", l, skill.r2, skill.error, nothing ? Verdict::Fail : Verdict::Pass,
          nothing ? fmt::format("Nothing learned: on {} test stars it is no better than the mean.", skill.stars)
                  : fmt::format("R² on {} test stars.", skill.stars));
    }
    m_meter.advance();
  }

  void groups() {
    compare(
        "without the spectrum",
        [this](survey::Dataset& stars, const std::vector<std::size_t>& order) {
          stars.flux = dealtOut(m_stars.flux, m_stars.pixelCount(), order);
        },
        true);
    for (const network::ModelInput& input : m_model.info().inputs) {
      compare(
          "without " + input.name,
          [&](survey::Dataset& stars, const std::vector<std::size_t>& order) {
            for (std::size_t i = 0; i < stars.inputs.size(); ++i) {
              if (stars.inputs[i].name == input.name)
                stars.inputs[i].values = dealtOut(m_stars.inputs[i].values, input.width, order);
            }
          },
          false);
    }
  }

  void atFixedCompanion() {
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
      const std::string& name = m_model.info().labels[companion].name;
      const std::string symbol = survey::displayName(name);
      const bool follows = slope.slope >= 0.5;
      add("at fixed " + name, l, slope.slope, slope.error, follows ? Verdict::Pass : Verdict::Warn,
          fmt::format("r = {:.2f} with {} among the stars; at fixed {} the prediction {} the label.", strongest, symbol,
                      symbol, follows ? "follows" : "hardly follows"));
    }
    m_meter.advance();
  }

  void maps(const spectra::LineList& lines) {
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
      const bool low = std::abs(mean.mean) < 0.5;
      add("random weights", l, mean.mean, mean.scatter, low ? Verdict::Pass : Verdict::Fail,
          low ? "The map is not that of untrained networks." : "Untrained networks give much the same map.");
    }
  }

  std::vector<AuditResult> take() { return std::move(m_results); }

private:
  /// Each shuffling and each map counts as one, and so do the two tests of predictions.
  static std::size_t stepCount(const network::Model& model, const AuditOptions& options) {
    const auto repeats = static_cast<std::size_t>(options.repeats);
    return 2 + (1 + model.info().inputs.size()) * repeats + 1 + repeats;
  }

  std::size_t labels() const { return m_model.info().labels.size(); }
  bool wasLearned(std::size_t l) const {
    return m_skills[l].stars >= kFewest && m_skills[l].r2 > 2.0 * m_skills[l].error;
  }

  survey::Dataset predict(const survey::Dataset& stars) const {
    return silently(m_job, [&](Job& job) { return inference::predict(m_model, stars, job, m_options.threads); });
  }

  AttributionMap mapOf(const network::Model& model, const std::vector<std::size_t>& rows) {
    AttributionOptions options;
    options.threads = m_options.threads;
    AttributionMap map = silently(m_job, [&](Job& job) { return attributionMap(model, m_stars, rows, options, job); });
    m_meter.advance();
    return map;
  }

  void add(const std::string& test, std::size_t label, double value, double error, Verdict verdict,
           const std::string& sentence) {
    m_results.push_back({test, m_model.info().labels[label].name, value, error, verdict, sentence});
    if (m_found) m_found(m_results.back());
  }

  template <typename Change>
  void compare(const std::string& test, const Change& change, bool isSpectrum) {
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
      if (isSpectrum) {
        const MeanScatter share = meanScatter(shares[l]);
        const bool needed = share.mean < 0.2;
        add("spectrum shuffled", l, share.mean, share.scatter, needed ? Verdict::Pass : Verdict::Fail,
            needed ? "The skill goes with the spectrum."
                   : "The skill stays without the right spectrum: it comes from the inputs.");
      }
      const MeanScatter rise = meanScatter(rises[l]);
      const long percent = std::lround(100.0 * rise.mean);
      add(test, l, rise.mean, rise.scatter, Verdict::Number,
          percent == 0 ? "The rms stays the same."
                       : fmt::format("The rms {} by {} %.", percent < 0 ? "falls" : "rises", std::abs(percent)));
    }
  }

  void ownLines(const AttributionMap& map, std::size_t label, const spectra::LineList& lines) {
    const auto elements = elementsOf(map.labels[label].name);
    if (elements.empty()) return;
    const WindowShare share = shareInWindows(map, label, lines, elements, m_options.halfWidthNm);
    const bool features = readingOf(share, nullptr) == Reading::Features;
    add("own lines", label, share.share, share.error, features ? Verdict::Pass : Verdict::Warn,
        fmt::format("{} % by chance, and as much in {:.1f} % of all shifts: {}.", std::lround(100.0 * share.chance),
                    100.0 * share.probability,
                    features ? "it reads its own lines" : "what it reads goes along with the label"));
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
  const AuditSink& m_found;
  ProgressMeter m_meter;
  const survey::Dataset m_plain;
  std::vector<std::vector<float>> m_reference;
  std::vector<Skill> m_skills;
  std::vector<AuditResult> m_results;
};

}  // namespace

std::string verdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return "pass";
    case Verdict::Warn:
      return "warn";
    case Verdict::Fail:
      return "fail";
    case Verdict::Number:
      break;
  }
  return "–";
}

std::vector<std::size_t> unseenRows(const network::Model& model, const survey::Dataset& survey,
                                    std::span<const std::size_t> rows) {
  const std::vector<std::size_t> test = model.info().split.apply(survey)[static_cast<std::size_t>(survey::Part::Test)];
  std::vector<std::size_t> unseen;
  std::set_intersection(rows.begin(), rows.end(), test.begin(), test.end(), std::back_inserter(unseen));
  return unseen;
}

std::vector<AuditResult> audit(const network::Model& model, const survey::Dataset& survey,
                               std::span<const std::size_t> rows, const spectra::LineList& lines,
                               const AuditOptions& options, Job& job, const AuditSink& found) {
  if (options.repeats < 2 || options.mostStars < kFewest)
    throw Error(ErrorKind::Usage, fmt::format("An audit needs 2 repeats and {} stars at least.", kFewest));
  const std::vector<std::size_t> test = unseenRows(model, survey, rows);
  if (test.size() < kFewest) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("The test part of the model's split has {} of these {} stars; an audit needs {}.",
                            test.size(), rows.size(), kFewest));
  }
  const std::vector<std::size_t> some = survey::thinned(test, options.mostStars);
  const PreparedStars prepared(model, survey, some, job, options.threads);
  Auditor auditor(model, prepared.dataset().select(prepared.rows()), options, job, found);
  auditor.learned();
  auditor.groups();
  auditor.atFixedCompanion();
  auditor.maps(lines);
  return auditor.take();
}

AuditSummary summaryOf(std::span<const AuditResult> results, const std::string& label) {
  const auto find = [&](std::string_view test) -> const AuditResult* {
    const auto found = std::find_if(results.begin(), results.end(), [&](const AuditResult& result) {
      return result.label == label && result.test.starts_with(test);
    });
    return found == results.end() ? nullptr : &*found;
  };
  const auto is = [&](std::string_view test, Verdict verdict) {
    const AuditResult* result = find(test);
    return result != nullptr && result->verdict == verdict;
  };
  if (find("learned") == nullptr || is("learned", Verdict::Number))
    return {Verdict::Number, "Not enough stars to tell."};
  if (is("learned", Verdict::Fail)) return {Verdict::Fail, "Nothing learned."};
  if (const AuditResult* shuffled = find("spectrum shuffled");
      shuffled != nullptr && shuffled->verdict == Verdict::Fail) {
    return {Verdict::Fail,
            fmt::format("Learned {} from the inputs: {} % of R² needs no spectrum.",
                        shuffled->value > 0.5 ? "mostly" : "in part", std::lround(100.0 * shuffled->value))};
  }
  if (is("random weights", Verdict::Fail))
    return {Verdict::Fail, "Learned, but its map tells of the network's build, not of the stars."};
  if (const AuditResult* fixed = find("at fixed "); fixed != nullptr && fixed->verdict == Verdict::Warn) {
    return {Verdict::Warn, fmt::format("Learned, but it tells {} rather than the label.",
                                       survey::displayName(fixed->test.substr(std::string("at fixed ").size())))};
  }
  if (is("own lines", Verdict::Warn))
    return {Verdict::Warn, "Learned, but its own lines are read no more than others."};
  if (is(kInputsAlone, Verdict::Warn)) return {Verdict::Warn, "Learned, but the inputs alone would do as well."};
  if (find("spectrum shuffled") == nullptr) return {Verdict::Number, "Learned; from what is being tested."};
  return {Verdict::Pass, find("own lines") != nullptr ? "Learned from the spectrum, its own lines among it."
                                                      : "Learned from the spectrum."};
}

io::Table auditTable(std::span<const AuditResult> results) {
  std::vector<std::string> test, label, verdict, sentence;
  std::vector<double> value, error;
  for (const AuditResult& result : results) {
    test.push_back(result.test);
    label.push_back(result.label);
    value.push_back(result.value);
    error.push_back(result.error);
    verdict.push_back(result.verdict == Verdict::Number ? std::string("number") : verdictName(result.verdict));
    sentence.push_back(result.sentence);
  }
  io::Table table;
  table.columns = {{"label", "", label, "Label of the network", "meta.id"},
                   {"test", "", test, "What was tested", "meta.id"},
                   {"value", "", value, "Result", "stat.value"},
                   {"error", "", error, "Its standard deviation", "stat.error"},
                   {"verdict", "", verdict, "pass, warn, fail or number", "meta.code"},
                   {"meaning", "", sentence, "What it means", "meta.note"}};
  return table;
}

}  // namespace maury::attribution
