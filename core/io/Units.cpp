// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Units.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "io/Numbers.h"

namespace maury::io {
namespace {

/// Unit symbols that FITS and VOUnits share, with the prefixes that are common in tables of stars.
constexpr std::array<std::string_view, 58> kSymbols = {
    "m",      "cm", "mm",    "um",     "nm",     "pm",     "km",    "pc",       "kpc", "Mpc", "AU",      "lyr",
    "g",      "kg", "s",     "ms",     "us",     "ns",     "min",   "h",        "d",   "yr",  "a",       "Myr",
    "Gyr",    "K",  "rad",   "deg",    "arcmin", "arcsec", "mas",   "sr",       "mag", "J",   "erg",     "W",
    "N",      "Pa", "Hz",    "kHz",    "MHz",    "GHz",    "Jy",    "mJy",      "eV",  "keV", "solMass", "solLum",
    "solRad", "ct", "count", "photon", "adu",    "pix",    "pixel", "Angstrom", "V",   "mol"};

/// Other spellings of these units, and their standard symbols.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kSpellings = {{{"Å", "Angstrom"},
                                                                                       {"angstrom", "Angstrom"},
                                                                                       {"angstroms", "Angstrom"},
                                                                                       {"Angstroms", "Angstrom"},
                                                                                       {"ANGSTROM", "Angstrom"},
                                                                                       {"AA", "Angstrom"},
                                                                                       {"A", "Angstrom"},
                                                                                       {"ang", "Angstrom"},
                                                                                       {"Ang", "Angstrom"},
                                                                                       {"ANG", "Angstrom"},
                                                                                       {"Angstroem", "Angstrom"},
                                                                                       {"nanometer", "nm"},
                                                                                       {"nanometers", "nm"},
                                                                                       {"NM", "nm"},
                                                                                       {"micrometer", "um"},
                                                                                       {"microns", "um"},
                                                                                       {"µm", "um"},
                                                                                       {"μm", "um"},
                                                                                       {"micron", "um"},
                                                                                       {"degree", "deg"},
                                                                                       {"degrees", "deg"},
                                                                                       {"sec", "s"},
                                                                                       {"Kelvin", "K"},
                                                                                       {"kelvin", "K"},
                                                                                       {"Lsun", "solLum"},
                                                                                       {"Msun", "solMass"},
                                                                                       {"Rsun", "solRad"}}};

/// Spellings of units of length in lower case, and their length in nm. The last ones of µm and Å are in Latin-1.
constexpr std::array<std::pair<std::string_view, double>, 51> kLengths = {
    {{"angstrom", 0.1},   {"angstroms", 0.1},   {"angstroem", 0.1},  {"angstroems", 0.1},  {"angström", 0.1},
     {"angströms", 0.1},  {"ångström", 0.1},    {"Ångström", 0.1},   {"ångstrom", 0.1},    {"angstr", 0.1},
     {"angs", 0.1},       {"ang", 0.1},         {"aa", 0.1},         {"a", 0.1},           {"å", 0.1},
     {"Å", 0.1},          {"\u212B", 0.1},      {"\xC5", 0.1},       {"nm", 1.0},          {"nanometer", 1.0},
     {"nanometers", 1.0}, {"nanometre", 1.0},   {"nanometres", 1.0}, {"millimicron", 1.0}, {"um", 1e3},
     {"µm", 1e3},         {"μm", 1e3},          {"\xB5m", 1e3},      {"micron", 1e3},      {"microns", 1e3},
     {"micrometer", 1e3}, {"micrometers", 1e3}, {"micrometre", 1e3}, {"micrometres", 1e3}, {"mum", 1e3},
     {"mu", 1e3},         {"µ", 1e3},           {"mm", 1e6},         {"millimeter", 1e6},  {"millimeters", 1e6},
     {"millimetre", 1e6}, {"millimetres", 1e6}, {"cm", 1e7},         {"centimeter", 1e7},  {"centimetre", 1e7},
     {"m", 1e9},          {"meter", 1e9},       {"meters", 1e9},     {"metre", 1e9},       {"metres", 1e9},
     {"pm", 1e-3}}};

/// Removes a number or power of ten ("0.1", "1e-10", "10**-10", "10^(-10)") from the start of a unit and returns it; 1
/// if there is none.
double takeFactor(std::string_view& unit) {
  for (const std::string_view power : {std::string_view("10**"), std::string_view("10^")}) {
    if (!unit.starts_with(power)) continue;
    std::string_view rest = unit.substr(power.size());
    const bool hasBracket = rest.starts_with('(');
    if (hasBracket) rest.remove_prefix(1);
    if (rest.starts_with('+')) rest.remove_prefix(1);
    int exponent = 0;
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
    if (failure != std::errc()) return 1.0;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (hasBracket && rest.starts_with(')')) rest.remove_prefix(1);
    unit = rest;
    return std::pow(10.0, exponent);
  }
  double number = 1.0;
  const auto [end, failure] = std::from_chars(unit.data(), unit.data() + unit.size(), number);
  if (failure != std::errc() || !std::isfinite(number) || number <= 0.0) return 1.0;
  unit.remove_prefix(static_cast<std::size_t>(end - unit.data()));
  return number;
}

