// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/ApplyModel.h"

#include <algorithm>

#include "support/Catch.h"
#include "support/Rows.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"

using namespace maury;
using namespace maury::workbench;

TEST_CASE("applying a model: predicts the same labels in memory and from file to file") {
  const survey::Dataset survey = test::toySurvey(30);
  const network::Model model = test::toyModel(survey, 2);
  const test::TemporaryFolder folder;
  Job job;
  survey::writeSurvey(folder / "survey.fits", survey, job);
  const auto catalogue = applyModel(model, survey, job);
  CHECK(applyModel(model, {folder / "survey.fits", folder / "labels.fits"}, job).empty());
  const survey::Dataset written = survey::readSurvey(folder / "labels.fits", job);
  CHECK(written.ids == survey.ids);
  CHECK(written.findLabel("teff_cnn")->values == catalogue->findLabel("teff_cnn")->values);
}

TEST_CASE("applying a model: reports the preprocessing steps that the stars lack") {
  survey::Dataset survey = test::toySurvey(3);
  const network::Model model = test::toyModel(survey, 1);
  CHECK(stepsToApply(model, survey).empty());
  survey.provenance.preprocessing.clear();
  CHECK(stepsToApply(model, survey) == std::vector<std::string>{"continuum method=running-mean pixels=5"});
}

TEST_CASE("applying a model: every row is in one part of the split") {
  const survey::Dataset survey = test::toySurvey(200);
  const network::Model model = test::toyModel(survey, 1);
  const std::vector<std::size_t> rows = test::allRows(survey);
  std::vector<std::size_t> together;
  CHECK(rowsInPart(model, survey, rows, std::nullopt) == rows);
  for (const auto part : {survey::Part::Training, survey::Part::Validation, survey::Part::Test}) {
    const auto some = rowsInPart(model, survey, rows, part);
    CHECK_FALSE(some.empty());
    together.insert(together.end(), some.begin(), some.end());
  }
  std::sort(together.begin(), together.end());
  CHECK(together == rows);
  const std::vector<std::size_t> few{together[3], together[10]};
  CHECK(rowsInPart(model, survey, few, survey::Part::Training).size() <= few.size());
}
