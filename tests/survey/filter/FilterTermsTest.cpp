// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterTerms.h"

#include <limits>

#include "support/Catch.h"

using maury::survey::Bounds;
using maury::survey::FilterTerms;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string setBoundsIn(const std::string& text, const std::string& name, const Bounds& bounds) {
  FilterTerms terms(text);
  terms.setBounds(name, bounds);
  return terms.text();
}

}  // namespace

TEST_CASE("filter terms: bounds are read in either order of name and number") {
  const FilterTerms terms("snr>15 && 25 >= snr && snr < 30 && logg < 2.2 && abs(Z_kpc) > 1 && `bp-rp` > -1e-1");
  CHECK(terms.boundsOf("snr") == Bounds{15, 25});
  CHECK(terms.boundsOf("logg") == Bounds{-kInfinity, 2.2});
  CHECK(terms.boundsOf("Z_kpc") == Bounds{});  // the bounds are on its absolute value
  CHECK(terms.boundsOf("bp-rp") == Bounds{-0.1, kInfinity});
  CHECK(FilterTerms("").boundsOf("snr") == Bounds{});
}

TEST_CASE("filter terms: a slider rewrites only its own conditions, in place") {
  CHECK(setBoundsIn("snr >= 15 && abs(Z_kpc) > 1 && snr < 25", "snr", {15, 30}) ==
        "snr >= 15 && abs(Z_kpc) > 1 && snr < 30");
  CHECK(setBoundsIn("snr > 15 && logg < 2.2", "snr", {15, 25}) == "snr > 15 && snr < 25 && logg < 2.2");
  CHECK(setBoundsIn("snr > 15 && logg < 2.2", "snr", {}) == "logg < 2.2");
  CHECK(setBoundsIn("", "e_mh", {-kInfinity, 0.1}) == "e_mh < 0.1");
  CHECK(setBoundsIn("snr > 10 && snr > 15", "snr", {12.5, kInfinity}) == "snr > 12.5");
  CHECK(setBoundsIn("mh > -1 || alpham > 0.2", "snr", {15, kInfinity}) == "(mh > -1 || alpham > 0.2) && snr > 15");
  CHECK(setBoundsIn("(mh > -1 || alpham > 0.2) && snr > 3", "snr", {15, kInfinity}) ==
        "(mh > -1 || alpham > 0.2) && snr > 15");
}

TEST_CASE("filter terms: a named cut counts as its conditions, and flags can be set and cleared") {
  FilterTerms terms("@bimodality");
  CHECK(terms.boundsOf("snr") == Bounds{15, 25});
  CHECK(terms.hasFlag("in_limits"));
  terms.setFlag("in_limits", false);
  CHECK(terms.text() == "snr > 15 && snr < 25 && logg_cnn < 2.2");
  terms.setFlag("in_limits", true);
  CHECK(terms.text() == "snr > 15 && snr < 25 && logg_cnn < 2.2 && in_limits");
  CHECK_FALSE(FilterTerms("!in_limits").hasFlag("in_limits"));
}

TEST_CASE("filter terms: all other text is preserved byte for byte") {
  CHECK(setBoundsIn("  snr>15&&abs( Z_kpc )>1&&  @giants && logg<2 ", "snr", {20, kInfinity}) ==
        "  snr > 20&&abs( Z_kpc )>1&&  @giants && logg<2 ");
  CHECK(setBoundsIn("(teff>4e3)&&snr<9&&`bp-rp`<1", "snr", {}) == "(teff>4e3)&&`bp-rp`<1");
  CHECK(setBoundsIn("snr<9  && field == \"a && b\"", "snr", {}) == "field == \"a && b\"");
  CHECK(setBoundsIn("id ~ 'x||y' && logg < 2", "logg", {-kInfinity, 3}) == "id ~ 'x||y' && logg < 3");
  CHECK(setBoundsIn("snr > 1 && logg < 2 && snr > 2 && mh < 0", "snr", {}) == "logg < 2 && mh < 0");
  CHECK(setBoundsIn("logg < 2 ", "größe", {1, kInfinity}) == "logg < 2 && `größe` > 1 ");
  CHECK(setBoundsIn("snr > 1 ? 1 : 0", "snr", {3, kInfinity}) == "(snr > 1 ? 1 : 0) && snr > 3");
  CHECK(setBoundsIn("@solar && snr > 3", "snr", {5, kInfinity}) == "@solar && snr > 5");
  CHECK(setBoundsIn("@giants && @limits && snr > 3", "logg", {-kInfinity, 1}) == "logg < 1 && @limits && snr > 3");
  CHECK(setBoundsIn("@giants && mh < 0", "logg", {1, 2.2}) == "@giants && logg > 1 && mh < 0");
  CHECK(setBoundsIn("@giants && mh < 0", "logg", {}) == "mh < 0");
}

TEST_CASE("filter terms: signed numbers are read, and other comparisons are not bounds") {
  const FilterTerms terms("mh > -1 && - 0.1 > mh && teff != 4000 && 1 < snr < 5 && logg > 1 + 1 && (rv < 3)");
  CHECK(terms.boundsOf("mh") == Bounds{-1, -0.1});
  for (const char* name : {"teff", "snr", "logg", "rv"})
    CHECK(terms.boundsOf(name) == Bounds{});
}

TEST_CASE("filter terms: an incomplete text is parsed as far as possible") {
  const FilterTerms terms("snr > 15 && logg < && in_limits && teff mh && unknown(3) > 1 && mh < 1e999 && mh > -1");
  CHECK(terms.boundsOf("snr") == Bounds{15, kInfinity});
  CHECK(terms.hasFlag("in_limits"));
  CHECK(terms.boundsOf("mh") == Bounds{-1, kInfinity});
  CHECK(setBoundsIn("snr > 15 && logg < ", "snr", {20, kInfinity}) == "snr > 20 && logg < ");
  CHECK(setBoundsIn("logg < (2 && snr > 3", "snr", {20, kInfinity}) == "logg < (2 && snr > 3 && snr > 20");
  CHECK(setBoundsIn("mh > && snr > 3 || logg", "snr", {20, kInfinity}) == "(mh > && snr > 3 || logg) && snr > 20");
}
