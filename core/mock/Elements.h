// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "mock/StellarParameters.h"

namespace maury::mock {

inline constexpr int kNoLabel = -1;

/// What the equations of Saha and Boltzmann need to know of an element.
struct Element {
  std::string_view symbol;
  double solar;         ///< log ε, H = 12: Asplund et al. (2009, ARA&A 47, 481), photosphere
  double ionisationEv;  ///< of the neutral atom: NIST Atomic Spectra Database
  double secondEv;      ///< of the ion; only where its own ionisation matters
  /// Partition functions near 5000 K, rounded: within 5 % of those of Allen's Astrophysical Quantities (Cox 2000) at
  /// 5040 K; V I is 13 % above.
  double neutralU, ionU;
  double mass;  ///< atomic mass units
  bool alpha;   ///< follows [α/M]
  int label;    ///< its MockLabel, or kNoLabel
};

inline constexpr std::array<Element, 19> kElements = {{
    {"H", 12.00, 13.598, 0.0, 2.0, 1.0, 1.008, false, kNoLabel},
    {"C", 8.43, 11.260, 0.0, 9.3, 5.9, 12.01, false, kNoLabel},
    {"N", 7.83, 14.534, 0.0, 4.2, 9.0, 14.01, false, kNoLabel},
    {"Na", 6.24, 5.139, 0.0, 2.1, 1.0, 22.99, false, kNoLabel},
    {"Mg", 7.60, 7.646, 0.0, 1.0, 2.0, 24.31, true, static_cast<int>(MockLabel::Mg)},
    {"Al", 6.45, 5.986, 0.0, 5.9, 1.0, 26.98, false, static_cast<int>(MockLabel::Al)},
    {"Si", 7.51, 8.152, 0.0, 9.5, 5.7, 28.09, true, static_cast<int>(MockLabel::Si)},
    {"S", 7.12, 10.360, 0.0, 8.3, 4.2, 32.06, false, kNoLabel},
    {"K", 5.03, 4.341, 0.0, 2.2, 1.0, 39.10, false, kNoLabel},
    {"Ca", 6.34, 6.113, 11.872, 1.2, 2.2, 40.08, true, static_cast<int>(MockLabel::Ca)},
    {"Ti", 4.95, 6.828, 0.0, 30.0, 56.0, 47.87, true, static_cast<int>(MockLabel::Ti)},
    {"V", 3.93, 6.746, 0.0, 47.0, 43.0, 50.94, false, kNoLabel},
    {"Cr", 5.64, 6.767, 0.0, 10.7, 7.2, 52.00, false, kNoLabel},
    {"Mn", 5.43, 7.434, 0.0, 6.4, 7.8, 54.94, false, kNoLabel},
    {"Fe", 7.50, 7.902, 0.0, 27.0, 43.0, 55.85, false, static_cast<int>(MockLabel::Fe)},
    {"Co", 4.99, 7.881, 0.0, 33.0, 29.0, 58.93, false, kNoLabel},
    {"Ni", 6.22, 7.640, 0.0, 30.0, 11.0, 58.69, false, static_cast<int>(MockLabel::Ni)},
    {"Sr", 2.87, 5.695, 0.0, 1.3, 2.2, 87.62, false, kNoLabel},
    {"Zr", 2.58, 6.634, 0.0, 34.0, 45.0, 91.22, false, kNoLabel},
}};
inline constexpr std::size_t kHydrogen = 0, kCalcium = 9;

}  // namespace maury::mock
