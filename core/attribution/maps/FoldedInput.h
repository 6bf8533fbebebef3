// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "io/tables/Table.h"
#include "network/model/Model.h"
#include "spectra/CoefficientBasis.h"

namespace maury::attribution {

/// The derivatives by an input's coefficients c_k = ∫ φ_k(u) f(u) du as a curve over wavelength. Of coefficients as
/// delivered it is
///   g(λ) = Σ_k ∂label/∂c_k φ_k(u(λ)),
/// so that a small change of the spectrum changes the label by ∫ g δf du: g is what the label changes by per unit of
/// flux added at λ (per unit of f du, and so per unit of f dλ too), a functional derivative whatever the basis. Of
/// coefficients divided by the first, x_k = c_k / c_0, light at λ moves c_0 as well, and the curve is c_0 g,
///   c_0 g(λ) = Σ_{k ≥ 1} ∂label/∂x_k (φ_k(u(λ)) − x_k φ_0(u(λ))),
/// the label per flux added in units of the first coefficient; it is blind to a spectrum made brighter as a whole:
/// ∫ (c_0 g) f du = 0. Of a mean over stars, x_k is their mean: exact for one star and for a network that is linear.
struct FoldedInput {
  std::string input;                 ///< "bp_coefficients"
  bool overFirst = false;            ///< per flux in units of the first coefficient
  std::vector<double> nm;            ///< W: the basis' wavelengths
  std::vector<double> mean, spread;  ///< L × W: over members and stars; standard deviation (÷ members) of the members'
};

/// Of the input number `input` of the model. Throws Error(Usage) for a map that is no derivative or an input that is
/// not there, Error(Mismatch) where the basis has another number of coefficients than the input. NaN where no star has
/// the coefficients by whose mean a curve over the first is known.
FoldedInput foldedInput(const AttributionMap& map, const network::ModelInfo& info, std::size_t input,
                        const spectra::CoefficientBasis& basis);

/// Of all inputs of the model for which `basisOf` knows the functions, and as many as the input has elements.
std::vector<FoldedInput> foldedInputs(
    const AttributionMap& map, const network::ModelInfo& info,
    const std::function<std::optional<spectra::CoefficientBasis>(std::string_view input)>& basisOf);

/// The curves of several inputs below each other, a row a wavelength, a column a label with its scatter over members.
io::Table foldedTable(const AttributionMap& map, std::span<const FoldedInput> inputs);

}  // namespace maury::attribution
