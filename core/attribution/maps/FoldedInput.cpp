// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/FoldedInput.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/Error.h"
#include "survey/recipe/Step.h"

namespace maury::attribution {
namespace {

/// Returns true if the network takes this input's coefficients divided by the first.
bool isDividedByFirst(const network::ModelInfo& info, const std::string& input) {
  const auto& texts = info.trainedOn.preprocessing;
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
    try {
      const survey::Step step = survey::parseStep(text);
      const auto* xp = std::get_if<survey::XpNormaliseStep>(&step);
      return xp != nullptr && std::find(xp->inputs.begin(), xp->inputs.end(), input) != xp->inputs.end();
    } catch (const Error&) {
      return false;  // a step of another program
    }
  });
}

/// Returns the factors of each coefficient's derivative at each wavelength: K × W.
std::vector<double> directions(const spectra::CoefficientBasis& basis, bool overFirst, const float* meanCoefficients) {
  std::vector<double> directions = basis.functions;
  if (!overFirst) return directions;
  const std::size_t width = basis.nm.size();
  std::fill_n(directions.begin(), width, 0.0);  // the first coefficient is always 1
  for (std::size_t k = 1; k < basis.coefficients(); ++k)
    for (std::size_t i = 0; i < width; ++i)
      directions[k * width + i] -= static_cast<double>(meanCoefficients[k]) * basis.functions[i];
  return directions;
}

/// Accumulates the members' curves and their squares.
struct CurveSums {
  std::vector<double> value, square;
  explicit CurveSums(std::size_t width) : value(width, 0.0), square(width, 0.0) {}
  void add(const float* derivatives, const std::vector<double>& directions) {
    const std::size_t width = value.size();
    std::vector<double> curve(width, 0.0);
    for (std::size_t k = 0; k * width < directions.size(); ++k)
      for (std::size_t i = 0; i < width; ++i)
        curve[i] += static_cast<double>(derivatives[k]) * directions[k * width + i];
    for (std::size_t i = 0; i < width; ++i) {
      value[i] += curve[i];
      square[i] += curve[i] * curve[i];
    }
  }
};

}  // namespace

FoldedInput foldedInput(const AttributionMap& map, const network::ModelInfo& info, std::size_t input,
                        const spectra::CoefficientBasis& basis) {
  if (!isDerivative(map.method))
    throw Error(ErrorKind::Usage,
                fmt::format("Only derivatives can be shown over wavelength, not {}. Choose gradient or smoothgrad.",
                            methodName(map.method)));
  if (input >= info.inputs.size())
    throw Error(ErrorKind::Usage,
                fmt::format("Input {} does not exist: the model has {} inputs.", input, info.inputs.size()));
  const network::ModelInput& coefficients = info.inputs[input];
  if (coefficients.width != basis.coefficients()) {
    throw Error(ErrorKind::Mismatch, fmt::format("{} has {} elements, but its basis has {} functions.",
                                                 coefficients.name, coefficients.width, basis.coefficients()));
  }
  std::size_t first = 0;
  for (std::size_t i = 0; i < input; ++i)
    first += info.inputs[i].width;
  FoldedInput folded{coefficients.name, isDividedByFirst(info, coefficients.name), basis.nm, {}, {}};
  const std::vector<double> along = directions(basis, folded.overFirst, map.meanInput.data() + first);
  const std::size_t elements = map.inputScatter.size(), labels = map.labels.size();
  for (std::size_t label = 0; label < labels; ++label) {
    CurveSums sums(basis.nm.size());
    for (std::size_t m = 0; m < static_cast<std::size_t>(map.members); ++m)
      sums.add(map.memberInputMean.data() + (m * labels + label) * elements + first, along);
    for (std::size_t i = 0; i < basis.nm.size(); ++i) {
      const double mean = sums.value[i] / map.members;
      folded.mean.push_back(mean);
      folded.spread.push_back(std::sqrt(std::max(sums.square[i] / map.members - mean * mean, 0.0)));
    }
  }
  return folded;
}

std::vector<FoldedInput> foldedInputs(
    const AttributionMap& map, const network::ModelInfo& info,
    const std::function<std::optional<spectra::CoefficientBasis>(std::string_view input)>& basisOf) {
  std::vector<FoldedInput> folded;
  for (std::size_t i = 0; i < info.inputs.size(); ++i) {
    const auto basis = basisOf(info.inputs[i].name);
    if (basis && basis->coefficients() == info.inputs[i].width) folded.push_back(foldedInput(map, info, i, *basis));
  }
  return folded;
}

io::Table foldedTable(const AttributionMap& map, std::span<const FoldedInput> inputs) {
  std::vector<std::string> names;
  std::vector<double> nm;
  std::vector<std::vector<double>> means(map.labels.size()), spreads(map.labels.size());
  io::Table table;
  table.notes = {fmt::format("Attribution by {}: mean of {} stars, ensemble of {} networks", methodName(map.method),
                             map.stars, map.members)};
  for (const FoldedInput& input : inputs) {
    const std::size_t width = input.nm.size();
    names.insert(names.end(), width, input.input);
    nm.insert(nm.end(), input.nm.begin(), input.nm.end());
    for (std::size_t label = 0; label < map.labels.size(); ++label) {
      const auto begin = static_cast<std::ptrdiff_t>(label * width), end = static_cast<std::ptrdiff_t>(begin + width);
      means[label].insert(means[label].end(), input.mean.begin() + begin, input.mean.begin() + end);
      spreads[label].insert(spreads[label].end(), input.spread.begin() + begin, input.spread.begin() + end);
    }
    table.notes.push_back(fmt::format("{}: label per flux added at the wavelength, {}", input.input,
                                      input.overFirst ? "in units of the first coefficient" : "in the flux's unit"));
  }
  table.columns = {{"input", "", std::move(names), "Input of the network", "meta.id"},
                   {"wavelength_nm", "nm", std::move(nm), "Wavelength in vacuum", "em.wl"}};
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    const auto& [name, unit, low, high] = map.labels[label];
    const std::string column = fmt::format("d_{}_d_flux", name),
                      quantity = fmt::format("d({})/d(flux added here)", name);
    table.columns.push_back(
        {column, unit, std::move(means[label]), quantity + ", mean over stars and networks", "stat.value"});
    table.columns.push_back(
        {column + "_spread", unit, std::move(spreads[label]), quantity + ", scatter over networks", "stat.stdev"});
  }
  return table;
}

}  // namespace maury::attribution
