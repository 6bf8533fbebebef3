// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// The canonical name of a label column: "Teff", "TEFF", "T_eff" → "teff"; "log_g" → "logg"; "MH", "M_H", "[M/H]" →
/// "mh"; "FeH" → "feh"; "alphaM", "ALPHA_M", "[α/M]" → "alpham"; "alpha_fe" → "alphafe", a label of its own; "MG_FE" →
/// "mgfe" and so for other elements; "A(Li)" → "ali". A name that is no label is returned as it is.
std::string canonicalLabelName(std::string_view columnName);
/// True if the name (or an alias of it) is one of the labels of the table in KnownNames.h.
bool isKnownLabel(std::string_view columnName);
/// True of the names that surveys give the one column of S/N, whatever their case: "snr", Gaia's
/// "rvs_spec_sig_to_noise", GALAH's "snr_c3_iraf" and "snr_px_ccd3", LAMOST's "snrg" …
bool isSignalToNoise(std::string_view columnName);
/// How a figure writes a label or column: "Teff", "log g", "[M/H]", "[α/M]", "S/N", "R" for R_kpc, "σ(Teff)" for e_teff
/// (plain text, no markup); the name itself if unknown.
std::string displayName(std::string_view name);
/// The unit when a file does not state one: "K" for teff, "dex" for other labels, "kpc" for R_kpc; empty if unknown.
std::string defaultUnit(std::string_view name);
/// Returns " (K)", or nothing for dex (not written, as in the journals) and where there is no unit.
std::string unitSuffix(std::string_view unit);
/// Digits after the point that a label of this unit is written with, and those of its scatter or error.
int valueDecimals(std::string_view unit);
int scatterDecimals(std::string_view unit);
/// "85 K", "0.032".
std::string scatterText(double scatter, std::string_view unit);
/// A figure's axis text: "Teff (K)", "[α/M]" (dex is not written, as in the journals), "R (kpc)". Without a unit the
/// default.
std::string axisLabel(std::string_view name, std::string_view unit);

}  // namespace maury::survey
