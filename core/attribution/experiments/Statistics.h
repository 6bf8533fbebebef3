// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace maury::attribution {

/// Statistics of predicted and reference values; pairs of which one is NaN are left out, and what cannot be told is
/// NaN.
double rms(std::span<const float> predicted, std::span<const float> reference);
double r2(std::span<const float> predicted, std::span<const float> reference);
double correlation(std::span<const float> a, std::span<const float> b);  ///< Pearson's
/// Spearman's, of equally many values without NaN; ties share their mean rank.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

struct MeanScatter {
  double mean = 0.0, scatter = 0.0;  ///< standard deviation (÷ (n − 1))
};
MeanScatter meanScatter(const std::vector<double>& values);

/// Slope of a straight line through `predicted` against `reference` after a quadratic in `companion` has been taken out
/// of both by least squares, and its standard error.
struct PartialSlope {
  double slope = 0.0, error = 0.0;
};
PartialSlope partialSlope(std::span<const float> predicted, std::span<const float> reference,
                          std::span<const float> companion);

}  // namespace maury::attribution
