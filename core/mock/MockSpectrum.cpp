// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSpectrum.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <xsimd/xsimd.hpp>

#include "base/Constants.h"
#include "base/Error.h"
#include "mock/lines/MockLines.h"
#include "mock/lines/Voigt.h"

namespace maury::mock {

namespace {

constexpr double kReachSigma = 4.0;  // extent of the line-spread function
constexpr double kFineStepNm = LineOpacity::kFineStepNm;

/// Four-lane vector, available on every 64-bit processor; each lane equals the scalar result.
using Float4 = xsimd::make_sized_batch_t<float, 4>;

/// Returns the labels as numbers, or as dual variables that carry their derivatives.
template <class T>
std::array<T, kMockLabels> variablesOf(const StellarParameters& star) {
  std::array<T, kMockLabels> out;
  for (std::size_t i = 0; i < kMockLabels; ++i) {
    const double value = star.value(static_cast<MockLabel>(i));
    if constexpr (std::is_same_v<T, double>)
      out[i] = value;
    else
      out[i] = T::variable(value, i);
  }
  return out;
}

using LabelDual = Dual<kMockLabels>;

/// Returns half the continuum's optical depth between each layer and the one above; for the highest layer, its whole
/// optical depth.
Column<double> halfSteps() {
  Column<double> out;
  double above = 0.0;
  for (std::size_t k = 0; k < kLayers; ++k) {
    const double tau = opticalDepths()[k];
    out[k] = k == 0 ? tau : 0.5 * (tau - above);
    above = tau;
  }
  return out;
}

/// Loads four rows of four numbers, `stride` apart, and returns their columns.
std::array<Float4, 4> loadColumns(const float* rows, std::size_t stride) {
  const auto row = [&](std::size_t i) { return Float4::load_unaligned(rows + i * stride); };
  const Float4 a = row(0), b = row(1), c = row(2), d = row(3);
  const Float4 lowEven = zip_lo(a, c), lowOdd = zip_lo(b, d), highEven = zip_hi(a, c), highOdd = zip_hi(b, d);
  return {zip_lo(lowEven, lowOdd), zip_hi(lowEven, lowOdd), zip_lo(highEven, highOdd), zip_hi(highEven, highOdd)};
}

/// Computes the emergent light at each fine pixel from the line opacity of each layer, four pixels at a time.
void computeLight(const Atmosphere<double>& star, const std::vector<float>& opacity, std::vector<float>& light) {
  static const auto steps = halfSteps();
  const std::size_t pixels = opacity.size() / kLayers;  // a multiple of four
  light.resize(pixels);
  Column<float> weights, slantSteps;
  for (std::size_t k = 0; k < kLayers; ++k) {
    weights[k] = static_cast<float>(star.weight[k]);
    slantSteps[k] = static_cast<float>(kSlant * steps[k]);
  }
  for (std::size_t i = 0; i < pixels; i += 4) {
    const float* pixel = opacity.data() + i * kLayers;
    Float4 above(0.0F), depth(0.0F), sum(static_cast<float>(star.surface));
    for (std::size_t half = 0; half < kLayers; half += 4) {
      const auto layers = loadColumns(pixel + half, kLayers);
      for (std::size_t k = 0; k < 4; ++k) {
        const Float4 whole = 1.0F + layers[k];
        depth += slantSteps[half + k] * (whole + above);
        above = whole;
        sum += weights[half + k] * expMinus(depth);
      }
    }
    sum.store_unaligned(light.data() + i);
  }
}

/// Computes the emergent light and its derivative with respect to each label.
std::vector<LabelDual> computeLight(const Atmosphere<LabelDual>& star, const std::vector<double>& opacity) {
  static const auto steps = halfSteps();
  constexpr std::size_t kValuesPerPixel = (1 + kMockLabels) * kLayers;
  std::vector<LabelDual> light(opacity.size() / kValuesPerPixel, star.surface);
  for (std::size_t i = 0; i < light.size(); ++i) {
    const double* row = opacity.data() + i * kValuesPerPixel;
    Column<double> transmitted, opacityDerivative{};
    double depth = 0.0;
    for (std::size_t k = 0; k < kLayers; ++k) {
      depth += kSlant * steps[k] * (1.0 + row[k] + (k == 0 ? 0.0 : 1.0 + row[k - 1]));
      transmitted[k] = std::exp(-depth);
      for (std::size_t label = 0; label < kMockLabels; ++label)
        light[i].slope[label] += star.weight[k].slope[label] * transmitted[k];
      light[i].value += star.weight[k].value * transmitted[k];
    }
    double deeper = 0.0;  // change of the light from this layer and all below per unit of optical depth added here
    for (std::size_t k = kLayers; k-- > 0;) {
      deeper -= kSlant * star.weight[k].value * transmitted[k];
      opacityDerivative[k] += steps[k] * deeper;
      if (k > 0) opacityDerivative[k - 1] += steps[k] * deeper;
    }
    for (std::size_t label = 0; label < kMockLabels; ++label)
      for (std::size_t k = 0; k < kLayers; ++k)
        light[i].slope[label] += opacityDerivative[k] * row[(1 + label) * kLayers + k];
  }
  return light;
}

double pixelWidthNm(const spectra::WavelengthGrid& grid, std::size_t pixel) {
  const std::size_t last = grid.size() - 1;
  const std::size_t low = pixel == 0 ? 0 : pixel - 1, high = std::min(pixel + 1, last);
  return (grid[high] - grid[low]) / static_cast<double>(high - low);
}

}  // namespace

const spectra::WavelengthGrid& rvsGrid() {
  static const auto grid = spectra::WavelengthGrid::linear(846.015, 0.03, 800);
  return grid;
}

SpectrumModel::SpectrumModel(const spectra::WavelengthGrid& grid, double resolution)
    : SpectrumModel(grid, resolution, mockLines(), Calibration{}) {}

SpectrumModel::SpectrumModel(const spectra::WavelengthGrid& grid, double resolution, const std::vector<MockLine>& lines,
                             const Calibration& calibration)
    : m_grid(grid), m_calibration(calibration) {
  if (grid.size() < 2 || grid.first() < 839.9 || grid.last() > 882.1) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("Mock spectra cover 840 to 882 nm, but the grid has {}. Use a grid within that range.",
                            grid.describe()));
  }
  if (!(resolution >= 1000.0 && resolution <= 100000.0)) {
    throw Error(ErrorKind::Usage,
                fmt::format("The resolving power of a mock must be between 1000 and 100000, but is {}.", resolution));
  }
  const auto sigmaNm = [&](double nm) { return std::hypot(nm / resolution / 2.3548, m_calibration.macroNm); };
  const double marginNm = kReachSigma * sigmaNm(grid.last()) +
                          std::max(pixelWidthNm(grid, 0), pixelWidthNm(grid, grid.size() - 1)) + 2.0 * kFineStepNm;
  const double firstNm = grid.first() - marginNm;
  m_lines =
      LineOpacity(firstNm, static_cast<std::size_t>((grid.last() - grid.first() + 2.0 * marginNm) / kFineStepNm) + 1,
                  lines, calibration, kFastestKmS);
  for (std::size_t pixel = 0; pixel < grid.size(); ++pixel) {
    const double sigma = sigmaNm(grid[pixel]), half = 0.5 * pixelWidthNm(grid, pixel),
                 reach = kReachSigma * sigma + half;
    PixelResponse response;
    response.first = static_cast<std::size_t>((grid[pixel] - reach - firstNm) / kFineStepNm);
    const auto count = static_cast<std::size_t>(2.0 * reach / kFineStepNm) + 2;
    double sum = 0.0;
    for (std::size_t k = 0; k < count && response.first + k < m_lines.pixels(); ++k) {
      const double x = m_lines.nm(response.first + k) - grid[pixel], scale = std::numbers::sqrt2 * sigma;
      const double weight = std::erf((x + half) / scale) - std::erf((x - half) / scale);
      response.weights.push_back(static_cast<float>(weight));
      sum += weight;
    }
    for (auto& weight : response.weights)
      weight = static_cast<float>(weight / sum);
    m_responses.push_back(std::move(response));
  }
}

