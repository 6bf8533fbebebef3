// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/KeptWork.h"

#include <fstream>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::workbench;

namespace fs = std::filesystem;

TEST_CASE("kept work: newest first, models not in use first, without temporary files and broken links") {
  const test::TemporaryFolder folder;
  const fs::path older = folder / "20200101-000000-000", newer = folder / "20261005-130209-123";
  fs::create_directories(newer / kEarlierModels);
  fs::create_directory(older);
  fs::create_directory(folder / "20270101-000000-000");  // empty: left out
  for (const fs::path& file : {older / "a.fits", newer / "model.safetensors", newer / ".model.part",
                               newer / kEarlierModels / "z.safetensors", folder / "survey.fits"})
    std::ofstream(file) << "x";
  fs::create_symlink(folder / "survey.fits", newer / "survey.fits");
  fs::create_symlink(folder / "absent.fits", newer / "absent.fits");
  const auto kept = keptWork(folder.path());
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].folder == newer);
  CHECK(kept[0].files == std::vector<fs::path>{newer / kEarlierModels / "z.safetensors", newer / "model.safetensors",
                                               folder / "survey.fits"});
  CHECK(kept[0].words().starts_with("z.safetensors, model.safetensors, kept "));
  CHECK(kept[1].words().starts_with("a.fits, kept 1 Jan ") != kept[1].words().starts_with("a.fits, kept 31 Dec "));
  CHECK(keptWork(folder / "absent").empty());
}
