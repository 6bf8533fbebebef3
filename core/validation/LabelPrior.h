// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::validation {

inline constexpr std::size_t kPriorLabels = 4;
using PriorLabels = std::array<double, kPriorLabels>;  ///< Teff (K), log g, [M/H], [α/M] (dex)

/// Distribution of the true labels of a population of stars, as prior knowledge on the labels of one of them.
///
/// The labels of real stars lie on narrow and curved sequences (main sequence, giant branch, two sequences in [α/M]).
/// The Gaussian with the covariance of all stars has the smallest information of all distributions with that
/// covariance, and a network that knows the sequences does better. The prior is therefore Gaussian only locally, on
/// the scale of the measurement. The population is weighted by exp(−(θ − θ₀)ᵀ F (θ − θ₀) / 2s) around the labels θ₀ of
/// a star, with the information F of the measurement; s is at least 4 (twice the errors of the measurement) and
/// large enough for some hundred stars to have weight. If a Gaussian prior with information P describes the
/// neighbourhood, the weighted stars have the covariance (P + F/s)⁻¹, so that P follows from their covariance, without
/// the information that the weights themselves add. For a Gaussian population it is exact at any s.
///
/// Limits: P is that of a Gaussian, so that a prior with several peaks within the errors is approximated by its
/// covariance; directions in which no prior is visible at this scale (P negative by chance) have none; chance adds
/// about F/s · √(2/stars) to P, at most a few per cent of F. Priors on distance and extinction are not included.
/// Immutable, so thread-safe. A call visits every star of the population once.
class LabelPrior {
public:
  /// Labels that are not finite are left out.
  explicit LabelPrior(std::span<const PriorLabels> stars);

  std::size_t starCount() const noexcept { return m_stars.size(); }
  /// Returns the information P (4 × 4, positive semidefinite, in units of the labels) at `labels`, for a measurement
  /// with information F (4 × 4, symmetric). Stars with exactly these labels are left out, because they are the star
  /// itself and its repeats. Zero if fewer than 40 others are known.
  std::array<double, kPriorLabels * kPriorLabels> information(const PriorLabels& labels,
                                                              std::span<const double> measured) const;

private:
  std::vector<PriorLabels> m_stars;
  PriorLabels m_precision{};  ///< inverse variance of each label
};

/// Returns the prior of the true labels of a mock survey, or of a catalogue predicted from one; at most 20 000 stars,
/// evenly spread. Throws Error(Mismatch) if it lacks the mock's truth.
LabelPrior labelPrior(const survey::Dataset& population);
/// Reads the prior of a mock survey file; null if it is not a mock. Throws the errors of labelPrior() and SurveyReader.
std::shared_ptr<const LabelPrior> surveyLabelPrior(const std::filesystem::path& survey, Job& job);

}  // namespace maury::validation
