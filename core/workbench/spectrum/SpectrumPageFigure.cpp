// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumPageFigure.h"

#include <utility>

#include "base/Error.h"

namespace maury::workbench {

namespace {

/// The rows that are averaged: the one star, or all.
std::vector<std::size_t> averagedRows(const survey::Dataset& survey, const std::vector<std::size_t>& rows,
                                      const std::string& star) {
  if (star.empty()) return rows;
  const std::size_t row = survey.rowOf(star);
  if (row == survey.starCount()) throw Error(ErrorKind::Usage, "There is no star '" + star + "'.");
  return {row};
}

}  // namespace

Figure spectrumPageFigure(std::shared_ptr<const survey::Dataset> survey, const survey::Dataset& stars,
                          const std::vector<std::size_t>& rows, const std::optional<network::Model>& model,
                          const SpectrumPageRequest& request, Job& job) {
  if (survey->grid.empty()) throw Error(ErrorKind::Mismatch, "The page 'spectrum' needs spectra; this is a catalogue.");
  SpectrumRequest wanted;
  wanted.survey = survey;
  wanted.model = model;
  wanted.rows = averagedRows(*survey, rows, request.star);
  wanted.chosen = rows;
  wanted.options = request.attribution;
  wanted.meanAsBaseline = request.meanAsBaseline;
  const SpectrumResult result = computeSpectrum(wanted, job, [](const SpectrumResult&) {});
  if (!result.misfit.empty()) throw Error(ErrorKind::Mismatch, result.misfit);

  SpectrumContent content = spectrumContent(result, *survey, wanted.rows.front());
  spectra::LineList lines = spectra::linesOn(survey->grid);
  spectra::measureDepths(lines, content.grid, content.flux);
  content.lines = chosenLines(lines, request.lines);
  SpectrumAppearance appearance = request.appearance;
  if (!content.map) return spectrumPageFigure(content, appearance, {});
  const std::size_t label = labelIndex(content.map->labels, request.label);
  if (request.colourSpectrum) appearance.colouredBy = label;
  if (appearance.view == SpectrumAppearance::View::Stars)
    content.stars = std::make_shared<const StarRows>(computeStarRows(wanted, stars, label, job));
  if (appearance.view == SpectrumAppearance::View::Inputs && appearance.foldsInputs)
    content.folded = foldableInputs(*content.map, model->info(), *survey);
  return spectrumPageFigure(content, appearance, model->info().inputs);
}

}  // namespace maury::workbench
