// SPDX-License-Identifier: GPL-3.0-or-later
// The reading report of surveys that were joined, combined or co-added, also after the file was read again.
#include <algorithm>
#include <memory>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/combining/Combine.h"
#include "survey/file/SurveyCopy.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/importing/Import.h"
#include "survey/joining/JoinSource.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Texts = std::vector<std::string>;

namespace {

bool hasLine(const Texts& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

bool hasPart(const Texts& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

Dataset starsNamed(const Texts& ids) {
  Dataset stars;
  stars.ids = ids;
  return stars;
}

/// Writes a small survey that was read from `source`.
void writeSmallSurvey(const std::filesystem::path& path, const std::string& source) {
  Dataset survey = smallSurvey();
  survey.provenance.reading = {source + ": table with one row per spectrum"};
  Job job;
  writeSurvey(path, survey, job);
}

/// Joins a catalogue to a survey file as the command line does.
void joinFile(const std::filesystem::path& survey, const std::filesystem::path& catalogue,
              const std::filesystem::path& out, const JoinOptions& options = {}) {
  Job job;
  ImportReport report;
  const JoinSource source(catalogue, options, report, job);
  const Matches matches = matchStars(readSurvey(survey, job), source.keys(), source.options());
  rewriteSurvey(
      survey, out, [&](Dataset& chunk, std::size_t first) { source.add(chunk, matches, first); }, source.textWidth(),
      job);
}

Texts readingOf(const std::filesystem::path& path) {
  Job job;
  ImportReport report;
  return importSurvey({path}, {}, report, job).provenance.reading;
}

}  // namespace

TEST_CASE("join: the reading report says what was read from the catalogue, how it matched and what was added") {
  const TemporaryFolder folder;
  writeSmallSurvey(folder / "survey.fits", "spectra.csv");
  writeBytes(folder / "cat.csv",
             "id,logg,teff,field\nstar-0,2.5,4100,north\nstar-2,4.5,4200,south\nother,4.4,5000,west\n");
  joinFile(folder / "survey.fits", folder / "cat.csv", folder / "joined.fits");
  const Texts lines = readingOf(folder / "joined.fits");
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front() == "spectra.csv: table with one row per spectrum");
  CHECK(hasLine(lines, "cat.csv: table of stars"));
  CHECK(hasLine(lines, "  3 stars"));
  CHECK(hasPart(lines, "  label: logg"));
  CHECK(hasLine(lines, "cat.csv: joined to the stars by id"));
  CHECK(hasLine(lines, "  2 matched, 3 without a match; 1 rows unused, 0 duplicates"));
  CHECK(hasPart(lines, "  added labels: logg"));
  CHECK(hasPart(lines, "(as teff_2), field (as field_2)"));

  // A filtered copy keeps it, and a second join adds to it.
  Job job;
  copyStars(
      folder / "joined.fits", folder / "copy.fits", "teff < 4150", [](Dataset&) {}, job);
  CHECK(readingOf(folder / "copy.fits") == lines);
  JoinOptions options;
  options.onlyMatched = true;
  writeBytes(folder / "more.csv", "id,feh\nstar-1,-0.5\n");
  joinFile(folder / "copy.fits", folder / "more.csv", folder / "twice.fits", options);
  const Texts twice = readingOf(folder / "twice.fits");
  REQUIRE(twice.size() > lines.size());
  CHECK(Texts(twice.begin(), twice.begin() + static_cast<std::ptrdiff_t>(lines.size())) == lines);
  CHECK(hasLine(twice, "more.csv: joined to the stars by id"));
  CHECK(hasPart(twice, "; stars without a match were dropped"));
}

TEST_CASE("join: a survey file as the catalogue is reported with its origin and the parts that are never joined") {
  const TemporaryFolder folder;
  writeSmallSurvey(folder / "cat.fits", "original.csv");
  Job job;
  ImportReport report;
  const JoinSource source(folder / "cat.fits", {}, report, job);
  Dataset stars = starsNamed({"star-1", "star-9"});
  const Matches matches = matchStars(stars, source.keys(), source.options());
  source.add(stars, matches, 0);
  const Texts lines = stars.provenance.reading;
  CHECK(lines.front() == "cat.fits: survey file");
  CHECK(hasLine(lines, "  it was made from:"));
  CHECK(hasLine(lines, "    original.csv: table with one row per spectrum"));
  CHECK(hasLine(lines, "cat.fits: joined to the stars by id"));
  CHECK(hasLine(lines, "  1 matched, 1 without a match; 4 rows unused, 0 duplicates"));
  CHECK(hasLine(lines, "  added labels: teff in K, mh in dex"));
  CHECK(hasLine(lines, "  added inputs: parallax in mas"));
  CHECK(hasLine(lines, "  added columns: snr, visit_id, field"));
  CHECK(hasLine(lines, "  left out: spectra, vector bp_coefficients"));
  writeSurvey(folder / "joined.fits", stars, job);
  CHECK(readingOf(folder / "joined.fits") == lines);
}

TEST_CASE("join: the report states what was compared") {
  JoinOptions options;
  Dataset stars = starsNamed({"a"}), catalogue = starsNamed({"a"});
  CHECK(matchStars(stars, catalogue, options).by == "by id");
  stars.columns = {{"source_id", "", std::vector<std::int64_t>{5937083312263887616}},
                   {"ra", "deg", std::vector<double>{10.0}},
                   {"dec", "deg", std::vector<double>{20.0}}};
  catalogue = starsNamed({"5937083312263887616"});
  CHECK(matchStars(stars, catalogue, options).by == "by source_id of the survey and ids of the catalogue");
  options.ownColumn = "source_id";
  CHECK(matchStars(stars, catalogue, options).by == "by id, source_id of the survey and ids of the catalogue");
  options.by = JoinBy::Name;
  CHECK(matchStars(stars, catalogue, options).by == "by designation, source_id of the survey and ids of the catalogue");
  options.by = JoinBy::Position;
  options.radiusArcsec = 2.5;
  CHECK(matchStars(stars, stars, options).by == "by position within 2.5 arcsec");
}

TEST_CASE("join: many added columns are listed in lines of at most 100 characters") {
  Dataset stars = starsNamed({"a"}), catalogue = starsNamed({"a"});
  for (int i = 0; i < 50; ++i)
    catalogue.columns.push_back({"column_" + std::to_string(i), "km/s", std::vector<double>{1.0}});
  const Matches matches = matchStars(stars, catalogue, {});
  const AddedParts added = addMatched(stars, catalogue, matches);
  addJoinReading(stars, {"c.csv", {}}, matches, added, false);
  const Texts& lines = stars.provenance.reading;
  CHECK(lines.size() > 8);
  CHECK(std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return line.size() <= 100; }));
  CHECK(lines.back().ends_with("column_49 in km/s"));
}

