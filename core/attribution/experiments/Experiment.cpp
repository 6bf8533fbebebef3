// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Experiment.h"

#include <fmt/format.h>

#include "base/Error.h"

namespace maury::attribution {
namespace {

/// Largest number of windows that are masked one after another; each takes a prediction of all stars.
constexpr double kMaxWindows = 20000.0;

std::vector<double> windowCentres(const spectra::WavelengthGrid& grid, double widthNm) {
  std::vector<double> centres;
  for (double nm = grid.first() + 0.5 * widthNm; nm < grid.last(); nm += 0.5 * widthNm)
    centres.push_back(nm);
  return centres;
}

Experiment velocityExperiment() {
  return {"velocity_km_s",
          "km/s",
          "Shift of the spectrum",
          {-100, -50, -20, -10, -5, -2, 0, 2, 5, 10, 20, 50, 100},
          [](double velocity) {
            Perturbation perturbation;
            perturbation.velocityKmS = velocity;
            return perturbation;
          }};
}

Experiment noiseExperiment(std::uint64_t seed) {
  return {"snr", "", "S/N after adding noise", {200, 100, 70, 50, 40, 30, 25, 20, 15, 10}, [seed](double snr) {
            Perturbation perturbation;
            perturbation.snr = snr;
            perturbation.seed = seed;
            return perturbation;
          }};
}

Experiment maskExperiment(double windowNm, const spectra::WavelengthGrid& grid) {
  if (!(windowNm > 0.0) || windowNm > grid.last() - grid.first()) {
    throw Error(ErrorKind::Usage,
                fmt::format("A masked window of {} nm does not fit into the spectrum ({}).", windowNm, grid.describe()),
                "Change --window.");
  }
  const double steps = 2.0 * (grid.last() - grid.first()) / windowNm;
  if (steps > kMaxWindows) {
    throw Error(
        ErrorKind::Usage,
        fmt::format("A masked window of {} nm takes {:.3g} steps through the spectrum ({}); at most {:.0f} are "
                    "possible. Use a window of at least {:.2g} nm.",
                    windowNm, steps, grid.describe(), kMaxWindows, 2.0 * (grid.last() - grid.first()) / kMaxWindows),
        "Change --window.");
  }
  return {"wavelength_nm", "nm", "Centre of the masked window (vacuum)", windowCentres(grid, windowNm),
          [half = 0.5 * windowNm](double nm) {
            Perturbation perturbation;
            perturbation.masked = {{nm - half, nm + half}};
            return perturbation;
          }};
}

}  // namespace

const std::vector<std::string>& experimentNames() {
  static const std::vector<std::string> names{"rv", "noise", "mask"};
  return names;
}

Experiment makeExperiment(const ExperimentOptions& options, const spectra::WavelengthGrid& grid) {
  Experiment experiment = options.kind == ExperimentKind::Velocity ? velocityExperiment()
                          : options.kind == ExperimentKind::Noise  ? noiseExperiment(options.seed)
                                                                   : maskExperiment(options.windowNm, grid);
  if (options.values.empty()) return experiment;
  experiment.values = options.values;
  for (const double nm : options.values) {
    if (options.kind == ExperimentKind::Mask && !(nm >= grid.first() && nm <= grid.last())) {
      throw Error(ErrorKind::Usage,
                  fmt::format("A masked window around {:g} nm lies outside the spectrum ({}).", nm, grid.describe()),
                  "Change --values.");
    }
  }
  return experiment;
}

io::Table experimentTable(const Experiment& experiment, std::span<const ExperimentCurve> curves, std::size_t stars) {
  io::Table table;
  table.columns.push_back({experiment.column, experiment.unit, experiment.values, experiment.description, ""});
  for (std::size_t m = 0; m < curves.size(); ++m) {
    const std::string suffix = m == 0 ? std::string() : fmt::format("_{}", m + 1);
    for (std::size_t l = 0; l < curves[m].labels.size(); ++l) {
      std::vector<double> bias, scatter, error;
      for (const SensitivityPoint& point : curves[m].points) {
        bias.push_back(point.bias[l]);
        scatter.push_back(point.scatter[l]);
        error.push_back(point.error[l]);
      }
      const auto& [name, unit, low, high] = curves[m].labels[l];
      table.columns.push_back({name + "_change" + suffix, unit, bias, "Mean change of the label", "stat.mean"});
      table.columns.push_back(
          {name + "_scatter" + suffix, unit, scatter, "Scatter of the change over the stars", "stat.stdev"});
      table.columns.push_back({name + "_error" + suffix, unit, error, "Standard error of the mean", "stat.error"});
    }
  }
  table.notes = {fmt::format(
      "Change of labels over {} stars; columns that end in _2 belong to the second model, and so on", stars)};
  return table;
}

}  // namespace maury::attribution
