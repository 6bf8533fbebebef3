// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// The canonical name of a label column: "Teff", "TEFF" → "teff"; "log_g" → "logg"; "MH", "M_H" → "mh"; "FeH" → "feh";
/// "alphaM", "AlphaM", "alpha_m", "alpha_fe" → as in the table in LabelNames.cpp. A name not in it is returned as it is.
std::string canonicalLabelName(std::string_view columnName);
/// True if the name (or an alias of it) is one of the labels of the table.
bool isKnownLabel(std::string_view columnName);
/// How a figure writes a label: "T_eff", "log g", "[M/H]", "[α/M]" (plain text, no markup); the name itself if unknown.
std::string displayName(std::string_view name);
/// The label's unit when its file does not state one: "K" for teff, "dex" for the others; empty if unknown.
std::string defaultUnit(std::string_view name);
/// A figure's axis text: "T_eff (K)", "[α/M]" (dex is not written, as in the journals), "R (kpc)".
std::string axisLabel(std::string_view name, std::string_view unit);

}  // namespace maury::survey
