// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

class FigureView;

/// What a drag of the mouse does in figures: zoom, or catch stars by a box or a lasso (FigureView::outlined()).
class SelectionTool : public SegmentedControl {
  Q_OBJECT

public:
  /// `more` are words after these, in which a drag zooms.
  explicit SelectionTool(const QStringList& more = {}, QWidget* parent = nullptr);

  /// A figure that this is for.
  void drive(FigureView* view);
  /// False: only zoom is left, for this reason.
  void setCatches(bool catches, const QString& reason = {});
  /// What a catch is called in the Undo menu.
  QString stepName() const;

private:
  void apply();

  std::vector<FigureView*> m_views;
};

}  // namespace maury::ui
