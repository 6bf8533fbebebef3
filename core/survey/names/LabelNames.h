// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace maury::survey {

/// Returns the canonical name of a label: "Teff", "TEFF", "T_eff" → "teff"; "log_g" → "logg"; "MH", "M_H", "[M/H]" →
/// "mh"; "FeH" → "feh"; "alphaM", "ALPHA_M", "[α/M]" → "alpham"; "alpha_fe" → "alphafe" (a separate label); "MG_FE" →
/// "mgfe", and likewise for other elements; "A(Li)" → "ali". Predicted labels (PredictedNames.h) likewise: "Teff_cnn" →
/// "teff_cnn". Other names are returned unchanged.
std::string canonicalLabelName(std::string_view columnName);
/// Returns true if the name or alias is that of a label in KnownNames.h, or an abundance [X/Fe] or [X/H] of one of its
/// elements, or of its prediction.
bool isKnownLabel(std::string_view columnName);
/// Returns the element X of an abundance [X/Fe] or [X/H] by its name or alias: "Mg" for "mgfe", "MG_FE" and "mg_h".
/// Empty for other names, including "feh" and "ali", which are labels of their own.
std::string elementOfLabel(std::string_view columnName);
/// Physical limits of a label, in its default unit; infinite if the label is unknown.
struct LabelRange {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool isKnown() const { return low > -std::numeric_limits<double>::infinity(); }
};
/// Returns the range of values that a label can have, by its name or alias: Teff 1000–200 000 K, log g −1…9.9, [X/Y]
/// −8…+6, A(X) −3…13.
LabelRange labelRange(std::string_view columnName);
/// Returns the label whose 1σ error a column of this name holds: "e_teff", "eTeff", "TEFF_ERR", "teff_error",
/// "teff_unc" → "teff", "scatter_teff_cnn" → "teff_cnn"; nullopt for other names.
std::optional<std::string> labelOfErrorName(std::string_view columnName);
/// Returns true if a survey uses this name for its S/N column, in any case: "snr", Gaia's "rvs_spec_sig_to_noise",
/// GALAH's "snr_c3_iraf" and "snr_px_ccd3", LAMOST's "snrg" …
bool isSignalToNoise(std::string_view columnName);
/// Returns the name of a label or column in figures: "Teff", "log g", "[M/H]", "[α/M]", "S/N", "R" for R_kpc, "σ(Teff)"
/// for e_teff, "CNN Teff" for teff_cnn. Plain text without markup; unknown names are returned unchanged.
std::string displayName(std::string_view name);
/// Returns the unit to assume if a file states none: "K" for teff, "dex" for other labels, "kpc" for R_kpc; empty if
/// unknown.
std::string defaultUnit(std::string_view name);
/// Returns " (K)"; empty for dex (omitted, as in journals) and if there is no unit.
std::string unitSuffix(std::string_view unit);
/// Returns the number of decimals to print for a label of this unit.
int valueDecimals(std::string_view unit);
/// Returns the number of decimals to print for the scatter or error of a label of this unit.
int scatterDecimals(std::string_view unit);
/// Returns a scatter or error as text: "85 K", "0.032".
std::string scatterText(double scatter, std::string_view unit);
/// Returns the title of a figure's axis: "Teff (K)", "[α/M]" (dex is omitted, as in journals), "R (kpc)". An empty
/// `unit` stands for the default unit.
std::string axisLabel(std::string_view name, std::string_view unit);

}  // namespace maury::survey
