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

/// Unit symbols that FITS and VOUnits share, with the prefixes that are common in tables of stars.
constexpr std::array<std::string_view, 58> kSymbols = {
    "m",      "cm", "mm",    "um",     "nm",     "pm",     "km",    "pc",       "kpc", "Mpc", "AU",      "lyr",
    "g",      "kg", "s",     "ms",     "us",     "ns",     "min",   "h",        "d",   "yr",  "a",       "Myr",
    "Gyr",    "K",  "rad",   "deg",    "arcmin", "arcsec", "mas",   "sr",       "mag", "J",   "erg",     "W",
    "N",      "Pa", "Hz",    "kHz",    "MHz",    "GHz",    "Jy",    "mJy",      "eV",  "keV", "solMass", "solLum",
    "solRad", "ct", "count", "photon", "adu",    "pix",    "pixel", "Angstrom", "V",   "mol"};

/// Other spellings of these units, and their standard symbols.
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
