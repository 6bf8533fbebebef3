// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "attribution/physics/Skill.h"
#include "base/Job.h"
#include "io/tables/Table.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// What a test says: as it should be, worth a look, wrong, or only a number.
enum class Verdict { Pass, Warn, Fail, Number };
std::string verdictName(Verdict verdict);  ///< "pass", "warn", "fail", "–"

/// AuditResult::test of networks trained without the spectrum, which the summary heeds, and without the inputs
/// (validation/WithheldBaselines.h).
inline constexpr const char* kInputsAlone = "inputs alone";
inline constexpr const char* kSpectrumAlone = "spectrum alone";

/// One test of one label.
struct AuditResult {
  std::string test;   ///< "learned", "spectrum shuffled", "without parallax" …
  std::string label;  ///< canonical name
  double value = 0.0;
  double error = 0.0;  ///< 1σ; NaN where there is none
  Verdict verdict = Verdict::Number;
  std::string sentence;  ///< what it means
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

/// Asks whether labels were learned, and from what, on those of `rows` that training has not used. Of each label:
/// - learned: R²; within two errors of 0 it is nothing, and the other tests of the label are left out.
/// - spectrum shuffled: R² with the spectra dealt out among the stars, the inputs kept, as a share of R²: above 0.2 the
///   label comes from the inputs without the spectrum.
/// - without X: the rise of the rms when one input X, or the spectrum, is dealt out among the stars (permutation
///   importance; Breiman 2001, Machine Learning 45, 5).
/// - at fixed X: slope of predicted against reference values with both freed of what they share with X, the label that
///   goes along with it most (a quadratic in X); 1 is ideal, below 0.5 the network tells X rather than the label.
///   Labels that correlate beyond 0.98 count as one.
/// - own lines: the share of its gradient map in its elements' windows against all shifts of them (Windows.h).
/// - random weights: the rank correlation of |gradient map| with that of networks with random weights; above 0.5 the
///   map tells of the architecture (Adebayo+2018, arXiv:1810.03292).
/// Blocks; progress unit "steps". Throws Error(Mismatch) where the model does not fit or fewer than 20 test stars are
/// there, Error(Cancelled).
std::vector<AuditResult> audit(const network::Model& model, const survey::Dataset& survey,
                               std::span<const std::size_t> rows, const spectra::LineList& lines,
                               const AuditOptions& options, Job& job, const AuditSink& found = {});

/// What the results say of one label in all: its worst verdict, and a sentence.
struct AuditSummary {
  Verdict verdict = Verdict::Number;
  std::string sentence;
};
AuditSummary summaryOf(std::span<const AuditResult> results, const std::string& label);

/// One row a result, for other programs.
io::Table auditTable(std::span<const AuditResult> results);

}  // namespace maury::attribution
