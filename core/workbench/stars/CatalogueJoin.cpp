// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/CatalogueJoin.h"

#include <deque>
#include <limits>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "survey/names/Ids.h"

namespace maury::workbench {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// Sets rows of a column to missing. Converts integers to reals, because integers have no missing value.
void clearValues(io::Column& column, const std::vector<std::size_t>& rows) {
  if (std::holds_alternative<std::vector<std::int64_t>>(column.values)) column.values = column.asReal();
  std::visit(
      [&rows](auto& values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        for (const std::size_t row : rows) {
          if constexpr (std::is_same_v<Value, double>) {
            values[row] = std::numeric_limits<double>::quiet_NaN();
          } else {
            values[row] = Value{};
          }
        }
      },
      column.values);
}

void clearRows(survey::Dataset& stars, const std::vector<std::size_t>& rows) {
  for (auto& label : stars.labels) {
    for (const std::size_t row : rows) {
      label.values[row] = kMissing;
      if (!label.errors.empty()) label.errors[row] = kMissing;
    }
  }
  for (auto& input : stars.inputs) {
    for (const std::size_t row : rows) {
      std::fill_n(input.values.begin() + static_cast<std::ptrdiff_t>(row * input.width), input.width, kMissing);
    }
  }
  for (auto& column : stars.columns)
    clearValues(column, rows);
}

}  // namespace

bool isCatalogue(const survey::Dataset& stars) {
  return stars.pixelCount() == 0 && stars.findColumn("flag_boundary") && stars.findColumn("in_limits");
}

JoinedCatalogue joinCatalogue(const survey::Dataset& survey, const survey::Dataset& catalogue) {
  if (survey.ids == catalogue.ids) return {catalogue, survey.starCount()};

  std::unordered_map<std::string, std::deque<std::size_t>> rowsOfId;
  for (std::size_t row = 0; row < catalogue.starCount(); ++row)
    rowsOfId[survey::plainId(catalogue.ids[row])].push_back(row);

  std::vector<std::size_t> source(survey.starCount(), 0);
  std::vector<std::size_t> absent;
  for (std::size_t row = 0; row < survey.starCount(); ++row) {
    const auto found = rowsOfId.find(survey::plainId(survey.ids[row]));
    if (found == rowsOfId.end() || found->second.empty()) {
      absent.push_back(row);
      continue;
    }
    source[row] = found->second.front();
    found->second.pop_front();
  }
  JoinedCatalogue joined;
  joined.matched = survey.starCount() - absent.size();
  if (joined.matched == 0) return joined;
  joined.stars = catalogue.select(source);
  joined.stars.ids = survey.ids;
  if (!absent.empty()) clearRows(joined.stars, absent);
  return joined;
}

}  // namespace maury::workbench
