// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/ColumnUnits.h"

#include <array>
#include <cctype>
#include <numbers>
#include <span>
#include <string>

namespace maury::survey {

namespace {

struct NamedFactor {
  std::string_view unit;
  double factor;
};

constexpr double kDegreesPerHour = 15.0;
constexpr double kMasPerDegree = 3.6e6;

constexpr NamedFactor kDegrees[] = {{"deg", 1.0},
                                    {"degree", 1.0},
                                    {"degrees", 1.0},
                                    {"degs", 1.0},
                                    {"°", 1.0},
                                    {"rad", 180.0 / std::numbers::pi},
                                    {"radian", 180.0 / std::numbers::pi},
                                    {"radians", 180.0 / std::numbers::pi},
                                    {"h", kDegreesPerHour},
                                    {"hr", kDegreesPerHour},
                                    {"hrs", kDegreesPerHour},
                                    {"hour", kDegreesPerHour},
                                    {"hours", kDegreesPerHour},
                                    {"hourangle", kDegreesPerHour},
                                    {"hms", kDegreesPerHour},
                                    {"arcmin", 1.0 / 60.0},
                                    {"arcsec", 1.0 / 3600.0},
                                    {"arcsecond", 1.0 / 3600.0},
                                    {"arcseconds", 1.0 / 3600.0},
                                    {"mas", 1.0 / kMasPerDegree},
                                    {"milliarcsec", 1.0 / kMasPerDegree},
                                    {"milliarcsecond", 1.0 / kMasPerDegree},
                                    {"milliarcseconds", 1.0 / kMasPerDegree},
                                    {"uas", 1e-3 / kMasPerDegree},
                                    {"µas", 1e-3 / kMasPerDegree},   // micro sign
                                    {"μas", 1e-3 / kMasPerDegree}};  // Greek letter

/// 1 ly = 9 460 730 472 580 800 m, 1 AU = 149 597 870 700 m and 1 pc = 648 000/π AU (IAU 2012 B2 and 2015 B2).
constexpr double kMetresPerAu = 149597870700.0;
constexpr double kMetresPerPc = 648000.0 / std::numbers::pi * kMetresPerAu;
constexpr double kKpcPerLightYear = 1e-3 * 9460730472580800.0 / kMetresPerPc;
constexpr NamedFactor kLengths[] = {{"kpc", 1.0},
                                    {"kiloparsec", 1.0},
                                    {"kiloparsecs", 1.0},
                                    {"pc", 1e-3},
                                    {"parsec", 1e-3},
                                    {"parsecs", 1e-3},
                                    {"mpc", 1e3},
                                    {"ly", kKpcPerLightYear},
                                    {"lyr", kKpcPerLightYear},
                                    {"lightyear", kKpcPerLightYear},
                                    {"lightyears", kKpcPerLightYear},
                                    {"au", 1e-3 * kMetresPerAu / kMetresPerPc}};

/// Returns the unit in lower case without blanks, and without enclosing brackets or quotes.
std::string plainUnit(std::string_view unit) {
  std::string plain;
  for (const char c : unit)
    if (std::string_view(" \t[](){}'\"").find(c) == std::string_view::npos)
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

std::optional<double> factorOf(const std::string& plain, std::span<const NamedFactor> factors) {
  for (const NamedFactor& known : factors)
    if (known.unit == plain) return known.factor;
  return std::nullopt;
}

}  // namespace

std::optional<double> degreesPerUnit(std::string_view unit) {
  return factorOf(plainUnit(unit), kDegrees);
}

std::optional<double> masPerUnit(std::string_view unit) {
  const std::string plain = plainUnit(unit);
  if (plain == "mas") return 1.0;  // exact, unlike the product below
  if (plain == "arcsec") return 1000.0;
  const auto degrees = factorOf(plain, kDegrees);
  return degrees ? std::optional(*degrees * kMasPerDegree) : std::nullopt;
}

std::optional<double> masPerYearPerUnit(std::string_view unit) {
  std::string plain;
  for (const char c : plainUnit(unit))
    if (std::string_view(".*^").find(c) == std::string_view::npos) plain += c;
  for (const std::string_view year : {"/year", "/yr", "/a", "year-1", "yr-1", "a-1"})
    if (plain.size() > year.size() && plain.ends_with(year))
      return masPerUnit(std::string_view(plain).substr(0, plain.size() - year.size()));
  return std::nullopt;
}

std::optional<double> kpcPerUnit(std::string_view unit) {
  return factorOf(plainUnit(unit), kLengths);
}

bool isVelocityUnit(std::string_view unit) {
  std::string plain;
  for (const char c : plainUnit(unit))
    if (std::string_view(".*^").find(c) == std::string_view::npos) plain += c;
  return plain == "km/s" || plain == "kms-1" || plain == "m/s" || plain == "ms-1";
}

}  // namespace maury::survey
