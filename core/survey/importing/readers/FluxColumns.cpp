// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/FluxColumns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace maury::survey {

namespace {

constexpr std::array<std::string_view, 14> kWavelengthNames = {
    "wavelength",     "wave",           "lambda",        "lam",       "wl",
    "wavelengths",    "wavelength_nm",  "wavelength_aa", "wave_vac",  "wave_air",
    "wavelength_vac", "wavelength_air", "lambda_vac",    "lambda_air"};
constexpr std::array<std::string_view, 6> kLogNames = {"loglam",  "loglambda",      "log_lambda",
                                                       "logwave", "log_wavelength", "loglam10"};
constexpr std::array<std::string_view, 10> kFluxNames = {
    "flux",     "flux_reduced", "normalized_flux", "normalised_flux", "flux_norm", "normflux", "sob_norm",
    "spectrum", "spec",         "intensity"};
constexpr std::array<std::string_view, 17> kSigmaNames = {
    "flux_error", "flux_err", "e_flux", "eflux", "fluxerr",     "error",  "err",   "err_flux",  "err_reduced",
    "errors",     "errs",     "sigma",  "stdev", "uncertainty", "uncert", "noise", "sob_uncert"};
constexpr std::array<std::string_view, 7> kInverseNames = {"ivar",    "inverse_variance", "invvar", "inverse_var",
                                                           "inverse", "flux_ivar",        "inv_var"};
constexpr std::array<std::string_view, 4> kVarianceNames = {"variance", "var", "flux_var", "flux_variance"};

template <std::size_t N>
std::string findFirst(const std::array<std::string_view, N>& candidates, std::span<const std::string> names) {
  for (const std::string_view name : candidates)
    if (std::find(names.begin(), names.end(), name) != names.end()) return std::string(name);
  return {};
}

}  // namespace

bool isWavelengthName(std::string_view name, bool& isLog) {
  isLog = std::find(kLogNames.begin(), kLogNames.end(), name) != kLogNames.end();
  return isLog || std::find(kWavelengthNames.begin(), kWavelengthNames.end(), name) != kWavelengthNames.end();
}

std::optional<FluxColumns> fluxColumnsAmong(std::span<const std::string> names, bool needsWavelength) {
  FluxColumns found;
  found.flux = findFirst(kFluxNames, names);
  if (found.flux.empty()) return std::nullopt;
  found.wavelength = findFirst(kWavelengthNames, names);
  if (found.wavelength.empty()) {
    found.wavelength = findFirst(kLogNames, names);
    found.isLog = !found.wavelength.empty();
  }
  if (found.wavelength.empty() && needsWavelength) return std::nullopt;
  // ESO's products pair FLUX with ERR, and FLUX_REDUCED with ERR_REDUCED.
  if (found.flux == "flux_reduced" && std::find(names.begin(), names.end(), "err_reduced") != names.end())
    found.error = "err_reduced";
  else
    found.error = findFirst(kSigmaNames, names);
  found.errorMeaning = ErrorMeaning::Sigma;
  if (found.error.empty()) {
    found.error = findFirst(kInverseNames, names);
    found.errorMeaning = ErrorMeaning::InverseVariance;
  }
  if (found.error.empty()) {
    found.error = findFirst(kVarianceNames, names);
    found.errorMeaning = found.error.empty() ? ErrorMeaning::None : ErrorMeaning::Variance;
  }
  return found;
}

ErrorMeaning errorMeaningOf(std::string_view name, std::string_view bunit) {
  const auto says = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != name.npos; });
  };
  if (says({"IVAR", "INVVAR", "INVERSE"})) return ErrorMeaning::InverseVariance;
  if (says({"VAR"})) return ErrorMeaning::Variance;
  if (says({"ERR", "SIGMA", "STDEV", "STDDEV", "UNCERT", "NOISE"})) return ErrorMeaning::Sigma;
  return name.empty() && (bunit.starts_with("Error") || bunit.starts_with("error")) ? ErrorMeaning::Sigma
                                                                                    : ErrorMeaning::None;
}

std::vector<float> sigmasOf(std::span<const double> values, ErrorMeaning meaning, std::span<float> flux) {
  constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> sigmas(values.size(), kNoData);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    if (meaning == ErrorMeaning::InverseVariance) {
      if (value > 0.0) sigmas[i] = static_cast<float>(1.0 / std::sqrt(value));
      if (!(value > 0.0)) flux[i] = kNoData;
    } else if (value > 0.0) {
      sigmas[i] = static_cast<float>(meaning == ErrorMeaning::Variance ? std::sqrt(value) : value);
    }
  }
  return sigmas;
}

std::vector<float> asFloats(std::span<const double> values) {
  return {values.begin(), values.end()};
}

}  // namespace maury::survey