void SpectrumModel::compute(const StellarParameters& star, std::span<float> flux, double velocityKmS) const {
  const auto atmosphere = atmosphereOf(variablesOf<double>(star), m_calibration);
  const double shift = 1.0 + std::clamp(velocityKmS, -kFastestKmS, kFastestKmS) / kSpeedOfLightKmS;
  thread_local std::vector<float> opacity, fine;
  m_lines.compute(atmosphere, shift, opacity);
  computeLight(atmosphere, opacity, fine);
  for (std::size_t pixel = 0; pixel < m_responses.size(); ++pixel) {
    const auto& response = m_responses[pixel];
    const float* light = fine.data() + response.first;
    const std::size_t count = response.weights.size();
    const float* weights = response.weights.data();
    Float4 even(0.0F), odd(0.0F);
    std::size_t k = 0;
    for (; k + 8 <= count; k += 8) {
      even += Float4::load_unaligned(weights + k) * Float4::load_unaligned(light + k);
      odd += Float4::load_unaligned(weights + k + 4) * Float4::load_unaligned(light + k + 4);
    }
    float sum = 0.0F;
    for (; k < count; ++k)
      sum += weights[k] * light[k];
    for (const Float4& part : {even, odd})
      for (std::size_t lane = 0; lane < Float4::size; ++lane)
        sum += part.get(lane);
    flux[pixel] = sum;
  }
}

void SpectrumModel::differentiate(const StellarParameters& star, std::span<double> flux,
                                  std::span<double> derivatives) const {
  const auto atmosphere = atmosphereOf(variablesOf<LabelDual>(star), m_calibration);
  std::vector<double> opacity;
  m_lines.differentiate(atmosphere, opacity);
  const auto fine = computeLight(atmosphere, opacity);
  const std::size_t pixels = m_responses.size();
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    LabelDual sum;
    for (std::size_t k = 0; k < m_responses[pixel].weights.size(); ++k) {
      const double weight = static_cast<double>(m_responses[pixel].weights[k]);
      const auto& light = fine[m_responses[pixel].first + k];
      sum.value += weight * light.value;
      for (std::size_t label = 0; label < kMockLabels; ++label)
        sum.slope[label] += weight * light.slope[label];
    }
    flux[pixel] = sum.value;
    for (std::size_t label = 0; label < kMockLabels; ++label)
      derivatives[label * pixels + pixel] = sum.slope[label];
  }
}

const SpectrumModel& spectrumModel() {
  static const SpectrumModel model(rvsGrid());
  return model;
}

}  // namespace maury::mock
