// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Printable.h"

#include <string>

#include "support/Catch.h"

using maury::excerpt;
using maury::printable;
using maury::printableLines;

TEST_CASE("printable: text without control characters stays as it is") {
  for (const char* text : {"", "T_eff (K)", "[α/Fe] ± 0.1 … σ", "a\\nb", "naïve 星 🌟"})
    CHECK(printable(text) == text);
}

TEST_CASE("printable: control characters and marks of direction become escapes") {
  CHECK(printable("a\x1b[2Jb") == "a\\x1b[2Jb");
  CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(printable("\x7f") == "\\x7f");
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\u009b31m") == "\\x9b31m");  // a control sequence of one character
  CHECK(printable("abc\u202efed") == "abc\\u202efed");
  CHECK(printable(printable("a\x1b\n\xff")) == printable("a\x1b\n\xff"));
}

TEST_CASE("printable: bytes that are not UTF-8 become escapes") {
  CHECK(printable("\xe9t\xe9") == "\\xe9t\\xe9");         // Latin-1
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");           // overlong
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // surrogate
  CHECK(printable("\xf5\x80\x80\x80") == "\\xf5\\x80\\x80\\x80");
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");  // cut off
}

TEST_CASE("printable: line breaks can be kept") {
  CHECK(printableLines("a\n\x1b"
                       "b\r\n") ==
        "a\n\\x1b"
        "b\\r\n");
}

TEST_CASE("printable: an excerpt has at most 40 characters") {
  const std::string forty(40, 'x');
  CHECK(excerpt(forty) == forty);
  CHECK(excerpt(forty + "y") == forty + "…");
  std::string greek;
  for (int i = 0; i < 50; ++i)
    greek += "α";
  CHECK(excerpt(greek) == greek.substr(0, 80) + "…");
  CHECK(excerpt("a\n") == "a\\n");
}
