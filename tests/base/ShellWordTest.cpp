// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/ShellWord.h"

#include "support/Catch.h"
#include "support/ShellWords.h"

using namespace maury;

TEST_CASE("shell word: words that a shell would split or expand are quoted") {
  CHECK(shellWord("a/b-1.fits") == "a/b-1.fits");
  CHECK(shellWord("my stars.fits") == "'my stars.fits'");
  CHECK(shellWord("it's") == "'it'\\''s'");
  CHECK(shellWord("") == "''");
}

TEST_CASE("shell word: a shell reads back every word") {
  const std::vector<std::string> hostile{"",
                                         "'",
                                         "''",
                                         "it's",
                                         "\"two words\"",
                                         "`touch x`",
                                         "$HOME",
                                         "$(id)",
                                         "a\nb",
                                         "\n",
                                         " ",
                                         "\t",
                                         "\\",
                                         "\\'",
                                         "a\\",
                                         "*",
                                         "?[a-z]",
                                         "~",
                                         "~root",
                                         "#no",
                                         "a#b",
                                         "!1",
                                         "a=b",
                                         "A=b",
                                         "-dash",
                                         "--flag=x y",
                                         "σ [M/H] ±",
                                         "{a,b}",
                                         "a;b&c|d<e>f",
                                         "(a)",
                                         "%s",
                                         "a\rb",
                                         "snr > 15 && logg < 2.2",
                                         "\x01\x7f",
                                         "\xff\xfe"};
  std::string line;
  for (const std::string& word : hostile)
    line += " " + shellWord(word);
  CHECK(test::shellWords(line) == hostile);
}
