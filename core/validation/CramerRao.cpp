// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/CramerRao.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "base/Error.h"

namespace maury::validation {

namespace {
constexpr double kUndetermined = 1e-12;  // eigenvalues below this fraction of the largest count as 0
}

FisherMatrix::FisherMatrix(std::size_t parameters) : m_parameters(parameters), m_matrix(parameters * parameters) {}

void FisherMatrix::add(std::span<const double> derivatives, std::span<const double> sigma,
                       const NoiseCorrelation& correlation) {
  const std::size_t n = sigma.size();
  if (correlation.reach > 0) {
    const NoiseWhitening whitening(sigma, correlation);
    std::vector<double> white(derivatives.begin(), derivatives.end());
    for (std::size_t row = 0; row < m_parameters; ++row)
      whitening.apply(std::span(white).subspan(row * n, n));
    add(white, std::vector<double>(n, 1.0));
    return;
  }
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

void FisherMatrix::addInformation(std::span<const double> information, std::size_t k) {
  for (std::size_t row = 0; row < k; ++row)
    for (std::size_t column = 0; column < k; ++column)
      m_matrix[row * m_parameters + column] += information[row * k + column];
}

void FisherMatrix::add(const FisherMatrix& other) {
  for (std::size_t i = 0; i < m_matrix.size(); ++i)
    m_matrix[i] += other.m_matrix[i];
}

void FisherMatrix::addPrior(std::span<const double> covariance, std::size_t k) {
  const auto size = static_cast<Eigen::Index>(k);
  const Eigen::Map<const Eigen::MatrixXd> given(covariance.data(), size, size);
  // Scale to a unit diagonal, because units differ by many powers of ten.
  const Eigen::VectorXd scale = given.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::LLT<Eigen::MatrixXd> factors(scale.asDiagonal() * given * scale.asDiagonal());
  if (!scale.allFinite() || factors.info() != Eigen::Success)
    throw Error(ErrorKind::Numerical, "The covariance of the labels is not positive definite.");
  const Eigen::MatrixXd inverse =
      scale.asDiagonal() * factors.solve(Eigen::MatrixXd::Identity(size, size)) * scale.asDiagonal();
  addInformation(std::span(inverse.data(), k * k), k);  // symmetric, so that the order of storage does not matter
}

std::vector<double> FisherMatrix::marginalInformation(std::size_t k) const {
  const auto size = static_cast<Eigen::Index>(m_parameters), kept = static_cast<Eigen::Index>(k), rest = size - kept;
  const Eigen::Map<const Eigen::MatrixXd> whole(m_matrix.data(), size, size);
  Eigen::MatrixXd information = whole.topLeftCorner(kept, kept);
  // Scale the others to a unit diagonal, because units differ by many powers of ten.
  Eigen::VectorXd scale = Eigen::VectorXd::Ones(rest);
  for (Eigen::Index i = 0; i < rest; ++i)
    if (whole(kept + i, kept + i) > 0.0) scale[i] = 1.0 / std::sqrt(whole(kept + i, kept + i));
  const Eigen::MatrixXd others = scale.asDiagonal() * whole.bottomRightCorner(rest, rest) * scale.asDiagonal();
  const Eigen::MatrixXd shared = scale.asDiagonal() * whole.bottomLeftCorner(rest, kept);
  if (rest > 0) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(others);
    for (Eigen::Index i = 0; i < rest; ++i) {
      if (!(solver.eigenvalues()[i] > kUndetermined * solver.eigenvalues().maxCoeff())) continue;
      const Eigen::RowVectorXd part = solver.eigenvectors().col(i).transpose() * shared;
      information -= part.transpose() * part / solver.eigenvalues()[i];
    }
  }
  return {information.data(), information.data() + information.size()};
}

std::vector<double> FisherMatrix::solve(std::span<const double> right, bool& determined) const {
  // Scale to a unit diagonal, because units differ by many powers of ten. The diagonal of a parameter that no
  // measurement constrains stays 0.
  const auto size = static_cast<Eigen::Index>(m_parameters);
  Eigen::VectorXd scale(size), rescaled(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const double diagonal = m_matrix[static_cast<std::size_t>(i) * m_parameters + static_cast<std::size_t>(i)];
    scale[i] = diagonal > 0.0 ? 1.0 / std::sqrt(diagonal) : 1.0;
    rescaled[i] = right[static_cast<std::size_t>(i)] * scale[i];
  }
  Eigen::MatrixXd scaled(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j)
      scaled(i, j) =
          m_matrix[static_cast<std::size_t>(i) * m_parameters + static_cast<std::size_t>(j)] * scale[i] * scale[j];
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scaled);
  const double largest = solver.eigenvalues().maxCoeff();
  Eigen::VectorXd solution = Eigen::VectorXd::Zero(size);
  determined = true;
  for (Eigen::Index i = 0; i < size; ++i) {
    const double part = solver.eigenvectors().col(i).dot(rescaled);
    if (solver.eigenvalues()[i] > kUndetermined * largest)
      solution += part / solver.eigenvalues()[i] * solver.eigenvectors().col(i);
    else if (std::abs(part) > 1e-6 * rescaled.norm())
      determined = false;
  }
  solution = solution.cwiseProduct(scale);
  return {solution.begin(), solution.end()};
}

double FisherMatrix::bound(std::span<const double> coefficients) const {
  bool determined = false;
  const std::vector<double> solution = solve(coefficients, determined);
  if (!determined) return std::numeric_limits<double>::infinity();
  double variance = 0.0;
  for (std::size_t i = 0; i < m_parameters; ++i)
    variance += coefficients[i] * solution[i];
  return std::sqrt(variance);
}

std::vector<double> FisherMatrix::filter(std::span<const double> coefficients, std::span<const double> derivatives,
                                         std::span<const double> sigma, const NoiseCorrelation& correlation) const {
  bool determined = false;
  const std::vector<double> solution = solve(coefficients, determined);
  const std::size_t n = sigma.size();
  std::vector<double> weights(n, 0.0);
  for (std::size_t p = 0; p < m_parameters; ++p)
    for (std::size_t i = 0; i < n; ++i)
      weights[i] += solution[p] * derivatives[p * n + i];
  const NoiseWhitening whitening(sigma, correlation);
  whitening.apply(weights);
  whitening.applyTransposed(weights);
  return weights;
}

double FisherMatrix::bound(std::size_t parameter) const {
  std::vector<double> coefficients(m_parameters);
  coefficients[parameter] = 1.0;
  return bound(coefficients);
}

}  // namespace maury::validation
