// SPDX-License-Identifier: GPL-3.0-or-later
// Compares derivatives with central differences of the same ensemble's predictions.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "inference/Predictor.h"
#include "support/Catch.h"
#include "support/ToyModel.h"

using maury::survey::Dataset;

namespace {

/// Predictions for one star with one number changed by −h, 0 and +h.
struct Triple {
  double low, middle, high, step;
  double range;  ///< range of the label, by which the network's outputs 0 … 1 are multiplied

  double slope() const { return (high - low) / (2.0 * step); }
  /// Returns true if the prediction is linear over the step. LeakyReLU and max-pooling make the network piecewise
  /// linear: if the two sides differ by more than the rounding, a kink lies between them and the difference is not the
  /// derivative.
  bool straight(double tolerance) const {
    const double rounding = 4.0 * std::numeric_limits<float>::epsilon() * std::max(std::abs(middle), range);
    return std::abs((high - middle) - (middle - low)) <= tolerance * std::abs(high - low) + rounding;
  }
};

/// Returns [label] for the one star of `survey`; `move` adds a step to the number in question.
template <typename Move>
std::vector<Triple> differences(const maury::network::Model& model, const Dataset& survey, float step,
                                const Move& move) {
  Dataset three = survey.select(std::vector<std::size_t>{0, 0, 0});
  move(three, 0, -step);
  move(three, 2, step);
  maury::Job job;
  const Dataset catalogue = maury::inference::predict(model, three, job, 1);
  std::vector<Triple> result;
  for (std::size_t l = 0; l < catalogue.labels.size(); ++l) {
    const auto& limits = model.info().labels[l];
    const auto& values = catalogue.labels[l].values;
    result.push_back({values[0], values[1], values[2], step, limits.maximum - limits.minimum});
  }
  return result;
}

struct Tally {
  double tolerance = 1e-3;
  int checked = 0, kinks = 0;

  void compare(const Triple& triple, double derivative, double largest) {
    if (!triple.straight(tolerance)) {
      ++kinks;
      return;
    }
    ++checked;
    CHECK(derivative == Approx(triple.slope()).epsilon(tolerance).margin(tolerance * largest));
  }
};

double largestMagnitude(const std::vector<float>& values, std::size_t first, std::size_t count) {
  double largest = 0.0;
  for (std::size_t i = first; i < first + count; ++i)
    largest = std::max(largest, std::abs(double{values[i]}));
  return largest;
}

}  // namespace

TEST_CASE("finite differences: d(label)/d(flux) equals the central difference of the prediction") {
  const auto survey = maury::test::toySurvey(1);
  const auto model = maury::test::toyModel(survey, 2);
  maury::Job job;
  const std::vector<std::size_t> star{0};
  const auto map = maury::attribution::attributionMap(model, survey, star, {}, job);
  Tally tally;
  for (std::size_t pixel = 0; pixel < 40; ++pixel) {
    const auto triples = differences(model, survey, 1e-3F, [&](Dataset& stars, std::size_t row, float step) {
      stars.flux[row * 40 + pixel] += step;
    });
    for (std::size_t l = 0; l < 2; ++l) {
      CAPTURE(pixel, l);
      tally.compare(triples[l], map.mean[l * 40 + pixel], largestMagnitude(map.mean, l * 40, 40));
    }
  }
  CHECK(tally.checked >= 60);  // of 80
}

TEST_CASE(
    "finite differences: d(label)/d(flux) equals the central difference through normalisations, blocks and averages") {
  const auto survey = maury::test::toySurvey(1);
  const auto model = maury::test::layeredModel(survey, 2);
  maury::Job job;
  const std::vector<std::size_t> star{0};
  const auto map = maury::attribution::attributionMap(model, survey, star, {}, job);
  Tally tally{2e-2, 0, 0};  // a normalisation is not linear
  for (std::size_t pixel = 0; pixel < 40; ++pixel) {
    const auto triples = differences(model, survey, 1e-3F, [&](Dataset& stars, std::size_t row, float step) {
      stars.flux[row * 40 + pixel] += step;
    });
    for (std::size_t l = 0; l < 2; ++l) {
      CAPTURE(pixel, l);
      tally.compare(triples[l], map.mean[l * 40 + pixel], largestMagnitude(map.mean, l * 40, 40));
    }
  }
  CHECK(tally.checked >= 30);  // of 80
}

TEST_CASE("finite differences: d(label)/d(input) equals the central difference of the prediction") {
  const auto survey = maury::test::toySurvey(1);
  const auto model = maury::test::toyModel(survey, 2);
  maury::Job job;
  const std::vector<std::size_t> star{0};
  const auto map = maury::attribution::attributionMap(model, survey, star, {}, job);
  Tally tally;
  for (std::size_t element = 0; element < 4; ++element) {
    const auto triples = differences(model, survey, 1e-2F, [&](Dataset& stars, std::size_t row, float step) {
      if (element == 0) {
        stars.inputs[0].values[row] += step;  // g
      } else {
        stars.inputs[1].values[row * 3 + element - 1] += step;  // bp
      }
    });
    for (std::size_t l = 0; l < 2; ++l) {
      CAPTURE(element, l);
      tally.compare(triples[l], map.inputMean[l * 4 + element], largestMagnitude(map.inputMean, l * 4, 4));
    }
  }
  CHECK(tally.checked >= 6);  // of 8
}
