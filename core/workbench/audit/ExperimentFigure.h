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

/// Result of an experiment: how the labels of some stars change with their spectra. A plain value.
struct ExperimentContent {
  attribution::ExperimentKind kind = attribution::ExperimentKind::Velocity;
  attribution::Experiment experiment;
  std::vector<attribution::ExperimentCurve> curves;  ///< one a model, never empty
  std::vector<std::string> models;                   ///< their names
  std::size_t stars = 0;
  spectra::WavelengthGrid grid;  ///< the first model's
  spectra::LineList lines;       ///< to be marked, under a masked window
  double windowNm = 0.6;
  bool isMock = false;
};

/// A model of an experiment and its name.
struct NamedModel {
  network::Model model;
  std::string name;
};

/// Runs an experiment on at most ExperimentOptions::mostStars of the stars `rows`. Blocks; thread-safe; throws as
/// attribution::sensitivity().
ExperimentContent runExperiment(const std::vector<NamedModel>& models, const survey::Dataset& survey,
                                const std::vector<std::size_t>& rows, const attribution::ExperimentOptions& options,
                                Job& job);

/// Returns a panel per label of the first model, one below the other: the mean change of the label with its scatter
/// over the stars as a band; for noise the scatter itself with its error. A second model is dashed. Thread-safe.
Figure experimentFigure(const ExperimentContent& content);

}  // namespace maury::workbench
