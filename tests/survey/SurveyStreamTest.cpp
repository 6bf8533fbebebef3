// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ErrorOf.h"
#include "survey/file/SurveyStream.h"

#include <fstream>
#include <iterator>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyExport.h"
#include "survey/filter/Filter.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;

namespace {

constexpr std::size_t kStars = 40000;  // more than two chunks

}  // namespace

TEST_CASE("survey stream: filtering chunk by chunk equals filtering in memory") {
  const TemporaryFolder folder;
  const Dataset stars = smallSurvey(kStars);
  Job job;
  writeSurvey(folder / "survey.fits", stars, job);
  const std::string filter = "snr > 1000 && abs(mh) < 3500";
  const auto rows = filterRows(stars, filter);
  REQUIRE(rows.size() > 2 * kStars / 3);
  CHECK(filterFile(folder / "survey.fits", filter, job) == rows);
  CHECK(filterFile(folder / "survey.fits", "", job).size() == kStars);
  CHECK_THROWS_AS(filterFile(folder / "survey.fits", "snrr > 1", job), FilterError);

  const auto some = everyNth(rows, 1000);
  const Dataset chosen = readFiltered(folder / "survey.fits", filter, 1000, job);
  CHECK(chosen.ids == stars.select(some).ids);
  CHECK(same(chosen.flux, stars.select(some).flux));
}

TEST_CASE("survey stream: exporting chunk by chunk writes the same bytes as exporting from memory") {
  const TemporaryFolder folder;
  Dataset stars = smallSurvey(kStars);
  stars.ids.back() = "a longer name than those before";
  Job job;
  writeSurvey(folder / "survey.fits", stars, job);
  const Dataset read = readSurvey(folder / "survey.fits", job);
  for (const bool spectra : {false, true}) {
    maury::io::writeTable(folder / "memory.fits", tableOf(read, filterRows(read, "teff > 5000"), spectra));
    const ExportCounts exported =
        exportSurvey(folder / "survey.fits", "teff > 5000", spectra, folder / "file.fits", job);
    CHECK(exported.stars == kStars - 11);
    CHECK(exported.ofStars == kStars);
    CHECK(exported.columns == (spectra ? 12 : 9));
    CHECK(bytesOf(folder / "file.fits") == bytesOf(folder / "memory.fits"));
  }
  const CaughtError none =
      errorOf([&] { exportSurvey(folder / "survey.fits", "teff < 0", false, folder / "none.csv", job); });
  CHECK(none.kind == ErrorKind::Mismatch);
  CHECK(none.says("no star passes 'teff < 0'"));
  CHECK_FALSE(std::filesystem::exists(folder / "none.csv"));

  stars.ids.back() = "5937083312263887616";  // the column's name and type go with all ids
  for (std::size_t i = 0; i + 1 < kStars; ++i)
    stars.ids[i] = std::to_string(i);
  writeSurvey(folder / "gaia.fits", stars, job);
  exportSurvey(folder / "gaia.fits", "teff > 5000", false, folder / "gaia-out.fits", job);
  const maury::io::Table numbered = maury::io::readTable(folder / "gaia-out.fits");
  CHECK(numbered.rowCount() == kStars - 11);
  CHECK(std::holds_alternative<std::vector<std::int64_t>>(numbered.at("source_id").values));

  stars.grid = {};
  stars.flux = stars.fluxError = {};
  writeSurvey(folder / "catalogue.fits", stars, job);
  const CaughtError thrown = errorOf([&] { exportSurvey(folder / "catalogue.fits", "", true, folder / "x.vot", job); });
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.says("has no spectra"));
  CHECK_FALSE(std::filesystem::exists(folder / "x.vot"));
}
