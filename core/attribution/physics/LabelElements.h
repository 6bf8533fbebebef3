// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maury::attribution {

/// Returns the elements whose lines define a label: Fe for [M/H] and [Fe/H]; Ca, Si, Ti, Mg for [α/M] (the α elements
/// with lines in the RVS window, Contursi+2021); Li for A(Li); the element itself for [X/Fe] and [X/H]. Empty for Teff
/// and log g, on which all lines depend, and for unknown labels.
std::vector<std::string> elementsOf(std::string_view label);

}  // namespace maury::attribution
