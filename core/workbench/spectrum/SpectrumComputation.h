// SPDX-License-Identifier: GPL-3.0-or-later
// Computes the content of the figures of a spectrum from a survey and a model.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attribution/experiments/Perturbation.h"
#include "attribution/maps/AttributionMap.h"
#include "attribution/physics/Skill.h"
#include "base/Job.h"
#include "survey/dataset/MeanSpectrum.h"
#include "validation/TruthFilter.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Request for the mean spectrum of some stars and its attribution map.
struct SpectrumRequest {
  std::shared_ptr<const survey::Dataset> survey;
  std::optional<network::Model> model;
  std::vector<std::size_t> rows;    ///< the stars to average
  std::vector<std::size_t> chosen;  ///< all current stars: those selected within the filter, or the whole filter
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions of the model; nullptr if there are none
  attribution::AttributionOptions options;
  bool meanAsBaseline = false;  ///< true: the baseline of the map is the mean of `chosen`
};

/// Result of a SpectrumRequest.
struct SpectrumResult {
  survey::MeanSpectrum spectrum;
  /// Grid of the spectrum: the survey's, or the model's if its steps were applied.
  spectra::WavelengthGrid grid;
  std::vector<float> error;  ///< 1σ of the flux of a single star; empty for a mean
  bool prepared = false;     ///< true if preprocessing steps of the model were applied
  std::shared_ptr<const attribution::AttributionMap> map;
  std::shared_ptr<const validation::TruthFilter> truth;
  std::shared_ptr<const survey::Dataset> subject;  ///< the star, or mean star, for What if
  std::vector<attribution::Skill> skills;          ///< for each label of the model, on its test stars
  std::size_t stars = 0;
  std::size_t totalStars = 0;  ///< number of stars in the complete map
  std::string misfit;          ///< why the model could not compute a map; empty if it could, or without a model
};

/// Computes a spectrum and, with a model, its attribution map. Calls `showPartial` with partial results, each with more
/// stars in the map, and returns the final one. Blocks. Throws the errors of AttributionRun, except that the result
/// records why a model does not fit.
SpectrumResult computeSpectrum(const SpectrumRequest& request, Job& job,
                               const std::function<void(const SpectrumResult&)>& showPartial);

/// Computes the maps of the label with index `label` for single stars among `request.chosen`, sorted by the value of
/// this label in `stars`, which has the same rows as `request.survey`. Empty if no star has the label. Blocks.
StarRows computeStarRows(const SpectrumRequest& request, const survey::Dataset& stars, std::size_t label, Job& job);

/// Predicts the labels of a star (a survey with one star) as observed and after a perturbation. Returns a catalogue of
/// two rows, in this order, and the perturbed spectrum. Blocks.
std::pair<survey::Dataset, std::vector<float>> computeWhatIf(const network::Model& model, const survey::Dataset& star,
                                                             const attribution::Perturbation& perturbation, Job& job);

}  // namespace maury::workbench
