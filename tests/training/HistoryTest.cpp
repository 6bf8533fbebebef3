// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/History.h"

#include <cmath>

#include "base/Error.h"
#include "support/Catch.h"

using namespace maury;

TEST_CASE("history: epochs survive the round trip through CSV, also an unknown scatter") {
  training::EpochReport report;
  report.member = 3;
  report.epoch = 12;
  report.trainingLoss = 0.0123456789;
  report.validationLoss = 0.02;
  report.learningRate = 1e-3;
  report.best = true;
  report.scatter = {62.5, NAN};
  const std::string csv = training::historyCsv({report, report}, {{"teff", "K", 0, 1}, {"mh", "dex", 0, 1}});
  CHECK(csv.find("scatter_teff,scatter_mh\n") != std::string::npos);
  const auto back = training::historyFromCsv(csv);
  REQUIRE(back.size() == 2);
  CHECK(back[1].member == 3);
  CHECK(back[1].epoch == 12);
  CHECK(back[1].trainingLoss == Approx(0.0123456789).epsilon(1e-9));
  CHECK(back[1].best);
  CHECK(back[1].scatter[0] == Approx(62.5));
  CHECK(std::isnan(back[1].scatter[1]));
}

TEST_CASE("history: an invalid line is named") {
  CHECK(training::historyFromCsv("").empty());
  CHECK_THROWS_WITH(training::historyFromCsv("member,epoch\n1,2,x\n"), Catch::Contains("line 2"));
  CHECK_THROWS_AS(training::historyFromCsv("member\n1,2\n"), Error);
}
