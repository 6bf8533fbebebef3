// SPDX-License-Identifier: GPL-3.0-or-later
// Filters and expressions in the grammar of FilterTree.h, for example:
//
//     snr > 15 && snr < 25 && abs(Z_kpc) < 1 && survey == "rvs" && !(id ~ "M67*")
//
// - Numeric names: labels, their errors (e_teff, scatter_teff_cnn), scalar inputs, numeric columns. Text names: text
//   columns, `id`. Names with characters other than letters, digits, '_' and '.' are written in backquotes: `bp-rp`.
// - Operators: + - * / ^, < <= > >= == !=, && || !, and condition ? a : b.
// - Functions: abs, sqrt, log10, ln (also log), log2, exp, sin … atanh, atan2, sign, rint, min, max, sum, avg, isnan.
//   Constants: _pi, _e.
// - Text is written in "…" or '…' and compared with == and !=, or with ~ and !~ to a pattern (* any characters, ? one
//   character; case-sensitive).
// - @name inserts the cut of that name (FilterPresets.h).
// - Any comparison with a missing value (NaN, empty text) is false, including != and !~, and a missing value on its own
//   counts as false. isnan() finds missing values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/filter/FilterError.h"

namespace maury::survey {

/// Returns the rows of `dataset` for which `text` is true, in row order; all rows if the text is blank. Blocks; uses
/// all cores for large datasets. Thread-safe while the dataset is not changed. Throws FilterError.
std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text,
                                    LabelNames names = LabelNames::Exact);

/// Returns the N values of an expression, NaN where missing; conditions evaluate to 1 or 0. A blank text is an error.
/// Otherwise like filterRows().
std::vector<double> evaluate(const Dataset& dataset, const std::string& text);

/// Returns the names of labels, inputs and columns that the filter uses, each once, in order of appearance. Throws
/// FilterError like filterRows().
std::vector<std::string> filterNames(const Dataset& dataset, const std::string& text);

/// Returns the names that a filter of this dataset can use: Dataset::numericNames(), then text columns, then `id`.
std::vector<std::string> filterableNames(const Dataset& dataset);

}  // namespace maury::survey
