// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "base/Random.h"
#include "mock/stars/Populations.h"
#include "mock/stars/StellarParameters.h"

namespace maury::mock {

/// 1σ scatter (dex) of Ca, Si, Ti, Mg, Fe, Ni and Al about the abundances that [M/H] and [α/M] imply.
inline constexpr std::array<double, kMockElements> kElementScatter = {0.02, 0.02, 0.03, 0.02, 0.016, 0.02, 0.04};

/// Draws a stage of life (giant, clump star, subgiant or dwarf) and the labels of a star of this chemistry and age.
StellarParameters drawParameters(const Chemistry& chemistry, Random& random);

/// Returns the mass (solar) of a star that leaves the main sequence at this age (Gyr): lifetime ∝ M^−3.2, 10 Gyr for
/// the Sun.
double turnOffMass(double ageGyr);

/// Returns the absolute magnitude in Gaia's G band from L = 4πR²σT⁴, g = GM/R², and the bolometric correction of Andrae
/// et al. (2018, A&A 616, A8, table 4).
double absoluteG(const StellarParameters& star, double massSolar);

}  // namespace maury::mock
