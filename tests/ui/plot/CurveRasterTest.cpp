// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/drawing/CurveRaster.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/Catch.h"

using namespace maury::ui;

namespace {

/// Returns the opacities of a column of the image, from the top.
std::vector<int> opacities(const QImage& image, int column) {
  std::vector<int> values;
  for (int row = 0; row < image.height(); ++row)
    values.push_back(qAlpha(image.pixel(column, row)));
  return values;
}

BandStrip strip(const QPolygonF& upper, const QPolygonF& lower) {
  return {upper, lower};
}

const QRectF kArea(100, 50, 4, 6);

}  // namespace

TEST_CASE("curve raster: the opacity of a pixel is the fraction of it inside the band") {
  // The band lies 1.25 to 3.5 px below the top of the area, so the coverage is 0 | 0.75 | 1 | 0.5 | 0 | 0.
  const std::vector<BandStrip> flat{strip({{100, 51.25}, {104, 51.25}}, {{100, 53.5}, {104, 53.5}})};
  CHECK(opacities(bandImage(flat, kArea, {4, 6}, QColor(0, 0, 0, 255)), 2) == std::vector<int>{0, 191, 255, 128, 0, 0});
  // An ink of half the opacity, then a screen of twice the density.
  CHECK(opacities(bandImage(flat, kArea, {4, 6}, QColor(0, 0, 0, 128)), 0)[2] == 128);
  CHECK(opacities(bandImage(flat, kArea, {8, 12}, QColor(0, 0, 0, 255)), 5) ==
        std::vector<int>{0, 0, 128, 255, 255, 255, 255, 0, 0, 0, 0, 0});
}

TEST_CASE("curve raster: a steep edge is smooth across its column, and a band beyond the area is cut") {
  // The lower edge falls by 4 px within column 1, so each pixel it crosses is half inside.
  const std::vector<BandStrip> steep{
      strip({{100, 40}, {101, 40}, {102, 40}, {104, 40}}, {{100, 51}, {101, 51}, {102, 55}, {104, 80}})};
  const std::vector<int> column = opacities(bandImage(steep, kArea, {4, 6}, QColor(0, 0, 0, 255)), 1);
  CHECK(column[0] == 255);
  for (int row = 1; row < 5; ++row) {
    const double expected = 255.0 * (1.0 - (row - 0.5) / 4.0);
    CHECK(std::abs(column[static_cast<std::size_t>(row)] - expected) < 2.0);
  }
  CHECK(opacities(bandImage(steep, kArea, {4, 6}, QColor(0, 0, 0, 255)), 3) == std::vector<int>(6, 255));
}

TEST_CASE(
    "curve raster: a band with falling x looks the same, gaps stay open, and a band that turns back is not monotone") {
  const QPolygonF upper{{100, 51}, {101.5, 52}, {104, 51}}, lower{{100, 54}, {101.5, 53}, {104, 55}};
  QPolygonF upperBack = upper, lowerBack = lower;
  std::reverse(upperBack.begin(), upperBack.end());
  std::reverse(lowerBack.begin(), lowerBack.end());
  const QColor ink(200, 100, 0, 77);
  CHECK(bandImage({strip(upper, lower)}, kArea, {4, 6}, ink) ==
        bandImage({strip(upperBack, lowerBack)}, kArea, {4, 6}, ink));
  const std::vector<BandStrip> two{strip({{100, 51}, {101, 51}}, {{100, 55}, {101, 55}}),
                                   strip({{102, 51}, {104, 51}}, {{102, 55}, {104, 55}})};
  const QImage gap = bandImage(two, kArea, {4, 6}, ink);
  CHECK(opacities(gap, 1) == std::vector<int>(6, 0));
  CHECK(opacities(gap, 2)[2] == 77);
  CHECK(isMonotone(two));
  CHECK(isMonotone({strip(upperBack, lowerBack)}));
  CHECK_FALSE(isMonotone({strip({{100, 51}, {102, 51}, {101, 51}}, {{100, 55}, {102, 55}, {101, 55}})}));
}

TEST_CASE("curve raster: a flat or steep curve has the requested width, and its segments meet without a seam") {
  const QColor black(0, 0, 0, 255);
  const std::vector<QPolygonF> flat{{{100, 53}, {101.3, 53}, {104, 53}}};
  const QImage picture = curveImage(flat, kArea, {4, 6}, 1.5, black);
  for (int column = 0; column < 4; ++column) {
    const std::vector<int> seen = opacities(picture, column);
    CHECK(std::abs(seen[2] - 191) <= 1);
    CHECK(std::abs(seen[3] - 191) <= 1);
    CHECK(seen[1] + seen[4] == 0);
  }
  // A vertical line in the middle of column 1, also at twice the density.
  const std::vector<QPolygonF> steep{{{101.5, 50}, {101.5, 52.2}, {101.5, 56}}};
  CHECK(opacities(curveImage(steep, kArea, {4, 6}, 1.0, black), 1) == std::vector<int>(6, 255));
  CHECK(opacities(curveImage(steep, kArea, {8, 12}, 1.0, black), 2) == std::vector<int>(12, 255));
  CHECK(opacities(curveImage(steep, kArea, {4, 6}, 1.0, black), 2) == std::vector<int>(6, 0));
  // A curve on the edge of the area stays inside the image.
  CHECK(opacities(curveImage({{{100, 56}, {104, 56}}}, kArea, {4, 6}, 1.0, black), 3)[5] == 128);
  CHECK(opacities(curveImage({{{102, 53}}}, kArea, {4, 6}, 2.0, black), 1)[3] == 255);
}
