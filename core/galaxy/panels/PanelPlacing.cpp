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

constexpr std::size_t kStarsASlice = 1 << 16;  ///< fewer are not worth a thread

/// Rows in a few slices, one a thread. Where a slice begins in each panel is known once all are counted, so that they
/// are written at the same time and keep their order.
struct Slices {
  std::span<const std::size_t> rows;
  std::size_t count = rows.size() < kStarsASlice ? 1 : std::max(1U, threadCount());
  std::size_t size = (rows.size() + count - 1) / count;

  /// Calls `with(slice, its rows)`.
  template <typename Visitor>
  void visit(const Visitor& with) const {
    parallelChunks(count, 1, 0, [&](std::size_t slice, std::size_t, unsigned) {
      const std::size_t begin = std::min(rows.size(), slice * size);
      with(slice, rows.subspan(begin, std::min(size, rows.size() - begin)));
    });
  }
};

using Places = std::vector<std::vector<std::size_t>>;  ///< of each slice, of each panel

/// Calls `with(panel, place in the panel, star, share)` for all rows; `panelsOf(star, with)` calls with each panel of a
/// star and its share of the star.
template <typename Panels, typename Visitor>
void distribute(const Slices& slices, Places& next, const Panels& panelsOf, const Visitor& with) {
  slices.visit([&](std::size_t slice, std::span<const std::size_t> stars) {
    std::vector<std::size_t>& places = next[slice];
    for (const std::size_t star : stars)
      panelsOf(star, [&](std::size_t panel, float share) { with(panel, places[panel]++, star, share); });
  });
}

/// Stars counted → where each slice begins in each panel; gives where in all each panel does (panels + 1).
std::vector<std::size_t> toStarts(Places& counts, std::size_t panels) {
  std::vector<std::size_t> first(panels + 1, 0);
  for (std::size_t panel = 0; panel < panels; ++panel) {
    std::size_t total = 0;
    for (auto& slice : counts)
      total += std::exchange(slice[panel], total);
    first[panel + 1] = first[panel] + total;
  }
  return first;
}

/// How many stars lie in each panel, and how many have no position.
Places countByPosition(const Slices& slices, const StarPanels& where, std::size_t& without) {
  Places counts(slices.count);
  std::vector<std::size_t> withoutOf(slices.count, 0);
  slices.visit([&](std::size_t slice, std::span<const std::size_t> stars) {
    std::vector<std::size_t> inPanel(where.panels, 0);
    std::size_t unknown = 0;
    for (const std::size_t star : stars) {
      if (star >= where.panelOf.size())
        throw Error(ErrorKind::Mismatch,
                    fmt::format("Row {} was asked for, but the dataset has {} stars.", star + 1, where.panelOf.size()));
      const std::uint16_t panel = where.panelOf[star];
      unknown += panel == kWithoutPosition;
      if (panel < where.panels) ++inPanel[panel];
    }
    counts[slice] = std::move(inPanel);
    withoutOf[slice] = unknown;
  });
  without = std::accumulate(withoutOf.begin(), withoutOf.end(), std::size_t{0});
  return counts;
}

/// Calls `with(copy)`; `copy(at, star)` puts the star's x and y at a place.
template <typename Visitor>
void withCopy(const survey::NumericView& fromX, const survey::NumericView& fromY, PlacedStars& to,
              const Visitor& with) {
  to.x.prepare(fromX, to.first.back());
  to.y.prepare(fromY, to.first.back());
  const auto copyTo = [&](auto x, auto y, auto* toX, auto* toY) {
    with([=](std::size_t at, std::size_t star) {
      toX[at] = static_cast<std::remove_pointer_t<decltype(toX)>>(x[star]);
      toY[at] = static_cast<std::remove_pointer_t<decltype(toY)>>(y[star]);
    });
  };
  fromX.visit([&](auto x) {
    fromY.visit([&](auto y) { to.x.fill([&](auto* toX) { to.y.fill([&](auto* toY) { copyTo(x, y, toX, toY); }); }); });
  });
}

}  // namespace

void GroupedValues::prepare(const survey::NumericView& source, std::size_t count) {
  source.visit([&]<typename T>(std::span<const T>) {
    using Kept = std::conditional_t<std::is_same_v<T, float>, float, double>;
    if (std::holds_alternative<std::unique_ptr<Kept[]>>(m_values) && m_capacity >= count) return;
    m_values = std::unique_ptr<Kept[]>();  // the old room goes first
    // Pages that are never written to take no memory: room for all stars serves whatever cut comes.
    m_capacity = std::max(count, source.size());
    m_values = std::make_unique_for_overwrite<Kept[]>(m_capacity);
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

void place(std::span<const std::size_t> rows, const StarPanels& where, const survey::NumericView& x,
           const survey::NumericView& y, PlacedStars& result) {
  const Slices slices{rows};
  Places next = countByPosition(slices, where, result.starsWithoutPosition);
  result.first = toStarts(next, where.panels);
  result.spreadRows.reset();
  result.weights.reset();
  result.stars.resize(where.panels);
  parallelChunks(where.panels, 1, 0, [&](std::size_t panel, std::size_t, unsigned) {
    result.stars[panel].resize(result.first[panel + 1] - result.first[panel]);
  });
  const auto byPosition = [&where](std::size_t star, const auto& with) {
    if (const std::size_t panel = where.panelOf[star]; panel < where.panels) with(panel, 1.0F);
  };
  if (where.shares == nullptr) {
    withCopy(x, y, result, [&](const auto& copy) {
      distribute(slices, next, byPosition, [&](std::size_t panel, std::size_t place, std::size_t star, float) {
        result.stars[panel][place] = static_cast<std::uint32_t>(star);
        copy(result.first[panel] + place, star);
      });
    });
    return;
  }
  distribute(slices, next, byPosition, [&](std::size_t panel, std::size_t place, std::size_t star, float) {
    result.stars[panel][place] = static_cast<std::uint32_t>(star);
  });
  const auto byShares = [&where](std::size_t star, const auto& with) {
    for (std::size_t i = where.shares->first[star]; i < where.shares->first[star + 1]; ++i)
      with(where.shares->panels[i], where.shares->shares[i]);
  };
  next.assign(slices.count, std::vector<std::size_t>(where.panels, 0));
  distribute(slices, next, byShares, [](auto...) {});
  result.first = toStarts(next, where.panels);
  result.spreadRows = std::make_unique_for_overwrite<std::uint32_t[]>(result.first.back());
  result.weights = std::make_unique_for_overwrite<float[]>(result.first.back());
  withCopy(x, y, result, [&](const auto& copy) {
    distribute(slices, next, byShares, [&](std::size_t panel, std::size_t place, std::size_t star, float share) {
      const std::size_t at = result.first[panel] + place;
      result.spreadRows[at] = static_cast<std::uint32_t>(star);
      result.weights[at] = share;
      copy(at, star);
    });
  });
}

}  // namespace maury::galaxy
