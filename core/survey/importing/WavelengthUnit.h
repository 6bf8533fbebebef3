// SPDX-License-Identifier: GPL-3.0-or-later
// Units of the numbers that stand for wavelengths: lengths, their logarithms, and wavenumbers. Plain values and
// functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maury::survey {

enum class WavelengthScale { Linear, Log10, Ln, Wavenumber };

/// Unit of numbers that stand for wavelengths.
struct WavelengthUnit {
  WavelengthScale scale = WavelengthScale::Linear;
  double nm = 1.0;  ///< length in nm: the unit itself, that of a logarithm's argument, or 1e7 for wavenumbers in cm⁻¹

  double toNm(double value) const;  ///< returns the wavelength in nm that a value stands for
  bool operator==(const WavelengthUnit&) const = default;
};

inline constexpr WavelengthUnit kNanometre{WavelengthScale::Linear, 1.0};
inline constexpr WavelengthUnit kAngstrom{WavelengthScale::Linear, 0.1};
inline constexpr WavelengthUnit kMicron{WavelengthScale::Linear, 1e3};
inline constexpr WavelengthUnit kMetre{WavelengthScale::Linear, 1e9};
inline constexpr WavelengthUnit kLog10Angstrom{WavelengthScale::Log10, 0.1};
inline constexpr WavelengthUnit kLnAngstrom{WavelengthScale::Ln, 0.1};
inline constexpr WavelengthUnit kPerCentimetre{WavelengthScale::Wavenumber, 1e7};

/// Reads a unit: a length as io::nmOfLength() knows it, its logarithm ("log10(A)", "log(Angstrom)", "ln nm",
/// "dex(AA)"; "log" means log10), or a wavenumber ("cm-1", "1/cm", "m**-1"). Returns nullopt for anything else.
std::optional<WavelengthUnit> parseWavelengthUnit(std::string_view text);

/// Returns a text that parseWavelengthUnit() reads as the same unit: "nm", "A", "log10(A)", "cm-1".
std::string wavelengthUnitText(const WavelengthUnit& unit);
/// Returns the name for messages: "nm", "Å", "log10 of Å", "cm⁻¹".
std::string wavelengthUnitName(const WavelengthUnit& unit);

/// Returns the unit that a column's name ends in, in a form that parseWavelengthUnit() reads: "um" for "wave_um", "aa"
/// for "WAVELENGTH_AA_VAC", "nm" for "lambda (nm)" or "wave[nm]". Empty if the name has none.
std::string unitOfColumnName(std::string_view name);

}  // namespace maury::survey
