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

/// How an ensemble's L labels move when something is done to the stars, for one value of what is done.
struct SensitivityPoint {
  double value = 0.0;
  std::vector<double> bias;     ///< L: mean over stars of label − label of the star as it is
  std::vector<double> scatter;  ///< L: standard deviation of the same over stars
  std::vector<double> error;    ///< L: of the bias, scatter / √stars
};

/// One point for each of `values`, with perturbationOf(value) done to the rows of `dataset` (prepared as the model
/// takes them). All cores; blocks; progress unit "steps". Throws Error(Mismatch) where the model does not fit or there
/// are no rows, Error(Cancelled), and as perturbed().
std::vector<SensitivityPoint> sensitivity(const network::Model& model, const survey::Dataset& dataset,
                                          std::span<const std::size_t> rows, std::span<const double> values,
                                          const std::function<Perturbation(double value)>& perturbationOf, Job& job,
                                          unsigned threads = 0);

}  // namespace maury::attribution