TEST_CASE("combine: the reading report of the files and of the combination is stored in the survey file") {
  const TemporaryFolder folder;
  writeSmallSurvey(folder / "b.fits", "blue.csv");
  Dataset red = smallSurvey(3);
  red.grid = maury::spectra::WavelengthGrid({851.0, 851.1, 851.25, 851.5});
  Job job;
  writeSurvey(folder / "r.fits", red, job);
  CombineSources sources;
  ImportReport report;
  for (const char* name : {"b.fits", "r.fits"})
    sources.push_back(std::make_shared<const CombineSource>(folder / name, ImportOptions(), report, job));
  combineFiles(sources, {}, folder / "out.fits", job);
  const Texts lines = readingOf(folder / "out.fits");
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front() == "b.fits: survey file");
  CHECK(hasLine(lines, "    blue.csv: table with one row per spectrum"));
  CHECK(hasLine(lines, "r.fits: survey file"));
  CHECK(hasLine(lines, "b.fits + r.fits: combined by id"));
  CHECK(hasLine(lines, "  5 spectra, 3 of them from all 2 files (r.fits lacks 2 stars)."));

  writeBytes(folder / "cat.csv", "id,feh\nstar-0,-0.5\n");
  joinFile(folder / "out.fits", folder / "cat.csv", folder / "joined.fits");
  const Texts joined = readingOf(folder / "joined.fits");
  CHECK(hasLine(joined, "b.fits + r.fits: combined by id"));
  CHECK(hasLine(joined, "cat.csv: joined to the stars by id"));
}

TEST_CASE("combine: the reading report of co-added repeats has the range of the factors") {
  const TemporaryFolder folder;
  Dataset visits = starsNamed({"a", "a"});
  visits.grid = maury::spectra::WavelengthGrid::linear(500.0, 0.1, 12);
  visits.flux.assign(24, 8.0F);
  std::fill(visits.flux.begin() + 12, visits.flux.end(), 2.0F);
  visits.fluxError.assign(24, 0.5F);
  visits.provenance.reading = {"visits.csv: table with one row per spectrum"};
  const CombineSources sources = {
      std::make_shared<const CombineSource>(std::make_shared<const Dataset>(visits), "visits.csv")};
  CombineOptions options;
  options.repeats = Repeats::Mean;
  Job job;
  combineFiles(sources, options, folder / "out.fits", job);
  const Texts lines = readingOf(folder / "out.fits");
  REQUIRE(lines.size() > 2);
  CHECK(lines[0] == visits.provenance.reading[0]);
  CHECK(lines[1] == "visits.csv: combined by id");
  CHECK(hasPart(lines,
                "1 spectrum was scaled to the level of the star's spectrum with the highest S/N, by a factor of 4."));
  CHECK(combineInMemory(sources, options, job).stars.provenance.reading.size() == lines.size());
}
