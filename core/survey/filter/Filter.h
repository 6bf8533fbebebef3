// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/Error.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// A filter's text that cannot be meant; `position` is the 0-based character the message points at.
class FilterError : public Error {
public:
  FilterError(const std::string& message, std::size_t at) : Error(ErrorKind::Usage, message), position(at) {}
  std::size_t position;
  std::string text;  ///< the whole filter
};

/// Rows of `dataset` for which `text` is true, in row order; all rows when the text is blank. Over the names that
/// Dataset::numeric() knows: `snr > 15 && snr < 25 && logg < 2.2`, with + − * / ^, < <= > >= == !=, && || !, abs, sqrt,
/// log10, ln, exp, min, max and muParser's other functions. A name with other characters than letters, digits, '_' and
/// '.' goes in backquotes: `bp-rp`. @name stands for the cut of that name (FilterPresets.h). A comparison with a
/// missing value is false ("!=" too), and a missing value is not true. Thread-safe while the dataset is not changed.
/// `room`: rows that are no longer needed, whose memory serves unless it is more than twice what there is to keep; for
/// millions of stars new memory takes as long as the filter. Throws FilterError.
std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text,
                                    std::vector<std::size_t> room = {});

/// The names of the dataset that the filter uses, each once. Throws FilterError for one that it lacks.
std::vector<std::string> filterNames(const Dataset& dataset, const std::string& text);

}  // namespace maury::survey
