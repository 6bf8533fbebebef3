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

/// Derivatives of the labels with respect to the coefficients c_k = ∫ φ_k(u) f(u) du of an input, as a curve over
/// wavelength. For coefficients as delivered, the curve is
///   g(λ) = Σ_k ∂label/∂c_k φ_k(u(λ)).
/// A small change δf of the spectrum changes the label by ∫ g δf du. So g is the change of the label per unit of flux
/// added at λ (per unit of f du, and also per unit of f dλ): a functional derivative, independent of the basis. For
/// coefficients divided by the first, x_k = c_k / c_0, light at λ also changes c_0, and the curve is
///   c_0 g(λ) = Σ_{k ≥ 1} ∂label/∂x_k (φ_k(u(λ)) − x_k φ_0(u(λ))),
/// the change of the label per flux added in units of the first coefficient. It does not respond to a change of the
/// overall brightness: ∫ (c_0 g) f du = 0. In a mean over stars, x_k is their mean; this is exact for one star or for a
/// linear network.
struct FoldedInput {
  std::string input;                 ///< "bp_coefficients"
  bool overFirst = false;            ///< true if per flux in units of the first coefficient
  std::vector<double> nm;            ///< W: wavelengths of the basis
  std::vector<double> mean, spread;  ///< L × W: mean over members and stars, and the members' standard deviation
};

/// Returns the curve of input number `input` of the model. Throws Error(Usage) for a map that is not a derivative or an
/// input that does not exist, and Error(Mismatch) if the basis and the input differ in their number of coefficients.
/// The curve is NaN if coefficients are divided by the first and no star has them.
FoldedInput foldedInput(const AttributionMap& map, const network::ModelInfo& info, std::size_t input,
                        const spectra::CoefficientBasis& basis);

/// Returns the curves of all inputs for which `basisOf` returns a basis with as many functions as the input has
/// elements.
std::vector<FoldedInput> foldedInputs(
    const AttributionMap& map, const network::ModelInfo& info,
    const std::function<std::optional<spectra::CoefficientBasis>(std::string_view input)>& basisOf);

/// Returns a table of the curves, one input below the other: one row per wavelength, and per label a column with its
/// scatter over members.
io::Table foldedTable(const AttributionMap& map, std::span<const FoldedInput> inputs);

}  // namespace maury::attribution
