// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/PositionColumns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "survey/names/ColumnUnits.h"
#include "survey/names/TextCase.h"

namespace maury::survey {
namespace {

using NamePair = std::pair<std::string_view, std::string_view>;

/// Names of right ascension and declination in Gaia, plain tables, CDS (columns added by VizieR begin with '_'), GALAH,
/// APOGEE, LAMOST, DESI, SDSS, WEAVE, RAVE and Gaia-ESO; lower case, most likely first.
constexpr NamePair kDirectionNames[] = {
    {kRightAscensionColumn, kDeclinationColumn},
    {"ra", "de"},
    {"ra", "decl"},
    {"ra", "declination"},
    {"ra_deg", "dec_deg"},
    {"radeg", "dedeg"},
    {"radeg", "decdeg"},
    {"ra_icrs", "de_icrs"},
    {"ra_icrs", "dec_icrs"},
    {"_ra_icrs", "_de_icrs"},
    {"raj2000", "dej2000"},
    {"raj2000", "decj2000"},
    {"_raj2000", "_dej2000"},
    {"ra_j2000", "dec_j2000"},
    {"ra_2000", "dec_2000"},
    {"ra2000", "dec2000"},
    {"ra2000", "de2000"},
    {"alpha_j2000", "delta_j2000"},
    {"_ra", "_de"},
    {"_ra", "_dec"},
    {"ra_dr4", "dec_dr4"},
    {"ra_dr3", "dec_dr3"},
    {"ra_edr3", "dec_edr3"},
    {"ra_dr2", "dec_dr2"},
    {"ra_gaia", "dec_gaia"},
    {"gaia_ra", "gaia_dec"},
    {"gaiadr3_ra", "gaiadr3_dec"},
    {"gaia_dr3_ra", "gaia_dr3_dec"},
    {"ra_apogee", "dec_apogee"},
    {"target_ra", "target_dec"},
    {"targ_ra", "targ_dec"},
    {"targra", "targdec"},
    {"plug_ra", "plug_dec"},
    {"plugra", "plugdec"},
    {"obj_ra", "obj_dec"},
    {"objra", "objdec"},
    {"mean_ra", "mean_dec"},
    {"ra_mean", "dec_mean"},
    {"fiber_ra", "fiber_dec"},
    {"fibrera", "fibredec"},
    {"ra_obs", "dec_obs"},
    {"ra_input", "dec_input"},
    {"ra_targ", "dec_targ"},
    {"right_ascension", "declination"},
    {"rightascension", "declination"},
    {"ra_1", "dec_1"},  // TOPCAT's and pandas' names of equal columns of two tables
    {"ra_2", "dec_2"},
    {"ra_x", "dec_x"},
};

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
                                             {"distance_gspphot", 1e-3},
                                             {"distance", 0.0},
                                             {"dist", 0.0},
                                             {"d", 0.0}};

/// Parallax names in Gaia and CDS tables; for cross-matched Gaia releases the newest first.
constexpr std::array<std::string_view, 9> kParallaxNames{
    kParallaxColumn, "plx",          "parallax_dr4",     "parallax_dr3", "parallax_edr3",
    "gaia_parallax", "gaia_dr3_plx", "gaiadr3_parallax", "parallax_dr2"};
constexpr std::array<std::string_view, 14> kParallaxErrorNames{"parallax_error",      "e_parallax",
                                                               "parallax_err",        "e_plx",
                                                               "plx_error",           "plx_err",
                                                               "parallax_error_dr4",  "parallax_error_dr3",
                                                               "parallax_error_edr3", "gaia_parallax_error",
                                                               "gaia_dr3_plx_error",  "gaiadr3_parallax_error",
                                                               "e_gaia_parallax",     "parallax_error_dr2"};

constexpr NamePair kProperMotionNames[] = {{"pmra", "pmdec"},
                                           {"pmra", "pmde"},
                                           {"pm_ra", "pm_dec"},
                                           {"pm_ra", "pm_de"},
                                           {"pmra_dr4", "pmdec_dr4"},
                                           {"pmra_dr3", "pmdec_dr3"},
                                           {"pmra_edr3", "pmdec_edr3"},
                                           {"gaia_pmra", "gaia_pmdec"},
                                           {"gaia_pm_ra", "gaia_pm_dec"},
                                           {"gaiadr3_pmra", "gaiadr3_pmdec"},
                                           {"pmra_dr2", "pmdec_dr2"},
                                           {"mu_alpha", "mu_delta"}};

/// Names of a dataset by their lower case; of names that differ only in case, the first.
class NameIndex {
public:
  explicit NameIndex(const std::vector<std::string>& names) {
    for (const std::string& name : names)
      m_names.emplace(lowerCase(name), name);
  }

  /// Returns the name as spelled in the dataset; empty if it has none.
  std::string find(std::string_view lower) const {
    const auto found = m_names.find(std::string(lower));
    return found == m_names.end() ? std::string() : found->second;
  }

  /// Returns the first of the candidates that exists; empty if none does.
  template <typename Names>
  std::string findFirst(const Names& candidates) const {
    for (const std::string_view candidate : candidates)
      if (std::string name = find(candidate); !name.empty()) return name;
    return {};
  }

  /// Returns the first pair of candidates of which both names exist; two empty names if there is none.
  std::pair<std::string, std::string> findPair(std::span<const NamePair> candidates) const {
    for (const auto& [first, second] : candidates) {
      std::pair<std::string, std::string> found{find(first), find(second)};
      if (!found.first.empty() && !found.second.empty()) return found;
    }
    return {};
  }

private:
  std::unordered_map<std::string, std::string> m_names;
};

bool isInPairs(std::string_view name, std::span<const NamePair> pairs) {
  const std::string lower = lowerCase(name);
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const NamePair& p) { return p.first == lower || p.second == lower; });
}

