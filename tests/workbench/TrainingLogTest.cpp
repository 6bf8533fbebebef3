// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/TrainingLog.h"

#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;

namespace {

training::EpochReport report(int epoch, std::size_t mapSize, float value) {
  training::EpochReport report;
  report.epoch = epoch;
  report.validationLoss = 1.0 / epoch;
  report.attribution.assign(mapSize, value);
  return report;
}

}  // namespace

TEST_CASE("training log: keeps at most a few hundred snapshots, and always the newest") {
  TrainingLog log;
  log.start(1, 4, false);
  for (int epoch = 1; epoch <= 1501; ++epoch)
    log.add(report(epoch, 4, static_cast<float>(epoch)));
  CHECK(log.snapshots().size() <= 400);
  CHECK(log.snapshots().size() > 180);
  CHECK(log.snapshots().front().epoch == 1);
  CHECK(log.snapshots().back().epoch == 1501);
  CHECK(log.snapshots()[1].epoch - 1 == log.snapshotStride());
  for (const EpochSnapshot& snapshot : log.snapshots())
    CHECK(snapshot.map[0] == static_cast<float>(snapshot.epoch));
  CHECK(log.validationLoss(777) == Approx(1.0 / 777));  // all losses are kept
  log.limitSnapshots(10 * 4 * sizeof(float));
  CHECK(log.snapshots().size() <= 10);
  CHECK(log.snapshots().back().epoch == 1501);
  CHECK(log.best().at(0).epoch == 1501);
}
