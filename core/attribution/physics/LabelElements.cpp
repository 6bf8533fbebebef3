// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/LabelElements.h"

#include "survey/names/LabelNames.h"

namespace maury::attribution {

std::vector<std::string> elementsOf(std::string_view label) {
  if (label == "mh" || label == "feh") return {"Fe"};
  if (label == "alpham" || label == "alphafe") return {"Ca", "Si", "Ti", "Mg"};
  if (label == "ali") return {"Li"};
  const std::string element = survey::elementOfLabel(label);
  return element.empty() ? std::vector<std::string>() : std::vector{element};
}

}  // namespace maury::attribution
