// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Coadd.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "base/Statistics.h"

namespace maury::spectra {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

/// Values and errors of one pixel in all spectra.
struct PixelValues {
  std::vector<double> values, errors;  ///< the values that have an error
  std::vector<double> others;          ///< the values without one

  void collect(std::span<const RepeatSpectrum> spectra, std::size_t pixel) {
    values.clear();
    errors.clear();
    others.clear();
    for (const RepeatSpectrum& spectrum : spectra) {
      const double value = spectrum.flux[pixel];
      if (!std::isfinite(value)) continue;
      const double error = spectrum.fluxError.empty() ? kNoData : spectrum.fluxError[pixel];
      if (error > 0.0 && std::isfinite(error)) {
        values.push_back(value);
        errors.push_back(error);
      } else {
        others.push_back(value);
      }
    }
  }
};

struct ValueError {
  double value = kNoData, error = kNoData;
};

ValueError weightedMean(const PixelValues& pixel) {
  double weight = 0.0, weighted = 0.0;
  for (std::size_t i = 0; i < pixel.values.size(); ++i) {
    const double w = 1.0 / (pixel.errors[i] * pixel.errors[i]);
    weight += w;
    weighted += w * pixel.values[i];
  }
  return {weighted / weight, 1.0 / std::sqrt(weight)};
}

ValueError medianOf(PixelValues& pixel) {
  const auto count = static_cast<double>(pixel.values.size());
  double variances = 0.0, inverse = 0.0;
  for (const double error : pixel.errors) {
    variances += error * error;
    inverse += 1.0 / error;
  }
  const double error =
      pixel.values.size() < 3 ? std::sqrt(variances) / count : std::sqrt(0.5 * std::numbers::pi * count) / inverse;
  return {median(pixel.values), error};
}

}  // namespace

RepeatScatter coadd(CoaddMethod method, std::span<const RepeatSpectrum> spectra, std::span<float> flux,
                    std::span<float> fluxError) {
  RepeatScatter scatter;
  PixelValues pixel;
  for (std::size_t i = 0; i < flux.size(); ++i) {
    pixel.collect(spectra, i);
    ValueError result;
    if (!pixel.values.empty()) {
      const ValueError mean = weightedMean(pixel);
      for (std::size_t k = 0; k < pixel.values.size(); ++k) {
        const double deviation = (pixel.values[k] - mean.value) / pixel.errors[k];
        scatter.chiSquared += deviation * deviation;
      }
      scatter.degreesOfFreedom += pixel.values.size() - 1;
      result = method == CoaddMethod::Mean ? mean : medianOf(pixel);
    } else if (!pixel.others.empty()) {
      result.value = method == CoaddMethod::Mean ? meanOf(pixel.others) : median(pixel.others);
    }
    flux[i] = static_cast<float>(result.value);
    if (!fluxError.empty()) fluxError[i] = static_cast<float>(result.error);
  }
  return scatter;
}

}  // namespace maury::spectra
