// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "attribution/experiments/Perturbation.h"
#include "base/Job.h"
#include "network/model/Model.h"

namespace maury::attribution {

/// Response of an ensemble's L labels to one value of a perturbation.
struct SensitivityPoint {
  double value = 0.0;
  std::vector<double> bias;     ///< L: mean over stars of the label's change
  std::vector<double> scatter;  ///< L: standard deviation of the change over stars
  std::vector<double> error;    ///< L: standard error of the bias, scatter / √stars
};

/// Returns one point for each of `values`: the response of the labels when perturbationOf(value) is applied to the rows
/// of `dataset`, which must be prepared for the model. Uses all cores; blocks; progress unit "steps". Throws
/// Error(Mismatch) if the model does not fit or there are no rows, Error(Cancelled), and the errors of
/// applyPerturbation().
std::vector<SensitivityPoint> sensitivity(const network::Model& model, const survey::Dataset& dataset,
                                          std::span<const std::size_t> rows, std::span<const double> values,
                                          const std::function<Perturbation(double value)>& perturbationOf, Job& job,
                                          unsigned threads = 0);

}  // namespace maury::attribution
