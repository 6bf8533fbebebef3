// SPDX-License-Identifier: GPL-3.0-or-later
// A filter as it is typed: rows, numbers, names, sliders and completion of the same text, and what must hold between
// them. A breach aborts.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

#include "survey/filter/Filter.h"
#include "survey/filter/FilterCompletion.h"
#include "survey/filter/FilterTerms.h"
#include "survey/filter/FilterTree.h"

namespace {

using namespace maury::survey;

Dataset threeStars() {
  Dataset stars;
  stars.ids = {"a", "b", "M 67"};
  const float missing = std::numeric_limits<float>::quiet_NaN();
  stars.labels = {{"teff", "K", {5000.0F, 4000.0F, missing}, {50.0F, 40.0F, missing}},
                  {"logg", "", {4.5F, 1.5F, 2.0F}, {}}};
  stars.columns = {{"field", "", std::vector<std::string>{"north", "", "südost"}},
                   {"snr", "", std::vector<double>{20.0, 90.0, 15.5}},
                   {"in_limits", "", std::vector<std::int64_t>{1, 0, 1}}};
  return stars;
}

void require(bool holds) {
  if (!holds) std::abort();
}

/// What the call returns, or nothing if the text is refused.
template <typename Call>
auto valueOf(const std::string& text, const Call& call) -> std::optional<decltype(call())> {
  try {
    return call();
  } catch (const FilterError& error) {
    require(error.position <= text.size() && error.text == text && *error.what() != 0);
    return std::nullopt;
  }
}

/// Rows and numbers are refused alike and say the same; a doubled negation changes nothing.
void checkRows(const Dataset& stars, const std::string& text) {
  const auto rows = valueOf(text, [&] { return filterRows(stars, text); });
  const auto numbers = valueOf(text, [&] { return evaluate(stars, text); });
  const auto names = valueOf(text, [&] { return filterNames(stars, text); });
  require(rows.has_value() == names.has_value());
  if (isBlankFilter(text) || !rows) return;
  require(numbers.has_value());
  std::vector<std::size_t> expected;
  for (std::size_t row = 0; row < numbers->size(); ++row)
    if ((*numbers)[row] < 0.0 || (*numbers)[row] > 0.0) expected.push_back(row);
  require(*rows == expected);
  const std::string twice = "!(!(" + text + "))";
  if (const auto same = valueOf(twice, [&] { return filterRows(stars, twice); })) require(*same == expected);
}

bool isReadable(const std::string& text) {
  try {
    parseFilter(text);
    return true;
  } catch (const FilterError&) {
    return false;
  }
}

/// A slider that is set says what it was set to, in a text that can still be read.
void checkTerms(const std::string& text) {
  FilterTerms terms(text);
  terms.setBounds("snr", terms.boundsOf("snr"));
  terms.setFlag("in_limits", terms.hasFlag("in_limits"));
  require(terms.text() == text);
  if (text.size() > kMostFilterBytes / 2) return;
  const bool wasReadable = isBlankFilter(text) || (isReadable(text) && isReadable("(" + text + ")"));
  terms.setBounds("snr", {15.0, 25.0});
  terms.setFlag("in_limits", true);
  if (wasReadable) {
    require(terms.boundsOf("snr") == Bounds{15.0, 25.0} && terms.hasFlag("in_limits"));
    require(isReadable(terms.text()));
  }
  terms.setBounds("snr", {});
  terms.setFlag("in_limits", false);
  require(terms.boundsOf("snr") == Bounds{} && !terms.hasFlag("in_limits"));
  if (wasReadable) require(isBlankFilter(terms.text()) || isReadable(terms.text()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Dataset stars = threeStars();
  static const std::vector<std::string> names = filterableNames(stars);
  const std::string text(bytes, bytes + size);
  checkRows(stars, text);
  checkTerms(text);
  for (const std::size_t cursor : {size, size / 2}) {
    const FilterCompletions found = completions(text, cursor, names);
    require(found.replaced.begin <= found.replaced.end && found.replaced.end <= size);
  }
  return 0;
}
