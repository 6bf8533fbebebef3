// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/combining/StarGroups.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace maury::survey {

namespace {

/// Spectra of all files, sorted by star, then by file, then by row.
struct SortedByStar {
  std::vector<SpectrumRow> rows;
  std::vector<std::size_t> starts;  ///< stars + 1 offsets in `rows`
};

/// Numbers the stars in the order of their appearance and sorts their spectra by counting.
SortedByStar sortByStar(const std::vector<std::vector<std::string>>& keys, std::size_t& unnamed) {
  std::unordered_map<std::string_view, std::size_t> known;
  std::vector<std::vector<std::size_t>> starOf(keys.size());
  SortedByStar sorted;
  sorted.starts.push_back(0);
  std::size_t stars = 0;
  for (std::size_t file = 0; file < keys.size(); ++file) {
    for (const std::string& key : keys[file]) {
      std::size_t star = stars;
      if (key.empty())
        ++unnamed;
      else
        star = known.emplace(key, stars).first->second;
      if (star == stars) {
        ++stars;
        sorted.starts.push_back(0);
      }
      starOf[file].push_back(star);
      ++sorted.starts[star + 1];
    }
  }
  for (std::size_t star = 0; star < stars; ++star)
    sorted.starts[star + 1] += sorted.starts[star];
  sorted.rows.resize(sorted.starts.back());
  std::vector<std::size_t> next(sorted.starts.begin(), sorted.starts.end() - 1);
  for (std::size_t file = 0; file < keys.size(); ++file)
    for (std::size_t row = 0; row < keys[file].size(); ++row)
      sorted.rows[next[starOf[file][row]]++] = {static_cast<std::uint32_t>(file), row};
  return sorted;
}

/// Divides the spectra of one star into groups of at most one spectrum of each file. Returns false if the files have
/// different numbers of them.
bool addRepeats(std::span<const SpectrumRow> star, StarGroups& groups) {
  std::vector<std::vector<SpectrumRow>> repeats;
  std::size_t used = 0, fewest = star.size();
  for (std::size_t i = 0; i < star.size(); ++i) {
    used = i > 0 && star[i].file == star[i - 1].file ? used + 1 : 1;
    if (repeats.size() < used) repeats.emplace_back();
    repeats[used - 1].push_back(star[i]);
    if (i + 1 == star.size() || star[i + 1].file != star[i].file) fewest = std::min(fewest, used);
  }
  for (const std::vector<SpectrumRow>& group : repeats)
    groups.add(group);
  return fewest == repeats.size();
}

}  // namespace

void StarGroups::add(std::span<const SpectrumRow> rows) {
  m_rows.insert(m_rows.end(), rows.begin(), rows.end());
  m_starts.push_back(m_rows.size());
}

std::size_t fileCount(std::span<const SpectrumRow> group) {
  std::size_t files = 0;
  for (std::size_t i = 0; i < group.size(); ++i)
    if (i == 0 || group[i].file != group[i - 1].file) ++files;
  return files;
}

GroupedStars groupByStar(const std::vector<std::vector<std::string>>& keys, bool mergeRepeats) {
  GroupedStars grouped;
  const SortedByStar sorted = sortByStar(keys, grouped.unnamed);
  for (std::size_t star = 0; star + 1 < sorted.starts.size(); ++star) {
    const auto rows =
        std::span(sorted.rows).subspan(sorted.starts[star], sorted.starts[star + 1] - sorted.starts[star]);
    if (mergeRepeats)
      grouped.groups.add(rows);
    else if (!addRepeats(rows, grouped.groups))
      ++grouped.uneven;
  }
  return grouped;
}

}  // namespace maury::survey
