// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumPageFigure.h"

#include <utility>

#include "base/Error.h"

namespace maury::workbench {

namespace {

/// Returns the rows to average: the row of the requested star, or all rows.
std::vector<std::size_t> averagedRows(const survey::Dataset& survey, const std::vector<std::size_t>& rows,
                                      const std::string& star) {
  if (star.empty()) return rows;
  const std::size_t row = survey.rowOf(star);
  if (row == survey.starCount())
    throw Error(ErrorKind::Usage, "There is no star '" + star + "' in the survey. Check its id.");
  return {row};
}

}  // namespace

Figure spectrumPageFigure(std::shared_ptr<const survey::Dataset> survey, const survey::Dataset& stars,
                          const std::vector<std::size_t>& rows, const std::optional<network::Model>& model,
                          const SpectrumPageRequest& request, Job& job) {
  if (survey->grid.empty())
    throw Error(ErrorKind::Mismatch, "The page 'spectrum' needs spectra, but this is a catalogue. Open a survey.");
  SpectrumRequest spectrumRequest;
  spectrumRequest.survey = survey;
  spectrumRequest.model = model;
  spectrumRequest.rows = averagedRows(*survey, rows, request.star);
  spectrumRequest.chosen = rows;
  spectrumRequest.options = request.attribution;
  spectrumRequest.meanAsBaseline = request.meanAsBaseline;
  const SpectrumResult result = computeSpectrum(spectrumRequest, job, [](const SpectrumResult&) {});
  if (!result.misfit.empty()) throw Error(ErrorKind::Mismatch, result.misfit);

  SpectrumContent content = spectrumContent(result, *survey, spectrumRequest.rows.front());
  spectra::LineList lines = spectra::linesOn(survey->grid);
  spectra::measureDepths(lines, content.grid, content.flux);
  content.lines = selectLines(lines, request.lines);
  SpectrumAppearance appearance = request.appearance;
  if (!content.map) return spectrumPageFigure(content, appearance, {});
  const auto& labels = content.map->labels;
  const std::size_t label = request.label.empty() ? defaultLabel(labels) : labelIndex(labels, request.label);
  if (request.colourSpectrum) appearance.colouredBy = label;
  if (appearance.view == SpectrumAppearance::View::Stars)
    content.stars = std::make_shared<const StarRows>(computeStarRows(spectrumRequest, stars, label, job));
  if (appearance.view == SpectrumAppearance::View::Inputs && appearance.foldsInputs)
    content.folded = foldableInputs(*content.map, model->info(), *survey);
  return spectrumPageFigure(content, appearance, model->info().inputs);
}

}  // namespace maury::workbench
