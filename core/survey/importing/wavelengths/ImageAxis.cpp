// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/ImageAxis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "io/Numbers.h"
#include "io/Units.h"

namespace maury::survey {

namespace {

/// Largest log10 of a wavelength in Å; larger values are wavelengths themselves.
constexpr double kLargestLog = 6.0;

enum class Sampling { Linear, Logarithm, Frequency };

std::string typeOf(HeaderKeys& keys, const AxisKeys& axis) {
  return upperCase(keys.text(axis.type).value_or(""));
}

/// Returns the unit in a key such as WAT1_001 = 'wtype=linear label=Wavelength units=Angstroms'; empty if it has none.
std::string irafUnit(const std::string& attributes) {
  constexpr std::string_view kKey = "units=";
  const std::size_t begin = attributes.find(kKey);
  if (begin == std::string::npos) return {};
  const std::string rest = attributes.substr(begin + kKey.size());
  const bool isQuoted = rest.starts_with('"');
  return isQuoted ? rest.substr(1, rest.find('"', 1) - 1) : rest.substr(0, rest.find(' '));
}

StatedScale unitOf(HeaderKeys& keys, const AxisKeys& axis) {
  StatedScale stated;
  stated.isWavenumber = typeOf(keys, axis).starts_with("WAVN");
  stated.unit = keys.text(axis.unit).value_or("");
  // SDSS-V adds the medium: "Angstrom (Vacuum)".
  if (const std::size_t note = stated.unit.find(" ("); note != std::string::npos) stated.unit.resize(note);
  stated.where = axis.unit;
  if (!io::isNoUnit(stated.unit)) return stated;
  stated.unit = axis.iraf.empty() ? "" : irafUnit(keys.text(axis.iraf).value_or(""));
  stated.where = axis.iraf;
  if (!io::isNoUnit(stated.unit)) return stated;
  const std::string type = keys.text(axis.type).value_or("");
  stated.unit = parseWavelengthUnit(type) ? type : "";
  stated.where = axis.type;
  return stated;
}

/// Returns true if CRVALn is the logarithm of a wavelength. DC-FLAG and COEFF0 describe the first axis of an image.
bool isLogarithm(HeaderKeys& keys, const AxisKeys& axis, double value) {
  const std::string type = typeOf(keys, axis);
  if (type.starts_with("LOG") || type.starts_with("LN")) return true;
  if (axis.isOfColumn) return false;
  if (keys.number("DC-FLAG").value_or(0.0) == 1.0) return true;
  const auto coefficient = keys.number("COEFF0");
  return coefficient && *coefficient == value && value < kLargestLog;
}

/// Returns the sampling of a CTYPEn with an algorithm code, such as WAVE-LOG.
Sampling samplingOf(const std::string& type, const std::string& key, const std::string& source) {
  if (!type.starts_with("WAVE-") && !type.starts_with("AWAV-")) return Sampling::Linear;
  const std::string code = type.substr(5, 3);
  if (code == "LOG") return Sampling::Logarithm;
  if (code == "F2W") return Sampling::Frequency;
  constexpr std::array<std::string_view, 9> kUnread = {"TAB", "GRI", "GRA", "V2W", "A2W", "V2A", "W2A", "F2A", "W2W"};
  if (std::find(kUnread.begin(), kUnread.end(), code) == kUnread.end()) return Sampling::Linear;
  refuseFile(source,
             fmt::format("the sampling {} of its wavelengths ({}) cannot be read; write the wavelengths of the pixels "
                         "into a file.",
                         io::trim(type), key));
}

std::vector<double> sampled(Sampling sampling, double value, double step, double reference, std::size_t pixels) {
  std::vector<double> values(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double offset = (static_cast<double>(i) + 1.0 - reference) * step;
    if (sampling == Sampling::Logarithm)
      values[i] = value * std::exp(offset / value);
    else
      values[i] = sampling == Sampling::Frequency ? value / (1.0 - offset / value) : value + offset;
  }
  return values;
}

}  // namespace

AxisKeys::AxisKeys(int axis)
    : value(fmt::format("CRVAL{}", axis)),
      step(fmt::format("CDELT{}", axis)),
      reference(fmt::format("CRPIX{}", axis)),
      matrix(fmt::format("CD{0}_{0}", axis)),
      rotation(fmt::format("PC{0}_{0}", axis)),
      type(fmt::format("CTYPE{}", axis)),
      unit(fmt::format("CUNIT{}", axis)),
      iraf(fmt::format("WAT{}_001", axis)) {}

AxisKeys AxisKeys::ofColumn(int column) {
  AxisKeys keys(1);
  keys.value = fmt::format("1CRVL{}", column);
  keys.step = fmt::format("1CDLT{}", column);
  keys.reference = fmt::format("1CRPX{}", column);
  keys.matrix = fmt::format("11CD{}", column);
  keys.rotation = fmt::format("11PC{}", column);
  keys.type = fmt::format("1CTYP{}", column);
  keys.unit = fmt::format("1CUNI{}", column);
  keys.iraf.clear();
  keys.isOfColumn = true;
  return keys;
}

AxisKeys AxisKeys::ofTable() {
  AxisKeys keys(1);
  for (std::string* key : {&keys.value, &keys.step, &keys.reference, &keys.type, &keys.unit})
    key->pop_back();
  keys.matrix = "CD";
  keys.rotation = "PC";
  keys.iraf.clear();
  keys.isOfColumn = true;
  return keys;
}

std::optional<double> axisStep(HeaderKeys& keys, const AxisKeys& axis) {
  const auto step = keys.number(axis.step);
  const auto rotation = keys.number(axis.rotation);
  // The standard forbids CDn_n in addition to PCn_n; WCSLIB then uses the latter.
  if (rotation) return step.value_or(1.0) * *rotation;
  const auto matrix = keys.number(axis.matrix);
  return matrix && *matrix != 0.0 ? matrix : step;
}

bool hasWavelengthAxis(HeaderKeys& header, const AxisKeys& axis) {
  HeaderKeys keys = header.fromHeaderOf(axis.value);
  const auto value = keys.number(axis.value), step = axisStep(keys, axis);
  if (!value || !step) return false;
  const std::string type = typeOf(keys, axis);
  constexpr std::array<std::string_view, 13> kOthers = {"FREQ", "ENER", "VRAD", "VOPT", "ZOPT",  "VELO", "BETA",
                                                        "RA--", "DEC-", "GLON", "GLAT", "PIXEL", "PARAM"};
  if (std::any_of(kOthers.begin(), kOthers.end(), [&](std::string_view other) { return type.starts_with(other); }))
    return false;
  // Files without wavelengths have CRVAL 0 or 1 and a step of 1, which are pixel numbers.
  const bool isPixelNumber = std::abs(*value) <= 1.0 && *step == 1.0;
  return !isPixelNumber;
}

AxisValues axisValues(HeaderKeys& header, const AxisKeys& axis, std::size_t pixels, const std::string& source) {
  HeaderKeys keys = header.fromHeaderOf(axis.value);
  const auto value = keys.number(axis.value), step = axisStep(keys, axis);
  if (!value || !step)
    refuseFile(source, fmt::format("its header lacks wavelengths: {} or the step {}", axis.value, axis.step));
  const auto reference = keys.number(axis.reference);
  Sampling sampling = samplingOf(typeOf(keys, axis), axis.type, source);
  AxisValues result;
  result.stated = unitOf(keys, axis);
  result.stated.place = fmt::format("{} and {}", axis.value, keys.number(axis.step) ? axis.step : axis.matrix);
  result.hasReference = reference.has_value();
  result.values = sampled(sampling, *value, *step, reference.value_or(1.0), pixels);
  result.stated.isLog = sampling == Sampling::Linear && isLogarithm(keys, axis, *value);
  if (sampling == Sampling::Logarithm) {
    // In the standard's WAVE-LOG, CRVAL is a wavelength. Some files have log10 λ there.
    const auto unit = parseWavelengthUnit(result.stated.unit);
    const bool isWavelength = unit ? unit->scale == WavelengthScale::Linear && isPlausibleUnit(result.values, *unit)
                                   : *value > kLargestLog || *value < 1e-3;
    if (!isWavelength) {
      result.values = sampled(Sampling::Linear, *value, *step, reference.value_or(1.0), pixels);
      result.stated.isLog = true;
    }
  }
  return result;
}

}  // namespace maury::survey
