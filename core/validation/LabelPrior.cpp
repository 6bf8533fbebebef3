// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelPrior.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <string>

#include "base/Error.h"
#include "mock/stars/StellarParameters.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyStream.h"

namespace maury::validation {

namespace {

constexpr int kLabels = static_cast<int>(kPriorLabels);
using Vector = Eigen::Matrix<double, kLabels, 1>;
using Matrix = Eigen::Matrix<double, kLabels, kLabels>;

constexpr std::size_t kMinStars = 40, kMaxStars = 20000;
constexpr std::size_t kNeighbours = 100;  ///< the weights fall to e^−2 at this star, so that 100–200 stars count
constexpr double kMinScale = 4.0;         ///< smallest s

std::string truthName(std::size_t k) {
  return fmt::format("true_{}", mock::mockLabelName(static_cast<mock::MockLabel>(k)));
}

struct Neighbour {
  Vector offset;         ///< from the labels of the star, in units in which the measurement has unit errors
  double squared = 0.0;  ///< its squared length
};

/// Returns s, so that enough stars have weight.
double scaleOf(const std::vector<Neighbour>& neighbours) {
  std::vector<double> squared;
  for (const Neighbour& neighbour : neighbours)
    squared.push_back(neighbour.squared);
  const auto chosen = squared.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbours, neighbours.size() / 2));
  std::nth_element(squared.begin(), chosen, squared.end());
  return std::max(kMinScale, *chosen / 4.0);
}

/// Returns the covariance of the neighbours with weights exp(−x²/2s), divided by s.
Matrix weightedCovariance(const std::vector<Neighbour>& neighbours, double scale) {
  double sum = 0.0, squares = 0.0;
  Vector mean = Vector::Zero();
  Matrix products = Matrix::Zero();
  for (const Neighbour& neighbour : neighbours) {
    const double exponent = -0.5 * neighbour.squared / scale;
    if (exponent < -25.0) continue;
    const double weight = std::exp(exponent);
    sum += weight;
    squares += weight * weight;
    mean += weight * neighbour.offset;
    products += weight * neighbour.offset * neighbour.offset.transpose();
  }
  mean /= sum;
  const double unbiased = 1.0 - squares / (sum * sum);  // as 1 − 1/n for equal weights
  return (products / sum - mean * mean.transpose()) / (unbiased * scale);
}

}  // namespace

LabelPrior::LabelPrior(std::span<const PriorLabels> stars) {
  std::copy_if(stars.begin(), stars.end(), std::back_inserter(m_stars), [](const PriorLabels& labels) {
    return std::all_of(labels.begin(), labels.end(), [](double value) { return std::isfinite(value); });
  });
  constexpr PriorLabels kMinSigma = {10.0, 0.02, 0.02, 0.01};  // so that identical stars have a finite precision
  const auto count = static_cast<double>(m_stars.size());
  for (std::size_t k = 0; k < kPriorLabels; ++k) {
    double mean = 0.0, variance = kMinSigma[k] * kMinSigma[k];
    for (const PriorLabels& star : m_stars)
      mean += star[k] / count;
    for (const PriorLabels& star : m_stars)
      variance += (star[k] - mean) * (star[k] - mean) / count;
    m_precision[k] = 1.0 / variance;
  }
}

std::array<double, kPriorLabels * kPriorLabels> LabelPrior::information(const PriorLabels& labels,
                                                                        std::span<const double> measured) const {
  std::array<double, kPriorLabels * kPriorLabels> out{};
  // A trace of the population's own precision defines distances in directions that are not measured.
  constexpr double kTrace = 1e-6;
  Matrix metric = Eigen::Map<const Matrix>(measured.data());
  metric.diagonal() += kTrace * Eigen::Map<const Vector>(m_precision.data());
  const Eigen::LLT<Matrix> factors(metric);
  if (factors.info() != Eigen::Success || !metric.allFinite()) return out;
  const Matrix lower = factors.matrixL();

  std::vector<Neighbour> neighbours;
  neighbours.reserve(m_stars.size());
  const Eigen::Map<const Vector> centre(labels.data());
  for (const PriorLabels& star : m_stars) {
    const Vector offset = lower.transpose() * (Eigen::Map<const Vector>(star.data()) - centre);
    if (const double squared = offset.squaredNorm(); squared > 0.0) neighbours.push_back({offset, squared});
  }
  if (neighbours.size() < kMinStars) return out;

  const double scale = scaleOf(neighbours);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(weightedCovariance(neighbours, scale));
  constexpr double kMinVariance = 1e-9;
  Vector gain;
  for (int i = 0; i < kLabels; ++i)
    gain[i] = std::max(1.0 / std::max(solver.eigenvalues()[i], kMinVariance) - 1.0, 0.0) / scale;
  const Matrix axes = lower * solver.eigenvectors();
  Eigen::Map<Matrix>(out.data()) = axes * gain.asDiagonal() * axes.transpose();
  return out;
}

LabelPrior labelPrior(const survey::Dataset& population) {
  std::array<std::vector<double>, kPriorLabels> truth;
  for (std::size_t k = 0; k < kPriorLabels; ++k)
    truth[k] = population.numeric(truthName(k));
  std::vector<std::size_t> everyone(population.starCount());
  for (std::size_t star = 0; star < everyone.size(); ++star)
    everyone[star] = star;
  std::vector<PriorLabels> stars;
  for (const std::size_t star : survey::everyNth(everyone, kMaxStars))
    stars.push_back({truth[0][star], truth[1][star], truth[2][star], truth[3][star]});
  return LabelPrior(stars);
}

std::shared_ptr<const LabelPrior> surveyLabelPrior(const std::filesystem::path& survey, Job& job) {
  survey::SurveyParts parts = survey::kScalars;
  parts.names.emplace();
  for (std::size_t k = 0; k < kPriorLabels; ++k)
    parts.names->push_back(truthName(k));
  if (!survey::SurveyReader(survey, parts).schema().provenance.isMock) return nullptr;
  return std::make_shared<const LabelPrior>(labelPrior(survey::readFiltered(survey, "", kMaxStars, job, parts)));
}

}  // namespace maury::validation
