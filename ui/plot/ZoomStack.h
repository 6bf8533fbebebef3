// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace maury::ui {

/// History of a figure's views, with back and forward as in a browser.
class ZoomStack {
public:
  using Snapshot = std::vector<std::array<double, 4>>;  ///< per panel: xLow, xHigh, yLow, yHigh

  bool isEmpty() const { return m_views.empty(); }
  void clear();
  /// Replaces the history by this one view.
  void start(Snapshot snapshot);
  /// Adds a view and drops the views ahead of the current one; ignores a view equal to the current one. Keeps the last
  /// 100 views. `merge` replaces the current view instead, which joins the events of one wheel movement.
  void push(Snapshot snapshot, bool merge = false);
  bool canGoBack() const { return m_current > 0; }
  bool canGoForward() const { return m_current + 1 < m_views.size(); }
  /// back() and forward() move to a neighbouring view and return it; nullptr if there is none.
  const Snapshot* back();
  const Snapshot* forward();

private:
  std::vector<Snapshot> m_views;
  std::size_t m_current = 0;
};

}  // namespace maury::ui
