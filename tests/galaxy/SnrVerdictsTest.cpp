// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/SnrVerdicts.h"

#include <limits>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

TEST_CASE("verdicts by S/N: two sequences that noise merges into one are separate above the cut") {
  survey::Dataset stars;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}};
  std::vector<double> snr;
  Random random(12);
  for (int i = 0; i < 3000; ++i) {
    const bool noisy = i % 3 != 0;
    stars.ids.push_back(std::to_string(i));
    mh.values.push_back(-0.4F);
    const double centre = random.uniform() < 0.5 ? 0.05 : 0.25;
    alpham.values.push_back(static_cast<float>(centre + (noisy ? 0.2 : 0.02) * random.gaussian()));
    snr.push_back(noisy ? 20.0 : 80.0);
  }
  snr[0] = std::numeric_limits<double>::quiet_NaN();
  stars.labels = {mh, alpham};
  stars.columns = {{"R_kpc", "kpc", std::vector<double>(3000, 8.0)}, {"Z_kpc", "kpc", std::vector<double>(3000, 0.1)}};
  const std::vector<std::size_t> rows = test::rowNumbers(3000);
  PanelGridOptions options;
  options.radiusEdgesKpc = {7, 9, 11};
  options.heightEdgesKpc = {0, 1};
  Job job;
  const double minima[] = {0.0, 30.0, 100.0};
  CHECK_THROWS_AS(verdictsBySnr(stars, rows, options, minima, {}, job), Error);
  stars.columns.push_back({"snr", "", snr});
  const auto verdicts = verdictsBySnr(stars, rows, options, minima, {}, job);
  REQUIRE(verdicts.size() == 3);
  CHECK(verdicts[0].stars == 3000);
  CHECK(verdicts[0].count(Modality::Bimodal) == 0);
  CHECK(verdicts[0].count(Modality::TooFew) == 1);  // the empty panel
  CHECK(verdicts[1].stars == 999);
  CHECK(verdicts[1].count(Modality::Bimodal) == 1);
  CHECK(verdicts[2].stars == 0);
  CHECK(verdicts[2].count(Modality::TooFew) == 2);
}
