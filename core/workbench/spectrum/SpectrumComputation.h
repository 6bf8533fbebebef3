// SPDX-License-Identifier: GPL-3.0-or-later
// What a spectrum's figures show, computed from a survey and a network.
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

/// The spectrum of some stars, and where a network reads it.
struct SpectrumRequest {
  std::shared_ptr<const survey::Dataset> survey;
  std::optional<network::Model> model;
  std::vector<std::size_t> rows;    ///< that are averaged
  std::vector<std::size_t> chosen;  ///< all that are looked at: the selected stars of the filter, or all of it
  std::shared_ptr<const survey::Dataset> catalogue;  ///< the model's predictions; nullptr where there are none
  attribution::AttributionOptions options;
  bool meanAsBaseline = false;  ///< the mean of `chosen`
};

/// What is shown of them.
struct SpectrumResult {
  survey::MeanSpectrum spectrum;
  spectra::WavelengthGrid grid;  ///< of the spectrum: the survey's, or the model's where its steps were applied
  std::vector<float> error;      ///< of the one star
  bool prepared = false;         ///< the model's steps were applied
  std::shared_ptr<const attribution::AttributionMap> map;
  std::shared_ptr<const validation::TruthFilter> truth;
  std::shared_ptr<const survey::Dataset> subject;  ///< of What if
  std::vector<attribution::Skill> skills;          ///< of the model's labels on its test stars
  std::size_t stars = 0;
  std::size_t wanted = 0;  ///< stars of the map once it is whole
  std::string misfit;      ///< why there is no map although there is a model
};

/// Calls `showSoFar` with ever more stars in the map; the last is returned. Throws as AttributionRun, but for a model
/// that does not fit, of which the result says why.
SpectrumResult computeSpectrum(const SpectrumRequest& request, Job& job,
                               const std::function<void(const SpectrumResult&)>& showSoFar);

/// The maps of the chosen stars one by one, sorted by what the label `label` of the model is in `stars`, of which
/// `survey` has the spectra. Empty where no star has the label.
StarRows computeStarRows(const SpectrumRequest& request, const survey::Dataset& stars, std::size_t label, Job& job);

/// The labels of a star (a survey of one) as it is and changed, as a catalogue of two rows, and the changed spectrum.
std::pair<survey::Dataset, std::vector<float>> computeWhatIf(const network::Model& model, const survey::Dataset& star,
                                                             const attribution::Perturbation& perturbation, Job& job);

}  // namespace maury::workbench
