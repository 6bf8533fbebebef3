// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/Quantities.h"

#include <algorithm>
#include <array>
#include <optional>

#include "survey/names/ColumnUnits.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

/// Velocities whose name reveals them, lower case.
constexpr std::array<std::string_view, 12> kVelocityNames = {
    "radial_velocity", "rv",      "vhelio",       "vhelio_avg", "vrad",     "hrv",
    "rv_galah",        "rv_gaia", "rv_nogr_obst", "vlos",       "helio_rv", "v_rad"};
constexpr std::array<std::string_view, 6> kMagnitudeNames = {"j_m", "h_m", "ks_m", "k_m", "wise1", "wise2"};

bool isMagnitude(const std::string& lower, std::string_view unit) {
  if (lowerCase(unit) == "mag") return true;
  if (std::find(kMagnitudeNames.begin(), kMagnitudeNames.end(), lower) != kMagnitudeNames.end()) return true;
  return lower.ends_with("_mag") || lower.starts_with("mag_") || lower.ends_with("mag_ap") || lower == "gmag" ||
         lower == "bpmag" || lower == "rpmag" || lower == "vmag" || lower == "bmag" || lower == "jmag" ||
         lower == "hmag" || lower == "kmag" || lower == "ksmag" || lower == "imag";
}

/// Returns the quantity whose 1σ error a column of this name holds: "e_parallax", "pmra_error", "RV_ERR" → "rv".
std::optional<std::string> valueOfError(const std::string& lower) {
  for (const std::string_view suffix : {"_error", "_err", "_unc", "_uncertainty"})
    if (lower.size() > suffix.size() && lower.ends_with(suffix)) return lower.substr(0, lower.size() - suffix.size());
  if (lower.size() > 2 && lower.starts_with("e_")) return lower.substr(2);
  return std::nullopt;
}

bool findValueQuantity(const std::string& lower, std::string_view unit, Quantity& quantity) {
  const auto set = [&](Quantity found) {
    quantity = std::move(found);
    return true;
  };
  // Limits are generous: no star is brighter than the Sun (−26.7 mag), no magnitude of any survey fainter than 40.
  if (isMagnitude(lower, unit)) return set({.low = -35.0, .high = 40.0, .unit = "mag"});
  if (lower == "j" || lower == "h" || lower == "k")  // APOGEE's magnitudes, but other tables may use these names
    return set({.low = -35.0, .high = 40.0, .outsideIsMissing = false, .unit = "mag"});
  if (isSignalToNoise(lower) || lower.starts_with("snr_"))
    return set({.low = -90.0, .minusOneIsMissing = true, .outsideIsMissing = false});
  if (isParallaxName(lower)) {  // the nearest star has 769 mas; negative parallaxes are true measurements
    const double perUnit = masPerUnit(unit).value_or(1.0);
    return set({.low = -1000.0 / perUnit, .high = 1000.0 / perUnit, .ninesFrom = 99.0, .unit = std::string(unit)});
  }
  if (isProperMotionName(lower)) {  // at most 10.4 arcsec/yr (Barnard's star)
    const double perUnit = masPerYearPerUnit(unit).value_or(1.0);
    return set({.low = -2e4 / perUnit, .high = 2e4 / perUnit, .ninesFrom = 99.0, .unit = std::string(unit)});
  }
  // Impossible directions are counted by those who use them; a right ascension may be between ±180°.
  if (isDirectionName(lower)) return set({.low = -360.0, .high = 360.0, .outsideIsMissing = false});
  if (isDistanceName(lower, unit)) return set({.low = 0.0, .unit = std::string(unit)});
  const bool isVelocity =
      isVelocityUnit(unit) || std::find(kVelocityNames.begin(), kVelocityNames.end(), lower) != kVelocityNames.end();
  // A true velocity may be −999 km/s, but then it is within the range of the others (Sentinels.h).
  if (isVelocity) return set({.low = -3e8, .high = 3e8, .ninesFrom = 999.0, .unit = std::string(unit)});
  return false;
}

/// Returns the quantity of a 1σ error of this quantity.
Quantity errorOf(const Quantity& value) {
  Quantity error{.low = 0.0, .ninesFrom = 99.0, .unit = value.unit};
  if (value.outsideIsMissing) error.high = value.high;  // errors of directions have other units than these
  return error;
}

}  // namespace

Quantity labelQuantity(std::string_view labelName) {
  const LabelRange range = labelRange(labelName);
  // 9999 K is a possible temperature, and 99.99 a possible value of any other label; they are judged by the other
  // values.
  Quantity quantity{.low = range.low, .high = range.high, .unit = defaultUnit(labelName)};
  quantity.ninesFrom = quantity.unit == "K" ? 9999.0 : range.isKnown() ? 9.9 : 99.0;
  return quantity;
}

Quantity labelErrorQuantity(std::string_view labelName) {
  const LabelRange range = labelRange(labelName);
  Quantity quantity{.low = 0.0, .high = range.high - range.low, .unit = defaultUnit(labelName)};
  quantity.ninesFrom = quantity.unit == "K" ? 999.0 : range.isKnown() ? 9.9 : 99.0;
  return quantity;
}

Quantity unknownQuantity() {
  return {.ninesFrom = 999.0, .isUnknown = true};
}

bool findQuantity(std::string_view name, std::string_view unit, Quantity& quantity) {
  const std::string lower = lowerCase(name);
  if (findValueQuantity(lower, unit, quantity)) {
    // Some names are those of errors although their unit is that of the value, such as e_Gmag (mag).
    if (valueOfError(lower)) quantity = errorOf(quantity);
    return true;
  }
  const auto value = valueOfError(lower);
  if (!value || !findValueQuantity(*value, unit, quantity)) return false;
  quantity = errorOf(quantity);
  return true;
}

}  // namespace maury::survey
