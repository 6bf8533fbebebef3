// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/StarNames.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "io/Numbers.h"
#include "survey/names/Ids.h"

namespace maury::survey {

namespace {

/// Sets of rows that belong to one star (union-find with path halving). A set is represented by its row with the least
/// id.
class StarSets {
public:
  explicit StarSets(const std::vector<std::string>& ids) : m_ids(ids), m_parents(ids.size()) {
    std::iota(m_parents.begin(), m_parents.end(), std::size_t{0});
  }

  std::size_t find(std::size_t row) {
    while (m_parents[row] != row) {
      m_parents[row] = m_parents[m_parents[row]];
      row = m_parents[row];
    }
    return row;
  }

  /// Unites rows with the same name. Empty names are ignored.
  void unite(const std::vector<std::string>& names) {
    std::unordered_map<std::string_view, std::size_t> first;
    for (std::size_t row = 0; row < names.size(); ++row) {
      if (names[row].empty()) continue;
      std::size_t a = find(row), b = find(first.emplace(names[row], row).first->second);
      if (m_ids[b] < m_ids[a]) std::swap(a, b);
      m_parents[b] = a;
    }
  }

private:
  const std::vector<std::string>& m_ids;
  std::vector<std::size_t> m_parents;
};

/// Returns the values of a column of ids as text, empty if missing; so are 0 and negative numbers.
std::vector<std::string> idsIn(const io::Column& column) {
  std::vector<std::string> names = column.asText();
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    for (std::size_t row = 0; row < names.size(); ++row)
      if ((*integers)[row] <= 0) names[row].clear();
    return names;
  }
  for (std::string& name : names)
    name = io::isMissingText(io::trim(name)) ? std::string() : plainId(name);
  return names;
}

}  // namespace

std::vector<std::string> starNames(const Dataset& dataset) {
  const std::vector<const io::Column*> columns = starIdColumns(dataset.columns);
  if (columns.empty()) return dataset.ids;
  StarSets stars(dataset.ids);
  stars.unite(dataset.ids);
  for (const io::Column* column : columns)
    stars.unite(idsIn(*column));
  std::vector<std::string> names;
  names.reserve(dataset.starCount());
  for (std::size_t row = 0; row < dataset.starCount(); ++row)
    names.push_back(dataset.ids[stars.find(row)]);
  return names;
}

}  // namespace maury::survey
