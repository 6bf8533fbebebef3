// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Reference and predicted values of one label, one element per star.
struct OneToOne {
  std::string label, unit;
  std::vector<double> reference, prediction;
  bool isMock = false;  ///< true if the stars are simulated
};

/// Returns the reference values of `rows` for each label, without predictions.
std::vector<OneToOne> referenceLabels(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                      const std::vector<std::string>& labels);
/// Sets the predictions; `prediction` is rows × labels, row-major. If it has fewer rows, drops the surplus references.
void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction);

}  // namespace maury::workbench
