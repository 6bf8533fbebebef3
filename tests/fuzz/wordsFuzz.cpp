// SPDX-License-Identifier: GPL-3.0-or-later
// What users type: a filter, a preprocessing step, a grid. The same text goes to all three.
#include <string>

#include "base/Error.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "survey/recipe/Step.h"

namespace {

maury::survey::Dataset twoStars() {
  maury::survey::Dataset stars;
  stars.ids = {"a", "b"};
  stars.labels = {{"teff", "K", {5000.0F, 4000.0F}, {50.0F, 40.0F}}, {"logg", "", {4.5F, 1.5F}, {}}};
  stars.columns = {{"field", "", std::vector<std::string>{"north", "south"}},
                   {"snr", "", std::vector<double>{20.0, 90.0}},
                   {"in_limits", "", std::vector<std::int64_t>{1, 0}}};
  return stars;
}

template <typename Call>
void refusing(const Call& call) {
  try {
    call();
  } catch (const maury::Error&) {
    // A refusal is right for what means nothing; anything else thrown ends the fuzzer.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::survey::Dataset stars = twoStars();
  const std::string text(bytes, bytes + size);
  refusing([&] { maury::survey::filterRows(stars, text); });
  refusing([&] { maury::survey::parseStep(maury::survey::toText(maury::survey::parseStep(text))); });
  refusing([&] { maury::survey::parseGrid(text); });
  return 0;
}
