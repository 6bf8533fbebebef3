// SPDX-License-Identifier: GPL-3.0-or-later
// Every option is in its table, and the command line transmits every one.
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
#include "network/description/DescriptionJson.h"
#include "network/description/NetworkOptionTable.h"
#include "network/description/Presets.h"
#include "support/ErrorOf.h"
#include "survey/combining/CombineOptionTable.h"
#include "survey/dataset/SplitOptionTable.h"
#include "survey/file/ExportOptionTable.h"
#include "survey/importing/ImportOptionTable.h"
#include "survey/joining/JoinOptionTable.h"
#include "training/TrainingOptionTable.h"
#include "validation/BaselineOptionTable.h"
#include "validation/PrecisionOptionTable.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"
#include "workbench/outputs/OutputFiles.h"
#include "workbench/spectrum/LineOptionTable.h"
#include "workbench/validation/ValidationStars.h"

using namespace maury;
using test::checkOptionTable;

namespace {

struct Forgetful {
  int described = 1;
  int forgotten = 2;
};

}  // namespace

TEST_CASE("options: a member missing from a table is detected") {
  const OptionTable<Forgetful> table{describe("described", &Forgetful::described, {})};
  CHECK(table.front().offsets.size() == 1);
  CHECK(memberCount<Forgetful>() == 2);
  CHECK(memberCount<survey::SplitRule>() == 4);
}

TEST_CASE("options: the split, in training and as a column") {
  checkOptionTable(survey::splitOptionTable());
  checkOptionTable(survey::splitDesignTable());
  CHECK(findOption(survey::splitDesignTable(), "rule.seed").description.flag == "--seed");
}

TEST_CASE("options: imports") {
  const OptionValue roles = std::vector<std::string>{"METALLICITY,1=mh", "two words=e_teff", "x=wavelength:0.1 nm"};
  const OptionValue bits = std::string("0,3,63");
  for (const char* grid : {"846:0.03:800", "loglam:3.57:0.0001:3900", "loglam:3.5682:0.0001:3909", "first-file"})
    checkOptionTable(
        survey::importOptionTable(),
        {{"grid", std::string(grid)}, {"roles", roles}, {"maskBits", bits}, {"unit", std::string("log10(A)")}});
  const auto refused = [](const char* key, const OptionValue& value) {
    survey::ImportOptions options;
    const auto error = test::errorOf([&] { findOption(survey::importOptionTable(), key).set(options, value); });
    return error && error->kind == ErrorKind::Usage;
  };
  CHECK(refused("grid", std::string("846:0.03")));
  CHECK(refused("roles", std::vector<std::string>{"METALLICITY"}));
  CHECK(refused("unit", std::string("furlong")));
  CHECK_FALSE(refused("unit", std::string("Angstroem")));
  CHECK(refused("maskBits", std::string("0;3")));
  CHECK_FALSE(refused("grid", std::string()));
}

TEST_CASE("options: outputs") {
  checkOptionTable(workbench::outputOptionTable());
}

TEST_CASE("options: exports") {
  checkOptionTable(survey::exportOptionTable());
}

TEST_CASE("options: combinations") {
  checkOptionTable(survey::combineOptionTable(),
                   {{"import.grid", std::string("846:0.03:800")},
                    {"import.roles", std::vector<std::string>{"METALLICITY,1=mh", "x=wavelength:0.1 nm"}},
                    {"import.maskBits", std::string("0,3,63")},
                    {"import.unit", std::string("log10(A)")}});
}

TEST_CASE("options: joins") {
  checkOptionTable(survey::joinOptionTable());
}

TEST_CASE("options: precision and its bound") {
  checkOptionTable(validation::precisionOptionTable());
  checkOptionTable(validation::boundOptionTable());
  checkOptionTable(workbench::validationStarsTable());
  workbench::ValidationStars stars;
  CHECK(workbench::precisionCommand("a b.fits", "m.safetensors", stars) ==
        "maury-cli precision 'a b.fits' --model m.safetensors");
  stars = {std::nullopt, "snr > 20"};
  validation::PrecisionOptions options;
  options.snrEdges = {10, 20};
  options.boundStars = 150;  // has no flag, so is not in the command
  CHECK(workbench::precisionCommand("a.fits", "m.safetensors", stars, options) ==
        "maury-cli precision a.fits --model m.safetensors --part all --filter 'snr > 20' --edges 10,20");
}

TEST_CASE("options: the network, whose layers are data") {
  using network::networkOptionTable;
  test::checkEveryMemberIsDescribed(networkOptionTable());
  test::checkWords(networkOptionTable());
  const network::NetworkDescription preset = network::presetDescription("hybrid-rvs");
  for (const Option<network::NetworkDescription>& option : networkOptionTable()) {
    INFO(option.description.key);
    const OptionValue value = test::changedValue(option.description);
    network::NetworkDescription changed = preset;
    option.set(changed, value);
    CHECK(option.get(changed) == value);
    CHECK(test::differences(networkOptionTable(), changed, preset).size() == (value.index() == 0 ? 0 : 1));
  }
}

TEST_CASE("options: training") {
  const std::string network = network::toJson(network::presetDescription("starnet"));
  checkOptionTable(training::trainingOptionTable(), {{"network", OptionJson{network}}});
}

TEST_CASE("options: panels of the Galaxy, bimodality and positions") {
  checkOptionTable(galaxy::cellOptionTable());
  checkOptionTable(galaxy::panelOptionTable());
  checkOptionTable(workbench::galaxyFigureOptionTable());
  checkOptionTable(galaxy::bimodalityOptionTable());
  checkOptionTable(galaxy::distanceOptionTable());
  checkOptionTable(galaxy::solarOptionTable());
}

TEST_CASE("options: maps, experiments and audits") {
  checkOptionTable(attribution::attributionOptionTable());
  checkOptionTable(attribution::experimentOptionTable());
  checkOptionTable(attribution::contrastOptionTable());
  checkOptionTable(workbench::lineOptionTable());
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
