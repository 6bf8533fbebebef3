// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/TestReport.h"

#include <cmath>

#include "support/Catch.h"

using namespace maury;

TEST_CASE("test report: residuals of the selected stars, and labels without a reference are left out") {
  survey::Dataset catalogue;
  catalogue.ids = {"a", "b", "c"};
  catalogue.labels = {{"teff_cnn", "K", {5010, 4990, 9000}, {}}, {"logg_cnn", "dex", {1, 2, 3}, {}}};
  catalogue.columns = {{"teff", "K", std::vector<double>{5000, 5000, 5000}}};
  const std::vector<std::size_t> stars{0, 1};
  const auto reports = validation::compareWithReference(catalogue, stars);
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].label == "teff");
  CHECK(reports[0].residuals.count == 2);
  CHECK(reports[0].residuals.bias == Approx(0.0).margin(1e-9));
  CHECK(reports[0].residuals.rms == Approx(10.0));
}
