// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace maury::ui {

/// The views of a figure one after the other, as a browser keeps pages.
class ZoomStack {
public:
  using Snapshot = std::vector<std::array<double, 4>>;  ///< a panel: xLow, xHigh, yLow, yHigh

  bool isEmpty() const { return m_views.empty(); }
  void clear();
  /// Forgets everything and starts here.
  void start(Snapshot snapshot);
  /// A new view: what lay ahead is forgotten; one equal to the present is not counted. Keeps the last 100.
  /// `merge` puts it in the place of the present one, as for the turns of one wheel movement.
  void push(Snapshot snapshot, bool merge = false);
  bool canGoBack() const { return m_present > 0; }
  bool canGoForward() const { return m_present + 1 < m_views.size(); }
  /// Null when there is none.
  const Snapshot* back();
  const Snapshot* forward();

private:
  std::vector<Snapshot> m_views;
  std::size_t m_present = 0;
};

}  // namespace maury::ui
