// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/MapTable.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace maury::attribution {
namespace {

std::string noteOf(const AttributionMap& map) {
  return fmt::format("Attribution by {}: mean of {} stars, ensemble of {} networks", methodName(map.method), map.stars,
                     map.members);
}

/// Returns "d_teff_d_flux" for derivatives, "teff_attribution" for contributions.
std::string columnName(const AttributionMap& map, std::size_t label, const char* source) {
  const std::string& name = map.labels[label].name;
  return isDerivative(map.method) ? fmt::format("d_{}_d_{}", name, source) : fmt::format("{}_attribution", name);
}

std::vector<double> rowOf(const std::vector<float>& values, std::size_t row, std::size_t width) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row * width);
  return {begin, begin + static_cast<std::ptrdiff_t>(width)};
}

}  // namespace

io::Table mapTable(const AttributionMap& map) {
  const std::size_t pixels = map.grid.size();
  io::Table table;
  const auto add = [&](const std::string& name, const std::string& unit, const std::vector<float>& values,
                       std::size_t row, const std::string& description, const std::string& ucd) {
    table.columns.push_back({name, unit, rowOf(values, row, pixels), description, ucd, true});
  };
  table.notes = {noteOf(map)};
  table.columns.push_back({"wavelength_nm", "nm", map.grid.nm(), "Wavelength in vacuum", "em.wl"});
  add("flux_mean", "", map.meanFlux, 0, "Mean flux of the stars", "phot.flux.density;em.wl");
  add("flux_spread", "", map.fluxSpread, 0, "Standard deviation of the flux over the stars", "stat.stdev");
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    const std::string& unit = map.labels[label].unit;
    const std::string name = columnName(map, label, "flux");
    const std::string quantity = isDerivative(map.method)
                                     ? fmt::format("d({})/d(flux) of the pixel", map.labels[label].name)
                                     : fmt::format("Contribution of the pixel to {}", map.labels[label].name);
    add(name, unit, map.mean, label, quantity + ", mean over stars and networks", "stat.value");
    add(name + "_spread", unit, map.spread, label, quantity + ", scatter over networks", "stat.stdev");
    add(name + "_stars", unit, map.starSpread, label, quantity + ", scatter over stars", "stat.stdev");
  }
  return table;
}

io::Table inputTable(const AttributionMap& map, const std::vector<network::ModelInput>& inputs) {
  io::Table table;
  table.notes = {noteOf(map)};
  std::vector<std::string> names, units;
  std::vector<std::int64_t> element;
  for (const network::ModelInput& input : inputs) {
    for (std::size_t e = 0; e < input.width; ++e) {
      names.push_back(input.name);
      units.push_back(input.unit);
      element.push_back(static_cast<std::int64_t>(e));
    }
  }
  const std::size_t elements = names.size();
  table.columns = {{"input", "", std::move(names), "Input of the network", "meta.id"},
                   {"input_unit", "", std::move(units), "Unit of the input", "meta.unit"},
                   {"element", "", std::move(element), "Element of the input, from 0", "meta.number"}};
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    const std::string name = columnName(map, label, "input");
    const std::string quantity = isDerivative(map.method)
                                     ? fmt::format("d({})/d(input)", map.labels[label].name)
                                     : fmt::format("Contribution of the input to {}", map.labels[label].name);
    table.columns.push_back(
        {name, map.labels[label].unit, rowOf(map.inputMean, label, elements), quantity, "stat.value"});
    table.columns.push_back({name + "_spread", map.labels[label].unit, rowOf(map.inputSpread, label, elements),
                             quantity + ", scatter over networks", "stat.stdev"});
  }
  return table;
}

}  // namespace maury::attribution
