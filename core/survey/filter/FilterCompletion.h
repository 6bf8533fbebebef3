// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "survey/filter/FilterTokens.h"

namespace maury::survey {

/// What the word at the cursor may become.
struct FilterCompletions {
  SourceRange replaced;                 ///< the word that a candidate takes the place of
  std::vector<std::string> candidates;  ///< as a filter writes them: names, functions with '(', cuts with '@'
};

/// Returns the names, functions and cuts that begin with the word before the cursor, whatever their case, then the
/// names that hold it; at most 40. None after a blank, in a number or text, or where the word is complete. `cursor` is
/// a byte of the text; `names` are those of filterableNames(). Thread-safe.
FilterCompletions completions(std::string_view text, std::size_t cursor, const std::vector<std::string>& names);

}  // namespace maury::survey
