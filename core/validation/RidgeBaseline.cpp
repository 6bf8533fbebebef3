// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/RidgeBaseline.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "base/Error.h"

namespace maury::validation {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Rows = std::vector<std::size_t>;

constexpr std::size_t kMaxStars = 5000;
/// Columns of a matrix between two checkpoints of the job: at most about 0.1 s of work for kMaxStars.
constexpr Eigen::Index kStrip = 64;

/// Centred spectra of n stars, and their Gram matrix, with which the dual form is solved.
struct Design {
  Vector meanFlux;  ///< mean spectrum of the stars (P)
  Matrix flux;      ///< flux minus meanFlux, one column per star (P × n); 0 in pixels without data
  Matrix gram;      ///< fluxᵀ flux (n × n, lower triangle)
};

Vector meanSpectrum(const survey::Dataset& dataset, const Rows& stars) {
  const auto pixels = static_cast<Eigen::Index>(dataset.pixelCount());
  Vector sum = Vector::Zero(pixels), count = Vector::Zero(pixels);
  for (const std::size_t star : stars) {
    const auto flux = dataset.fluxOf(star);
    for (Eigen::Index p = 0; p < pixels; ++p) {
      const double value = flux[static_cast<std::size_t>(p)];
      if (!std::isfinite(value)) continue;
      sum[p] += value;
      count[p] += 1.0;
    }
  }
  return sum.cwiseQuotient(count.cwiseMax(1.0));
}

void centredSpectrum(const survey::Dataset& dataset, std::size_t star, const Vector& mean, Eigen::Ref<Vector> out) {
  const auto flux = dataset.fluxOf(star);
  for (Eigen::Index p = 0; p < mean.size(); ++p) {
    const double value = flux[static_cast<std::size_t>(p)];
    out[p] = std::isfinite(value) ? value - mean[p] : 0.0;
  }
}

Design makeDesign(const survey::Dataset& dataset, const Rows& stars, Job& job) {
  Design design;
  design.meanFlux = meanSpectrum(dataset, stars);
  const auto count = static_cast<Eigen::Index>(stars.size());
  design.flux.resize(design.meanFlux.size(), count);
  for (Eigen::Index i = 0; i < count; ++i) {
    centredSpectrum(dataset, stars[static_cast<std::size_t>(i)], design.meanFlux, design.flux.col(i));
  }
  design.gram = Matrix::Zero(count, count);
  for (Eigen::Index first = 0; first < count; first += kStrip) {
    job.checkpoint();
    const Eigen::Index width = std::min(kStrip, count - first), below = count - first;
    design.gram.block(first, first, below, width).noalias() =
        design.flux.rightCols(below).transpose() * design.flux.middleCols(first, width);
  }
  return design;
}

/// Fitted linear relation between flux and labels.
struct Fit {
  Vector meanFlux;               ///< P
  Matrix weights;                ///< P × labels
  Eigen::RowVectorXd meanLabel;  ///< one element per label

  Matrix predict(const survey::Dataset& dataset, const Rows& stars) const {
    Matrix result(static_cast<Eigen::Index>(stars.size()), weights.cols());
    Vector spectrum(meanFlux.size());
    for (std::size_t i = 0; i < stars.size(); ++i) {
      centredSpectrum(dataset, stars[i], meanFlux, spectrum);
      result.row(static_cast<Eigen::Index>(i)) = spectrum.transpose() * weights + meanLabel;
    }
    return result;
  }
};

/// Replaces the lower triangle of a symmetric matrix by its Cholesky factor, block by block, with a checkpoint in each
/// (Eigen's own factorisation of 5000 × 5000 numbers takes 15 s in one call). Returns false if the matrix is not
/// positive definite.
bool factorise(Matrix& matrix, Job& job) {
  const Eigen::Index size = matrix.rows();
  for (Eigen::Index first = 0; first < size; first += kStrip) {
    job.checkpoint();
    const Eigen::Index width = std::min(kStrip, size - first), next = first + width, rest = size - next;
    Eigen::Ref<Matrix> diagonal = matrix.block(first, first, width, width);
    const Eigen::LLT<Eigen::Ref<Matrix>, Eigen::Lower> factor(diagonal);  // in place
    if (factor.info() != Eigen::Success) return false;
    if (rest == 0) break;
    Eigen::Ref<Matrix> panel = matrix.block(next, first, rest, width);
    diagonal.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(panel);
    for (Eigen::Index column = 0; column < rest; column += 4 * kStrip) {
      job.checkpoint();
      const Eigen::Index columns = std::min(4 * kStrip, rest - column);
      matrix.block(next + column, next + column, rest - column, columns).noalias() -=
          panel.bottomRows(rest - column) * panel.middleRows(column, columns).transpose();
    }
  }
  return true;
}

/// Fits in the dual form, w = X (XᵀX + λ)⁻¹ y with X = P × n, which equals the primal form (XXᵀ + λ)⁻¹ X y.
Fit fitRidge(const Design& design, const Matrix& labels, double penalty, Job& job) {
  Fit fit;
  fit.meanFlux = design.meanFlux;
  fit.meanLabel = labels.colwise().mean();
  Matrix system = design.gram;
  system.diagonal().array() += penalty;
  if (!factorise(system, job)) {
    // Rank deficient at this penalty (spectra in large units). With weights of NaN, any other penalty wins.
    fit.weights = Matrix::Constant(design.flux.rows(), labels.cols(), std::numeric_limits<double>::quiet_NaN());
    return fit;
  }
  Matrix dual = labels.rowwise() - fit.meanLabel;
  system.triangularView<Eigen::Lower>().solveInPlace(dual);
  system.triangularView<Eigen::Lower>().transpose().solveInPlace(dual);
  fit.weights = design.flux * dual;
  return fit;
}

Matrix labelMatrix(const std::vector<const survey::Label*>& labels, const Rows& stars) {
  Matrix values(static_cast<Eigen::Index>(stars.size()), static_cast<Eigen::Index>(labels.size()));
  for (std::size_t l = 0; l < labels.size(); ++l) {
    for (std::size_t i = 0; i < stars.size(); ++i) {
      values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(l)) = labels[l]->values[stars[i]];
    }
  }
  return values;
}

