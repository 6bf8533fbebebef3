// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/Lasso.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "base/Parallel.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kSlabs = 512;  // horizontal strips; each contains one to three of a lasso's hundred edges
constexpr std::size_t kRowsPerChunk = 1 << 16;

/// Edge of the polygon from its lower to its upper end; a horizontal ray crosses it if low ≤ y < high.
struct Edge {
  double low, high;
  double x;      ///< x at `low`
  double slope;  ///< dx/dy
};

/// Edges of the polygon, sorted into horizontal strips.
class Slabs {
public:
  explicit Slabs(std::span<const Point> polygon) {
    for (const Point& point : polygon) {
      m_left = std::min(m_left, point.x);
      m_right = std::max(m_right, point.x);
      m_bottom = std::min(m_bottom, point.y);
      m_top = std::max(m_top, point.y);
    }
    m_slabsPerUnit = static_cast<double>(kSlabs) / (m_top - m_bottom);
    std::vector<std::vector<Edge>> slabs(kSlabs);
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      Point low = polygon[i], high = polygon[(i + 1) % polygon.size()];
      if (low.y == high.y) continue;  // no horizontal ray crosses it
      if (low.y > high.y) std::swap(low, high);
      const Edge edge{low.y, high.y, low.x, (high.x - low.x) / (high.y - low.y)};
      for (std::size_t slab = slabOf(low.y); slab <= slabOf(high.y); ++slab)
        slabs[slab].push_back(edge);
    }
    for (const auto& edges : slabs) {
      m_begin.push_back(m_edges.size());
      m_edges.insert(m_edges.end(), edges.begin(), edges.end());
    }
    m_begin.push_back(m_edges.size());
  }

  bool isFlat() const { return !(m_top > m_bottom) || !(m_right > m_left); }

  bool contains(double x, double y) const {
    if (!(x >= m_left && x <= m_right && y >= m_bottom && y <= m_top)) return false;
    const std::size_t slab = slabOf(y);
    bool isInside = false;
    for (std::size_t i = m_begin[slab]; i < m_begin[slab + 1]; ++i) {
      const Edge& edge = m_edges[i];
      isInside ^= y >= edge.low && y < edge.high && x < edge.x + edge.slope * (y - edge.low);
    }
    return isInside;
  }

private:
  std::size_t slabOf(double y) const {
    return std::min(static_cast<std::size_t>((y - m_bottom) * m_slabsPerUnit), kSlabs - 1);
  }

  double m_left = INFINITY, m_right = -INFINITY, m_bottom = INFINITY, m_top = -INFINITY;
  double m_slabsPerUnit = 0.0;
  std::vector<Edge> m_edges;         ///< edges of all slabs, one slab after the other
  std::vector<std::size_t> m_begin;  ///< kSlabs + 1 offsets into m_edges
};

template <typename Row>
std::vector<std::size_t> selectInside(std::span<const Point> polygon, const survey::NumericView& x,
                                      const survey::NumericView& y, std::span<const Row> rows) {
  const bool finite = std::all_of(polygon.begin(), polygon.end(),
                                  [](const Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
  if (polygon.size() < 3 || !finite) return {};
  const auto [bottom, top] =
      std::minmax_element(polygon.begin(), polygon.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
  if (bottom->y == top->y) return {};
  const Slabs slabs(polygon);
  if (slabs.isFlat()) return {};

  const std::size_t pointCount = std::min(x.size(), y.size());
  std::vector<std::vector<std::size_t>> chunks((rows.size() + kRowsPerChunk - 1) / kRowsPerChunk);
  parallelChunks(rows.size(), kRowsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<std::size_t> selected(end - begin);
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t row = rows[i];
      if (row >= pointCount)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("Row {} does not exist: there are {} points.", row + 1, pointCount));
      selected[count] = row;
      count += slabs.contains(x[row], y[row]);
    }
    selected.resize(count);
    chunks[begin / kRowsPerChunk] = std::move(selected);
  });
  std::vector<std::size_t> result;
  for (const auto& selected : chunks)
    result.insert(result.end(), selected.begin(), selected.end());
  return result;
}

}  // namespace

std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::size_t> rows) {
  return selectInside(polygon, x, y, rows);
}

std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::uint32_t> rows) {
  return selectInside(polygon, x, y, rows);
}

}  // namespace maury::galaxy
