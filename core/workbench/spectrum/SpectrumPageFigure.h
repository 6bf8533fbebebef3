// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "workbench/figure/Figure.h"
#include "workbench/spectrum/SpectrumContent.h"

namespace maury::workbench {

/// Request for a figure of the Spectrum page, drawn without a window.
struct SpectrumPageRequest {
  std::string star{};  ///< id of a single star; empty: the mean of the stars
  attribution::AttributionOptions attribution{};
  bool meanAsBaseline = false;  ///< true: the baseline is the mean of the stars; false: the continuum
  std::string label{};          ///< label that colours the spectrum and sorts the heat map; empty: defaultLabel()
  bool colourSpectrum = false;
  SpectrumAppearance appearance{};  ///< its colouredBy is ignored
  LineChoice lines{};
};

/// Returns the figure for the stars `rows`. The heat map is sorted by labels in `stars`: the predictions, or the survey
/// itself. Blocks; progress unit "spectra". Throws Error(Mismatch) for a survey without spectra, a model that does not
/// fit it or a label that the model lacks, and Error(Usage) for an unknown star.
Figure spectrumPageFigure(std::shared_ptr<const survey::Dataset> survey, const survey::Dataset& stars,
                          const std::vector<std::size_t>& rows, const std::optional<network::Model>& model,
                          const SpectrumPageRequest& request, Job& job);

}  // namespace maury::workbench
