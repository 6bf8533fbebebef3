// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

/// Factors from the unit that a column states to the unit of this program. Units are read without regard to case,
/// blanks and enclosing brackets or quotes: "mas", "[arcsec]", "hourangle". Each function returns nothing for an empty
/// text and for a unit of another quantity. Thread-safe.
namespace maury::survey {

/// Returns degrees per unit: deg, rad, arcmin, arcsec, mas, µas, and hours ("h", "hr", "hour", "hourangle", "hms").
std::optional<double> degreesPerUnit(std::string_view unit);
/// Returns milliarcseconds per unit of angle.
std::optional<double> masPerUnit(std::string_view unit);
/// Returns mas/yr per unit of proper motion: "mas/yr", "arcsec.yr-1", "rad yr^-1" …
std::optional<double> masPerYearPerUnit(std::string_view unit);
/// Returns kpc per unit of length: pc, kpc, Mpc, light-years and AU.
std::optional<double> kpcPerUnit(std::string_view unit);
/// Returns true for a unit of velocity: "km/s", "km s-1", "m.s**-1".
bool isVelocityUnit(std::string_view unit);

}  // namespace maury::survey
