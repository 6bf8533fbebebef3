// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/FluxColumns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "survey/importing/ColumnRoles.h"
#include "survey/importing/columns/ColumnNames.h"

namespace maury::survey {

namespace {

// Names that surveys give to these columns, the best known first. They decide among several columns of one quantity.
constexpr std::array<std::string_view, 4> kWavelengthNames = {"wavelength", "wave", "lambda", "lam"};
constexpr std::array<std::string_view, 10> kFluxNames = {
    "flux",     "flux_reduced", "normalized_flux", "normalised_flux", "flux_norm", "normflux", "sob_norm",
    "spectrum", "spec",         "intensity"};
constexpr std::array<std::string_view, 12> kSigmaNames = {"flux_error", "flux_err", "e_flux",      "eflux",
                                                          "fluxerr",    "error",    "err",         "err_flux",
                                                          "sigma",      "stdev",    "uncertainty", "noise"};

/// Columns of a table that hold one quantity according to their names, the preferred one first.
struct Candidates {
  std::vector<std::string> names;

  template <std::size_t N>
  void prefer(const std::array<std::string_view, N>& best) {
    const auto rank = [&](const std::string& name) { return std::find(best.begin(), best.end(), name) - best.begin(); };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  }
  bool empty() const { return names.empty(); }
};

/// Sorts the names of a table's columns into quantities, and chooses among them.
class ColumnChooser {
public:
  ColumnChooser(std::span<const std::string> names, RoleMap* roles) {
    for (const std::string& name : names) {
      const std::string role = roles == nullptr ? std::string() : roles->roleOf(name);
      if (role.empty())
        sortByName(name);
      else
        takeRole(name, role, roles->unitOf(name));
    }
    const auto rank = [](const std::string& name) {
      const ColumnName meaning = interpretColumnName(name);
      return 4 * static_cast<int>(meaning.isLog) + (meaning.isAir ? 2 * static_cast<int>(*meaning.isAir) : 1);
    };
    m_wavelengths.prefer(kWavelengthNames);
    std::stable_sort(m_wavelengths.names.begin(), m_wavelengths.names.end(),
                     [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
    m_fluxes.prefer(kFluxNames);
    m_sigmas.prefer(kSigmaNames);
    // A mask of pixels that are bad in any exposure says less than one of those that are bad in all.
    std::stable_partition(m_masks.names.begin(), m_masks.names.end(),
                          [](const std::string& name) { return name != "or_mask" && name != "ormask"; });
  }

  std::optional<FluxColumns> choose(bool needsWavelength) {
    chooseFlux();
    chooseWavelength();
    if (m_found.flux.empty() || (needsWavelength && m_found.wavelength.empty())) return std::nullopt;
    chooseError();
    if (m_found.mask.empty() && !m_masks.empty()) m_found.mask = takeFirst(m_masks);
    m_found.marksGoodPixels = m_found.marksGoodPixels || interpretColumnName(m_found.mask).marksGoodPixels;
    for (const Candidates* rest :
         {&m_wavelengths, &m_fluxes, &m_sigmas, &m_inverses, &m_variances, &m_relatives, &m_masks})
      m_found.others.insert(m_found.others.end(), rest->names.begin(), rest->names.end());
    return std::move(m_found);
  }

private:
  void sortByName(const std::string& name) {
    switch (interpretColumnName(name).quantity) {
      case ColumnQuantity::Wavelength:
        m_wavelengths.names.push_back(name);
        break;
      case ColumnQuantity::Flux:
        m_fluxes.names.push_back(name);
        break;
      case ColumnQuantity::Sigma:
        m_sigmas.names.push_back(name);
        break;
      case ColumnQuantity::RelativeSigma:
        m_relatives.names.push_back(name);
        break;
      case ColumnQuantity::Variance:
        m_variances.names.push_back(name);
        break;
      case ColumnQuantity::InverseVariance:
        m_inverses.names.push_back(name);
        break;
      case ColumnQuantity::Mask:
        m_masks.names.push_back(name);
        break;
      case ColumnQuantity::Unknown:
        break;
    }
  }

  void takeRole(const std::string& name, const std::string& role, const std::string& unit) {
    if (role == "wavelength") {
      m_found.wavelength = name;
      m_found.wavelengthUnit = unit;
      m_found.isUnitChosen = !unit.empty();
    } else if (role == "flux") {
      m_found.flux = name;
    } else if (role == "mask") {
      m_found.mask = name;
    } else if (const ErrorMeaning meaning = errorMeaningOfRole(role); meaning != ErrorMeaning::None) {
      m_found.error = name;
      m_found.errorMeaning = meaning;
    }
  }

  static std::string takeFirst(Candidates& candidates) {
    std::string name = std::move(candidates.names.front());
    candidates.names.erase(candidates.names.begin());
    return name;
  }

  void chooseFlux() {
    if (!m_found.flux.empty() || m_fluxes.empty()) return;
    m_found.flux = takeFirst(m_fluxes);
    const bool isKnown = std::find(kFluxNames.begin(), kFluxNames.end(), m_found.flux) != kFluxNames.end();
    m_found.isAmbiguous = !isKnown && !m_fluxes.empty();
  }

  void chooseWavelength() {
    if (m_found.wavelength.empty() && !m_wavelengths.empty()) m_found.wavelength = takeFirst(m_wavelengths);
    const ColumnName meaning = interpretColumnName(m_found.wavelength);
    m_found.isLog = meaning.isLog;
    m_found.isAir = meaning.isAir;
    if (m_found.wavelengthUnit.empty()) m_found.wavelengthUnit = meaning.unit;
  }

  void chooseError() {
    if (m_found.errorMeaning != ErrorMeaning::None) return;
    // ESO's products pair FLUX with ERR, and FLUX_REDUCED with ERR_REDUCED.
    const auto paired = std::find(m_sigmas.names.begin(), m_sigmas.names.end(), "err_reduced");
    if (m_found.flux == "flux_reduced" && paired != m_sigmas.names.end())
      std::rotate(m_sigmas.names.begin(), paired, paired + 1);
    const std::pair<Candidates*, ErrorMeaning> kinds[] = {{&m_sigmas, ErrorMeaning::Sigma},
                                                          {&m_inverses, ErrorMeaning::InverseVariance},
                                                          {&m_variances, ErrorMeaning::Variance},
                                                          {&m_relatives, ErrorMeaning::Relative}};
    for (const auto& [candidates, meaning] : kinds) {
      if (candidates->empty()) continue;
      m_found.error = takeFirst(*candidates);
      m_found.errorMeaning = meaning;
      return;
    }
  }

  FluxColumns m_found;
  Candidates m_wavelengths, m_fluxes, m_sigmas, m_inverses, m_variances, m_relatives, m_masks;
};

}  // namespace

bool isWavelengthName(std::string_view name, bool& isLog) {
  const ColumnName meaning = interpretColumnName(name);
  isLog = meaning.isLog;
  return meaning.quantity == ColumnQuantity::Wavelength;
}

std::optional<FluxColumns> fluxColumnsAmong(std::span<const std::string> names, bool needsWavelength, RoleMap* roles) {
  return ColumnChooser(names, roles).choose(needsWavelength);
}

ErrorMeaning errorMeaningOfRole(std::string_view role) {
  if (role == "error") return ErrorMeaning::Sigma;
  if (role == "ivar") return ErrorMeaning::InverseVariance;
  if (role == "variance") return ErrorMeaning::Variance;
  return role == "relative-error" ? ErrorMeaning::Relative : ErrorMeaning::None;
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

std::vector<float> sigmasOf(std::span<const double> values, ErrorMeaning meaning, std::span<float> flux,
                            double noDataError, std::size_t* withoutData) {
  constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> sigmas(values.size(), kNoData);
  std::size_t marked = 0;
  const auto markMissing = [&](float& value) {
    marked += std::isfinite(value) ? 1 : 0;
    value = kNoData;
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    if (meaning == ErrorMeaning::InverseVariance) {
      if (value > 0.0) sigmas[i] = static_cast<float>(1.0 / std::sqrt(value));
      if (!(value > 0.0)) markMissing(flux[i]);
    } else if (value >= noDataError && meaning == ErrorMeaning::Sigma) {
      markMissing(flux[i]);
    } else if (meaning == ErrorMeaning::Relative) {
      if (value > 0.0) sigmas[i] = static_cast<float>(value * std::abs(static_cast<double>(flux[i])));
    } else if (value > 0.0) {
      sigmas[i] = static_cast<float>(meaning == ErrorMeaning::Variance ? std::sqrt(value) : value);
    }
  }
  if (withoutData != nullptr) *withoutData += marked;
  return sigmas;
}

std::vector<float> asFloats(std::span<const double> values) {
  return {values.begin(), values.end()};
}

}  // namespace maury::survey
