// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/LabelNames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "survey/dataset/TextCase.h"

namespace maury::survey {

namespace {

struct LabelRow {
  std::string_view canonical;
  std::string_view display;
  std::string_view unit;
  /// Spellings without case, blanks, brackets and '_', '-', '/', '.' (see squeezed()), separated by blanks.
  std::string_view aliases;
};

constexpr std::array kLabels = {
    LabelRow{"teff", "Teff", "K", "teff teffk temperature effectivetemperature"},
    LabelRow{"logg", "log g", "dex", "logg loggcgs surfacegravity"},
    LabelRow{"mh", "[M/H]", "dex", "mh metallicity"},
    LabelRow{"feh", "[Fe/H]", "dex", "feh"},
    LabelRow{"alpham", "[α/M]", "dex", "alpham αm"},
    LabelRow{"alphafe", "[α/Fe]", "dex", "alphafe αfe afe"},
    LabelRow{"ali", "A(Li)", "dex", "ali"},
};

/// Elements whose [X/Fe] and [X/H] are labels: mgfe, mgh … The order is that of atomic number.
constexpr std::array<std::string_view, 29> kElements = {"C",  "N",  "O",  "Na", "Mg", "Al", "Si", "P",  "S",  "K",
                                                        "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Co", "Ni", "Cu", "Zn",
                                                        "Sr", "Y",  "Zr", "Ba", "La", "Ce", "Nd", "Sm", "Eu"};

struct ColumnRow {
  std::string_view name;
  std::string_view display;
  std::string_view unit;
};

/// Columns and inputs that figures show often. Gaia's names and units: the DR3 data model of gaia_source.
constexpr std::array kColumns = {
    ColumnRow{"snr", "S/N", ""},
    ColumnRow{"ra", "RA", "deg"},
    ColumnRow{"dec", "Dec", "deg"},
    ColumnRow{"parallax", "ϖ", "mas"},
    ColumnRow{"bp_coefficients", "XP blue", ""},
    ColumnRow{"rp_coefficients", "XP red", ""},
    ColumnRow{"phot_g_mean_mag", "G", "mag"},
    ColumnRow{"phot_bp_mean_mag", "G_BP", "mag"},
    ColumnRow{"phot_rp_mean_mag", "G_RP", "mag"},
    ColumnRow{"bp_rp", "G_BP − G_RP", "mag"},
    ColumnRow{"radial_velocity", "RV", "km/s"},
    ColumnRow{"abs_Z_kpc", "|Z|", "kpc"},
    ColumnRow{"distance_kpc", "distance", "kpc"},
    ColumnRow{"age", "age", "Gyr"},
};

/// The column of S/N in Gaia DR3, APOGEE, GALAH DR3 and DR4, LAMOST (g band), SDSS (file and SkyServer) and RAVE DR6.
constexpr std::array<std::string_view, 9> kSignalToNoise = {
    "snr",  "rvs_spec_sig_to_noise", "snrev",    "snr_c3_iraf",  "snr_px_ccd3",
    "snrg", "sn_median_all",         "snmedian", "snr_med_sparv"};

/// "[Mg/Fe]" → "mgfe", "log_g" → "logg", "A(Li)" → "ali".
std::string squeezed(std::string_view name) {
  std::string out;
  for (const char c : lowerCase(name))
    if (std::string_view(" \t[](){}_-/.").find(c) == std::string_view::npos) out += c;
  return out;
}

bool hasWord(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t blank = words.find(' ');
    if (words.substr(0, blank) == word) return true;
    if (blank == std::string_view::npos) break;
    words.remove_prefix(blank + 1);
  }
  return false;
}

struct Known {
  std::string canonical;
  std::string display;
  std::string unit;
};

/// [X/Fe] or [X/H] of an element. A one-letter element and any [X/H] need a separator (C_FE, [O/H]), because "sfe" or
/// "ch" are names of other things; their canonical spelling keeps it: "c_fe", "mg_h".
std::optional<Known> elementRatio(std::string_view name) {
  const std::string lower = lowerCase(name);
  const std::string key = squeezed(name);
  const bool separated = lower.find_first_of("_/") != std::string::npos;
  for (const std::string_view element : kElements) {
    const std::string symbol = lowerCase(element);
    if (key == symbol + "fe" && (symbol.size() > 1 || separated))
      return Known{symbol.size() > 1 ? key : symbol + "_fe", fmt::format("[{}/Fe]", element), "dex"};
    if (key == symbol + "h" && separated) return Known{symbol + "_h", fmt::format("[{}/H]", element), "dex"};
  }
  return std::nullopt;
}

std::optional<Known> knownLabel(std::string_view name) {
  const std::string key = squeezed(name);
  if (key.empty()) return std::nullopt;
  for (const LabelRow& row : kLabels)
    if (hasWord(row.aliases, key))
      return Known{std::string(row.canonical), std::string(row.display), std::string(row.unit)};
  return elementRatio(name);
}

const ColumnRow* knownColumn(std::string_view name) {
  if (isSignalToNoise(name)) name = "snr";
  const auto* row = std::find_if(kColumns.begin(), kColumns.end(), [&](const ColumnRow& c) { return c.name == name; });
  return row == kColumns.end() ? nullptr : row;
}

/// A unit that a column's name ends in: "R_kpc" → {"R", "kpc"}.
std::optional<std::pair<std::string, std::string>> unitInName(std::string_view name) {
  for (const std::string_view unit : {"kpc", "pc", "mas", "deg", "nm", "mag", "Gyr"}) {
    if (name.size() <= unit.size() + 1 || !name.ends_with(unit)) continue;
    if (name[name.size() - unit.size() - 1] != '_') continue;
    return std::pair{std::string(name.substr(0, name.size() - unit.size() - 1)), std::string(unit)};
  }
  return std::nullopt;
}

}  // namespace

std::string canonicalLabelName(std::string_view columnName) {
  const auto label = knownLabel(columnName);
  return label ? label->canonical : std::string(columnName);
}

bool isKnownLabel(std::string_view columnName) {
  return knownLabel(columnName).has_value();
}

bool isSignalToNoise(std::string_view columnName) {
  const std::string lower = lowerCase(columnName);
  return std::find(kSignalToNoise.begin(), kSignalToNoise.end(), lower) != kSignalToNoise.end();
}

std::string displayName(std::string_view name) {
  if (const auto label = knownLabel(name)) return label->display;
  if (const ColumnRow* column = knownColumn(name)) return std::string(column->display);
  if (name.starts_with("e_") && name.size() > 2) return fmt::format("σ({})", displayName(name.substr(2)));
  if (const auto parts = unitInName(name)) return parts->first;
  return std::string(name);
}

std::string defaultUnit(std::string_view name) {
  if (const auto label = knownLabel(name)) return label->unit;
  if (const ColumnRow* column = knownColumn(name)) return std::string(column->unit);
  if (name.starts_with("e_") && name.size() > 2) return defaultUnit(name.substr(2));
  if (const auto parts = unitInName(name)) return parts->second;
  return {};
}

std::string axisLabel(std::string_view name, std::string_view unit) {
  const std::string shownUnit = unit.empty() ? defaultUnit(name) : std::string(unit);
  if (shownUnit.empty() || shownUnit == "dex") return displayName(name);
  return fmt::format("{} ({})", displayName(name), shownUnit);
}

}  // namespace maury::survey
