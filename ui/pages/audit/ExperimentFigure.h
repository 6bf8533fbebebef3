// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <memory>
#include <vector>

#include "attribution/experiments/Experiment.h"
#include "spectra/LineList.h"

namespace maury::ui {

class FigureView;

/// What the figure of an experiment shows.
struct ExperimentContent {
  attribution::ExperimentKind kind = attribution::ExperimentKind::Velocity;
  attribution::Experiment experiment;
  std::vector<attribution::ExperimentCurve> curves;  ///< one a model, never empty
  QStringList models;                                ///< their names
  std::size_t stars = 0;
  spectra::WavelengthGrid grid;  ///< the first model's
  spectra::LineList lines;       ///< to be marked, under a wandering window
  double windowNm = 0.6;
  QString note;  ///< "mock survey"
};

/// A panel a label of the first model, one below the other: the mean change of the label with its scatter over the
/// stars as a band; for noise the scatter itself with its error. A second model is dashed. GUI thread only.
void drawExperiment(FigureView& view, const ExperimentContent& content);

}  // namespace maury::ui
