// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/LabelNames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "survey/names/KnownNames.h"
#include "survey/names/PredictedNames.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

/// S/N columns: generic name, then Gaia DR3, APOGEE, GALAH DR3 and DR4, LAMOST (g band), SDSS (file and SkyServer),
/// RAVE DR6, DESI's MWS and Gaia-ESO.
constexpr std::array<std::string_view, 11> kSignalToNoise = {
    "snr",      "rvs_spec_sig_to_noise", "snrev", "snr_c3_iraf", "snr_px_ccd3", "snrg", "sn_median_all",
    "snmedian", "snr_med_sparv",         "sn_r",  "s_n"};

/// Returns the name in lower case without separators: "[Mg/Fe]" → "mgfe", "log_g" → "logg", "A(Li)" → "ali".
std::string aliasKey(std::string_view name) {
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
  LabelRange range = {kLowestRatio, kHighestRatio};
  std::string element = {};  ///< "Mg" for [Mg/Fe] and [Mg/H]; empty for other labels
};

Known ratioOf(std::string_view element, const std::string& canonical, std::string_view reference) {
  return {.canonical = canonical,
          .display = fmt::format("[{}/{}]", element, reference),
          .unit = "dex",
          .element = std::string(element)};
}

/// Recognises [X/Fe] or [X/H] of an element. One-letter elements and all [X/H] need a separator (C_FE, [O/H]), because
/// names such as "sfe" or "ch" may mean something else; their canonical names keep it: "c_fe", "mg_h".
std::optional<Known> elementRatio(std::string_view name) {
  const std::string lower = lowerCase(name);
  const std::string key = aliasKey(name);
  const bool separated = lower.find_first_of("_/") != std::string::npos;
  for (const std::string_view element : kElementSymbols) {
    const std::string symbol = lowerCase(element);
    if (key == symbol + "fe" && (symbol.size() > 1 || separated))
      return ratioOf(element, symbol.size() > 1 ? key : symbol + "_fe", "Fe");
    if (key == symbol + "h" && separated) return ratioOf(element, symbol + "_h", "H");
  }
  return std::nullopt;
}

/// Returns the name in figures of the prediction of a label: "CNN Teff".
std::string predictedDisplay(std::string_view reference) {
  return fmt::format("CNN {}", reference);
}

std::optional<Known> knownLabel(std::string_view name) {
  if (isPredictedLabel(name)) {
    auto label = knownLabel(referenceName(name));
    if (!label) return std::nullopt;
    label->canonical = predictedName(label->canonical);
    label->display = predictedDisplay(label->display);
    return label;
  }
  const std::string key = aliasKey(name);
  if (key.empty()) return std::nullopt;
  for (const KnownLabel& row : kKnownLabels)
    if (hasWord(row.aliases, key))
      return Known{std::string(row.name), std::string(row.display), std::string(row.unit), {row.low, row.high}};
  // VizieR's [a/M]. Without the brackets it may be another quantity, such as the air mass.
  if (lowerCase(name) == "[a/m]") return knownLabel("alpham");
  return elementRatio(name);
}

/// Returns the table row of a column that has its own display name, or nullptr.
const KnownColumn* findDisplayedColumn(std::string_view name) {
  if (isSignalToNoise(name)) name = "snr";
  const auto* row = std::find_if(kKnownColumns.begin(), kKnownColumns.end(),
                                 [&](const KnownColumn& c) { return c.name == name && !c.display.empty(); });
  return row == kKnownColumns.end() ? nullptr : row;
}

/// Splits the unit from the end of a column's name: "R_kpc" → {"R", "kpc"}.
std::optional<std::pair<std::string, std::string>> splitUnit(std::string_view name) {
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

std::string elementOfLabel(std::string_view columnName) {
  const auto label = knownLabel(columnName);
  return label ? label->element : std::string();
}

LabelRange labelRange(std::string_view columnName) {
  const auto label = knownLabel(columnName);
  return label ? label->range : LabelRange();
}

std::optional<std::string> labelOfErrorName(std::string_view columnName) {
  if (const std::string_view label = labelOfError(columnName); isPredictedLabel(label) && isKnownLabel(label))
    return canonicalLabelName(label);
  const std::string lower = lowerCase(columnName);
  std::vector<std::string_view> rests;
  for (const std::string_view suffix : {"_error", "_err", "_unc", "_uncertainty"})
    if (lower.ends_with(suffix)) rests.push_back(columnName.substr(0, columnName.size() - suffix.size()));
  for (const std::string_view prefix : {"e_", "e"})
    if (lower.starts_with(prefix)) rests.push_back(columnName.substr(prefix.size()));
  for (const std::string_view rest : rests)
    if (isKnownLabel(rest)) return canonicalLabelName(rest);
  return std::nullopt;
}

bool isSignalToNoise(std::string_view columnName) {
  const std::string lower = lowerCase(columnName);
  return std::find(kSignalToNoise.begin(), kSignalToNoise.end(), lower) != kSignalToNoise.end();
}

std::string displayName(std::string_view name) {
  if (const auto label = knownLabel(name)) return label->display;
  if (const KnownColumn* column = findDisplayedColumn(name)) return std::string(column->display);
  if (isPredictedLabel(name)) return predictedDisplay(displayName(referenceName(name)));
  if (const std::string_view label = labelOfSigma(name); !label.empty())
    return fmt::format("σ({})", displayName(label));
  if (const std::string_view label = labelOfError(name); !label.empty())
    return fmt::format("{}({})", isPredictedLabel(label) ? "scatter" : "σ", displayName(label));
  if (const auto parts = splitUnit(name)) return parts->first;
  return std::string(name);
}

std::string defaultUnit(std::string_view name) {
  if (const auto label = knownLabel(name)) return label->unit;
  if (const KnownColumn* column = findDisplayedColumn(name)) return std::string(column->unit);
  if (isPredictedLabel(name)) return defaultUnit(referenceName(name));
  for (const std::string_view label : {labelOfSigma(name), labelOfError(name)})
    if (!label.empty()) return defaultUnit(label);
  if (const auto parts = splitUnit(name)) return parts->second;
  return {};
}

std::string unitSuffix(std::string_view unit) {
  return unit.empty() || unit == "dex" ? std::string() : fmt::format(" ({})", unit);
}

int valueDecimals(std::string_view unit) {
  return unit == "K" ? 0 : 2;
}

int scatterDecimals(std::string_view unit) {
  return unit == "K" ? 0 : 3;
}

std::string scatterText(double scatter, std::string_view unit) {
  return fmt::format("{:.{}f}{}", scatter, scatterDecimals(unit), unit == "K" ? " K" : "");
}

std::string axisLabel(std::string_view name, std::string_view unit) {
  return displayName(name) + unitSuffix(unit.empty() ? defaultUnit(name) : std::string(unit));
}

}  // namespace maury::survey
