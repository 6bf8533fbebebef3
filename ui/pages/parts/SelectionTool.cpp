// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SelectionTool.h"

#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {
enum Tool { kZoom, kBox, kLasso };
}

SelectionTool::SelectionTool(const QStringList& more, QWidget* parent)
    : SegmentedControl(QStringList{tr("zoom"), tr("box"), tr("lasso")} + more, parent) {
  setToolTip(
      tr("What a drag does in the figure: it zooms, or box and lasso select the stars inside (Shift adds, Ctrl takes "
         "away, both keep)"));
  connect(this, &SegmentedControl::chosen, this, &SelectionTool::apply);
}

void SelectionTool::drive(FigureView* view) {
  m_views.push_back(view);
  apply();
}

void SelectionTool::setCatches(bool catches, const QString& reason) {
  for (const int tool : {kBox, kLasso})
    setWordEnabled(tool, catches, reason);
  if (!catches) {
    setCurrent(kZoom);
    apply();
  }
}

QString SelectionTool::stepName() const {
  return current() == kLasso ? tr("lasso") : tr("box");
}

void SelectionTool::apply() {
  using Mode = FigureView::DragMode;
  for (FigureView* view : m_views)
    view->setDragMode(current() == kBox ? Mode::Box : current() == kLasso ? Mode::Lasso : Mode::Zoom);
}

}  // namespace maury::ui
