// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Job.h"
#include "galaxy/panels/PanelGrid.h"
#include "galaxy/positions/Positions.h"
#include "support/Catch.h"
#include "support/RealData.h"
#include "survey/importing/Import.h"

using namespace maury;
using namespace maury::galaxy;

TEST_CASE("panel grid: the real high-α share of Guiglion+2020 rises with height at R 7.9–8.3 kpc", "[real]") {
  const auto path = test::realData("guiglion2020/rave_apogeedr16_guiglion2020_RZ_approx.csv");
  if (path.empty()) return;
  Job job;
  survey::ImportReport report;
  survey::Dataset dataset = survey::importSurvey({path}, {}, report, job);
  REQUIRE(dataset.starCount() == 3904);
  CHECK(ensurePositions(dataset).empty());  // the file has R_kpc and Z_kpc
  std::vector<std::size_t> rows(dataset.starCount());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = i;

  PanelGridOptions options;
  options.radiusEdgesKpc = {7.9, 8.3};
  options.heightEdgesKpc = {0, 0.25, 0.5, 1, 10};
  const PanelGrid grid = panelGrid(dataset, rows, options);
  CHECK(grid.starsWithoutPosition == 0);

  // Counted with Python's csv module: stars in the panel, stars with −0.8 < MH < −0.1, and those with alphaM > 0.15.
  struct Known {
    std::size_t stars, inRange, highAlpha;
    double share;
  };
  constexpr Known kKnown[] = {{1138, 394, 31, 0.08}, {748, 308, 54, 0.18}, {393, 209, 63, 0.30}, {130, 106, 67, 0.63}};
  for (std::size_t row = 0; row < 4; ++row) {
    CAPTURE(row);
    const Panel& panel = grid.at(0, row);
    CHECK(panel.stars.size() == kKnown[row].stars);
    CHECK(panel.shareStars == kKnown[row].inRange);
    CHECK(panel.highAlphaShare * static_cast<double>(panel.shareStars) == Approx(kKnown[row].highAlpha));
    CHECK(panel.highAlphaShare == Approx(kKnown[row].share).margin(0.005));
    CHECK(panel.contours.size() == options.massFractions.size());
  }
}
