// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/StellarParameters.h"

namespace maury::mock {

std::string_view mockLabelName(MockLabel label) noexcept {
  constexpr std::array<std::string_view, kMockLabels> kNames = {"teff",     "logg",     "mh",       "alpham",
                                                                "delta_ca", "delta_si", "delta_ti", "delta_mg",
                                                                "delta_fe", "delta_ni", "delta_al"};
  return kNames[static_cast<std::size_t>(label)];
}

double& StellarParameters::value(MockLabel label) noexcept {
  switch (label) {
    case MockLabel::Teff:
      return teff;
    case MockLabel::Logg:
      return logg;
    case MockLabel::Mh:
      return mh;
    case MockLabel::Alpham:
      return alpham;
    default:
      return element[static_cast<std::size_t>(label) - static_cast<std::size_t>(MockLabel::Ca)];
  }
}

}  // namespace maury::mock
