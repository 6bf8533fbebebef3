// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/FitScaling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/Statistics.h"
#include "survey/names/PredictedNames.h"

namespace maury::training {

namespace {

using network::InputScaling;

/// Accumulates mean, scatter and range of the finite values added.
struct Moments {
  double sum = 0.0, squares = 0.0;
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  std::size_t count = 0;

  void add(double value) {
    if (!std::isfinite(value)) return;
    sum += value;
    squares += value * value;
    low = std::min(low, value);
    high = std::max(high, value);
    ++count;
  }
  double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0.0; }
  double scatter() const { return count > 0 ? scatterFromSums(static_cast<double>(count), sum, squares) : 0.0; }
};

/// Returns 1 for the scale of a constant quantity, which avoids a division by zero.
double scaleOrOne(double scale) {
  return scale > 0.0 ? scale : 1.0;
}

[[noreturn]] void throwMismatch(const std::string& message) {
  throw Error(ErrorKind::Mismatch, message);
}

network::ModelLabel fitLabel(const survey::Label& label, std::span<const std::size_t> training) {
  Moments moments;
  for (const std::size_t star : training)
    moments.add(label.values[star]);
  if (moments.count == 0)
    throwMismatch(fmt::format("The label '{}' has no value in the training part. Choose other labels.", label.name));
  if (!(moments.high > moments.low)) {
    throwMismatch(
        fmt::format("The label '{}' is {:g} for every star of the training part. A constant cannot be learned.",
                    label.name, moments.low));
  }
  return {label.name, label.unit, moments.low, moments.high};
}

/// Fits the range of real flux. Its centre is the median over stars of their median flux, its half width 30 robust
/// scatters of all pixels about that level or 5 times the level, whichever is larger: far beyond lines and noise of
/// spectra, far below a pixel that alone determines a variance. The levels of the survey differ if the 16th and the
/// 84th percentile of the stars' medians differ by more than a factor of 1.5.
network::FluxRange fitFluxRange(const survey::Dataset& dataset, std::span<const std::size_t> training,
                                std::span<const std::size_t> pixels) {
  constexpr std::size_t kMaxStars = 5000;  // evenly chosen; enough for medians
  constexpr std::size_t kMaxValues = 2'000'000;
  constexpr double kWidthInScatters = 30.0, kWidthInLevels = 5.0, kMaxLevelRatio = 1.5;
  const std::size_t starStep = training.size() / kMaxStars + 1;
  std::vector<float> scratch;
  std::vector<double> levels;
  for (std::size_t i = 0; i < training.size(); i += starStep) {
    const double level = network::medianFlux(dataset.fluxOf(training[i]), pixels, scratch);
    if (level > 0.0) levels.push_back(level);
  }
  network::FluxRange range;
  if (levels.empty()) return range;  // spectra without a continuum, such as differences
  std::vector<double> sorted = levels;
  const double level = upperMedian(sorted);
  range.level = static_cast<float>(level);
  range.levelsEach = orderStatistic(sorted, 0.84) > kMaxLevelRatio * orderStatistic(sorted, 0.16);

  const std::size_t values = (training.size() / starStep + 1) * pixels.size();
  const std::size_t pixelStep = values / kMaxValues + 1;
  std::vector<double> deviations;
  for (std::size_t i = 0; i < training.size(); i += starStep) {
    const std::span<const float> flux = dataset.fluxOf(training[i]);
    const float factor = network::levelFactor(range, flux, pixels, scratch);
    for (std::size_t j = 0; j < pixels.size(); j += pixelStep)
      if (std::isfinite(flux[pixels[j]])) deviations.push_back(static_cast<double>(flux[pixels[j]] * factor) - level);
  }
  const double width = std::max(kWidthInScatters * robustSigma(deviations), kWidthInLevels * level);
  range.low = static_cast<float>(level - width);
  range.high = static_cast<float>(level + width);
  return range;
}

void fitFlux(const survey::Dataset& dataset, std::span<const std::size_t> training, network::ModelInfo& info) {
  const std::size_t pixelCount = dataset.pixelCount();
  const std::vector<std::size_t> seen = info.pixels();
  info.fluxRange = fitFluxRange(dataset, training, seen);
  std::vector<Moments> pixels(pixelCount);
  std::vector<float> scratch;
  for (const std::size_t star : training) {
    const std::span<const float> flux = dataset.fluxOf(star);
    const float factor = network::levelFactor(info.fluxRange, flux, seen, scratch);
    for (std::size_t p = 0; p < pixelCount; ++p)
      if (info.fluxRange.contains(flux[p] * factor)) pixels[p].add(flux[p] * factor);
  }
  double sum = 0.0, count = 0.0, variance = 0.0, used = 0.0;
  for (const std::size_t p : seen) {
    sum += pixels[p].sum;
    count += static_cast<double>(pixels[p].count);
    if (pixels[p].count == 0) continue;
    variance += pixels[p].scatter() * pixels[p].scatter();
    used += 1.0;
  }
  if (count == 0.0)
    throwMismatch("No pixel of the training spectra has a flux outside the masks. Mask fewer wavelengths.");
  // Missing flux is replaced by the mean level of the training spectra: close to the continuum if they are normalised,
  // and of the right order otherwise.
  info.fluxFill = static_cast<float>(sum / count);
  info.fluxOffset.assign(pixelCount, 0.0F);
  info.fluxScale = 1.0F;
  if (info.network.scaling == InputScaling::AsDelivered) return;
  for (std::size_t p = 0; p < pixelCount; ++p) {
    info.fluxOffset[p] = pixels[p].count > 0 ? static_cast<float>(pixels[p].mean()) : info.fluxFill;
  }
  info.fluxScale = static_cast<float>(scaleOrOne(std::sqrt(variance / used)));
}

network::ModelInput fitInput(const survey::AuxiliaryInput& input, std::span<const std::size_t> training,
                             InputScaling scaling) {
  network::ModelInput result;
  result.name = input.name;
  result.unit = input.unit;
  result.width = input.width;
  for (std::size_t k = 0; k < input.width; ++k) {
    Moments moments;
    for (const std::size_t star : training)
      moments.add(input.values[star * input.width + k]);
    if (moments.count == 0) {
      throwMismatch(fmt::format("Element {} of the input '{}' has no value in the training part.", k + 1, input.name));
    }
    const bool standardised = scaling == InputScaling::Standardised;
    const double offset = standardised ? moments.mean() : moments.low;
    const double scale = scaleOrOne(standardised ? moments.scatter() : moments.high - moments.low);
    result.offset.push_back(static_cast<float>(offset));
    result.scale.push_back(static_cast<float>(scale));
    result.fill.push_back(static_cast<float>((moments.mean() - offset) / scale));
    result.minimum.push_back(static_cast<float>(moments.low));
    result.maximum.push_back(static_cast<float>(moments.high));
  }
  return result;
}

void fitInputs(const survey::Dataset& dataset, std::span<const std::size_t> training, network::ModelInfo& info) {
  for (const network::AuxiliaryInputs& branch : info.network.auxiliary()) {
    for (const std::string& name : branch.inputs) {
      const survey::AuxiliaryInput* input = dataset.findInput(name);
      if (input == nullptr) {
        std::vector<std::string> names;
        for (const survey::AuxiliaryInput& other : dataset.inputs)
          names.push_back(other.name);
        throwMismatch(
            fmt::format("The network's branch '{}' takes the input '{}', which this survey lacks (its inputs: {}). "
                        "Choose a network for spectra alone, such as the preset spectrum-small.",
                        branch.branch, name, names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
      }
      info.inputs.push_back(fitInput(*input, training, info.network.scaling));
    }
  }
}

}  // namespace

std::vector<std::string> labelsToLearn(const survey::Dataset& dataset, const TrainingOptions& options) {
  std::vector<std::string> all;
  for (const survey::Label& label : dataset.labels)
    if (!survey::isPredictedLabel(label.name)) all.push_back(label.name);
  if (all.empty()) throwMismatch("This survey has no labels to learn. Import it with a label table.");
  if (options.labels.empty()) return all;
  for (const std::string& name : options.labels) {
    if (std::count(options.labels.begin(), options.labels.end(), name) > 1) {
      throw Error(ErrorKind::Usage, fmt::format("The label '{}' is listed more than once.", name),
                  "Name each label once in --labels.");
    }
    if (dataset.findLabel(name) == nullptr) {
      throwMismatch(fmt::format("This survey has no label '{}'. Its labels are {}.", name, fmt::join(all, ", ")));
    }
  }
  return options.labels;
}

network::ModelInfo fitScaling(const survey::Dataset& dataset, const TrainingOptions& options,
                              std::span<const std::size_t> training) {
  if (dataset.pixelCount() == 0) throwMismatch("This survey is a catalogue without spectra, which training needs.");
  for (const spectra::WavelengthRange& mask : options.masks) {
    if (mask.highNm >= dataset.grid.first() && mask.lowNm <= dataset.grid.last()) continue;
    throw Error(ErrorKind::Usage,
                fmt::format("The mask {:g}-{:g} nm lies outside the spectra ({}).", mask.lowNm, mask.highNm,
                            dataset.grid.describe()),
                "Correct --mask.");
  }
  network::ModelInfo info;
  info.network = options.network;
  info.grid = dataset.grid;
  info.masks = options.masks;
  info.trainedOn = dataset.provenance;
  info.split = options.split;
  info.trainingStars = training.size();
  info.members = options.members;
  info.command = options.command;
  if (training.empty()) {
    throwMismatch(fmt::format(
        "The training part is empty: each of the {} stars lacks labels or flux, or belongs to another part. "
        "Check the labels, or lower the validation and test fractions.",
        dataset.starCount()));
  }
  for (const std::string& name : labelsToLearn(dataset, options)) {
    info.labels.push_back(fitLabel(*dataset.findLabel(name), training));
  }
  fitFlux(dataset, training, info);
  fitInputs(dataset, training, info);
  return info;
}

}  // namespace maury::training
