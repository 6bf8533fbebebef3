// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/LabelElements.h"

#include <map>

namespace maury::attribution {

std::vector<std::string> elementsOf(std::string_view label) {
  static const std::map<std::string_view, std::vector<std::string>> elements{
      {"mh", {"Fe"}},
      {"feh", {"Fe"}},
      {"alpham", {"Ca", "Si", "Ti", "Mg"}},
      {"alphafe", {"Ca", "Si", "Ti", "Mg"}},
      {"mgfe", {"Mg"}},
      {"sife", {"Si"}},
      {"cafe", {"Ca"}},
      {"tife", {"Ti"}},
      {"alfe", {"Al"}},
      {"nife", {"Ni"}},
      {"ali", {"Li"}},
  };
  const auto found = elements.find(label);
  return found == elements.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace maury::attribution
