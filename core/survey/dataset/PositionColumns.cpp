// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/PositionColumns.h"

#include <algorithm>
#include <array>

#include "survey/dataset/TextCase.h"

namespace maury::survey {
namespace {

/// Names in Gaia, plain tables, CDS (columns added by VizieR begin with '_'), GALAH, APOGEE and LAMOST; lower case,
/// most likely first.
constexpr std::array<std::string_view, 13> kRightAscensionNames{kRightAscensionColumn,
                                                                "ra_deg",
                                                                "radeg",
                                                                "ra_icrs",
                                                                "raj2000",
                                                                "_raj2000",
                                                                "_ra",
                                                                "ra_dr3",
                                                                "ra_dr2",
                                                                "ra_gaia",
                                                                "ra_apogee",
                                                                "ra_obs",
                                                                "right_ascension"};
constexpr std::array<std::string_view, 15> kDeclinationNames{
    kDeclinationColumn, "dec_deg", "decdeg",  "dedeg",   "de_icrs",  "dec_icrs",   "dej2000", "decj2000",
    "_dej2000",         "_de",     "dec_dr3", "dec_dr2", "dec_gaia", "dec_apogee", "dec_obs"};

/// Name of a distance column in lower case, and its unit in kpc unless the column states another; 0: no default unit.
struct KnownDistance {
  std::string_view name;
  double kpcPerUnit;
};
/// Known distances, best first.
constexpr KnownDistance kKnownDistances[] = {{kDistanceColumn, 1.0},
                                             {"dist50", 1.0},  // StarHorse
                                             {"r_med_photogeo", 1e-3},
                                             {"r_med_geo", 1e-3},
                                             {"rpgeo", 1e-3},
                                             {"rgeo", 1e-3},           // Bailer-Jones+2021, CDS I/352
                                             {"weighted_dist", 1e-3},  // astroNN (Leung & Bovy 2019)
                                             {"r_est", 1e-3},
                                             {"rest", 1e-3},  // Bailer-Jones+2018, GALAH DR3
                                             {"dist_kpc", 1.0},
                                             {"d_kpc", 1.0},
                                             {"distance_pc", 1e-3},
                                             {"dist_pc", 1e-3},
                                             {"distance", 0.0},
                                             {"dist", 0.0},
                                             {"d", 0.0}};

/// Parallax names in Gaia and CDS tables; for cross-matched Gaia releases the newest first.
constexpr std::array<std::string_view, 4> kParallaxNames{kParallaxColumn, "plx", "parallax_dr3", "parallax_dr2"};
constexpr std::array<std::string_view, 7> kParallaxErrorNames{
    "parallax_error", "e_parallax", "parallax_err", "e_plx", "plx_error", "parallax_error_dr3", "parallax_error_dr2"};

template <typename Names>
std::string findFirst(const std::vector<std::string>& names, const Names& candidates) {
  for (const std::string_view candidate : candidates)
    for (const std::string& name : names)
      if (lowerCase(name) == candidate) return name;
  return {};
}

/// Returns the factor from `unit` to kpc; `fallback` unless the unit is pc or kpc.
double kpcIn(const std::string& unit, double fallback) {
  const std::string lower = lowerCase(unit);
  return lower == "pc" ? 1e-3 : lower == "kpc" ? 1.0 : fallback;
}

DistanceColumn withQuantiles(const Dataset& dataset, const std::string& name, double kpcPerUnit) {
  DistanceColumn column{name, kpcPerUnit, {}, {}};
  const std::string key = lowerCase(name);
  std::string low, high;
  if (key == "dist50") {  // StarHorse
    low = "dist16", high = "dist84";
  } else if (constexpr std::string_view kMedian = "r_med_"; key.starts_with(kMedian)) {
    low = "r_lo_" + key.substr(kMedian.size()), high = "r_hi_" + key.substr(kMedian.size());
  } else {
    return column;
  }
  column.lowName = findNumericName(dataset, {low});
  column.highName = findNumericName(dataset, {high});
  if (column.lowName.empty() || column.highName.empty()) column.lowName = column.highName = {};
  return column;
}

}  // namespace

std::string findNumericName(const Dataset& dataset, const std::vector<std::string_view>& candidates) {
  return findFirst(dataset.numericNames(), candidates);
}

DirectionNames directionNames(const Dataset& dataset, bool includeText) {
  std::vector<std::string> names = dataset.numericNames();
  for (const io::Column& column : dataset.columns)
    if (includeText && column.isText()) names.push_back(column.name);
  return {findFirst(names, kRightAscensionNames), findFirst(names, kDeclinationNames)};
}

DistanceColumn findDistanceColumn(const Dataset& dataset) {
  const std::vector<std::string> names = dataset.numericNames();
  for (const KnownDistance& known : kKnownDistances) {
    const std::string name = findFirst(names, std::array{known.name});
    if (name.empty()) continue;
    // Ambiguous names such as "d" have no default unit: they are distances only if the column states pc or kpc.
    const double kpcPerUnit = kpcIn(dataset.unitOf(name), known.kpcPerUnit);
    if (kpcPerUnit > 0.0) return withQuantiles(dataset, name, kpcPerUnit);
  }
  return {};
}

DistanceColumn distanceColumn(const Dataset& dataset, const std::string& name, const std::string& unit) {
  return withQuantiles(dataset, name, kpcIn(unit.empty() ? dataset.unitOf(name) : unit, 1.0));
}

ParallaxNames parallaxNames(const Dataset& dataset) {
  const std::vector<std::string> names = dataset.numericNames();
  return {findFirst(names, kParallaxNames), findFirst(names, kParallaxErrorNames)};
}

}  // namespace maury::survey
