// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/RunFolders.h"

#include <fstream>
#include <optional>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::workbench;

namespace {

void describe(const std::filesystem::path& folder, int members) {
  training::RunDescription run;
  run.options = training::presetOptions("starnet");
  run.options.members = members;
  run.survey = "/data/mock.fits";
  training::beginRunFolder(folder, run);
}

/// Returns the kind of error that holding a folder throws; nullopt if it succeeds.
std::optional<ErrorKind> refusal(const std::filesystem::path& folder) {
  const auto error = test::errorOf([&] { HeldRunFolder(folder).hold(); });
  return error ? std::optional(error->kind) : std::nullopt;
}

}  // namespace

TEST_CASE("run folders: a held folder is locked against others, and free afterwards") {
  const test::TemporaryFolder folder;
  const auto path = folder / "trainings" / "one";
  {
    HeldRunFolder held(path);
    held.hold();
    CHECK(std::filesystem::is_directory(path));
    CHECK(refusal(path) == ErrorKind::Usage);
  }
  CHECK_FALSE(refusal(path));
  CHECK_FALSE(std::filesystem::exists(path));  // neither a lock file nor an empty folder is left
  CHECK(refusal("/dev/null/trainings") == ErrorKind::File);
}

TEST_CASE("run folders: unfinished trainings are listed newest first, without held ones") {
  const test::TemporaryFolder folder;
  describe(folder / "20200101-000000-000", 1);
  describe(folder / "20210101-000000-000", 2);
  describe(folder / "20220101-000000-000", 3);
  std::filesystem::create_directory(folder / "20190101-000000-000");             // holds no run: removed
  std::ofstream(folder / "20200101-000000-000" / "lock") << "4194305\nmaury\n";  // left by a killed program
  HeldRunFolder held(folder / "20220101-000000-000");
  held.hold();
  const auto found = unfinishedTrainings(folder.path());
  REQUIRE(found.size() == 2);
  CHECK(found[0].run.options.members == 2);
  CHECK(found[1].run.options.members == 1);
  CHECK(found[1].epoch == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "20190101-000000-000"));
  held.discard();
  CHECK_FALSE(std::filesystem::exists(folder / "20220101-000000-000"));
  CHECK(unfinishedTrainings(folder / "absent").empty());
}

TEST_CASE("run folders: a folder whose run.json is damaged is left out, and the others are listed") {
  const test::TemporaryFolder folder;
  describe(folder / "20200101-000000-000", 1);
  describe(folder / "20210101-000000-000", 2);
  std::ofstream(folder / "20210101-000000-000" / "run.json") << std::string(150'000, '[');
  const auto found = unfinishedTrainings(folder.path());
  REQUIRE(found.size() == 1);
  CHECK(found[0].run.options.members == 1);
  // It stays on disk: a newer program may be able to read it.
  CHECK(std::filesystem::exists(folder / "20210101-000000-000" / "run.json"));
}

TEST_CASE("run folders: a training is described in one line") {
  UnfinishedTraining training{"folder", {}, 12};
  training.run.options = training::presetOptions("starnet");
  training.run.options.members = 2;
  training.run.options.maxEpochs = 60;
  training.run.survey = "/data/mock.fits";
  training.run.started = "2026-10-05T12:30:00Z";
  const std::string words = training.words();
  CHECK(words.substr(0, 27) == "starnet × 2 on mock.fits, ");
  CHECK(words.find(" Oct ") != std::string::npos);
  CHECK(words.find(":30 (epoch 12 of 60)") != std::string::npos);
  const std::string name = newRunFolder("all").filename().string();
  CHECK(name.size() == 19);
  CHECK(name[8] == '-');
  CHECK(newRunFolder("all").parent_path() == "all");
}
