// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/plot/FigureView.h"
#include "workbench/galaxy/PlaneFigure.h"
#include "workbench/galaxy/SharedBinner.h"

namespace maury::ui {

/// The stars of the panels in a single plane: Kiel diagram, R–Z or sky. In R–Z the bin edges can be dragged.
class PlaneView : public FigureView {
  Q_OBJECT

public:
  explicit PlaneView(QWidget* parent = nullptr);

  /// Bins the panels' stars in the plane on a worker thread, then draws them and emits planeShown().
  void showPlane(workbench::Plane plane, const workbench::BinnedPanels& panels,
                 const std::vector<workbench::Subset>& subsets);
  /// Stops the binning in progress and drops its result, e.g. because the bins have changed.
  void dropPending();
  /// Drops the content, e.g. when other stars are opened.
  void clearContent();
  /// Moves the lines of a bin edge immediately, before the plane is binned again.
  void moveEdge(bool isX, std::size_t index, double kpc);
  /// Returns the displayed figure; empty before there are stars.
  workbench::Figure contents() const;

Q_SIGNALS:
  void planeShown(maury::workbench::Plane plane);
  /// The user drags a bin edge of R (isX) or of |Z| or Z to this value (kpc); emitted at every step.
  void edgeDragged(bool isX, std::size_t index, double kpc);
  /// The user drew an outline; `rows` lie inside.
  void starsOutlined(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  void failed(const QString& message);

private:
  std::shared_ptr<const workbench::PlaneContent> m_content;
  std::shared_ptr<const std::vector<std::size_t>> m_rows;  ///< rows of the survey that m_content shows
  int m_requests = 0;  ///< requests so far; results of all but the latest are dropped
  JobRunner m_runner;
};

}  // namespace maury::ui
