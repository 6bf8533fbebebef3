// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attribution/physics/Contrast.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "workbench/contrast/ContrastSides.h"
#include "workbench/figure/Figure.h"

namespace maury::workbench {

/// Content of the figures of a contrast.
struct ContrastContent {
  std::shared_ptr<const attribution::Contrast> contrast;
  std::size_t label = 0;         ///< index in the map of the contrast
  spectra::LineList allLines;    ///< lines with depths; the difference of a label is divided among them
  spectra::LineList lines;       ///< the deeper lines, which are marked
  double lineHalfWidthNm = 0.0;  ///< maximum distance of a pixel from the line to which it belongs
  std::string note;
};

/// Returns the content of a contrast between two selections of `survey`, showing its first label. Measures the depths
/// of `lines` in the mean spectrum of B.
ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options, spectra::LineList lines);
/// Does the same with the built-in lines.
ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options = {});

/// Returns the parts of the difference of the displayed label, as attribution::contrastParts() does.
std::vector<attribution::ContrastPart> contrastParts(const ContrastContent& content, const network::Model& model);

/// Returns three panels against wavelength: the two mean spectra, their difference, and the contribution of each pixel
/// to the difference of the label.
Figure contrastFigure(const ContrastContent& content);

/// Returns a waterfall chart of the label from B to A: one step for each of the largest parts, and one for all others
/// together. `parts` come from contrastParts().
Figure waterfallFigure(const ContrastContent& content, const std::vector<attribution::ContrastPart>& parts);

/// Returns the name of a part as figures and tables show it: "Ca II wings", "between lines", "G".
std::string partName(const attribution::ContrastPart& part);

/// Request for a figure of the Contrast page, drawn without a window.
struct ContrastPageRequest {
  enum class View { Spectra, Parts };
  View view = View::Spectra;
  std::string a{}, b{};  ///< filters; both empty: proposedSides()
  std::string label{};   ///< empty: defaultLabel()
  attribution::ContrastOptions options{};
};

/// Returns the figure for the stars `rows`. Filters refer to `stars`: the predictions, or the survey itself. Blocks;
/// progress unit "spectra". Throws Error(Mismatch) for a survey without spectra, a model that does not fit it, or a
/// side without stars; Error(Usage) for a filter that cannot be parsed.
Figure contrastPageFigure(std::shared_ptr<const survey::Dataset> survey, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const network::Model& model,
                          const ContrastPageRequest& request, Job& job);

}  // namespace maury::workbench
