// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "attribution/audit/Audit.h"

namespace maury::ui {

/// Cells with a verdict (setVerdict()) as chips in its colour, with a mark that tells it without colour: a tick, an
/// exclamation mark, a cross. Other cells as usual.
class VerdictChip : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  static constexpr int kVerdictRole = Qt::UserRole + 1;  ///< int of attribution::Verdict
};

}  // namespace maury::ui
