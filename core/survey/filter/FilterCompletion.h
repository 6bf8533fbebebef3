// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "survey/filter/FilterTokens.h"

namespace maury::survey {

/// Candidates to complete the word at the cursor.
struct FilterCompletions {
  SourceRange replaced;                 ///< the word that a candidate replaces
  std::vector<std::string> candidates;  ///< in filter syntax: quoted names, functions with '(', cuts with '@'
};

/// Returns the names, functions and cuts that begin with the word before the cursor, ignoring case, then the names that
/// contain it; at most 40. Returns none after a blank, in a number or text, or if the word is complete. `cursor` is a
/// byte offset in the text; `names` are those of filterableNames(). Thread-safe.
FilterCompletions completions(std::string_view text, std::size_t cursor, const std::vector<std::string>& names);

}  // namespace maury::survey
