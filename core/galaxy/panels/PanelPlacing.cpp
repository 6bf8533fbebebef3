// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelPlacing.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kStarsPerSlice = 1 << 16;  ///< fewer rows are processed by one thread

/// Rows divided into slices, one for each thread. Counting the stars of each slice in each panel first yields the
/// offset of every slice in every panel; threads can then write at the same time, and the order of the rows is kept.
struct Slices {
  std::span<const std::size_t> rows;
  std::size_t count = rows.size() < kStarsPerSlice ? 1 : std::max(1U, threadCount());
  std::size_t size = (rows.size() + count - 1) / count;

  /// Calls `visitor(slice, rows of the slice)` for each slice, in parallel.
  template <typename Visitor>
  void visit(const Visitor& visitor) const {
    parallelChunks(count, 1, 0, [&](std::size_t slice, std::size_t, unsigned) {
      const std::size_t begin = std::min(rows.size(), slice * size);
      visitor(slice, rows.subspan(begin, std::min(size, rows.size() - begin)));
    });
  }
};

using SliceOffsets = std::vector<std::vector<std::size_t>>;  ///< for each slice and panel, a count or a write offset

/// Calls `visitor(panel, index in the panel, star, share)` for all rows. `panelsOf(star, visitor)` must call `visitor`
/// with each panel of a star and the panel's share of it. Advances the write offsets `next`.
template <typename Panels, typename Visitor>
void distribute(const Slices& slices, SliceOffsets& next, const Panels& panelsOf, const Visitor& visitor) {
  slices.visit([&](std::size_t slice, std::span<const std::size_t> stars) {
    std::vector<std::size_t>& places = next[slice];
    for (const std::size_t star : stars)
      panelsOf(star, [&](std::size_t panel, float share) { visitor(panel, places[panel]++, star, share); });
  });
}

/// Turns the counts per slice into write offsets in place (exclusive prefix sum). Returns the offset of each panel
/// (panels + 1 values).
std::vector<std::size_t> toOffsets(SliceOffsets& counts, std::size_t panels) {
  std::vector<std::size_t> first(panels + 1, 0);
  for (std::size_t panel = 0; panel < panels; ++panel) {
    std::size_t total = 0;
    for (auto& slice : counts)
      total += std::exchange(slice[panel], total);
    first[panel + 1] = first[panel] + total;
  }
  return first;
}

/// Returns the number of stars in each panel for each slice, and sets the number of stars without a position.
SliceOffsets countByPosition(const Slices& slices, const StarPanels& starPanels, std::size_t& starsWithoutPosition) {
  SliceOffsets counts(slices.count);
  std::vector<std::size_t> unknownPerSlice(slices.count, 0);
  slices.visit([&](std::size_t slice, std::span<const std::size_t> stars) {
    std::vector<std::size_t> inPanel(starPanels.panels, 0);
    std::size_t unknown = 0;
    for (const std::size_t star : stars) {
      if (star >= starPanels.panelOf.size())
        throw Error(ErrorKind::Mismatch, fmt::format("Row {} does not exist: the dataset has {} stars.", star + 1,
                                                     starPanels.panelOf.size()));
      const std::uint16_t panel = starPanels.panelOf[star];
      unknown += panel == kWithoutPosition;
      if (panel < starPanels.panels) ++inPanel[panel];
    }
    counts[slice] = std::move(inPanel);
    unknownPerSlice[slice] = unknown;
  });
  starsWithoutPosition = std::accumulate(unknownPerSlice.begin(), unknownPerSlice.end(), std::size_t{0});
  return counts;
}

/// Calls `visitor(copy)`, where `copy(index, star)` writes x and y of a star at `index`. Resolves the types of x and y
/// outside of the loop over stars.
template <typename Visitor>
void withCopy(const survey::NumericView& fromX, const survey::NumericView& fromY, PlacedStars& to,
              const Visitor& visitor) {
  to.x.reserve(fromX, to.first.back());
  to.y.reserve(fromY, to.first.back());
  const auto copyTo = [&](auto x, auto y, auto* toX, auto* toY) {
    visitor([=](std::size_t index, std::size_t star) {
      toX[index] = static_cast<std::remove_pointer_t<decltype(toX)>>(x[star]);
      toY[index] = static_cast<std::remove_pointer_t<decltype(toY)>>(y[star]);
    });
  };
  fromX.visit([&](auto x) {
    fromY.visit([&](auto y) {
      to.x.visitBuffer([&](auto* toX) { to.y.visitBuffer([&](auto* toY) { copyTo(x, y, toX, toY); }); });
    });
  });
}

}  // namespace

