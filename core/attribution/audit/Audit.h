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

/// Test of one label; audit() describes each of them. InputsAlone and SpectrumAlone concern networks trained without
/// the spectrum, which the summary takes into account, and without the inputs (validation/WithheldBaselines.h).
enum class AuditTest {
  Learned,
  SpectrumShuffled,
  WithoutSpectrum,
  WithoutInput,  ///< subject: the input
  AtFixedLabel,  ///< subject: the label held fixed
  OwnLines,
  RandomWeights,
  InputsAlone,
  SpectrumAlone,
};

/// Numbers that support a result in addition to its value; NaN (or 0) where a test has no such number.
struct AuditEvidence {
  std::size_t stars = 0;             ///< Learned: number of test stars with the label
  double correlation = kUnknown;     ///< AtFixedLabel: correlation of the label with the one held fixed
  double chance = kUnknown;          ///< OwnLines: share of the map expected by chance
  double probability = kUnknown;     ///< OwnLines: share of all shifts that reach at least this share
  double scatter = kUnknown;         ///< InputsAlone, SpectrumAlone: 1.4826 MAD of prediction − reference, label unit
  double networkScatter = kUnknown;  ///< the same for the audited network
  std::string unit{};                ///< unit of both scatters
};

/// Result of one test of one label. AuditWords.h formats it as text.
struct AuditResult {
  AuditTest test = AuditTest::Learned;
  std::string subject;  ///< canonical name of the input or label that the test concerns; empty for most tests
  std::string label;    ///< canonical name
  double value = 0.0;
  double error = 0.0;  ///< 1σ; NaN if unknown
  Verdict verdict = Verdict::Number;
  AuditEvidence evidence{};

  /// Returns true if both are the same test of the same label.
  bool isSameTest(const AuditResult& other) const;
};

struct AuditOptions {
  std::size_t maxStars = 2000;  ///< maximum number of test stars, evenly spread over the file
  int repeats = 5;              ///< repetitions of each shuffling and of the random weights; ≥ 2
  std::uint64_t seed = 1;
  double halfWidthNm = 0.06;  ///< half width of the windows around an element's lines
  unsigned threads = 0;
};

/// Called with each result as soon as it is known, on the thread that called audit().
using AuditSink = std::function<void(const AuditResult&)>;

/// Returns the elements of `rows` (ascending) that were not used in training: the test part of the model's split.
/// Throws the Error(Mismatch) of SplitRule::parts().
std::vector<std::size_t> unseenRows(const network::Model& model, const survey::Dataset& survey,
                                    std::span<const std::size_t> rows);

/// Returns the stars that audit() uses: at most options.maxStars of those of `rows` that were not used in training,
/// evenly spread. Needs only the ids of `survey` and, for a split by column, that column. Throws
/// Error(Usage) for invalid options and Error(Mismatch) for too few test stars, like audit().
std::vector<std::size_t> auditRows(const network::Model& model, const survey::Dataset& survey,
                                   std::span<const std::size_t> rows, const AuditOptions& options);

/// Tests whether and from what labels were learned, on the `rows` not used in training. For each label:
/// - Learned: R². If it is within two errors of 0, nothing was learned, and the other tests of the label are skipped.
/// - SpectrumShuffled: R² with the spectra shuffled among the stars and the inputs kept, relative to R². Above 0.2 the
///   label comes from the inputs without the spectrum.
/// - WithoutSpectrum, WithoutInput: the relative increase of the rms when the spectrum or one input is shuffled among
///   the stars (permutation importance; Breiman 2001, Machine Learning 45, 5).
/// - AtFixedLabel: slope of predicted against reference values after a quadratic in the most correlated label X has
///   been subtracted from both; 1 is ideal, below 0.5 the prediction follows X rather than the label. Labels with a
///   correlation above 0.98 count as the same label.
/// - OwnLines: share of the label's gradient map in the windows of its elements, compared with all shifts of the
///   windows (Windows.h).
/// - RandomWeights: rank correlation of |gradient map| with that of networks with random weights; above 0.5 the map
///   reflects the architecture (Adebayo+2018, arXiv:1810.03292).
/// Blocks; progress unit "steps". Throws Error(Mismatch) if the model does not fit or there are fewer than 20 test
/// stars, and Error(Cancelled).
std::vector<AuditResult> audit(const network::Model& model, const survey::Dataset& survey,
                               std::span<const std::size_t> rows, const spectra::LineList& lines,
                               const AuditOptions& options, Job& job, const AuditSink& found = {});

/// Conclusion from all results of one label: the first that applies.
enum class AuditFinding {
  TooFewStars,
  NothingLearned,
  FromInputs,         ///< the label is predicted well even with the wrong spectrum
  MapOfArchitecture,  ///< untrained networks have nearly the same map
  FollowsCompanion,   ///< the prediction follows another label
  OwnLinesUnread,
  InputsSuffice,
  InProgress,  ///< learned; the tests of its sources are still running
  FromSpectrumAndOwnLines,
  FromSpectrum,
};

struct AuditSummary {
  AuditFinding finding = AuditFinding::TooFewStars;
  Verdict verdict = Verdict::Number;  ///< the most severe verdict of the label
  std::string companion{};            ///< FollowsCompanion: canonical name
  double shareFromInputs = kUnknown;  ///< FromInputs: share of R² that remains with shuffled spectra
};
/// Returns the conclusion about one label.
AuditSummary summaryOf(std::span<const AuditResult> results, const std::string& label);

}  // namespace maury::attribution
