// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/WavelengthUnit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "io/Numbers.h"
#include "io/Units.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

using Scale = WavelengthScale;

/// Spelling of a length: in options, and in messages.
struct LengthName {
  double nm;
  const char* text;
  const char* name;
};
constexpr std::array<LengthName, 6> kLengthNames = {
    {{0.1, "A", "Å"}, {1.0, "nm", "nm"}, {1e3, "um", "µm"}, {1e6, "mm", "mm"}, {1e7, "cm", "cm"}, {1e9, "m", "m"}}};

std::string lengthText(double nm, const char* LengthName::*spelling) {
  for (const LengthName& known : kLengthNames)
    if (known.nm == nm) return known.*spelling;
  return io::shortestText(nm) + " nm";
}

/// Removes a prefix and returns true, or returns false.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Reads the argument of a logarithm: "(angstrom)", "[nm]", " of å", "(lambda/angstrom)".
std::optional<double> argumentOfLog(std::string_view text) {
  text = io::trim(text);
  (void)take(text, "of ");
  if (text.size() > 2 && (text.front() == '(' || text.front() == '[')) text = text.substr(1, text.size() - 2);
  for (const std::string_view quantity : {"wavelength", "lambda", "wave", "λ"}) {
    std::string_view rest = text;
    if (!take(rest, quantity)) continue;
    rest = io::trim(rest);
    if (take(rest, "/")) text = rest;
    if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') text = rest;
    if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']') text = rest;
  }
  return io::nmOfLength(text);
}

std::optional<double> lengthOfWavenumber(std::string_view text) {
  for (const std::string_view prefix : {"1/", "1 /", "/"})
    if (take(text, prefix)) return io::nmOfLength(text);
  for (const std::string_view power : {"**-1", "**(-1)", "^-1", "^(-1)", "-1", "⁻¹"}) {
    if (!text.ends_with(power)) continue;
    return io::nmOfLength(text.substr(0, text.size() - power.size()));
  }
  return text == "kayser" || text == "kaysers" ? std::optional(kPerCentimetre.nm) : std::nullopt;
}

}  // namespace

double WavelengthUnit::toNm(double value) const {
  switch (scale) {
    case Scale::Linear:
      return value * nm;
    case Scale::Log10:
      return std::pow(10.0, value) * nm;
    case Scale::Ln:
      return std::exp(value) * nm;
    case Scale::Wavenumber:
      return nm / value;
  }
  return value;
}

std::optional<WavelengthUnit> parseWavelengthUnit(std::string_view text) {
  const std::string lower = lowerCase(io::trim(text));
  if (const auto nm = io::nmOfLength(lower)) return WavelengthUnit{Scale::Linear, *nm};
  std::string_view bare = lower;
  if (bare.size() > 2 && bare.front() == '[' && bare.back() == ']') bare = io::trim(bare.substr(1, bare.size() - 2));
  constexpr std::array<std::pair<std::string_view, Scale>, 8> kLogarithms = {{{"log10", Scale::Log10},
                                                                              {"log_10", Scale::Log10},
                                                                              {"loge", Scale::Ln},
                                                                              {"log_e", Scale::Ln},
                                                                              {"log", Scale::Log10},
                                                                              {"lg", Scale::Log10},
                                                                              {"dex", Scale::Log10},
                                                                              {"ln", Scale::Ln}}};
  for (const auto& [prefix, scale] : kLogarithms) {
    std::string_view argument = bare;
    if (!take(argument, prefix)) continue;
    const auto nm = argumentOfLog(argument);
    return nm ? std::optional(WavelengthUnit{scale, *nm}) : std::nullopt;
  }
  const auto nm = lengthOfWavenumber(bare);
  return nm ? std::optional(WavelengthUnit{Scale::Wavenumber, *nm}) : std::nullopt;
}

std::string wavelengthUnitText(const WavelengthUnit& unit) {
  const std::string length = lengthText(unit.nm, &LengthName::text);
  switch (unit.scale) {
    case Scale::Log10:
      return fmt::format("log10({})", length);
    case Scale::Ln:
      return fmt::format("ln({})", length);
    case Scale::Wavenumber:
      return length.find(' ') == std::string::npos ? length + "-1" : "1/" + length;
    default:
      return length;
  }
}

std::string wavelengthUnitName(const WavelengthUnit& unit) {
  const std::string length = lengthText(unit.nm, &LengthName::name);
  switch (unit.scale) {
    case Scale::Log10:
      return "log10 of " + length;
    case Scale::Ln:
      return "ln of " + length;
    case Scale::Wavenumber:
      return length.find(' ') == std::string::npos ? length + "⁻¹" : "1/" + length;
    default:
      return length;
  }
}

std::string unitOfColumnName(std::string_view name) {
  const std::string lower = lowerCase(io::trim(name));
  std::string_view rest = lower;
  // "lambda (nm)", "wave[um]"
  if (rest.ends_with(')') || rest.ends_with(']')) {
    const std::size_t open = rest.rfind(rest.back() == ')' ? '(' : '[');
    if (open == std::string_view::npos || open == 0) return {};
    const std::string_view inside = rest.substr(open + 1, rest.size() - open - 2);
    return parseWavelengthUnit(inside) ? std::string(inside) : std::string();
  }
  for (const std::string_view medium : {"_vacuum", "_vac", "_air"})
    if (rest.ends_with(medium)) {
      rest.remove_suffix(medium.size());
      break;
    }
  const std::size_t separator = rest.find_last_of("_ ");
  if (separator == std::string_view::npos || separator == 0) return {};
  // A single letter other than A may mean something else, such as an arm.
  constexpr std::array<std::string_view, 20> kSuffixes = {"a",          "aa",         "å",           "ang", "angs",
                                                          "angstrom",   "angstroms",  "angstroem",   "nm",  "nanometer",
                                                          "nanometers", "nanometre",  "nanometres",  "um",  "micron",
                                                          "microns",    "micrometer", "micrometers", "µm",  "cm1"};
  const std::string_view suffix = rest.substr(separator + 1);
  if (std::find(kSuffixes.begin(), kSuffixes.end(), suffix) == kSuffixes.end()) return {};
  return suffix == "cm1" ? "cm-1" : std::string(suffix);
}

}  // namespace maury::survey