void GroupedValues::reserve(const survey::NumericView& source, std::size_t count) {
  source.visit([&]<typename T>(std::span<const T>) {
    using Stored = std::conditional_t<std::is_same_v<T, float>, float, double>;
    if (std::holds_alternative<std::unique_ptr<Stored[]>>(m_values) && m_capacity >= count) return;
    m_values = std::unique_ptr<Stored[]>();  // free the old buffer first
    // Allocate space for all stars, so that the buffer suits any later cut. Pages never written take no memory.
    m_capacity = std::max(count, source.size());
    m_values = std::make_unique_for_overwrite<Stored[]>(m_capacity);
  });
}

survey::NumericView GroupedValues::part(std::size_t first, std::size_t count) const {
  return std::visit(
      [=]<typename T>(const std::unique_ptr<T[]>& values) {
        return survey::NumericView(std::span<const T>(values.get() + first, count));
      },
      m_values);
}

Points PlacedStars::points(std::size_t panel) const {
  const std::size_t begin = first[panel], count = first[panel + 1] - begin;
  Points points{x.part(begin, count), y.part(begin, count)};
  if (weights) points.weights = {weights.get() + begin, count};
  return points;
}

std::span<const std::uint32_t> PlacedStars::rows(std::size_t panel) const {
  if (!spreadRows) return stars[panel];
  return {spreadRows.get() + first[panel], first[panel + 1] - first[panel]};
}

void placeStars(std::span<const std::size_t> rows, const StarPanels& starPanels, const survey::NumericView& x,
                const survey::NumericView& y, PlacedStars& result) {
  const Slices slices{rows};
  SliceOffsets next = countByPosition(slices, starPanels, result.starsWithoutPosition);
  result.first = toOffsets(next, starPanels.panels);
  result.spreadRows.reset();
  result.weights.reset();
  result.stars.resize(starPanels.panels);
  parallelChunks(starPanels.panels, 1, 0, [&](std::size_t panel, std::size_t, unsigned) {
    result.stars[panel].resize(result.first[panel + 1] - result.first[panel]);
  });
  const auto byPosition = [&starPanels](std::size_t star, const auto& visitor) {
    if (const std::size_t panel = starPanels.panelOf[star]; panel < starPanels.panels) visitor(panel, 1.0F);
  };
  if (starPanels.shares == nullptr) {
    withCopy(x, y, result, [&](const auto& copy) {
      distribute(slices, next, byPosition, [&](std::size_t panel, std::size_t indexInPanel, std::size_t star, float) {
        result.stars[panel][indexInPanel] = static_cast<std::uint32_t>(star);
        copy(result.first[panel] + indexInPanel, star);
      });
    });
    return;
  }
  distribute(slices, next, byPosition, [&](std::size_t panel, std::size_t indexInPanel, std::size_t star, float) {
    result.stars[panel][indexInPanel] = static_cast<std::uint32_t>(star);
  });
  const auto byShares = [&starPanels](std::size_t star, const auto& visitor) {
    for (std::size_t i = starPanels.shares->first[star]; i < starPanels.shares->first[star + 1]; ++i)
      visitor(starPanels.shares->panels[i], starPanels.shares->shares[i]);
  };
  next.assign(slices.count, std::vector<std::size_t>(starPanels.panels, 0));
  distribute(slices, next, byShares, [](auto...) {});
  result.first = toOffsets(next, starPanels.panels);
  result.spreadRows = std::make_unique_for_overwrite<std::uint32_t[]>(result.first.back());
  result.weights = std::make_unique_for_overwrite<float[]>(result.first.back());
  withCopy(x, y, result, [&](const auto& copy) {
    distribute(slices, next, byShares, [&](std::size_t panel, std::size_t indexInPanel, std::size_t star, float share) {
      const std::size_t index = result.first[panel] + indexInPanel;
      result.spreadRows[index] = static_cast<std::uint32_t>(star);
      result.weights[index] = share;
      copy(index, star);
    });
  });
}

}  // namespace maury::galaxy
