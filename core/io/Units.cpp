// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Units.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace maury::io {
namespace {

/// Symbols that FITS and VOUnits share, with the prefixes that tables of stars use.
constexpr std::array<std::string_view, 58> kSymbols = {
    "m",      "cm", "mm",    "um",     "nm",     "pm",     "km",    "pc",       "kpc", "Mpc", "AU",      "lyr",
    "g",      "kg", "s",     "ms",     "us",     "ns",     "min",   "h",        "d",   "yr",  "a",       "Myr",
    "Gyr",    "K",  "rad",   "deg",    "arcmin", "arcsec", "mas",   "sr",       "mag", "J",   "erg",     "W",
    "N",      "Pa", "Hz",    "kHz",    "MHz",    "GHz",    "Jy",    "mJy",      "eV",  "keV", "solMass", "solLum",
    "solRad", "ct", "count", "photon", "adu",    "pix",    "pixel", "Angstrom", "V",   "mol"};

/// Other spellings of the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kSpellings = {{{"Å", "Angstrom"},
                                                                                       {"angstrom", "Angstrom"},
                                                                                       {"Angstroms", "Angstrom"},
                                                                                       {"AA", "Angstrom"},
                                                                                       {"A", "Angstrom"},
                                                                                       {"ang", "Angstrom"},
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

struct Factor {
  std::string symbol;
  int power = 1;
};

/// "m**-2", "m^-2", "m-2", "m(-2)" or "m2" as symbol and power; no symbol where it is none of them.
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

/// Where the first factor ends: at '/', '.', a blank or a '*' that is not half of "**".
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
    // One divisor is written as people do; of several, FITS and VOUnits read a chain of '/' each in their own way.
    const bool isSlash = factor.power < 0 && divisors == 1 && !standard.empty() && &factor == &factors.back();
    const int power = isSlash ? -factor.power : factor.power;
    if (!standard.empty()) standard += isSlash ? '/' : '.';
    standard += power == 1 ? factor.symbol : fmt::format("{}**{}", factor.symbol, power);
  }
  return standard;
}

StatedUnit statedUnit(const std::string& unit, const std::string& description, bool keepsDex) {
  StatedUnit stated{unit == "dex" && keepsDex ? unit : standardUnit(unit), description};
  const std::string mark = fmt::format("[{}]", unit);
  if (!unit.empty() && stated.unit.empty() && !description.ends_with(mark))
    stated.description += (description.empty() ? "" : " ") + mark;
  return stated;
}

bool isUcd(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view(".-_;").find(c) != std::string_view::npos;
         });
}

}  // namespace maury::io
