// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/AuditWords.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "survey/dataset/LabelNames.h"

namespace maury::attribution {
namespace {

std::string ofLearned(const AuditResult& result) {
  const std::size_t stars = result.evidence.stars;
  if (result.verdict == Verdict::Number)
    return fmt::format("Only {} test stars have this label; nothing can be said of it.", stars);
  if (result.verdict == Verdict::Fail)
    return fmt::format("Nothing learned: on {} test stars it is no better than the mean.", stars);
  return fmt::format("R² on {} test stars.", stars);
}

std::string ofRise(const AuditResult& result) {
  const long percent = std::lround(100.0 * result.value);
  if (percent == 0) return "The rms stays the same.";
  return fmt::format("The rms {} by {} %.", percent < 0 ? "falls" : "rises", std::abs(percent));
}

std::string ofFixedLabel(const AuditResult& result) {
  const std::string symbol = survey::displayName(result.subject);
  return fmt::format("r = {:.2f} with {} among the stars; at fixed {} the prediction {} the label.",
                     result.evidence.correlation, symbol, symbol,
                     result.verdict == Verdict::Pass ? "follows" : "hardly follows");
}

std::string ofOwnLines(const AuditResult& result) {
  return fmt::format(
      "{} % by chance, and as much in {:.1f} % of all shifts: {}.", std::lround(100.0 * result.evidence.chance),
      100.0 * result.evidence.probability,
      result.verdict == Verdict::Pass ? "it reads its own lines" : "what it reads goes along with the label");
}

std::string ofBaseline(const AuditResult& result) {
  const AuditEvidence& evidence = result.evidence;
  const auto text = [&](double scatter) { return survey::scatterText(scatter, evidence.unit); };
  return fmt::format("R² when trained without the {}; scatter {}, the network's {}{}.",
                     result.test == AuditTest::InputsAlone ? "spectrum" : "inputs", text(evidence.scatter),
                     text(evidence.networkScatter), result.verdict == Verdict::Warn ? ": as good as the network" : "");
}

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

std::string testName(AuditTest test, const std::string& subject) {
  switch (test) {
    case AuditTest::Learned:
      return "learned";
    case AuditTest::SpectrumShuffled:
      return "spectrum shuffled";
    case AuditTest::WithoutSpectrum:
      return "without the spectrum";
    case AuditTest::WithoutInput:
      return "without " + subject;
    case AuditTest::AtFixedLabel:
      return "at fixed " + subject;
    case AuditTest::OwnLines:
      return "own lines";
    case AuditTest::RandomWeights:
      return "random weights";
    case AuditTest::InputsAlone:
      return "inputs alone";
    case AuditTest::SpectrumAlone:
      break;
  }
  return "spectrum alone";
}

std::string sentenceOf(const AuditResult& result) {
  const bool passes = result.verdict == Verdict::Pass;
  switch (result.test) {
    case AuditTest::Learned:
      return ofLearned(result);
    case AuditTest::SpectrumShuffled:
      return passes ? "The skill goes with the spectrum."
                    : "The skill stays without the right spectrum: it comes from the inputs.";
    case AuditTest::WithoutSpectrum:
    case AuditTest::WithoutInput:
      return ofRise(result);
    case AuditTest::AtFixedLabel:
      return ofFixedLabel(result);
    case AuditTest::OwnLines:
      return ofOwnLines(result);
    case AuditTest::RandomWeights:
      return passes ? "The map is not that of untrained networks." : "Untrained networks give much the same map.";
    case AuditTest::InputsAlone:
    case AuditTest::SpectrumAlone:
      break;
  }
  return ofBaseline(result);
}

std::string sentenceOf(const AuditSummary& summary) {
  switch (summary.finding) {
    case AuditFinding::TooFewStars:
      return "Not enough stars to tell.";
    case AuditFinding::NothingLearned:
      return "Nothing learned.";
    case AuditFinding::FromInputs:
      return fmt::format("Learned {} from the inputs: {} % of R² needs no spectrum.",
                         summary.shareFromInputs > 0.5 ? "mostly" : "in part",
                         std::lround(100.0 * summary.shareFromInputs));
    case AuditFinding::MapOfArchitecture:
      return "Learned, but its map tells of the network's build, not of the stars.";
    case AuditFinding::FollowsCompanion:
      return fmt::format("Learned, but it tells {} rather than the label.", survey::displayName(summary.companion));
    case AuditFinding::OwnLinesUnread:
      return "Learned, but its own lines are read no more than others.";
    case AuditFinding::InputsSuffice:
      return "Learned, but the inputs alone would do as well.";
    case AuditFinding::InProgress:
      return "Learned; from what is being tested.";
    case AuditFinding::FromSpectrumAndOwnLines:
      return "Learned from the spectrum, its own lines among it.";
    case AuditFinding::FromSpectrum:
      break;
  }
  return "Learned from the spectrum.";
}

io::Table auditTable(std::span<const AuditResult> results) {
  std::vector<std::string> test, label, verdict, sentence;
  std::vector<double> value, error;
  for (const AuditResult& result : results) {
    test.push_back(testName(result.test, result.subject));
    label.push_back(result.label);
    value.push_back(result.value);
    error.push_back(result.error);
    verdict.push_back(result.verdict == Verdict::Number ? std::string("number") : verdictName(result.verdict));
    sentence.push_back(sentenceOf(result));
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
