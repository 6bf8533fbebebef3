// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/plot/FigureView.h"
#include "workbench/galaxy/PlaneFigure.h"
#include "workbench/galaxy/SharedBinner.h"

namespace maury::ui {

/// The stars of the panels in a single plane: Kiel diagram, R–Z or sky. In R–Z the edges of the bins can be dragged.
class PlaneView : public FigureView {
  Q_OBJECT

public:
  explicit PlaneView(QWidget* parent = nullptr);

  /// Counts these stars in the plane on a worker thread, then shows them.
  void showPlane(workbench::Plane plane, const workbench::BinnedPanels& panels,
                 const std::vector<workbench::Subset>& subsets);
  /// Drops what is being counted: it is of bins that are past.
  void dropPending();
  /// Forgets the content: other stars are open.
  void clearContent();
  /// Moves the lines of an edge at once, before the plane is counted anew.
  void moveEdge(bool isX, std::size_t index, double kpc);

Q_SIGNALS:
  void planeShown(maury::workbench::Plane plane);
  /// The edge of a bin of R (isX) or |Z|, or Z, is dragged to this value (kpc); at every step.
  void edgeDragged(bool isX, std::size_t index, double kpc);
  /// Rows inside a line that was drawn.
  void starsOutlined(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  void failed(const QString& message);

private:
  std::shared_ptr<const workbench::PlaneContent> m_content;
  std::shared_ptr<const std::vector<std::size_t>> m_rows;  ///< of m_content
  int m_requests = 0;                                      ///< an answer to an earlier one is stale
  JobRunner m_runner;
};

}  // namespace maury::ui
