// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"
#include "survey/dataset/Dataset.h"

namespace maury::ui {

/// Properties of a survey that a network must match.
struct NetworkSurvey {
  spectra::WavelengthGrid grid;
  std::map<std::string, std::size_t> inputs;  ///< width of each auxiliary input
  std::vector<std::string> labels;            ///< labels to learn

  NetworkSurvey() = default;
  NetworkSurvey(const survey::Dataset& survey, std::vector<std::string> labelsToLearn);
};

/// Layers, parameters and operations of a network on a survey.
struct NetworkSize {
  std::vector<network::LayerRow> rows;
  std::size_t parameters = 0;
  std::size_t flop = 0;  ///< operations to predict the labels of one star
};

/// Returns the size of a network on a survey. Throws Error(Mismatch) if the survey lacks one of its inputs or its
/// spectra are too short.
NetworkSize sizeOf(const network::NetworkDescription& description, const NetworkSurvey& survey);
/// Throws Error(Mismatch) if a network of this size cannot be trained: it has more than network::kMaxParameters, or
/// label windows without a pixel or for a label that is not to be learned.
void requireTrainable(const network::NetworkDescription& description, const NetworkSize& size,
                      const NetworkSurvey& survey);

}  // namespace maury::ui
