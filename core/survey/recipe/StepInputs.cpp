// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/StepInputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "survey/names/ColumnUnits.h"
#include "survey/names/NearNames.h"

namespace maury::survey {

namespace {

[[noreturn]] void mismatch(const Step& step, const std::string& reason) {
  throw Error(ErrorKind::Mismatch, fmt::format("The step '{}' does not fit this survey: {}.", toText(step), reason));
}

void normaliseXp(const XpNormaliseStep& step, Dataset& dataset) {
  for (const std::string& name : step.inputs) {
    const auto input = std::find_if(dataset.inputs.begin(), dataset.inputs.end(),
                                    [&](const AuxiliaryInput& candidate) { return candidate.name == name; });
    if (input == dataset.inputs.end() || input->width < 2)
      mismatch(step, fmt::format("it has no input of coefficients called {}", name));
    for (std::size_t begin = 0; begin < input->values.size(); begin += input->width) {
      const float first = input->values[begin];
      for (std::size_t k = 0; k < input->width; ++k) {
        float& value = input->values[begin + k];
        value = first > 0.0F ? value / first : std::numeric_limits<float>::quiet_NaN();
      }
    }
    input->unit.clear();  // ratios have no unit
  }
}

std::vector<double> numbersOf(const Step& step, const Dataset& dataset, const std::string& name) {
  if (!dataset.hasNumeric(name))
    mismatch(step, fmt::format("it has no numeric column or input called {}; {}", name,
                               nearNames(name, dataset.numericNames())));
  return dataset.numeric(name);
}

void addAbsoluteMagnitudes(const AbsoluteMagnitudesStep& step, Dataset& dataset) {
  constexpr double kSmallestParallaxArcsec = 1e-4;  // clip in the code of Guiglion+2020
  std::vector<double> parallaxMas = numbersOf(step, dataset, step.parallax);
  for (double& parallax : parallaxMas)
    parallax *= masPerUnit(dataset.unitOf(step.parallax)).value_or(1.0);
  const std::vector<std::string> names = absoluteMagnitudeNames(step);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<double> magnitude = numbersOf(step, dataset, step.magnitudes[i]);
    AuxiliaryInput absolute{names[i], "mag", 1, {}};
    if (unusedName(dataset, absolute.name) != absolute.name)
      mismatch(step, fmt::format("it already has a label, column or input called {}", absolute.name));
    for (std::size_t star = 0; star < magnitude.size(); ++star) {
      const double arcsec = std::max(parallaxMas[star] / 1000.0, kSmallestParallaxArcsec);
      const double value =
          std::isnan(parallaxMas[star]) ? parallaxMas[star] : magnitude[star] + 5.0 * (std::log10(arcsec) + 1.0);
      absolute.values.push_back(static_cast<float>(value));
    }
    dataset.inputs.push_back(std::move(absolute));
  }
}

}  // namespace

void applyToInputs(const Step& step, Dataset& dataset) {
  if (needsSpectra(step)) return;
  if (const auto* xp = std::get_if<XpNormaliseStep>(&step)) normaliseXp(*xp, dataset);
  if (const auto* magnitudes = std::get_if<AbsoluteMagnitudesStep>(&step)) addAbsoluteMagnitudes(*magnitudes, dataset);
}

}  // namespace maury::survey