Rows selectLabelled(const survey::Label& label, const Rows& stars, std::string_view part) {
  Rows labelled;
  for (const std::size_t star : stars) {
    if (std::isfinite(label.values[star])) labelled.push_back(star);
  }
  if (labelled.empty()) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("The linear baseline cannot be fitted: no star of the {} part has the label '{}'.", part,
                            label.name));
  }
  return labelled;
}

/// Keeps the first rows of each part, in proportion, so that both together have at most kMaxStars.
void capStars(Rows& training, Rows& validation) {
  std::sort(training.begin(), training.end());
  std::sort(validation.begin(), validation.end());
  const std::size_t total = training.size() + validation.size();
  if (total <= kMaxStars) return;
  const std::size_t keepValidation = std::clamp<std::size_t>(validation.size() * kMaxStars / total, 1, kMaxStars - 1);
  training.resize(std::min(training.size(), kMaxStars - keepValidation));
  validation.resize(std::min(validation.size(), keepValidation));
}

/// Returns the λ of each label: the candidate with the smallest rms on the validation part.
std::vector<double> choosePenalties(const survey::Dataset& dataset, const std::vector<const survey::Label*>& labels,
                                    const Rows& training, const Rows& validation, Job& job) {
  const Design design = makeDesign(dataset, training, job);
  const Matrix known = labelMatrix(labels, training);
  const Matrix truth = labelMatrix(labels, validation);
  std::vector<double> best(labels.size(), 1.0);
  std::vector<double> smallest(labels.size(), std::numeric_limits<double>::infinity());
  for (int exponent = -3; exponent <= 4; ++exponent) {
    const double penalty = std::pow(10.0, exponent);
    const Matrix residual = fitRidge(design, known, penalty, job).predict(dataset, validation) - truth;
    for (std::size_t l = 0; l < labels.size(); ++l) {
      const double square = residual.col(static_cast<Eigen::Index>(l)).squaredNorm();
      if (square < smallest[l]) {
        smallest[l] = square;
        best[l] = penalty;
      }
    }
  }
  return best;
}

std::vector<const survey::Label*> findLabels(const survey::Dataset& dataset, const std::vector<std::string>& names) {
  std::vector<const survey::Label*> found;
  for (const std::string& name : names) {
    const survey::Label* label = dataset.findLabel(name);
    if (label == nullptr) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("The linear baseline needs the label '{}', but the survey does not have it.", name));
    }
    found.push_back(label);
  }
  return found;
}

}  // namespace

RidgeResult ridgeBaseline(const survey::Dataset& dataset, const std::vector<std::string>& labels,
                          const Rows& trainingStars, const Rows& validationStars, const Rows& testStars, Job& job) {
  if (dataset.pixelCount() == 0) {
    throw Error(ErrorKind::Mismatch, "The linear baseline needs spectra, and this survey has none.");
  }
  const auto found = findLabels(dataset, labels);
  RidgeResult result;
  result.labels = labels;
  result.penalty.resize(labels.size());
  result.prediction.resize(labels.size());

  // Labels that are known for the same stars share one Gram matrix, because it takes most of the time.
  std::map<std::pair<Rows, Rows>, std::vector<std::size_t>> groups;
  for (std::size_t l = 0; l < labels.size(); ++l) {
    Rows training = selectLabelled(*found[l], trainingStars, "training");
    Rows validation = selectLabelled(*found[l], validationStars, "validation");
    capStars(training, validation);
    groups[{std::move(training), std::move(validation)}].push_back(l);
  }
  for (const auto& [stars, members] : groups) {
    const auto& [training, validation] = stars;
    std::vector<const survey::Label*> known;
    for (const std::size_t l : members)
      known.push_back(found[l]);
    const std::vector<double> penalties = choosePenalties(dataset, known, training, validation, job);

    Rows both = training;
    both.insert(both.end(), validation.begin(), validation.end());
    const Design design = makeDesign(dataset, both, job);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const Fit fit = fitRidge(design, labelMatrix({known[i]}, both), penalties[i], job);
      const Matrix prediction = fit.predict(dataset, testStars);
      result.penalty[members[i]] = penalties[i];
      result.prediction[members[i]].assign(prediction.data(), prediction.data() + prediction.size());
    }
  }
  return result;
}

}  // namespace maury::validation
