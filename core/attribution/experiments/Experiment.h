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

/// What is done to the stars: shifted by a velocity, made noisier, or masked in a window that wanders over the
/// spectrum.
enum class ExperimentKind { Velocity, Noise, Mask };
/// "rv", "noise", "mask", in the order of ExperimentKind.
const std::vector<std::string>& experimentNames();

struct ExperimentOptions {
  ExperimentKind kind = ExperimentKind::Velocity;
  std::vector<double> values;  ///< velocities (km/s), S/N or middles of windows (vacuum nm); empty: the usual ones
  double windowNm = 0.6;       ///< width of the masked window; neighbours overlap by half of it
  std::uint64_t seed = 1;      ///< of the noise
  /// Stars at most, evenly spread over the file: these are enough for a mean change and its scatter.
  std::size_t mostStars = 1000;
};

/// An experiment made ready: the values, what each of them does, and how a table names them.
struct Experiment {
  std::string column, unit, description;
  std::vector<double> values;
  std::function<Perturbation(double value)> perturbation;
};

/// Throws Error(Usage) for a window that is not wider than 0 or is wider than the spectrum.
Experiment experimentOf(const ExperimentOptions& options, const spectra::WavelengthGrid& grid);

/// How the labels of one model moved: one point for each of the experiment's values.
struct ExperimentCurve {
  std::vector<network::ModelLabel> labels;
  std::vector<SensitivityPoint> points;
};

/// The values in the first column, then change, scatter and error of each label of each model; the columns of the
/// second model end in _2 and so on.
io::Table experimentTable(const Experiment& experiment, std::span<const ExperimentCurve> curves, std::size_t stars);

}  // namespace maury::attribution
