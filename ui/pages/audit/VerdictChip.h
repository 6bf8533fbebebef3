// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "attribution/audit/Audit.h"

namespace maury::ui {

/// Delegate that paints cells that have a verdict (kVerdictRole) as chips in its colour, with a tick, an exclamation
/// mark or a cross for readers who cannot rely on colour. Paints other cells as usual.
class VerdictChip : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  static constexpr int kVerdictRole = Qt::UserRole + 1;  ///< item data role: attribution::Verdict as int
};

}  // namespace maury::ui
