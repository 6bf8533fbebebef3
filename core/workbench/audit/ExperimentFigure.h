// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "attribution/experiments/Experiment.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "workbench/figure/Figure.h"

namespace maury::workbench {

/// Result of an experiment: how the predicted labels of some stars change when their spectra are perturbed. A plain
/// value.
struct ExperimentContent {
  attribution::ExperimentKind kind = attribution::ExperimentKind::Velocity;
  attribution::Experiment experiment;
  std::vector<attribution::ExperimentCurve> curves;  ///< one per model; never empty
  std::vector<std::string> models;                   ///< names of the models
  std::size_t stars = 0;
  spectra::WavelengthGrid grid;  ///< grid of the first model
  spectra::LineList lines;       ///< lines to mark; only in the experiment that masks a window
  double windowNm = 0.6;
  bool isMock = false;
};

/// Model to test, with the name that the figure shows.
struct NamedModel {
  network::Model model;
  std::string name;
};

/// Runs an experiment on at most ExperimentOptions::maxStars of the stars `rows`. Blocks; thread-safe; throws the
/// errors of attribution::sensitivity().
ExperimentContent runExperiment(const std::vector<NamedModel>& models, const survey::Dataset& survey,
                                const std::vector<std::size_t>& rows, const attribution::ExperimentOptions& options,
                                Job& job);

/// Returns one panel per label of the first model, stacked vertically: the mean change of the label, with its scatter
/// over the stars as a band. For noise, the curve is the scatter itself and the band its standard error. A second model
/// is dashed. Thread-safe.
Figure experimentFigure(const ExperimentContent& content);

}  // namespace maury::workbench
