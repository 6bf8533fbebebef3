// SPDX-License-Identifier: GPL-3.0-or-later
// No option is missing from its table, and the command line carries every one.
#include "OptionTableChecks.h"
#include "survey/dataset/SplitOptionTable.h"
#include "training/TrainingOptionTable.h"

using namespace maury;
using test::checkOptionTable;

namespace {

struct Forgetful {
  int described = 1;
  int forgotten = 2;
};

}  // namespace

TEST_CASE("options: a member that a table forgets is found") {
  const OptionTable<Forgetful> table{describe("described", &Forgetful::described, {})};
  CHECK(table.front().offsets.size() == 1);
  CHECK(memberCount<Forgetful>() == 2);
  CHECK(memberCount<survey::SplitRule>() == 4);
}

TEST_CASE("options: the split") {
  checkOptionTable(survey::splitOptionTable());
}

TEST_CASE("options: training") {
  const std::string network = network::toJson(network::presetDescription("starnet"));
  checkOptionTable(training::trainingOptionTable(), {{"network", OptionJson{network}}});
}
