// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ShellWord.h"

#include "support/Catch.h"

using namespace maury;

TEST_CASE("shell word: words that a shell would take apart are quoted") {
  CHECK(shellWord("a/b-1.fits") == "a/b-1.fits");
  CHECK(shellWord("my stars.fits") == "'my stars.fits'");
  CHECK(shellWord("it's") == "'it'\\''s'");
  CHECK(shellWord("") == "''");
}
