// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace maury::ui {

/// Delegate with editors for numbers that update the table while the user types; Esc restores the previous value.
class ParameterDelegate : public QStyledItemDelegate {
  Q_OBJECT

public:
  /// Data roles of a cell: true if its number is an integer, and its limits.
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
