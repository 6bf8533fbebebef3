// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/Residuals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/Error.h"
#include "base/Statistics.h"

namespace maury::validation {

ResidualStatistics residualStatistics(std::span<const double> prediction, std::span<const double> reference) {
  if (prediction.size() != reference.size()) {
    throw Error(ErrorKind::Mismatch, fmt::format("{} predictions cannot be compared with {} references.",
                                                 prediction.size(), reference.size()));
  }
  std::vector<double> residuals;
  residuals.reserve(prediction.size());
  for (std::size_t i = 0; i < prediction.size(); ++i) {
    const double residual = prediction[i] - reference[i];
    if (std::isfinite(residual)) residuals.push_back(residual);
  }

  ResidualStatistics statistics;
  statistics.count = residuals.size();
  if (residuals.empty()) {
    statistics.bias = statistics.sigma = statistics.robustSigma = statistics.rms =
        std::numeric_limits<double>::quiet_NaN();
    return statistics;
  }
  const auto count = static_cast<double>(residuals.size());
  double sum = 0.0, sumSquares = 0.0;
  for (const double residual : residuals) {
    sum += residual;
    sumSquares += residual * residual;
  }
  statistics.bias = sum / count;
  statistics.rms = std::sqrt(sumSquares / count);
  // Use a second pass, because rms² − bias² would lose the digits of a small scatter about a large bias.
  double aboutBias = 0.0;
  for (const double residual : residuals)
    aboutBias += (residual - statistics.bias) * (residual - statistics.bias);
  statistics.sigma = std::sqrt(aboutBias / count);

  statistics.robustSigma = robustSigma(residuals);
  return statistics;
}

}  // namespace maury::validation
