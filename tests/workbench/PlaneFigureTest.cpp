// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/PlaneFigure.h"

#include <cmath>
#include <numeric>

#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;

namespace {

/// Stars along a line in R and Z, every tenth without R, and everywhere in the sky.
std::shared_ptr<const survey::Dataset> stars(std::size_t count) {
  auto dataset = std::make_shared<survey::Dataset>();
  std::vector<double> radius, height, ra, dec;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    radius.push_back(i % 10 == 0 ? std::nan("") : 4.0 + 8.0 * share);
    height.push_back(-1.0 + 2.0 * share);
    ra.push_back(360.0 * share);
    dec.push_back(-80.0 + 160.0 * share);
    dataset->ids.push_back(std::to_string(i));
  }
  dataset->columns = {{"R_kpc", "kpc", radius}, {"Z_kpc", "kpc", height}, {"ra", "deg", ra}, {"dec", "deg", dec}};
  return dataset;
}

std::vector<std::size_t> allRows(std::size_t count) {
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

const double* placeOf(const survey::NumericView& view) {
  return view.visit([](auto values) { return reinterpret_cast<const double*>(values.data()); });
}

}  // namespace

TEST_CASE("plane: coordinates stay where the stars have them, and all are counted, piece by piece") {
  constexpr std::size_t kStars = 150000;  // more than two pieces
  const auto dataset = stars(kStars);
  const PlaneContent content =
      planeContent(Plane::RadiusHeight, dataset, allRows(kStars), {}, {4, 8, 12}, {0, 1}, nullptr);
  CHECK(placeOf(content.x) == std::get<std::vector<double>>(dataset->findColumn("R_kpc")->values).data());
  CHECK(placeOf(content.y) == std::get<std::vector<double>>(dataset->findColumn("Z_kpc")->values).data());
  CHECK(content.counts.inside == 0.9 * kStars);
  const galaxy::Density whole =
      galaxy::histogram({dataset->numeric("R_kpc"), dataset->numeric("Z_kpc")}, content.counts.cells);
  CHECK(content.counts.values == whole.values);
}

TEST_CASE("plane: the sky's places are found once for the same stars, and anew for others") {
  const auto dataset = stars(5000);
  const std::vector<std::size_t> rows{1, 2, 3};
  const auto sky = [&](const auto& of, const PlaneContent* before) {
    return planeContent(Plane::Sky, of, rows, {}, {}, {}, before);
  };
  const PlaneContent first = sky(dataset, nullptr), again = sky(dataset, &first);
  CHECK(again.sky == first.sky);
  CHECK(placeOf(again.x) == again.sky->x.data());
  const auto others = stars(5000);
  CHECK(sky(others, &first).sky != first.sky);
  const PlaneContent plane = planeContent(Plane::RadiusHeight, dataset, rows, {}, {4, 8}, {0, 1}, &first);
  CHECK(plane.sky == nullptr);
  CHECK(sky(dataset, &plane).sky->x == first.sky->x);
}
