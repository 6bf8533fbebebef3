// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumContent.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/Error.h"
#include "mock/stars/MockPhotometry.h"
#include "survey/names/LabelNames.h"
#include "workbench/figure/FigureText.h"

namespace maury::workbench {

bool hasDepths(const spectra::LineList& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.depth > 0; });
}

spectra::LineList selectLines(const spectra::LineList& lines, const LineChoice& choice) {
  const bool measured = hasDepths(lines);
  spectra::LineList chosen;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(chosen), [&](const spectra::SpectralLine& line) {
    const auto& hidden = choice.hiddenElements;
    return std::find(hidden.begin(), hidden.end(), line.element()) == hidden.end() &&
           (!measured || line.depth >= choice.minDepth);
  });
  return chosen;
}

SpectrumContent spectrumContent(const SpectrumResult& result, const survey::Dataset& survey, std::size_t row) {
  const bool oneStar = result.stars == 1;
  SpectrumContent content;
  content.grid = result.grid;
  content.flux = result.spectrum.mean;
  content.spread = oneStar ? result.error : result.spectrum.spread;
  content.map = result.map;
  content.truth = result.truth;
  content.lineHalfWidthNm = result.grid.meanStepNm();
  content.note = oneStar ? survey.ids.at(row) : "mean of " + countText(result.stars) + " stars";
  if (survey.provenance.isMock) content.note += ", mock survey";
  return content;
}

std::vector<attribution::FoldedInput> foldableInputs(const attribution::AttributionMap& map,
                                                     const network::ModelInfo& info, const survey::Dataset& survey) {
  if (!attribution::isDerivative(map.method)) return {};
  return attribution::foldedInputs(
      map, info, [&survey](std::string_view input) { return mock::xpBasis(survey.provenance, input); });
}

std::size_t defaultLabel(const std::vector<network::ModelLabel>& labels) {
  const auto alpha = std::find_if(labels.begin(), labels.end(),
                                  [](const network::ModelLabel& label) { return label.name == "alpham"; });
  return alpha == labels.end() ? 0 : static_cast<std::size_t>(alpha - labels.begin());
}

std::size_t labelIndex(const std::vector<network::ModelLabel>& labels, const std::string& name) {
  for (const std::string& spelling : {name, survey::canonicalLabelName(name)})
    for (std::size_t label = 0; label < labels.size(); ++label)
      if (labels[label].name == spelling) return label;
  std::vector<std::string> names;
  for (const network::ModelLabel& label : labels)
    names.push_back(label.name);
  throw Error(ErrorKind::Mismatch,
              fmt::format("The model has no label '{}'. Choose from: {}.", name, fmt::join(names, ", ")));
}

}  // namespace maury::workbench
