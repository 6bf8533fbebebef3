// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace maury::survey {

/// Spectrum in one of several files.
struct SpectrumRow {
  std::uint32_t file = 0;
  std::size_t row = 0;

  bool operator==(const SpectrumRow&) const = default;
};

/// Spectra of several files, grouped into those that become one spectrum. Groups have the order in which their stars
/// first appear; the spectra of a group are sorted by file, then by row. 16 bytes a spectrum and 8 a group.
class StarGroups {
public:
  std::size_t size() const { return m_starts.size() - 1; }
  std::span<const SpectrumRow> operator[](std::size_t group) const {
    return std::span(m_rows).subspan(m_starts[group], m_starts[group + 1] - m_starts[group]);
  }
  void add(std::span<const SpectrumRow> rows);

private:
  std::vector<SpectrumRow> m_rows;
  std::vector<std::size_t> m_starts = {0};
};

/// Result of groupByStar().
struct GroupedStars {
  StarGroups groups;
  std::size_t unnamed = 0;  ///< spectra without a key
  std::size_t uneven = 0;   ///< stars that have different numbers of spectra in the files that have them
};

/// Returns the number of different files in a group, whose spectra are sorted by file.
std::size_t fileCount(std::span<const SpectrumRow> group);

/// Groups the spectra of all files by the key of their star; `keys` has one list for each file, in the order of its
/// rows. If `mergeRepeats` is set, a group has all spectra of a star. Otherwise it has at most one of each file: the
/// k-th spectrum of a star in one file belongs to the k-th in the others. A spectrum without a key is a group of its
/// own. Thread-safe.
GroupedStars groupByStar(const std::vector<std::vector<std::string>>& keys, bool mergeRepeats);

}  // namespace maury::survey
