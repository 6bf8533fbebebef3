// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace maury::spectra {

/// Functions φ_k of the pseudo-wavelength u in which a spectrum f(u) is delivered as K coefficients
/// c_k = ∫ φ_k(u) f(u) du, tabulated over wavelength. A plain value.
struct CoefficientBasis {
  std::vector<double> nm;         ///< W, ascending: λ(u) in vacuum
  std::vector<double> functions;  ///< K × W: φ_k(u(λ)), per unit of u

  std::size_t coefficients() const { return nm.empty() ? 0 : functions.size() / nm.size(); }
};

}  // namespace maury::spectra
