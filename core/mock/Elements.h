// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "mock/stars/StellarParameters.h"

namespace maury::mock {

inline constexpr int kNoLabel = -1;

/// Partition function over 3500–7000 K: its value at 5040 K, and its exponent as a power law in temperature.
struct Partition {
  double at5040, power;
};

/// Properties of an element in the Saha and Boltzmann equations.
struct Element {
  std::string_view symbol;
  double solar;         ///< log ε with H = 12; Asplund et al. (2009, ARA&A 47, 481), photosphere
  double ionisationEv;  ///< energy to ionise the neutral atom; NIST Atomic Spectra Database
  double secondEv;      ///< energy to ionise the ion; 0 if second ionisation does not matter
  /// Partition functions from the fits of Irwin (1981, ApJS 45, 621) at 4540 and 5540 K. V I lies about 13 % above
  /// Allen (Cox 2000).
  Partition neutralU, ionU;
  double mass;  ///< atomic mass units
  bool alpha;   ///< follows [α/M]
  int label;    ///< its MockLabel, or kNoLabel
};

inline constexpr std::array<Element, 19> kElements = {{
    {"H", 12.00, 13.598, 0.0, {2.00, 0.00}, {1.00, 0.00}, 1.008, false, kNoLabel},
    {"C", 8.43, 11.260, 0.0, {9.20, 0.09}, {5.93, 0.01}, 12.01, false, kNoLabel},
    {"N", 7.83, 14.534, 0.0, {4.04, 0.07}, {8.84, 0.06}, 14.01, false, kNoLabel},
    {"O", 8.69, 13.618, 0.0, {8.86, 0.05}, {4.00, 0.01}, 16.00, false, kNoLabel},
    {"Na", 6.24, 5.139, 0.0, {2.06, 0.21}, {1.00, 0.00}, 22.99, false, kNoLabel},
    {"Mg", 7.60, 7.646, 0.0, {1.02, 0.11}, {2.00, 0.00}, 24.31, true, static_cast<int>(MockLabel::Mg)},
    {"Al", 6.45, 5.986, 0.0, {5.87, 0.03}, {1.00, 0.00}, 26.98, false, static_cast<int>(MockLabel::Al)},
    {"Si", 7.51, 8.152, 0.0, {9.46, 0.19}, {5.69, 0.05}, 28.09, true, static_cast<int>(MockLabel::Si)},
    {"S", 7.12, 10.360, 0.0, {8.89, 0.15}, {4.15, 0.17}, 32.06, false, kNoLabel},
    {"K", 5.03, 4.341, 0.0, {2.24, 0.54}, {1.00, 0.00}, 39.10, false, kNoLabel},
    {"Ca", 6.34, 6.113, 11.872, {1.18, 0.77}, {2.21, 0.37}, 40.08, true, static_cast<int>(MockLabel::Ca)},
    {"Ti", 4.95, 6.828, 0.0, {29.61, 1.00}, {55.68, 0.50}, 47.87, true, static_cast<int>(MockLabel::Ti)},
    {"V", 3.93, 6.746, 0.0, {47.99, 0.78}, {44.45, 0.68}, 50.94, false, kNoLabel},
    {"Cr", 5.64, 6.767, 0.0, {10.52, 0.98}, {7.17, 0.69}, 52.00, false, kNoLabel},
    {"Mn", 5.43, 7.434, 0.0, {6.42, 0.37}, {7.75, 0.38}, 54.94, false, kNoLabel},
    {"Fe", 7.50, 7.902, 0.0, {27.94, 0.63}, {42.99, 0.43}, 55.85, false, static_cast<int>(MockLabel::Fe)},
    {"Co", 4.99, 7.881, 0.0, {33.79, 0.67}, {29.54, 0.65}, 58.93, false, kNoLabel},
    {"Ni", 6.22, 7.640, 0.0, {30.92, 0.29}, {10.89, 0.67}, 58.69, false, static_cast<int>(MockLabel::Ni)},
    {"Zr", 2.58, 6.634, 0.0, {32.61, 1.11}, {45.89, 0.86}, 91.22, false, kNoLabel},
}};
inline constexpr std::size_t kHydrogen = 0, kCarbon = 1, kNitrogen = 2, kOxygen = 3;

}  // namespace maury::mock
