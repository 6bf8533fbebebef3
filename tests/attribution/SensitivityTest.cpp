// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Sensitivity.h"

#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/ToyModel.h"

using maury::attribution::Perturbation;
using maury::attribution::sensitivity;

TEST_CASE("sensitivity: a network that reads one pixel responds by its slope times the change of that pixel") {
  const auto survey = maury::test::toySurvey(60);
  const auto model = maury::test::onePixelModel(survey, 17, -800.0);
  const std::vector<std::size_t> rows = maury::test::rowNumbers(60);
  maury::Job job;
  const std::vector<double> middles{survey.grid[17], survey.grid[30]};
  const auto points = sensitivity(
      model, survey, rows, middles,
      [](double nm) {
        Perturbation done;
        done.masked = {{nm - 0.04, nm + 0.04}};
        return done;
      },
      job);
  REQUIRE(points.size() == 2);
  double mean = 0.0;
  for (std::size_t star = 0; star < 60; ++star)
    mean += -800.0 * (1.0 - survey.flux[star * 40 + 17]) / 60.0;
  CHECK(points[0].bias[0] == Approx(mean).margin(0.05));
  CHECK(points[0].scatter[0] > 20.0);
  CHECK(points[0].error[0] == Approx(points[0].scatter[0] / std::sqrt(60.0)));
  CHECK(points[1].bias[0] == Approx(0.0).margin(1e-3));
  CHECK(points[1].scatter[0] == Approx(0.0).margin(1e-3));
  CHECK(maury::test::errorOf([&] {
    sensitivity(
        model, survey, {}, middles, [](double) { return Perturbation{}; }, job);
  }));
}
