// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Sensitivity.h"

#include <cmath>
#include <numeric>

#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"
#include "base/Statistics.h"
#include "base/WithoutProgress.h"
#include "inference/Predictor.h"

namespace maury::attribution {

std::vector<SensitivityPoint> sensitivity(const network::Model& model, const survey::Dataset& dataset,
                                          std::span<const std::size_t> rows, std::span<const double> values,
                                          const std::function<Perturbation(double value)>& perturbationOf, Job& job,
                                          unsigned threads) {
  if (rows.empty())
    throw Error(ErrorKind::Mismatch, "No star is selected. Select at least one star for a sensitivity test.");
  const PreparedStars prepared(model, dataset, rows, job, threads);
  const survey::Dataset stars = prepared.dataset().select(prepared.rows());
  std::vector<std::size_t> all(stars.starCount());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto predict = [&](const survey::Dataset& chosen) {
    return runWithoutProgress(job, [&](Job& silent) { return inference::predict(model, chosen, silent, threads); });
  };
  const survey::Dataset before = predict(stars);

  ProgressMeter meter(job, "testing", "steps", values.size());
  std::vector<SensitivityPoint> points;
  for (const double value : values) {
    const survey::Dataset after = predict(applyPerturbation(stars, all, perturbationOf(value)));
    SensitivityPoint point{value, {}, {}, {}};
    for (std::size_t l = 0; l < before.labels.size(); ++l) {
      double sum = 0.0, square = 0.0;
      const auto count = static_cast<double>(stars.starCount());
      for (std::size_t star = 0; star < stars.starCount(); ++star) {
        const double change =
            static_cast<double>(after.labels[l].values[star]) - static_cast<double>(before.labels[l].values[star]);
        sum += change;
        square += change * change;
      }
      point.bias.push_back(sum / count);
      point.scatter.push_back(scatterFromSums(count, sum, square));
      point.error.push_back(point.scatter.back() / std::sqrt(count));
    }
    points.push_back(std::move(point));
    meter.advance();
  }
  return points;
}

}  // namespace maury::attribution
