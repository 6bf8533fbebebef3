// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace maury::spectra {

/// Basis of spectra that are published as K coefficients c_k = ∫ φ_k(u) f(u) du, such as Gaia's XP spectra: the
/// functions φ_k of the pseudo-wavelength u, tabulated over wavelength.
struct CoefficientBasis {
  std::vector<double> nm;         ///< vacuum wavelengths λ(u), ascending (W)
  std::vector<double> functions;  ///< φ_k(u(λ)) per unit of u (K × W)

  std::size_t coefficients() const { return nm.empty() ? 0 : functions.size() / nm.size(); }
};

}  // namespace maury::spectra
