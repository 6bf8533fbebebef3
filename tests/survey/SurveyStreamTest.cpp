// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ErrorOf.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"

#include <fstream>
#include <iterator>

#include "io/tables/ReadTable.h"
#include "io/tables/WriteTable.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/columns/ComputedColumns.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/dataset/Split.h"
#include "survey/file/SurveyCopy.h"
#include "survey/file/SurveyExport.h"
#include "survey/filter/Filter.h"
#include "survey/recipe/Recipe.h"

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
        exportSurvey(folder / "survey.fits", {"teff > 5000", {}, spectra}, folder / "file.fits", job);
    CHECK(exported.stars == kStars - 11);
    CHECK(exported.ofStars == kStars);
    CHECK(exported.columns == (spectra ? 12 : 9));
    CHECK(bytesOf(folder / "file.fits") == bytesOf(folder / "memory.fits"));
  }
  const CaughtError none = errorOf([&] {
    exportSurvey(folder / "survey.fits", {"teff < 0", {}, false}, folder / "none.csv", job);
  });
  CHECK(none.kind == ErrorKind::Mismatch);
  CHECK(none.says("no star passes 'teff < 0'"));
  CHECK_FALSE(std::filesystem::exists(folder / "none.csv"));

  stars.ids.back() = "5937083312263887616";  // the column's name and type go with all ids
  for (std::size_t i = 0; i + 1 < kStars; ++i)
    stars.ids[i] = std::to_string(i);
  writeSurvey(folder / "gaia.fits", stars, job);
  exportSurvey(folder / "gaia.fits", {"teff > 5000", {}, false}, folder / "gaia-out.fits", job);
  const maury::io::Table numbered = maury::io::readTable(folder / "gaia-out.fits");
  CHECK(numbered.rowCount() == kStars - 11);
  CHECK(std::holds_alternative<std::vector<std::int64_t>>(numbered.at("source_id").values));

  stars.grid = {};
  stars.flux = stars.fluxError = {};
  writeSurvey(folder / "catalogue.fits", stars, job);
  const CaughtError thrown = errorOf([&] {
    exportSurvey(folder / "catalogue.fits", {"", {}, true}, folder / "x.vot", job);
  });
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.says("has no spectra"));
  CHECK_FALSE(std::filesystem::exists(folder / "x.vot"));
}

TEST_CASE("survey stream: an export has computed columns, which its filter can use") {
  const TemporaryFolder folder;
  const Dataset stars = smallSurvey(kStars);
  Job job;
  writeSurvey(folder / "survey.fits", stars, job);
  const ExportOptions options{
      "kilokelvin < 5", {"kilokelvin=teff/1000", "distance [pc] = 1000 / parallax", "both=kilokelvin+distance"}, false};
  const ExportCounts exported = exportSurvey(folder / "survey.fits", options, folder / "file.fits", job);
  CHECK(exported.stars == 10);  // teff is 4000, 4100 … K
  CHECK(exported.columns == 12);
  const maury::io::Table table = maury::io::readTable(folder / "file.fits");
  CHECK(table.at("distance").unit == "pc");
  CHECK(table.at("distance").description == "computed as 1000 / parallax");
  CHECK(table.real("kilokelvin") == std::vector<double>{4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8, 4.9});
  CHECK(table.real("distance")[3] == 250.0);  // the parallax is 4 mas
  CHECK(table.real("both")[3] == 4.3 + 250.0);

  Dataset inMemory = readSurvey(folder / "survey.fits", job);
  addComputedColumns(inMemory, options.columns);
  maury::io::writeTable(folder / "memory.fits", tableOf(inMemory, filterRows(inMemory, options.filter)));
  CHECK(bytesOf(folder / "file.fits") == bytesOf(folder / "memory.fits"));

  const CaughtError unknown = errorOf([&] {
    exportSurvey(folder / "survey.fits", {"", {"half=tef/2"}, false}, folder / "none.csv", job);
  });
  CHECK(unknown.kind == ErrorKind::Usage);
  CHECK(unknown.says("The column 'half' cannot be computed as 'tef/2'. Character 1"));
  CHECK_FALSE(std::filesystem::exists(folder / "none.csv"));
}

