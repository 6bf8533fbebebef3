// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/OpenFiles.h"

#include <fstream>

#include "Stars.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"

using namespace maury;
using namespace maury::workbench;
using test::contains;

namespace {

void write(const survey::Dataset& stars, const std::filesystem::path& path) {
  Job job;
  survey::writeSurvey(path, stars, job);
}

/// Returns the error message for these files and this filter; empty if they are accepted.
std::string refusal(const std::vector<std::filesystem::path>& paths, const std::string& filter = {}) {
  Job job;
  const auto error = test::errorOf([&] { openStars(paths, filter, job); });
  return error ? error->message : std::string();
}

}  // namespace

TEST_CASE("opening: files are recognised by content, regardless of their names") {
  const test::TemporaryFolder folder;
  const survey::Dataset survey = test::toySurvey(5);
  write(survey, folder / "stars.dat");
  write(test::catalogueOf(survey.ids), folder / "labels.dat");
  test::toyModel(survey, 1).save(folder / "network.safetensors");
  std::filesystem::rename(folder / "network.safetensors", folder / "network.dat");
  CHECK(looksLikeModel(folder / "network.dat"));
  CHECK_FALSE(looksLikeModel(folder / "stars.dat"));
  CHECK_FALSE(looksLikeModel(folder / "absent.dat"));

  Job job;
  const OpenedFiles opened = openFiles({folder / "network.dat", folder / "labels.dat", folder / "stars.dat"}, {}, job);
  REQUIRE(opened.survey);
  CHECK(opened.survey->pixelCount() == 40);
  CHECK(opened.surveyPath == folder / "stars.dat");
  REQUIRE(opened.catalogue);
  CHECK(opened.cataloguePath == folder / "labels.dat");
  REQUIRE(opened.model);
  CHECK(opened.model->info().labels.size() == 2);
}

TEST_CASE("opening: adds positions to stars with directions and distances, and opens others without") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "near.csv") << "id,ra,dec,parallax\na,10,20,1.0\nb,200,-30,2.0\n";
  std::ofstream(folder / "plain.csv") << "id,teff\na,5000\n";
  Job job;
  const OpenedFiles near = openFiles({folder / "near.csv"}, {}, job);
  CHECK(near.survey->hasNumeric("R_kpc"));
  REQUIRE(near.notes.size() == 1);
  CHECK(contains(near.notes[0], "with the Sun"));
  const OpenedFiles plain = openFiles({folder / "plain.csv"}, {}, job);
  CHECK_FALSE(plain.survey->hasNumeric("R_kpc"));
  CHECK(plain.notes.empty());
}

TEST_CASE("opening: predictions are joined to the rows of the survey, and filtered") {
  const test::TemporaryFolder folder;
  survey::Dataset survey = test::toySurvey(4);
  write(survey, folder / "survey.fits");
  write(test::catalogueOf({"toy3", "toy1"}), folder / "labels.fits");
  Job job;
  const OpenedStars opened = openStars({folder / "survey.fits", folder / "labels.fits"}, "teff_cnn > 5005", job);
  REQUIRE(opened.catalogue);
  CHECK(&opened.stars() == opened.catalogue.get());
  CHECK(opened.stars().ids == survey.ids);
  CHECK(opened.rows == std::vector<std::size_t>{1});
  const OpenedStars alone = openStars({folder / "labels.fits"}, "", job);
  CHECK(alone.survey->starCount() == 2);
  CHECK(alone.rows.size() == 2);
  CHECK_FALSE(alone.catalogue);
}

TEST_CASE("opening: errors name the file and the reason") {
  const test::TemporaryFolder folder;
  const survey::Dataset survey = test::toySurvey(4);
  write(survey, folder / "survey.fits");
  write(test::catalogueOf({"x"}), folder / "strangers.fits");
  test::toyModel(survey, 1).save(folder / "model.safetensors");
  CHECK(contains(refusal({folder / "absent.fits"}), "absent.fits does not exist"));
  CHECK(contains(refusal({}), "Name a survey"));
  CHECK(contains(refusal({folder / "model.safetensors"}), "Name a survey"));
  CHECK(contains(refusal({folder / "model.safetensors", folder / "survey.fits"}, "snr > 1000"),
                 "survey.fits passes the filter 'snr > 1000'"));
  CHECK(contains(refusal({folder / "survey.fits", folder / "strangers.fits"}), "strangers.fits is in"));
  Job job;
  CHECK_THROWS_AS(openStars({folder / "survey.fits"}, "frog > 1", job), survey::FilterError);
}
