// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace maury::ui {

/// Editors of numbers whose value is in the table while it is typed, and back to what it was with Esc.
class ParameterDelegate : public QStyledItemDelegate {
  Q_OBJECT

public:
  /// Data of a cell: whether its number is whole, and its limits.
  enum Role { IsWhole = Qt::UserRole, Lowest, Highest };

  using QStyledItemDelegate::QStyledItemDelegate;

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
  bool eventFilter(QObject* object, QEvent* event) override;

private:
  void commit(QWidget* editor) const { Q_EMIT const_cast<ParameterDelegate*>(this)->commitData(editor); }
};

}  // namespace maury::ui