/// Removes blanks, and brackets or quotation marks around the whole text.
std::string_view bareUnit(std::string_view unit) {
  unit = trim(unit);
  constexpr std::array<std::string_view, 5> kPairs = {"[]", "()", "''", "\"\"", "{}"};
  for (const std::string_view pair : kPairs)
    if (unit.size() > 2 && unit.front() == pair[0] && unit.back() == pair[1])
      return trim(unit.substr(1, unit.size() - 2));
  return unit;
}

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

struct Factor {
  std::string symbol;
  int power = 1;
};

/// Reads a unit with an optional power: "m", "m**-2", "m^-2", "m-2", "m(-2)" or "m2". The symbol is empty if the text
/// is something else or the unit is unknown.
Factor factorOf(std::string_view text) {
  Factor factor;
  const std::size_t end = text.find_first_of("*^(-+0123456789");
  std::string_view symbol = text.substr(0, end);
  if (symbol.size() > 2 && symbol.front() == '\'' && symbol.back() == '\'')
    symbol = symbol.substr(1, symbol.size() - 2);
  const auto* spelling =
      std::find_if(kSpellings.begin(), kSpellings.end(), [&](const auto& s) { return s.first == symbol; });
  if (spelling != kSpellings.end()) symbol = spelling->second;
  if (std::find(kSymbols.begin(), kSymbols.end(), symbol) == kSymbols.end()) return factor;
  if (end != std::string_view::npos) {
    std::string digits;
    for (const char c : text.substr(end))
      if (std::string_view("*^()").find(c) == std::string_view::npos) digits += c;
    const bool isNegative = digits.starts_with('-');
    if (isNegative || digits.starts_with('+')) digits.erase(0, 1);
    if (digits.size() != 1 || std::isdigit(static_cast<unsigned char>(digits[0])) == 0) return factor;
    factor.power = (isNegative ? -1 : 1) * (digits[0] - '0');
  }
  factor.symbol = symbol;
  return factor;
}

/// Returns the end of the first factor: the index of '/', '.', a blank or a '*' that is not part of "**", or the size.
std::size_t endOfFactor(std::string_view unit) {
  std::size_t end = 0;
  for (; end < unit.size(); ++end) {
    if (std::string_view("/. ").find(unit[end]) != std::string_view::npos) break;
    const bool isPower = unit.substr(end, 2) == "**" || (end > 0 && unit[end - 1] == '*');
    if (unit[end] == '*' && !isPower) break;
  }
  return end;
}

}  // namespace

std::optional<double> nmOfLength(std::string_view unit) {
  const std::string lower = lowerCase(bareUnit(unit));
  std::string_view rest = lower;
  const double factor = takeFactor(rest);
  while (factor != 1.0 && !rest.empty() && (rest.front() == ' ' || rest.front() == '*' || rest.front() == '.'))
    rest.remove_prefix(1);
  if (rest.size() > 1 && rest.back() == '.') rest.remove_suffix(1);
  const auto* found =
      std::find_if(kLengths.begin(), kLengths.end(), [&](const auto& known) { return known.first == rest; });
  if (found == kLengths.end()) return std::nullopt;
  const double nm = factor * found->second;
  if (!std::isfinite(nm) || nm <= 0.0) return std::nullopt;
  // 1e-10 m is exactly the unit that is called Angstrom elsewhere.
  for (const double known : {0.1, 1.0, 1e3, 1e6, 1e7, 1e9})
    if (std::abs(nm / known - 1.0) < 1e-12) return known;
  return nm;
}

bool isNoUnit(std::string_view unit) {
  constexpr std::array<std::string_view, 17> kWords = {
      "",      "none",  "unknown", "unitless", "no unit", "null", "n/a", "na", "dimensionless",
      "undef", "pixel", "pixels",  "pix",      "-",       "--",   "...", "nan"};
  const std::string lower = lowerCase(bareUnit(unit));
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

std::string standardUnit(std::string_view unit) {
  std::vector<Factor> factors;
  bool divides = false;
  while (!unit.empty()) {
    const std::size_t end = endOfFactor(unit);
    if (end > 0) {
      factors.push_back(factorOf(unit.substr(0, end)));
      if (factors.back().symbol.empty()) return {};
      if (std::exchange(divides, false)) factors.back().power *= -1;
    }
    if (end == unit.size()) break;
    divides = divides || unit[end] == '/';
    unit.remove_prefix(end + 1);
  }
  const auto divisors = std::count_if(factors.begin(), factors.end(), [](const Factor& f) { return f.power < 0; });
  std::string standard;
  for (const Factor& factor : factors) {
    // A single divisor is written with '/', as usual. Several are written as negative powers, because FITS and VOUnits
    // interpret a chain of '/' differently.
    const bool isSlash = factor.power < 0 && divisors == 1 && !standard.empty() && &factor == &factors.back();
    const int power = isSlash ? -factor.power : factor.power;
    if (!standard.empty()) standard += isSlash ? '/' : '.';
    standard += power == 1 ? factor.symbol : fmt::format("{}**{}", factor.symbol, power);
  }
  return standard;
}

DescribedUnit describeUnit(const std::string& unit, const std::string& description, bool keepsDex) {
  DescribedUnit described{unit == "dex" && keepsDex ? unit : standardUnit(unit), description};
  const std::string mark = fmt::format("[{}]", unit);
  if (!unit.empty() && described.unit.empty() && !description.ends_with(mark))
    described.description += (description.empty() ? "" : " ") + mark;
  return described;
}

bool isUcd(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view(".-_;").find(c) != std::string_view::npos;
         });
}

}  // namespace maury::io
