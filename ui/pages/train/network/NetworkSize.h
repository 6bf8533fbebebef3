// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"
#include "survey/dataset/Dataset.h"

namespace maury::ui {

/// What of a survey a network has to fit.
struct NetworkSurvey {
  spectra::WavelengthGrid grid;
  std::map<std::string, std::size_t> inputs;  ///< widths of the auxiliary inputs
  std::vector<std::string> labels;            ///< to learn

  NetworkSurvey() = default;
  NetworkSurvey(const survey::Dataset& survey, std::vector<std::string> labelsToLearn);
};

struct NetworkSize {
  std::vector<network::LayerRow> rows;
  std::size_t parameters = 0;
  std::size_t flop = 0;  ///< that give one star its labels
};

/// Above this a member's weights, gradients and Adam's two moments take more than 3 GB.
inline constexpr std::size_t kMostParameters = 200'000'000;

/// Shapes and parameters on the survey. Throws Error(Mismatch) where it has none: the survey lacks an input, or its
/// spectra are too short.
NetworkSize sizeOf(const network::NetworkDescription& description, const NetworkSurvey& survey);
/// Throws Error(Mismatch) where a network of that size cannot be trained all the same: more than kMostParameters,
/// windows without a pixel or of a label that is not learned.
void requireTrainable(const network::NetworkDescription& description, const NetworkSize& size,
                      const NetworkSurvey& survey);

}  // namespace maury::ui
