// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/LabelJoin.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <unordered_map>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "survey/dataset/UnusedNames.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/names/Ids.h"

namespace maury::survey {

namespace {

/// Index that finds the catalogue row of a star; catalogue.starCount() if there is none.
class StarMatcher {
public:
  StarMatcher(const Dataset& catalogue, const std::string& source) : m_absent(catalogue.starCount()) {
    m_rows.reserve(catalogue.starCount());
    for (std::size_t row = 0; row < catalogue.starCount(); ++row) {
      const std::string key = plainId(std::filesystem::path(catalogue.ids[row]).filename().string());
      if (key.empty()) continue;
      const auto [first, isNew] = m_rows.emplace(key, row);
      if (!isNew)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the id '{}' is in rows {} and {}, but each star must have one row.", source,
                                excerpt(key), first->second + 1, row + 1));
    }
  }

  std::size_t rowOf(const std::string& id, const std::string& fileName) const {
    for (const std::string& key : {plainId(id), plainId(fileName), stemOf(fileName)}) {
      const auto found = m_rows.find(key);
      if (!key.empty() && found != m_rows.end()) return found->second;
    }
    return m_absent;
  }

private:
  std::size_t m_absent;
  std::unordered_map<std::string, std::size_t> m_rows;
};

/// Adds catalogue row rows[i] to star i; missing values if there is no such row.
void takeRows(Dataset& stars, const Dataset& catalogue, const std::vector<std::size_t>& rows,
              const std::string& source) {
  for (const Label& label : catalogue.labels) {
    if (unusedName(stars, label.name) != label.name)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: the stars already have a '{}'; remove that column.", source, label.name));
    stars.labels.push_back({label.name, label.unit, valuesAt(label.values, rows, 1), valuesAt(label.errors, rows, 1)});
  }
  UnusedNames names(stars);
  for (const AuxiliaryInput& input : catalogue.inputs)
    stars.inputs.push_back(
        {names.claim(input.name), input.unit, input.width, valuesAt(input.values, rows, input.width)});
  for (const io::Column& column : catalogue.columns) {
    io::Column taken = column;
    taken.name = names.claim(column.name);
    taken.values = valuesAt(column, rows);
    stars.columns.push_back(std::move(taken));
  }
}

}  // namespace

JoinCounts joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                         const std::string& source) {
  const StarMatcher matcher(catalogue, source);
  std::vector<std::size_t> rows;
  std::vector<bool> used(catalogue.starCount(), false);
  for (std::size_t star = 0; star < stars.starCount(); ++star) {
    rows.push_back(matcher.rowOf(stars.ids[star], fileNames.empty() ? "" : fileNames[star]));
    if (rows.back() < used.size()) used[rows.back()] = true;
  }
  JoinCounts counts;
  counts.unmatchedStars = static_cast<std::size_t>(std::count(rows.begin(), rows.end(), catalogue.starCount()));
  counts.matched = rows.size() - counts.unmatchedStars;
  counts.unmatchedCatalogue = static_cast<std::size_t>(std::count(used.begin(), used.end(), false));
  if (counts.matched == 0 && !rows.empty())
    throw Error(
        ErrorKind::Mismatch,
        fmt::format(
            "{}: none of its {} ids matches any of the {} stars; its ids begin with {}, those of the stars with "
            "{}{}.",
            source, catalogue.starCount(), stars.starCount(), firstIds(catalogue.ids), firstIds(stars.ids),
            fileNames.empty() ? "" : fmt::format(" (file {})", excerpt(fileNames.front()))),
        "Use --id-column to name the column of ids.");
  takeRows(stars, catalogue, rows, source);
  return counts;
}

JoinCounts joinCatalogueByRow(Dataset& stars, const Dataset& catalogue, const std::string& source) {
  if (catalogue.starCount() != stars.starCount())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: the table has {} rows for {} spectra, so the rows are not aligned.", source,
                            catalogue.starCount(), stars.starCount()));
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  takeRows(stars, catalogue, rows, source);
  return {stars.starCount(), 0, 0};
}

}  // namespace maury::survey
