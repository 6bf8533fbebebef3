// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/AuditWords.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "survey/names/LabelNames.h"

namespace maury::attribution {
namespace {

std::string skillSentence(const AuditResult& result) {
  const std::size_t stars = result.evidence.stars;
  if (result.verdict == Verdict::Number)
    return fmt::format("Only {} test stars have this label, too few for a test.", stars);
  if (result.verdict == Verdict::Fail)
    return fmt::format("Nothing learned: on {} test stars the prediction is no better than the mean.", stars);
  return fmt::format("R² on {} test stars.", stars);
}

std::string riseSentence(const AuditResult& result) {
  const long percent = std::lround(100.0 * result.value);
  if (percent == 0) return "The rms does not change.";
  return fmt::format("The rms {} by {} %.", percent < 0 ? "falls" : "rises", std::abs(percent));
}

std::string fixedLabelSentence(const AuditResult& result) {
  const std::string symbol = survey::displayName(result.subject);
  return fmt::format(
      "The correlation over these stars is r = {:.2f} with {}. At fixed {}, the prediction {} the label.",
      result.evidence.correlation, symbol, symbol, result.verdict == Verdict::Pass ? "follows" : "hardly follows");
}

std::string ownLinesSentence(const AuditResult& result) {
  if (result.verdict == Verdict::Number)
    return "No line of its elements is known at these wavelengths, so this is not judged.";
  return fmt::format("By chance, {} % is expected; {:.1f} % of all shifts reach the measured share: {}.",
                     std::lround(100.0 * result.evidence.chance), 100.0 * result.evidence.probability,
                     result.verdict == Verdict::Pass ? "the map follows the label's own lines"
                                                     : "the map follows features that correlate with the label");
}

std::string baselineSentence(const AuditResult& result) {
  const AuditEvidence& evidence = result.evidence;
  const auto text = [&](double scatter) { return survey::scatterText(scatter, evidence.unit); };
  return fmt::format("R² when trained without the {}; the scatter is {}, that of the model {}{}.",
                     result.test == AuditTest::InputsAlone ? "spectrum" : "inputs", text(evidence.scatter),
                     text(evidence.networkScatter), result.verdict == Verdict::Warn ? ": as good as the model" : "");
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
      return skillSentence(result);
    case AuditTest::SpectrumShuffled:
      return passes ? "The skill is lost without the right spectrum."
                    : "The skill remains without the right spectrum: it comes from the inputs.";
    case AuditTest::WithoutSpectrum:
    case AuditTest::WithoutInput:
      return riseSentence(result);
    case AuditTest::AtFixedLabel:
      return fixedLabelSentence(result);
    case AuditTest::OwnLines:
      return ownLinesSentence(result);
    case AuditTest::RandomWeights:
      return passes ? "The map differs from that of untrained networks."
                    : "Untrained networks have nearly the same map.";
    case AuditTest::InputsAlone:
    case AuditTest::SpectrumAlone:
      break;
  }
  return baselineSentence(result);
}

std::string sentenceOf(const AuditSummary& summary) {
  switch (summary.finding) {
    case AuditFinding::TooFewStars:
      return "Not enough test stars.";
    case AuditFinding::NothingLearned:
      return "Nothing learned.";
    case AuditFinding::FromInputs:
      return fmt::format("Learned {} from the inputs: {} % of R² remains without the spectrum.",
                         summary.shareFromInputs > 0.5 ? "mostly" : "in part",
                         std::lround(100.0 * summary.shareFromInputs));
    case AuditFinding::MapOfArchitecture:
      return "Learned, but its map reflects the network's architecture rather than the stars.";
    case AuditFinding::FollowsCompanion:
      return fmt::format("Learned, but the prediction follows {} rather than the label.",
                         survey::displayName(summary.companion));
    case AuditFinding::OwnLinesUnread:
      return "Learned, but its map does not favour its own lines.";
    case AuditFinding::InputsSuffice:
      return "Learned, but the inputs alone predict it equally well.";
    case AuditFinding::InProgress:
      return "Learned. Tests of its sources are running.";
    case AuditFinding::FromSpectrumAndOwnLines:
      return "Learned from the spectrum, including its own lines.";
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
