// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveySize.h"

#include <cmath>

#include "Helpers.h"
#include "base/Job.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"

using namespace maury;
using namespace maury::survey;

TEST_CASE("survey size: it is that of the file that is written, within its headers") {
  const test::TemporaryFolder folder;
  for (const std::size_t stars : {std::size_t{5}, std::size_t{5000}}) {
    const Dataset survey = test::smallSurvey(stars);
    Job job;
    writeSurvey(folder / "survey.fits", survey, job);
    const auto size = static_cast<double>(std::filesystem::file_size(folder / "survey.fits"));
    const auto expected = static_cast<double>(surveyFileBytes(survey, stars));
    INFO(size << " " << expected);
    CHECK(std::abs(size - expected) <= 8 * 2880);
  }
}

TEST_CASE("survey size: a survey that does not fit on the disk is refused before it is written") {
  const test::TemporaryFolder folder;
  const auto error =
      test::errorOf([&] { requireSurveySpace(folder / "survey.fits", test::smallSurvey(5), std::size_t{1} << 55U); });
  REQUIRE(error);
  CHECK(error.says("no space left on device"));
}
