// SPDX-License-Identifier: GPL-3.0-or-later
// A survey with known answers: two labels that are linear in the flux of single pixels.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "base/Job.h"
#include "base/Random.h"
#include "network/description/HybridLayout.h"
#include "training/Trainer.h"

namespace maury::test {

inline constexpr std::size_t kToyPixels = 24;

/// Returns stars with teff = 5000 + 1000 x₅ K and mh = x₁₂ − x₁₈ dex, where x_p = (flux − 1) / 0.1 is uniform in −1…1
/// and independent.
inline survey::Dataset toySurvey(std::size_t stars, std::uint64_t seed = 11) {
  survey::Dataset data;
  data.provenance.origin = "toy";
  data.grid = spectra::WavelengthGrid::linear(850.0, 0.1, kToyPixels);
  data.labels = {{"teff", "K", {}, {}}, {"mh", "dex", {}, {}}};
  for (std::size_t i = 0; i < stars; ++i) {
    Random random(seed, i);
    std::vector<double> x(kToyPixels);
    for (double& value : x)
      value = random.uniform(-1.0, 1.0);
    data.ids.push_back("toy" + std::to_string(i));
    for (const double value : x)
      data.flux.push_back(static_cast<float>(1.0 + 0.1 * value));
    data.labels[0].values.push_back(static_cast<float>(5000.0 + 1000.0 * x[5]));
    data.labels[1].values.push_back(static_cast<float>(x[12] - x[18]));
  }
  return data;
}

/// Returns a layout with one convolution and one dense layer.
inline network::HybridLayout toyLayout() {
  network::HybridLayout layout;
  layout.convolutions = {{4, 3}};
  layout.spectrumDense = {{16}};
  return layout;
}

/// Returns toyLayout() with dropout after the convolution.
inline network::NetworkDescription toyNetworkWithDropout() {
  network::HybridLayout layout = toyLayout();
  layout.convolutionDropout = 0.2;
  return network::describe(layout);
}

/// Returns options with which training takes a few seconds, sanitizers included.
inline training::TrainingOptions toyOptions() {
  training::TrainingOptions options;
  options.network = network::describe(toyLayout());
  options.split = {0.2, 0.2, 3};
  options.members = 2;
  options.maxEpochs = 3;
  options.batch = 16;
  options.learningRate = 5e-3;
  options.threads = 2;
  return options;
}

/// Trains a model without a progress display.
inline training::TrainingResult trainModel(const survey::Dataset& survey, const training::TrainingOptions& options,
                                           const training::TrainingEvents& events = {}) {
  Job job;
  return training::train(survey, options, events, job);
}

}  // namespace maury::test
