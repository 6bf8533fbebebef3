// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/FilterStars.h"

#include <numeric>

#include "survey/filter/Filter.h"

namespace maury::workbench {

FilterResult filterStars(const survey::Dataset& stars, const std::string& text) {
  try {
    return {std::make_shared<const std::vector<std::size_t>>(survey::filterRows(stars, text)), std::nullopt};
  } catch (const survey::FilterError& error) {
    return {nullptr, FilterProblem{error.what(), error.position}};
  } catch (const Error& error) {
    return {nullptr, FilterProblem{error.what(), 0}};
  }
}

std::vector<std::string> namesOfPredictions(const std::string& filter, const survey::Dataset& survey,
                                            const survey::Dataset& stars) {
  try {
    std::vector<std::string> names = survey::filterNames(stars, filter);
    std::erase_if(
        names, [&](const std::string& name) { return survey.hasNumeric(name) || survey.findColumn(name) != nullptr; });
    return names;
  } catch (const survey::FilterError&) {
    return {};
  }
}

RowsPointer allRows(std::size_t count) {
  auto rows = std::make_shared<std::vector<std::size_t>>(count);
  std::iota(rows->begin(), rows->end(), std::size_t{0});
  return rows;
}

}  // namespace maury::workbench
