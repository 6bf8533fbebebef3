// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "galaxy/panels/PanelGrid.h"

namespace maury::workbench {

/// Thread-safe galaxy::PanelBinner for one dataset, which keeps intermediate results for the next change of a control.
/// A call waits until the previous one has finished. Calls block, and throw the errors of galaxy::PanelBinner.
class SharedBinner {
public:
  explicit SharedBinner(std::shared_ptr<const survey::Dataset> stars) : m_stars(std::move(stars)) {}

  const std::shared_ptr<const survey::Dataset>& stars() const { return m_stars; }

  galaxy::PanelGrid bin(const std::vector<std::size_t>& rows, const galaxy::PanelGridOptions& options) {
    const std::lock_guard lock(m_mutex);
    return m_binner.bin(rows, options);
  }
  std::vector<std::size_t> inside(std::span<const galaxy::Point> outline, std::span<const std::uint32_t> rows,
                                  const galaxy::PanelGridOptions& options) {
    const std::lock_guard lock(m_mutex);
    return m_binner.inside(outline, rows, options);
  }

private:
  std::shared_ptr<const survey::Dataset> m_stars;
  std::mutex m_mutex;
  galaxy::PanelBinner m_binner{*m_stars};
};

/// Panels with the binner and the stars from which they were made.
struct BinnedPanels {
  std::shared_ptr<SharedBinner> binner;
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< ascending
  std::shared_ptr<const galaxy::PanelGrid> grid;

  const survey::Dataset& stars() const { return *binner->stars(); }
  const galaxy::PanelGridOptions& options() const { return grid->options; }
};

}  // namespace maury::workbench
