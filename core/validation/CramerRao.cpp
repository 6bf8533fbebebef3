// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/CramerRao.h"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

namespace maury::validation {

FisherMatrix::FisherMatrix(std::size_t parameters) : m_parameters(parameters), m_matrix(parameters * parameters) {}

void FisherMatrix::add(std::span<const double> derivatives, std::span<const double> sigma) {
  const std::size_t n = sigma.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (!(sigma[i] > 0.0) || !std::isfinite(sigma[i])) continue;
    const double weight = 1.0 / (sigma[i] * sigma[i]);
    for (std::size_t row = 0; row < m_parameters; ++row) {
      const double slope = weight * derivatives[row * n + i];
      for (std::size_t column = 0; column < m_parameters; ++column)
        m_matrix[row * m_parameters + column] += slope * derivatives[column * n + i];
    }
  }
}

void FisherMatrix::addPrior(std::size_t parameter, double sigma) {
  m_matrix[parameter * m_parameters + parameter] += 1.0 / (sigma * sigma);
}

void FisherMatrix::add(const FisherMatrix& other) {
  for (std::size_t i = 0; i < m_matrix.size(); ++i)
    m_matrix[i] += other.m_matrix[i];
}

double FisherMatrix::bound(std::span<const double> coefficients) const {
  // Scaled to a unit diagonal, for units differ by many powers of ten; a parameter that nothing measures stays at 0.
  const auto size = static_cast<Eigen::Index>(m_parameters);
  Eigen::VectorXd scale(size), wanted(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const double diagonal = m_matrix[static_cast<std::size_t>(i) * m_parameters + static_cast<std::size_t>(i)];
    scale[i] = diagonal > 0.0 ? 1.0 / std::sqrt(diagonal) : 1.0;
    wanted[i] = coefficients[static_cast<std::size_t>(i)] * scale[i];
  }
  Eigen::MatrixXd scaled(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j)
      scaled(i, j) =
          m_matrix[static_cast<std::size_t>(i) * m_parameters + static_cast<std::size_t>(j)] * scale[i] * scale[j];
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scaled);
  constexpr double kUndetermined = 1e-12;  // relative to the largest eigenvalue
  const double largest = solver.eigenvalues().maxCoeff();
  double variance = 0.0;
  for (Eigen::Index i = 0; i < size; ++i) {
    const double part = solver.eigenvectors().col(i).dot(wanted);
    const double value = solver.eigenvalues()[i];
    if (value > kUndetermined * largest)
      variance += part * part / value;
    else if (std::abs(part) > 1e-6 * wanted.norm())
      return std::numeric_limits<double>::infinity();
  }
  return std::sqrt(variance);
}

double FisherMatrix::bound(std::size_t parameter) const {
  std::vector<double> coefficients(m_parameters);
  coefficients[parameter] = 1.0;
  return bound(coefficients);
}

}  // namespace maury::validation
