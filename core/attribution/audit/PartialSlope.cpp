// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/PartialSlope.h"

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <vector>

namespace maury::attribution {

PartialSlope partialSlope(std::span<const float> predicted, std::span<const float> reference,
                          std::span<const float> companion) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (std::isfinite(predicted[i]) && std::isfinite(reference[i]) && std::isfinite(companion[i])) rows.push_back(i);
  }
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr PartialSlope kUnknown{kNaN, kNaN};
  constexpr std::size_t kTerms = 3;
  if (rows.size() <= kTerms + 2) return kUnknown;
  const auto count = static_cast<Eigen::Index>(rows.size());
  Eigen::MatrixXd powers(count, 3);
  Eigen::VectorXd y(count), x(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const std::size_t row = rows[static_cast<std::size_t>(i)];
    const auto c = static_cast<double>(companion[row]);
    powers.row(i) << 1.0, c, c * c;
    y[i] = static_cast<double>(predicted[row]);
    x[i] = static_cast<double>(reference[row]);
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(powers);
  y -= powers * solver.solve(y).eval();
  x -= powers * solver.solve(x).eval();
  const double variance = x.squaredNorm();
  if (!(variance > 0.0)) return kUnknown;
  const double slope = x.dot(y) / variance;
  const double residual = (y - slope * x).squaredNorm() / static_cast<double>(rows.size() - kTerms - 1);
  return {slope, std::sqrt(residual / variance)};
}

}  // namespace maury::attribution
