// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

// Reference labels have the name of the label, "teff". A label that a network predicted has a name of its own,
// "teff_cnn", and so have its uncertainty, "sigma_teff_cnn", and its scatter over the networks, "scatter_teff_cnn".

/// Returns the name of the predicted label: "teff" → "teff_cnn".
std::string predictedName(std::string_view label);
/// Returns true for the name of a predicted label: "teff_cnn", but not "sigma_teff_cnn".
bool isPredictedLabel(std::string_view name);
/// Returns the label of a predicted one: "teff_cnn" → "teff". Other names are returned unchanged.
std::string referenceName(std::string_view name);
/// Returns the name of the calibrated 1σ uncertainty of a label: "teff_cnn" → "sigma_teff_cnn".
std::string sigmaName(std::string_view label);
/// Returns the label whose uncertainty has this name: "sigma_teff_cnn" → "teff_cnn"; empty for other names.
std::string_view labelOfSigma(std::string_view name);
/// Returns the name of Label::errors in files, tables and filters: "teff" → "e_teff". The errors of a predicted label
/// are its scatter over the networks: "teff_cnn" → "scatter_teff_cnn".
std::string errorName(std::string_view label);
/// Returns the label whose errors have this name by errorName(): "e_teff" → "teff", "scatter_teff_cnn" → "teff_cnn";
/// empty for other names.
std::string_view labelOfError(std::string_view name);

/// Returns the labels that were predicted in a catalogue that a version of this program before these names wrote. Such
/// a table has the columns flag_boundary and in_limits, and for a predicted label X also sigma_X or X_reference. Empty
/// for other tables.
std::vector<std::string> oldPredictedLabels(std::span<const std::string> columns);
/// Returns today's name of a column of such a catalogue: "teff" → "teff_cnn", "e_teff" → "scatter_teff_cnn",
/// "sigma_teff" → "sigma_teff_cnn", "teff_reference" → "teff", "e_teff_reference" → "e_teff" for the label teff; other
/// names, and those that another of the `columns` has, are returned unchanged.
std::string nameOfOldColumn(std::string_view column, std::span<const std::string> predictedLabels,
                            std::span<const std::string> columns);
/// Returns a sentence on the columns that were renamed.
std::string oldPredictionsNote(std::span<const std::string> predictedLabels);

}  // namespace maury::survey
