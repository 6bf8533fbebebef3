// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Reference and predicted values of one label, star for star.
struct OneToOne {
  std::string label, unit;
  std::vector<double> reference, prediction;
  bool isMock = false;  ///< the stars are simulated
};

/// Returns the reference labels of `rows` for each label, without predictions.
std::vector<OneToOne> referencesOf(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                   const std::vector<std::string>& labels);
/// Puts predictions next to the references; `prediction` is rows × labels, row-major. Drops the rows that it lacks.
void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction);

}  // namespace maury::workbench
