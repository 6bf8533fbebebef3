// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

class FigureView;

/// Control that chooses whether a drag in figures zooms or selects stars by box or lasso (FigureView::outlined()).
class SelectionTool : public SegmentedControl {
  Q_OBJECT

public:
  /// `extraWords` follow the three words; a drag zooms while one of them is chosen.
  explicit SelectionTool(const QStringList& extraWords = {}, QWidget* parent = nullptr);

  /// Adds a figure that this control governs.
  void addView(FigureView* view);
  /// Enables or disables box and lasso; `reason` is their tooltip while disabled. Disabling switches to zoom.
  void setSelectionEnabled(bool enabled, const QString& reason = {});
  /// Returns the name of a selection made with this tool for the Undo menu.
  QString undoName() const;

private:
  void apply();

  std::vector<FigureView*> m_views;
};

}  // namespace maury::ui
