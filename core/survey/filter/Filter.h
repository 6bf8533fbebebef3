// SPDX-License-Identifier: GPL-3.0-or-later
// The filter: rows, numbers and names from a text in the grammar of FilterTree.h.
//
//     snr > 15 && snr < 25 && abs(Z_kpc) < 1 && survey == "rvs" && !(id ~ "M67*")
//
// Numbers are labels, their errors as "e_" + name, scalar inputs and columns of numbers; text is columns of text and
// `id`. A name with characters other than letters, digits, '_' and '.' stands in backquotes: `bp-rp`. Signs: + - * / ^,
// < <= > >= == !=, && || !, and condition ? a : b. Functions: abs, sqrt, log10, ln (also log), log2, exp, sin … atanh,
// atan2, sign, rint, min, max, sum, avg, isnan; constants: _pi, _e. Text in "…" or '…' is compared with == and !=, and
// with ~ and !~ against a pattern (* any characters, ? one; case matters). @name is the cut of that name
// (FilterPresets.h). A comparison with a missing value (NaN, empty text) is false, also != and !~, and a missing value
// is not true; isnan() finds them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/filter/FilterError.h"

namespace maury::survey {

/// Returns the rows of `dataset` for which `text` is true, in row order; all rows when the text is blank. Uses all
/// cores for large datasets; blocks. Thread-safe while the dataset is not changed. Throws FilterError.
std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text);

/// Returns the N values of an expression, NaN where missing; a condition is 1 or 0. As filterRows() otherwise, but a
/// blank text is an error.
std::vector<double> evaluate(const Dataset& dataset, const std::string& text);

/// Returns the names of labels, inputs and columns that the filter uses, each once, in order of appearance. Throws
/// FilterError as filterRows() does.
std::vector<std::string> filterNames(const Dataset& dataset, const std::string& text);

/// Returns the names that a filter of this dataset can use: Dataset::numericNames(), then columns of text, then `id`.
std::vector<std::string> filterableNames(const Dataset& dataset);

}  // namespace maury::survey
