// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/models/StarTableModel.h"
#include "ui/selection/Selection.h"

namespace maury::ui {

/// Delegate of the star table that tints the rows of selected stars and draws a bar at their left edge. `selection` and
/// `model` must outlive it.
class SubsetRowDelegate : public QStyledItemDelegate {
public:
  SubsetRowDelegate(const Selection& selection, const StarTableModel& model, QObject* parent)
      : QStyledItemDelegate(parent), m_selection(selection), m_model(model) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    // Painted first: the style sheet does not paint a cell's background, so the tint stays visible.
    if (m_selection.set()->contains(m_model.starAt(index.row()))) {
      QColor ground = Selection::colour();
      ground.setAlphaF(0.16F);
      painter->fillRect(option.rect, ground);
      if (index.column() == 0)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), Selection::colour());
    }
    QStyledItemDelegate::paint(painter, option, index);
  }

private:
  const Selection& m_selection;
  const StarTableModel& m_model;
};

}  // namespace maury::ui
