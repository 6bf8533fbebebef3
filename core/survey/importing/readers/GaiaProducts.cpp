// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/GaiaProducts.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace maury::survey {

namespace {

constexpr std::size_t kRvsPixels = 2401;
constexpr std::size_t kXpPixels = 343;

/// Limits of the RVS window, widened by a few pixels to allow for rebinning.
constexpr double kRvsFirstNm = 845.0;
constexpr double kRvsLastNm = 873.0;

}  // namespace

std::optional<GaiaSpectrum> gaiaSpectrumOf(std::size_t pixels) {
  if (pixels == kRvsPixels) return GaiaSpectrum::Rvs;
  if (pixels == kXpPixels) return GaiaSpectrum::Xp;
  return std::nullopt;
}

std::optional<GaiaSpectrum> gaiaSpectrumOf(std::span<const double> nm) {
  if (nm.empty()) return std::nullopt;
  if (nm.front() > kRvsFirstNm && nm.back() < kRvsLastNm) return GaiaSpectrum::Rvs;
  const bool isXp =
      nm.size() == kXpPixels && std::abs(nm.front() - 336.0) < 0.01 && std::abs(nm.back() - 1020.0) < 0.01;
  return isXp ? std::optional(GaiaSpectrum::Xp) : std::nullopt;
}

std::vector<double> wavelengthsNmOf(GaiaSpectrum spectrum) {
  const bool isRvs = spectrum == GaiaSpectrum::Rvs;
  std::vector<double> nm(isRvs ? kRvsPixels : kXpPixels);
  for (std::size_t i = 0; i < nm.size(); ++i) {
    const auto pixel = static_cast<double>(i);
    nm[i] = isRvs ? (84600.0 + pixel) / 100.0 : 336.0 + 2.0 * pixel;
  }
  return nm;
}

std::string otherGaiaProduct(std::span<const std::string> names) {
  const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (has("log_pos") || has("log_lik") || has("logposterior")) return "Gaia MCMC samples";
  if (has("transit_id") && (has("mag") || has("g_transit_mag"))) return "Gaia epoch photometry";
  if (has("band") && has("time") && has("mag")) return "Gaia epoch photometry";
  if (has("rv_epoch") || has("transit_id")) return "a Gaia epoch product";
  return {};
}

}  // namespace maury::survey
