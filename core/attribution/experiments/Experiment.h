// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "attribution/experiments/Sensitivity.h"
#include "io/tables/Table.h"

namespace maury::attribution {

/// Change applied to the stars: a velocity shift, added noise, or a masked window that moves along the spectrum.
enum class ExperimentKind { Velocity, Noise, Mask };
/// Returns "rv", "noise", "mask", in the order of ExperimentKind.
const std::vector<std::string>& experimentNames();

struct ExperimentOptions {
  ExperimentKind kind = ExperimentKind::Velocity;
  std::vector<double> values;  ///< velocities (km/s), S/N or window centres (vacuum nm); empty: the defaults
  double windowNm = 0.6;       ///< width of the masked window; neighbouring windows overlap by half of it
  std::uint64_t seed = 1;      ///< seed of the noise
  /// Maximum number of stars, evenly spread over the file; enough for a mean change and its scatter.
  std::size_t maxStars = 1000;
};

/// An experiment: its values, the perturbation for each of them, and their column in a table.
struct Experiment {
  std::string column, unit, description;
  std::vector<double> values;
  std::function<Perturbation(double value)> perturbation;
};

/// Builds the experiment of the options. Throws Error(Usage) for a window that is not wider than 0 or wider than the
/// spectrum.
Experiment makeExperiment(const ExperimentOptions& options, const spectra::WavelengthGrid& grid);

/// Change of the labels of one model: one point for each value of the experiment.
struct ExperimentCurve {
  std::vector<network::ModelLabel> labels;
  std::vector<SensitivityPoint> points;
};

/// Returns a table with the values in the first column, then change, scatter and error of each label of each model. The
/// columns of the second model end in _2, and so on.
io::Table experimentTable(const Experiment& experiment, std::span<const ExperimentCurve> curves, std::size_t stars);

}  // namespace maury::attribution
