// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/TrainingFigures.h"

#include <cmath>

#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;

namespace {

/// Returns the log of two members over some epochs, with maps of two labels on four pixels.
TrainingLog someLog(int epochs) {
  TrainingLog log;
  log.start(2, 4, true);
  for (int epoch = 1; epoch <= epochs; ++epoch)
    for (int member = 0; member < 2; ++member) {
      training::EpochReport report;
      report.member = member;
      report.epoch = epoch;
      report.trainingLoss = 1.0 / epoch;
      report.validationLoss = std::abs(epoch - 3) + 1.0 + member;
      report.learningRate = 1e-3;
      if (member == 0) report.attribution = {1, 2, 3, 4, -5, 6, -7, static_cast<float>(8 * epoch)};
      log.add(report);
    }
  return log;
}

}  // namespace

TEST_CASE("training figures: shows both losses with a band over members, the best epoch and other runs") {
  const TrainingLog log = someLog(5);
  LossOverlay other{"2 · seed 2", Ink(0x009E73), {{1, 2, 9}, {9, 8, 7}, {}, {}}};
  const Panel panel = lossPanel(log, 100, {other}, 4);
  CHECK(panel.y.logarithmic);
  CHECK(panel.x.low == 1.0);
  CHECK(panel.x.high == 10.0);
  REQUIRE(panel.find<Band>("validation"));
  CHECK(panel.find<Band>("validation")->low[0] == 3.0);
  CHECK(panel.find<Band>("validation")->high[0] == 4.0);
  CHECK(panel.find<Line>("training mean")->y[4] == 0.2);
  CHECK(panel.find<Points>("training first")->x.empty());
  CHECK(panel.find<VerticalMark>("best")->x == 3.0);
  CHECK(panel.find<VerticalMark>("shown")->x == 4.0);
  CHECK(panel.find<Line>("run 2 · seed 2")->style.stroke == Stroke::Dashed);
  REQUIRE(panel.legend.entries.size() == 4);
  CHECK(panel.legend.entries[3].text == "best, epoch 3");
  CHECK(panel.note(Corner::BottomLeft).markup == "mock survey");
  CHECK(panel.y.high > 9.0);
}

TEST_CASE("training figures: a single epoch is a point, and the rate uses the epoch axis of the loss") {
  const TrainingLog log = someLog(1);
  const Panel loss = lossPanel(log, 3);
  CHECK(loss.find<Points>("validation first")->x == std::vector<double>{1.0});
  CHECK(loss.x.high == 3.0);
  const Panel rate = learningRatePanel(log, loss.x);
  CHECK(rate.x == loss.x);
  CHECK(rate.y.low < 1e-3);
  CHECK(rate.y.high > 1e-3);
}

TEST_CASE("training figures: the forming map has a row per epoch and marks an earlier one") {
  const TrainingLog log = someLog(3);
  const auto grid = spectra::WavelengthGrid::linear(850.0, 0.1, 4);
  const Panel map = mapHistoryPanel(log, 1, grid, 2);
  REQUIRE(map.density);
  CHECK(map.density->rows == 3);
  CHECK(map.density->columns == 4);
  CHECK(map.density->values[3] == 8.0F);
  CHECK(map.density->values[11] == 24.0F);
  CHECK(map.density->scale.scaling == Scaling::Signed);
  CHECK(map.find<HorizontalMark>("shown")->y == 2.0);
  CHECK_FALSE(mapHistoryPanel(log, 1, grid, 3).find<HorizontalMark>("shown"));
  const Panel epoch = epochMapPanel(log, log.snapshots()[1], "alpham", 1, grid);
  CHECK(epoch.find<Line>("gradient")->y == std::vector<double>{-5, 6, -7, 16});
  CHECK(epoch.y.high == Approx(1.1 * 16));
  CHECK(epoch.y.low == -epoch.y.high);
}

TEST_CASE("training figures: the summary contains the loss, the rate and each label") {
  const OneToOne teff{"teff", "K", {4000, 5000, 6000}, {4010, 5010, 5990}, false};
  const Figure figure = trainingFigure(someLog(2), 2, {teff, teff, teff});
  CHECK(figure.grid.columns == 3);
  CHECK(figure.grid.rows == 2);
  CHECK(figure.panel(0, 0).find<Line>("validation mean"));
  CHECK(figure.panel(0, 1) == learningRatePanel(someLog(2), figure.panel(0, 0).x));
  CHECK(figure.panel(0, 2).density);
  CHECK(figure.panel(1, 1).density);
  CHECK(figure.panel(1, 2).isEmpty);
  CHECK(figure.width == 960.0);
}
