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

/// What the figures of a contrast show.
struct ContrastContent {
  std::shared_ptr<const attribution::Contrast> contrast;
  std::size_t label = 0;         ///< of the contrast's map
  spectra::LineList allLines;    ///< with depths, for the parts of a label's difference
  spectra::LineList lines;       ///< to be marked
  double lineHalfWidthNm = 0.0;  ///< largest distance of a pixel from the line that it belongs to
  std::string note;
};

/// Returns the content of a contrast of two selections of `survey`, of its first label. `lines` have no depths yet:
/// they are measured in the mean spectrum of B.
ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options, spectra::LineList lines);
/// The same with the built-in lines.
ContrastContent contrastContent(std::shared_ptr<const attribution::Contrast> contrast, const survey::Dataset& survey,
                                const attribution::ContrastOptions& options = {});

/// Returns the parts of the difference of the content's label, as attribution::contrastParts() does.
std::vector<attribution::ContrastPart> contrastParts(const ContrastContent& content, const network::Model& model);

/// Returns the two mean spectra, their difference, and how much of the label's difference each pixel makes, over
/// wavelength.
Figure contrastFigure(const ContrastContent& content);

/// Returns the parts of the label's difference as steps from B to A, the largest by name and the rest together. `parts`
/// as contrastParts() returns them.
Figure waterfallFigure(const ContrastContent& content, const std::vector<attribution::ContrastPart>& parts);

/// Returns "Ca II wings", "off lines", "G".
std::string partName(const attribution::ContrastPart& part);

/// What a figure of the Contrast page shows, without a window.
struct ContrastPageRequest {
  enum class View { Spectra, Parts };
  View view = View::Spectra;
  std::string a{}, b{};  ///< filters; both empty: proposedSides()
  std::string label{};   ///< empty: usualLabel()
  attribution::ContrastOptions options{};
};

/// Returns the figure of stars among `rows`; filters are about `stars`: predictions, or the survey itself. Blocks;
/// progress unit "spectra". Throws Error(Mismatch) for a survey without spectra, a model that does not fit it, or a
/// side without stars; Error(Usage) for a filter that cannot be read.
Figure contrastPageFigure(std::shared_ptr<const survey::Dataset> survey, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const network::Model& model,
                          const ContrastPageRequest& request, Job& job);

}  // namespace maury::workbench
