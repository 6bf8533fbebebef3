// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/Overlay.h"

#include "base/Error.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

survey::Dataset catalogue(bool withSnr) {
  survey::Dataset stars;
  stars.ids = {"a", "b", "c"};
  stars.labels = {{"mh", "dex", {0.0F, -0.5F, -1.0F}, {}}, {"alpham", "dex", {0.0F, 0.1F, 0.2F}, {}}};
  stars.columns = {{"R_kpc", "kpc", std::vector<double>{8.0, 8.5, 5.0}},
                   {"Z_kpc", "kpc", std::vector<double>{0.1, 0.2, 0.3}}};
  if (withSnr) stars.columns.push_back({"snr", "", std::vector<double>{10.0, 20.0, 30.0}});
  return stars;
}

}  // namespace

TEST_CASE("overlay: a second catalogue is binned like the first, with its filter if possible") {
  PanelGridOptions options;
  options.radiusEdgesKpc = {4, 7, 9};
  options.heightEdgesKpc = {0, 1};
  options.meanName = "age";  // only the first catalogue has it
  const Overlay filtered = binOverlay(catalogue(true), "snr > 15", options);
  CHECK(filtered.isFiltered);
  CHECK(filtered.stars == 2);
  CHECK(filtered.grid.panels[0].stars == std::vector<std::uint32_t>{2});
  CHECK(filtered.grid.panels[1].stars == std::vector<std::uint32_t>{1});
  const Overlay all = binOverlay(catalogue(false), "snr > 15", options);
  CHECK_FALSE(all.isFiltered);
  CHECK(all.grid.starsPlaced == 3);
  options.yName = "feh";
  CHECK_THROWS_AS(binOverlay(catalogue(true), "", options), Error);
}

TEST_CASE("overlay: a published catalogue is compared with predictions of the same labels") {
  PanelGridOptions options;
  options.radiusEdgesKpc = {4, 9};
  options.heightEdgesKpc = {0, 1};
  options.xName = "mh_cnn";
  options.yName = "alpham_cnn";
  const Overlay overlay = binOverlay(catalogue(true), "mh_cnn > -0.7", options);
  CHECK(overlay.isFiltered);
  CHECK(overlay.stars == 2);
  CHECK(overlay.grid.options.xName == "mh");
}
