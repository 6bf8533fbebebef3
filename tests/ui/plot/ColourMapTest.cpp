// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ColourMap.h"

#include "support/Catch.h"

using namespace maury::ui;

TEST_CASE("colour maps: sequential ones are matplotlib's, entry by entry, reversed on a light background") {
  const ColourMap viridis(ColourMapName::Viridis, false), cividis(ColourMapName::Cividis, false);
  const auto entry = [](const ColourMap& map, int i) { return map.at((255 - i) / 255.0); };
  CHECK(entry(viridis, 0) == 0xFF440154);
  CHECK(entry(viridis, 8) == 0xFF470D60);
  CHECK(entry(viridis, 100) == 0xFF2A768E);
  CHECK(entry(viridis, 255) == 0xFFFDE725);
  CHECK(entry(cividis, 0) == 0xFF00224E);
  CHECK(entry(cividis, 8) == 0xFF00285B);
  CHECK(entry(cividis, 200) == 0xFFC4B468);
  CHECK(entry(cividis, 255) == 0xFFFEE838);
}

TEST_CASE("colour maps: the diverging one has ColorBrewer's colours at its tenths") {
  const ColourMap map(ColourMapName::Diverging, false), dark(ColourMapName::Diverging, true);
  CHECK(map.at(0.0) == 0xFF7F3B08);
  CHECK(map.at(51 / 255.0) == 0xFFE08214);
  CHECK(map.at(204 / 255.0) == 0xFF4393C3);
  CHECK(map.at(1.0) == 0xFF053061);
  CHECK(dark.at(0.0) == 0xFFFEE0B6);
  CHECK(dark.at(1.0) == 0xFFD1E5F0);
}

TEST_CASE("colour maps: on a dark background a sequential one leaves out its darkest sixth") {
  const ColourMap map(ColourMapName::Cividis, true);
  CHECK(qBlue(map.at(0.0)) > 0x60);
  CHECK(map.at(1.0) == 0xFFFEE838);
}
