// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterCompletion.h"

#include "support/Catch.h"

using namespace maury::survey;

namespace {

using Names = std::vector<std::string>;

const Names kNames = {"snr", "snr_rvs", "teff", "e_teff", "bp-rp", "größe", "id"};

/// Returns the text with the first candidate inserted at the '|', or the unchanged text if there is none.
std::string acceptFirst(std::string text) {
  const std::size_t cursor = text.find('|');
  text.erase(cursor, 1);
  const FilterCompletions found = completions(text, cursor, kNames);
  if (found.candidates.empty()) return text;
  return text.replace(found.replaced.begin, found.replaced.end - found.replaced.begin, found.candidates.front());
}

Names candidates(const std::string& text) {
  return completions(text, text.size(), kNames).candidates;
}

}  // namespace

TEST_CASE("filter completion: names come first, then functions, then names that contain the word") {
  CHECK(candidates("teff > 4000 && s") == Names{"snr", "snr_rvs", "sign(", "sin(", "sinh(", "sqrt(", "sum("});
  CHECK(candidates("TE") == Names{"teff", "e_teff"});
  CHECK(candidates("rp") == Names{"`bp-rp`"});
  CHECK(candidates("@b") == Names{"@bimodality"});
  CHECK(candidates("snr > 1 && @").size() > 5);
  CHECK(candidates("gr") == Names{"`größe`"});
}

TEST_CASE("filter completion: only the word at the cursor is replaced") {
  CHECK(acceptFirst("snr_|") == "snr_rvs");
  CHECK(acceptFirst("(te| > 4000) && x") == "(teff > 4000) && x");
  CHECK(acceptFirst("snr > sq|x") == "snr > sqrt(");
  CHECK(acceptFirst("snr > 1 && `bp| && logg < 2") == "snr > 1 && `bp-rp` && logg < 2");
  CHECK(acceptFirst("`bp|-rp` > 1") == "`bp-rp` > 1");
  CHECK(acceptFirst("!@lim| || id") == "!@limits || id");
}

TEST_CASE("filter completion: no candidates where no name is allowed or the word is complete") {
  for (const char* text : {"", "snr > ", "snr > 1", "field == \"te", "field == 'te'", "zzz", "snr >", "snr_rvs", "`"})
    CHECK(candidates(text).empty());
  CHECK(completions("snr > 1", 99, kNames).candidates.empty());
  CHECK(completions("snr >  `bp", 6, kNames).replaced == SourceRange{6, 6});
}
