// SPDX-License-Identifier: GPL-3.0-or-later
// No option is missing from its table, and the command line carries every one.
#include "OptionTableChecks.h"
#include "attribution/audit/AuditOptionTable.h"
#include "attribution/experiments/ExperimentOptionTable.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "attribution/physics/ContrastOptionTable.h"
#include "galaxy/bimodality/BimodalityOptionTable.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "inference/DropoutOptionTable.h"
#include "mock/MockOptionTable.h"
#include "network/description/Presets.h"
#include "survey/dataset/SplitOptionTable.h"
#include "training/TrainingOptionTable.h"
#include "validation/BaselineOptionTable.h"

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

TEST_CASE("options: panels of the Galaxy, their humps and positions") {
  checkOptionTable(galaxy::cellOptionTable());
  checkOptionTable(galaxy::panelOptionTable());
  checkOptionTable(galaxy::bimodalityOptionTable());
  checkOptionTable(galaxy::distanceOptionTable());
  checkOptionTable(galaxy::solarOptionTable());
}

TEST_CASE("options: maps, experiments and audits") {
  checkOptionTable(attribution::attributionOptionTable());
  checkOptionTable(attribution::experimentOptionTable());
  checkOptionTable(attribution::contrastOptionTable());
  checkOptionTable(attribution::auditOptionTable());
  checkOptionTable(validation::baselineOptionTable());
}

TEST_CASE("options: dropout") {
  checkOptionTable(inference::dropoutOptionTable());
}

TEST_CASE("options: mock surveys") {
  checkOptionTable(mock::observationOptionTable());
  for (const char* window : {"rave", "rvs2401", "847.5:0.025:900:11500"})
    checkOptionTable(mock::mockOptionTable(), {{"window", std::string(window)}});
}
