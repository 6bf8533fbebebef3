// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/Split.h"

#include "base/Random.h"

namespace maury::survey {

Part SplitRule::partOf(std::string_view id) const noexcept {
  // The upper 53 bits of the hash as a number in [0, 1): the test stars are the lowest, so that changing the validation
  // fraction moves no star into or out of the test part.
  const double position = static_cast<double>(hashText(id, seed) >> 11) * 0x1.0p-53;
  if (position < testFraction) return Part::Test;
  if (position < testFraction + validationFraction) return Part::Validation;
  return Part::Training;
}

std::array<std::vector<std::size_t>, 3> SplitRule::apply(const Dataset& dataset) const {
  std::array<std::vector<std::size_t>, 3> rows;
  for (std::size_t star = 0; star < dataset.starCount(); ++star)
    rows[static_cast<std::size_t>(partOf(dataset.ids[star]))].push_back(star);
  return rows;
}

std::string_view partName(Part part) noexcept {
  switch (part) {
    case Part::Training:
      return "training";
    case Part::Validation:
      return "validation";
    case Part::Test:
      return "test";
  }
  return "training";
}

}  // namespace maury::survey