template <typename Names>
bool isAmong(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), lowerCase(name)) != names.end();
}

/// Returns the first column with this UCD; the main one, if a column is marked as such.
std::string findByUcd(const Dataset& dataset, const std::string& ucd, bool includeText) {
  for (const std::string& wanted : {ucd + ";meta.main", ucd})
    for (const io::Column& column : dataset.columns)
      if (lowerCase(column.ucd) == wanted && (includeText || !column.isText())) return column.name;
  return {};
}

/// Returns the factor of the unit that a column states, or 1 if it states none.
double factorOf(const Dataset& dataset, const std::string& name, std::optional<double> (*perUnit)(std::string_view),
                std::string_view examples) {
  const std::string unit = name.empty() ? std::string() : dataset.unitOf(name);
  if (unit.empty()) return 1.0;
  const auto factor = perUnit(unit);
  if (!factor)
    throw Error(ErrorKind::Mismatch, fmt::format("Column '{}' has the unit '{}', which cannot be converted. Use {}.",
                                                 excerpt(name), excerpt(unit), examples));
  return *factor;
}

DistanceColumn withQuantiles(const Dataset& dataset, const std::string& name, double kpcPerUnit,
                             const std::string& unit) {
  DistanceColumn column{name, kpcPerUnit, {}, {}, unit};
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
  return NameIndex(dataset.numericNames()).findFirst(candidates);
}

DirectionNames directionNames(const Dataset& dataset, bool includeText) {
  std::vector<std::string> names = dataset.numericNames();
  for (const io::Column& column : dataset.columns)
    if (includeText && column.isText()) names.push_back(column.name);
  const NameIndex index(names);
  const auto [ra, dec] = index.findPair(kDirectionNames);
  if (!ra.empty()) return {ra, dec};
  DirectionNames found{findByUcd(dataset, "pos.eq.ra", includeText), findByUcd(dataset, "pos.eq.dec", includeText)};
  if (found.complete()) return found;
  found = {};  // report the one that exists, so that a message can name the other
  for (const auto& [first, second] : kDirectionNames) {
    if (found.rightAscension.empty()) found.rightAscension = index.find(first);
    if (found.declination.empty()) found.declination = index.find(second);
  }
  return found;
}

DistanceColumn findDistanceColumn(const Dataset& dataset) {
  const NameIndex names(dataset.numericNames());
  for (const KnownDistance& known : kKnownDistances) {
    const std::string name = names.find(known.name);
    if (name.empty()) continue;
    // Ambiguous names such as "d" have no default unit: they are distances only if the column states a unit of length.
    const std::string unit = dataset.unitOf(name);
    const double factor = unit.empty() ? known.kpcPerUnit : kpcPerUnit(unit).value_or(0.0);
    if (factor > 0.0) return withQuantiles(dataset, name, factor, !unit.empty() ? unit : factor == 1.0 ? "kpc" : "pc");
  }
  return {};
}

DistanceColumn distanceColumn(const Dataset& dataset, const std::string& name, const std::string& unit) {
  if (!unit.empty()) return withQuantiles(dataset, name, kpcPerUnit(unit).value_or(1.0), unit);
  const std::string stated = dataset.unitOf(name);
  return withQuantiles(dataset, name, factorOf(dataset, name, kpcPerUnit, "pc or kpc"),
                       stated.empty() ? "kpc" : stated);
}

ParallaxNames parallaxNames(const Dataset& dataset) {
  const NameIndex names(dataset.numericNames());
  ParallaxNames found{names.findFirst(kParallaxNames), names.findFirst(kParallaxErrorNames)};
  found.masPerUnit = factorOf(dataset, found.parallax, masPerUnit, "mas or arcsec");
  found.errorMasPerUnit = factorOf(dataset, found.error, masPerUnit, "mas or arcsec");
  return found;
}

ProperMotionNames properMotionNames(const Dataset& dataset) {
  const auto [ra, dec] = NameIndex(dataset.numericNames()).findPair(kProperMotionNames);
  ProperMotionNames found{ra, dec};
  found.raMasPerYear = factorOf(dataset, ra, masPerYearPerUnit, "mas/yr or arcsec/yr");
  found.decMasPerYear = factorOf(dataset, dec, masPerYearPerUnit, "mas/yr or arcsec/yr");
  return found;
}

std::optional<UnitConversion> positionConversion(std::string_view name, std::string_view unit) {
  if (unit.empty()) return std::nullopt;
  const auto to = [](const char* target, std::optional<double> factor) -> std::optional<UnitConversion> {
    if (!factor || *factor == 1.0) return std::nullopt;
    return UnitConversion{target, *factor};
  };
  if (isDirectionName(name)) return to("deg", degreesPerUnit(unit));
  if (isParallaxName(name) || isAmong(name, kParallaxErrorNames)) return to("mas", masPerUnit(unit));
  if (isProperMotionName(name)) return to("mas/yr", masPerYearPerUnit(unit));
  return std::nullopt;
}

bool isDirectionName(std::string_view name) {
  return isInPairs(name, kDirectionNames);
}

bool isDistanceName(std::string_view name, std::string_view unit) {
  const std::string lower = lowerCase(name);
  return std::any_of(std::begin(kKnownDistances), std::end(kKnownDistances), [&](const KnownDistance& known) {
    return known.name == lower && (known.kpcPerUnit > 0.0 || kpcPerUnit(unit).has_value());
  });
}

bool isParallaxName(std::string_view name) {
  return isAmong(name, kParallaxNames);
}

bool isProperMotionName(std::string_view name) {
  return isInPairs(name, kProperMotionNames);
}

}  // namespace maury::survey
