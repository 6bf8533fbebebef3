// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/Inks.h"

#include <string>

#include "survey/names/PredictedNames.h"

namespace maury::workbench {

// The palette of Okabe & Ito (2008), "Color Universal Design".
Ink labelInk(std::string_view label) {
  const std::string name = survey::referenceName(label);
  if (name == "teff") return Ink(0xD55E00);
  if (name == "logg") return Ink(0x0072B2);
  if (name == "mh") return Ink(0x009E73);
  if (name == "feh") return Ink(0x56B4E9);
  if (name == "alpham" || name == "alphafe") return Ink(0xCC79A7);
  return Ink::Role::Accent;
}

Ink speciesInk(std::string_view species) {
  const std::string_view element = species.substr(0, species.find(' '));
  if (element == "Fe") return Ink::Role::Text;
  if (element == "Si") return Ink(0xE69F00);
  if (element == "Ti") return Ink(0x56B4E9);
  if (element == "Mg") return Ink(0x009E73);
  // Calcium, and every species that has no colour of its own.
  return Ink::Role::Muted;
}

}  // namespace maury::workbench
