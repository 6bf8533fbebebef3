// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Duration.h"

#include "support/Catch.h"

using namespace maury;

TEST_CASE("duration: written to the second, from an hour on to the minute") {
  CHECK(durationText(-3) == "0 s");
  CHECK(durationText(12.4) == "12 s");
  CHECK(durationText(59.6) == "1 min 00 s");
  CHECK(durationText(185) == "3 min 05 s");
  CHECK(durationText(4800) == "1 h 20 min");
}

TEST_CASE("duration: an estimate is rounded up to the second, from 90 s on to the minute") {
  CHECK(roughDurationText(1.3) == "2 s");
  CHECK(roughDurationText(89) == "89 s");
  CHECK(roughDurationText(240) == "4 min");
  CHECK(roughDurationText(3900) == "1 h 05 min");
}
