// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SelectionTool.h"

#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {
enum Tool { kZoom, kBox, kLasso };
}

SelectionTool::SelectionTool(const QStringList& extraWords, QWidget* parent)
    : SegmentedControl(QStringList{tr("zoom"), tr("box"), tr("lasso")} + extraWords, parent) {
  setToolTip(
      tr("Choose what dragging in the figure does: zoom, or select the stars inside a box or lasso (Shift adds to the "
         "selection, Ctrl removes from it, both intersect)"));
  connect(this, &SegmentedControl::chosen, this, &SelectionTool::apply);
}

void SelectionTool::addView(FigureView* view) {
  m_views.push_back(view);
  apply();
}

void SelectionTool::setSelectionEnabled(bool enabled, const QString& reason) {
  for (const int tool : {kBox, kLasso})
    setWordEnabled(tool, enabled, reason);
  if (!enabled) {
    setCurrent(kZoom);
    apply();
  }
}

QString SelectionTool::undoName() const {
  return current() == kLasso ? tr("lasso") : tr("box");
}

void SelectionTool::apply() {
  using Mode = FigureView::DragMode;
  for (FigureView* view : m_views)
    view->setDragMode(current() == kBox ? Mode::Box : current() == kLasso ? Mode::Lasso : Mode::Zoom);
}

}  // namespace maury::ui
