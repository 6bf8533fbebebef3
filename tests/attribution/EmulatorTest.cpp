// SPDX-License-Identifier: GPL-3.0-or-later
// Runs from training to the table of peaks, on spectra whose derivatives are known in closed form.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "attribution/physics/Peaks.h"
#include "base/Random.h"
#include "network/description/HybridLayout.h"
#include "support/Catch.h"
#include "support/Rows.h"
#include "training/Trainer.h"

using namespace maury;

namespace {

constexpr std::size_t kPixels = 60, kStars = 900;
constexpr double kNoise = 0.01, kSigmaPixels = 1.2;

/// A Gaussian line with depth 0.3 + slope₀ x₀ + slope₁ x₁, increased by a tenth per unit of x. x₀ and x₁ are the
/// labels, scaled to −1 … 1.
struct Line {
  std::size_t pixel;
  const char* species;
  double slope[2];
};
constexpr Line kLines[] = {{9, "first", {0.16, 0.0}},    // deeper for hotter stars
                           {23, "first", {-0.14, 0.0}},  // shallower for them
                           {31, "shared", {0.05, 0.05}},
                           {40, "second", {0.0, 0.16}},
                           {52, "second", {0.0, -0.14}}};

double depth(const Line& line, const double* x) {
  double depth = 0.3;
  for (int label = 0; label < 2; ++label)
    depth += line.slope[label] * x[label] * (1.0 + 0.1 * x[label]);
  return depth;
}

double profile(const Line& line, std::size_t pixel) {
  return std::exp(-0.5 * std::pow((static_cast<double>(pixel) - static_cast<double>(line.pixel)) / kSigmaPixels, 2));
}

survey::Dataset linedSpectra() {
  survey::Dataset survey;
  survey.grid = spectra::WavelengthGrid::linear(850.0, 0.1, kPixels);
  survey.labels = {{"teff", "K", {}, {}}, {"mh", "dex", {}, {}}};
  Random random(11);
  for (std::size_t star = 0; star < kStars; ++star) {
    survey.ids.push_back("star" + std::to_string(star));
    const double x[2] = {random.uniform(-1.0, 1.0), random.uniform(-1.0, 1.0)};
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
      double flux = 1.0 + kNoise * random.gaussian();
      for (const Line& line : kLines)
        flux -= depth(line, x) * profile(line, pixel);
      survey.flux.push_back(static_cast<float>(flux));
    }
    survey.labels[0].values.push_back(static_cast<float>(5000.0 + 1000.0 * x[0]));
    survey.labels[1].values.push_back(static_cast<float>(-0.25 + 0.75 * x[1]));
  }
  return survey;
}

training::TrainingOptions smallNetwork() {
  training::TrainingOptions options;
  network::HybridLayout layout;
  layout.convolutions = {{6, 5}};
  layout.spectrumDense = {{16}};
  options.network = network::describe(layout);
  options.members = 2;
  options.maxEpochs = 40;
  options.batch = 32;
  options.learningRate = 3e-3;
  return options;
}

/// Returns ∂label/∂flux of the best linear estimate at x = 0 for the same noise everywhere: (DᵀD)⁻¹Dᵀ, D =
/// ∂flux/∂label.
std::vector<double> bestFilter(std::size_t label) {
  std::vector<double> derivative[2];
  double product[2][2] = {};
  for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
    double column[2] = {};
    for (const Line& line : kLines)
      for (int l = 0; l < 2; ++l)
        column[l] -= line.slope[l] * profile(line, pixel);
    for (int l = 0; l < 2; ++l) {
      derivative[l].push_back(column[l]);
      for (int m = 0; m < 2; ++m)
        product[l][m] += column[l] * column[m];
    }
  }
  const double determinant = product[0][0] * product[1][1] - product[0][1] * product[1][0];
  const std::size_t other = 1 - label;
  std::vector<double> filter;
  for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
    filter.push_back(
        (product[other][other] * derivative[label][pixel] - product[label][other] * derivative[other][pixel]) /
        determinant);
  }
  return filter;
}

double correlation(const std::vector<double>& a, const float* b) {
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += a[i] * static_cast<double>(b[i]);
    aa += a[i] * a[i];
    bb += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("emulator: the top peaks of each label are its own lines with the right sign") {
  const survey::Dataset survey = linedSpectra();
  Job job;
  const auto trained = training::train(survey, smallNetwork(), {}, job);
  const auto map = attribution::attributionMap(trained.model, survey, test::allRows(survey), {}, job);
  spectra::LineList lines;
  for (const Line& line : kLines)
    lines.push_back({survey.grid[line.pixel], line.species, 0.3});
  for (const std::size_t label : {0UL, 1UL}) {
    CAPTURE(label);
    const auto peaks = attribution::strongestPeaks(map, label, lines, 0.15, 2);
    REQUIRE(peaks.size() == 2);
    CHECK(peaks[0].line != peaks[1].line);
    for (const auto& peak : peaks) {
      REQUIRE(peak.line != nullptr);
      CHECK(peak.line->species == (label == 0 ? "first" : "second"));
      const auto line = std::find_if(std::begin(kLines), std::end(kLines), [&](const Line& candidate) {
        return survey.grid[candidate.pixel] == peak.line->vacuumNm;
      });
      // A line that deepens with the label removes flux: more flux there means a smaller label.
      CHECK((peak.height < 0.0) == (line->slope[label] > 0.0));
      CHECK(std::abs(peak.height) > 3.0 * peak.heightError);
    }
    CHECK(correlation(bestFilter(label), map.mean.data() + label * kPixels) > 0.9);
  }
}
