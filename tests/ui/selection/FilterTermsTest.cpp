// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/FilterTerms.h"

#include <limits>

#include "support/Catch.h"

using maury::ui::Bounds;
using maury::ui::FilterTerms;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string with(const std::string& text, const std::string& name, const Bounds& bounds) {
  FilterTerms terms(text);
  terms.setBounds(name, bounds);
  return terms.text();
}

}  // namespace

TEST_CASE("filter terms: bounds are read whichever way they are written") {
  const FilterTerms terms("snr>15 && 25 >= snr && snr < 30 && logg < 2.2 && abs(Z_kpc) > 1 && `bp-rp` > -1e-1");
  CHECK(terms.boundsOf("snr") == Bounds{15, 25});
  CHECK(terms.boundsOf("logg") == Bounds{-kInfinity, 2.2});
  CHECK(terms.boundsOf("Z_kpc") == Bounds{});  // of its absolute value
  CHECK(terms.boundsOf("bp-rp") == Bounds{-0.1, kInfinity});
  CHECK(FilterTerms("").boundsOf("snr") == Bounds{});
}

TEST_CASE("filter terms: a slider rewrites its own conditions where they stand, and nothing else") {
  CHECK(with("snr >= 15 && abs(Z_kpc) > 1 && snr < 25", "snr", {15, 30}) == "snr >= 15 && abs(Z_kpc) > 1 && snr < 30");
  CHECK(with("snr > 15 && logg < 2.2", "snr", {15, 25}) == "snr > 15 && snr < 25 && logg < 2.2");
  CHECK(with("snr > 15 && logg < 2.2", "snr", {}) == "logg < 2.2");
  CHECK(with("", "e_mh", {-kInfinity, 0.1}) == "e_mh < 0.1");
  CHECK(with("snr > 10 && snr > 15", "snr", {12.5, kInfinity}) == "snr > 12.5");
  CHECK(with("mh > -1 || alpham > 0.2", "snr", {15, kInfinity}) == "(mh > -1 || alpham > 0.2) && snr > 15");
  CHECK(with("(mh > -1 || alpham > 0.2) && snr > 3", "snr", {15, kInfinity}) ==
        "(mh > -1 || alpham > 0.2) && snr > 15");
}

TEST_CASE("filter terms: a named cut alone is its conditions, and flags come and go") {
  FilterTerms terms("@bimodality");
  CHECK(terms.boundsOf("snr") == Bounds{15, 25});
  CHECK(terms.hasFlag("in_limits"));
  terms.setFlag("in_limits", false);
  CHECK(terms.text() == "snr > 15 && snr < 25 && logg < 2.2");
  terms.setFlag("in_limits", true);
  CHECK(terms.text() == "snr > 15 && snr < 25 && logg < 2.2 && in_limits");
  CHECK_FALSE(FilterTerms("!in_limits").hasFlag("in_limits"));
}
