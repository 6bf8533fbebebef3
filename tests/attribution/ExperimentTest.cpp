// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Experiment.h"

#include <cmath>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/ToyModel.h"

using namespace maury;
using attribution::Experiment;
using attribution::ExperimentKind;
using attribution::ExperimentOptions;

namespace {

attribution::ExperimentCurve curveOf(const network::Model& model, const survey::Dataset& survey,
                                     const Experiment& experiment) {
  const std::vector<std::size_t> rows = test::allRows(survey);
  Job job;
  return {model.info().labels,
          attribution::sensitivity(model, survey, rows, experiment.values, experiment.perturbation, job)};
}

}  // namespace

TEST_CASE("experiment: each kind applies its perturbation to the default or the given values") {
  const auto grid = spectra::WavelengthGrid::linear(850.0, 0.1, 41);
  const Experiment velocity = attribution::makeExperiment({}, grid);
  CHECK(velocity.column == "velocity_km_s");
  CHECK(velocity.perturbation(12.0).velocityKmS == 12.0);
  CHECK(velocity.values.front() == -velocity.values.back());
  const Experiment noise = attribution::makeExperiment({ExperimentKind::Noise, {15.0, 30.0}, 0.6, 7}, grid);
  CHECK(noise.values == std::vector<double>{15.0, 30.0});
  CHECK(noise.perturbation(15.0).snr == 15.0);
  CHECK(noise.perturbation(15.0).seed == 7);
  const Experiment mask = attribution::makeExperiment({ExperimentKind::Mask, {}, 1.0, 1}, grid);
  REQUIRE(mask.values.size() == 7);  // 850.5, 851 … 853.5: at intervals of half a width within 850–854
  CHECK(mask.values.front() == Approx(850.5));
  const auto done = mask.perturbation(852.0);
  REQUIRE(done.masked.size() == 1);
  CHECK(done.masked[0].lowNm == Approx(851.5));
  CHECK(done.masked[0].highNm == Approx(852.5));
  for (const double width : {0.0, 5.0}) {
    const auto error = test::errorOf([&] { attribution::makeExperiment({ExperimentKind::Mask, {}, width, 1}, grid); });
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::Usage);
  }
}

TEST_CASE("experiment: the label changes only where the window hides the pixel that the network reads") {
  const auto survey = test::toySurvey(60);
  const auto model = test::onePixelModel(survey, 17, -800.0);
  const Experiment experiment = attribution::makeExperiment({ExperimentKind::Mask, {}, 0.4, 1}, survey.grid);
  const auto curve = curveOf(model, survey, experiment);
  for (const auto& point : curve.points) {
    const bool hides = std::abs(point.value - survey.grid[17]) <= 0.2 + 1e-9;
    INFO(point.value);
    CHECK((point.scatter[0] > 1.0) == hides);
  }

  const io::Table table = attribution::experimentTable(experiment, std::vector{curve, curve}, 60);
  CHECK(table.columns.front().name == "wavelength_nm");
  REQUIRE(table.find("teff_change_2"));
  CHECK(table.real("teff_change") == table.real("teff_change_2"));
  CHECK(table.rowCount() == experiment.values.size());
}
