// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "attribution/physics/Skill.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Outcome of a test: ok, suspicious, wrong, or informational.
enum class Verdict { Pass, Warn, Fail, Number };

/// A test of one label; audit() says what each of them measures. The last two are of networks trained without the
/// spectrum, which the summary heeds, and without the inputs (validation/WithheldBaselines.h).
enum class AuditTest {
  Learned,
  SpectrumShuffled,
  WithoutSpectrum,
  WithoutInput,  ///< subject: the input
  AtFixedLabel,  ///< subject: the label that is held fixed
  OwnLines,
  RandomWeights,
  InputsAlone,
  SpectrumAlone,
};

/// Numbers behind a result besides its value; NaN (or 0) where the test has none of that kind.
struct AuditEvidence {
  std::size_t stars = 0;             ///< Learned: test stars that have the label
  double correlation = kUnknown;     ///< AtFixedLabel: of the label and the one held fixed
  double chance = kUnknown;          ///< OwnLines: share of the map by chance
  double probability = kUnknown;     ///< OwnLines: share of all shifts with as much
  double scatter = kUnknown;         ///< InputsAlone, SpectrumAlone: 1.4826 MAD of prediction − reference, label unit
  double networkScatter = kUnknown;  ///< the same of the audited network
  std::string unit{};                ///< of both
};

/// One test of one label. AuditWords.h makes words of it.
struct AuditResult {
  AuditTest test = AuditTest::Learned;
  std::string subject;  ///< canonical name of the input or label that the test is about; empty for most
  std::string label;    ///< canonical name
  double value = 0.0;
  double error = 0.0;  ///< 1σ; NaN where there is none
  Verdict verdict = Verdict::Number;
  AuditEvidence evidence{};

  /// True if both are the same test, of the same label.
  bool isSameTest(const AuditResult& other) const;
};

struct AuditOptions {
  std::size_t mostStars = 2000;  ///< of the test part, evenly spread
  int repeats = 5;               ///< of each shuffling and of each set of random weights; ≥ 2
  std::uint64_t seed = 1;
  double halfWidthNm = 0.06;  ///< of an element's windows
  unsigned threads = 0;
};

/// Called with each result when it is there, on the thread that called audit().
using AuditSink = std::function<void(const AuditResult&)>;

/// Rows that training has not used, of `rows` (ascending): the test part of the model's split. Throws Error(Mismatch)
/// as SplitRule::parts().
std::vector<std::size_t> unseenRows(const network::Model& model, const survey::Dataset& survey,
                                    std::span<const std::size_t> rows);

/// Tests whether labels were learned, and from what, on those of `rows` that training has not used. For each label:
/// - Learned: R²; within two errors of 0 nothing was learned, and the other tests of the label are left out.
/// - SpectrumShuffled: R² with the spectra shuffled among the stars and the inputs kept, as a share of R²: above 0.2
/// the
///   label comes from the inputs without the spectrum.
/// - WithoutSpectrum, WithoutInput: the relative rise of the rms when the spectrum or one input is shuffled among the
///   stars (permutation importance; Breiman 2001, Machine Learning 45, 5).
/// - AtFixedLabel: slope of predicted against reference values after a quadratic in the most correlated label X was
///   removed from both; 1 is ideal, below 0.5 the prediction follows X rather than the label. Labels that correlate
///   beyond 0.98 count as one.
/// - OwnLines: the share of its gradient map in its elements' windows against all shifts of them (Windows.h).
/// - RandomWeights: the rank correlation of |gradient map| with that of networks with random weights; above 0.5 the
///   map is that of the architecture (Adebayo+2018, arXiv:1810.03292).
/// Blocks; progress unit "steps". Throws Error(Mismatch) where the model does not fit or fewer than 20 test stars are
/// there, Error(Cancelled).
std::vector<AuditResult> audit(const network::Model& model, const survey::Dataset& survey,
                               std::span<const std::size_t> rows, const spectra::LineList& lines,
                               const AuditOptions& options, Job& job, const AuditSink& found = {});

/// Conclusion from all results of one label: the first of these that holds.
enum class AuditFinding {
  TooFewStars,
  NothingLearned,
  FromInputs,         ///< the skill stays without the right spectrum
  MapOfArchitecture,  ///< untrained networks have much the same map
  FollowsCompanion,   ///< the prediction follows another label
  OwnLinesUnread,
  InputsSuffice,
  InProgress,  ///< learned; from what is being tested
  FromSpectrumAndOwnLines,
  FromSpectrum,
};

struct AuditSummary {
  AuditFinding finding = AuditFinding::TooFewStars;
  Verdict verdict = Verdict::Number;  ///< the worst of the label
  std::string companion{};            ///< FollowsCompanion: canonical name
  double shareFromInputs = kUnknown;  ///< FromInputs: of R²
};
AuditSummary summaryOf(std::span<const AuditResult> results, const std::string& label);

}  // namespace maury::attribution
