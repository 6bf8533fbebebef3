// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that users type. Evaluates one text as rows, numbers and names, applies sliders and completion to it, and
// aborts if the results are inconsistent.
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

/// Returns the result of the call, or nothing if it refuses the text.
template <typename Call>
auto resultOf(const std::string& text, const Call& call) -> std::optional<decltype(call())> {
  try {
    return call();
  } catch (const FilterError& error) {
    require(error.position <= text.size() && error.text == text && *error.what() != 0);
    return std::nullopt;
  }
}

/// Checks that rows and numbers agree, are refused for the same texts, and do not change with a double negation.
void checkRows(const Dataset& stars, const std::string& text) {
  const auto rows = resultOf(text, [&] { return filterRows(stars, text); });
  const auto numbers = resultOf(text, [&] { return evaluate(stars, text); });
  const auto names = resultOf(text, [&] { return filterNames(stars, text); });
  require(rows.has_value() == names.has_value());
  if (isBlankFilter(text) || !rows) return;
  require(numbers.has_value());
  std::vector<std::size_t> expected;
  for (std::size_t row = 0; row < numbers->size(); ++row)
    if ((*numbers)[row] < 0.0 || (*numbers)[row] > 0.0) expected.push_back(row);
  require(*rows == expected);
  const std::string twice = "!(!(" + text + "))";
  if (const auto same = resultOf(twice, [&] { return filterRows(stars, twice); })) require(*same == expected);
}

bool isValid(const std::string& text) {
  try {
    parseFilter(text);
    return true;
  } catch (const FilterError&) {
    return false;
  }
}

/// Checks that bounds and flags set in a text can be read back, and that the text remains a valid filter.
void checkTerms(const std::string& text) {
  FilterTerms terms(text);
  terms.setBounds("snr", terms.boundsOf("snr"));
  terms.setFlag("in_limits", terms.hasFlag("in_limits"));
  require(terms.text() == text);
  if (text.size() > kMaxFilterBytes / 2) return;
  const bool wasValid = isBlankFilter(text) || (isValid(text) && isValid("(" + text + ")"));
  terms.setBounds("snr", {15.0, 25.0});
  terms.setFlag("in_limits", true);
  if (wasValid) {
    require(terms.boundsOf("snr") == Bounds{15.0, 25.0} && terms.hasFlag("in_limits"));
    require(isValid(terms.text()));
  }
  terms.setBounds("snr", {});
  terms.setFlag("in_limits", false);
  require(terms.boundsOf("snr") == Bounds{} && !terms.hasFlag("in_limits"));
  if (wasValid) require(isBlankFilter(terms.text()) || isValid(terms.text()));
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