TEST_CASE("survey stream: blocks of rows are the rows in their order, and no rows are one empty block") {
  const TemporaryFolder folder;
  const Dataset stars = smallSurvey(kStars);
  Job job;
  writeSurvey(folder / "survey.fits", stars, job);
  const SurveyReader reader(folder / "survey.fits", {.fluxErrors = false});
  std::vector<std::size_t> rows;
  for (std::size_t row = kStars; row-- > 0;)
    if (row % 100 != 7) rows.push_back(row);
  Dataset all = reader.schema();
  std::vector<std::size_t> sizes;
  forEachBlock(reader, rows, [&](Dataset&& block) {
    sizes.push_back(block.starCount());
    append(all, block);
  });
  REQUIRE(sizes.size() > 2);
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i)
    CHECK(sizes[i] % 32 == 0);
  const Dataset expected = stars.select(rows);
  CHECK(all.ids == expected.ids);
  CHECK(same(all.flux, expected.flux));
  CHECK(all.fluxError.empty());
  sizes.clear();
  forEachBlock(reader, {}, [&](Dataset&& block) { sizes.push_back(block.starCount()); });
  CHECK(sizes == std::vector<std::size_t>{0});
}

TEST_CASE("survey stream: a split needs the ids and the split column, and nothing else is read") {
  const TemporaryFolder folder;
  Dataset stars = smallSurvey(50);
  Job job;
  writeSurvey(folder / "survey.fits", stars, job);
  CHECK(readSurvey(folder / "survey.fits", job, splitParts()).columns.empty());
  std::vector<Part> parts(50, Part::Training);
  parts[3] = Part::Test;
  setSplitColumn(stars, parts);
  writeSurvey(folder / "split.fits", stars, job);
  const Dataset read = readSurvey(folder / "split.fits", job, splitParts());
  CHECK(read.ids == stars.ids);
  CHECK(read.columns.size() == 1);
  CHECK(read.labels.empty());
  CHECK(read.inputs.empty());
  CHECK(SplitRule{.byColumn = true}.apply(read)[2] == std::vector<std::size_t>{3});
}

TEST_CASE("survey copy: a file that is copied chunk by chunk has the bytes of one that is written at once") {
  const TemporaryFolder folder;
  Dataset stars = smallSurvey(kStars);
  Job job;
  const auto atOnce = [&](const std::string& filter, const Recipe& recipe) {
    Dataset read = readSurvey(folder / "survey.fits", job);
    if (!filter.empty()) read = read.select(filterRows(read, filter));
    RecipeReport report;
    if (!recipe.empty()) recipe.apply(read, report, job);
    writeSurvey(folder / "at-once.fits", read, job);
    return bytesOf(folder / "at-once.fits");
  };
  const auto copied = [&](const std::string& filter, const Recipe& recipe) {
    RecipeReport report;
    const CopiedStars copy = copyStars(
        folder / "survey.fits", folder / "copied.fits", filter,
        [&](Dataset& chunk) {
          if (!recipe.empty()) recipe.apply(chunk, report, [](std::size_t) {});
        },
        job);
    CHECK(copy.stars == SurveyReader(folder / "copied.fits").starCount());
    CHECK(copy.schema.grid.size() == SurveyReader(folder / "copied.fits").schema().grid.size());
    return bytesOf(folder / "copied.fits");
  };
  const std::vector<std::string> steps{"resample method=linear first=850.1 step=0.1 pixels=3"};
  const Recipe recipe = Recipe::parse(steps);
  writeSurvey(folder / "survey.fits", stars, job);
  CHECK((copied("", {}) == atOnce("", {})));
  CHECK((copied("snr > 1000 && abs(mh) < 3500", {}) == atOnce("snr > 1000 && abs(mh) < 3500", {})));
  CHECK((copied("teff > 5000", recipe) == atOnce("teff > 5000", recipe)));

  // Texts beyond the usual width, of which a filter removes the longest, which is in the last chunk.
  auto& field = std::get<std::vector<std::string>>(stars.columns[2].values);
  stars.ids[5] = std::string(40, 'i');
  field[kStars - 9] = std::string(50, 'f');
  field.back() = std::string(60, 'g');
  writeSurvey(folder / "survey.fits", stars, job);
  CHECK((copied("", {}) == atOnce("", {})));
  const std::string notLast = "id != '" + stars.ids.back() + "'";
  CHECK((copied(notLast, {}) == atOnce(notLast, {})));
  CHECK((copied("teff < 4400", {}) == atOnce("teff < 4400", {})));
}

TEST_CASE("survey copy: without a star that passes, nothing is written") {
  const TemporaryFolder folder;
  Job job;
  writeSurvey(folder / "survey.fits", smallSurvey(5), job);
  CHECK(copyStars(
            folder / "survey.fits", folder / "none.fits", "teff < 0", [](Dataset&) {}, job)
            .stars == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "none.fits"));
  CHECK_THROWS_AS(copyStars(
                      folder / "survey.fits", folder / "none.fits", "tef < 0", [](Dataset&) {}, job),
                  FilterError);
}
