// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace maury::ui {

/// Delegate of a view of a ColumnsModel that edits the role of a column with a list of the roles that it can have.
class RoleDelegate : public QStyledItemDelegate {
  Q_OBJECT

public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;

protected:
  /// Marks a role that can be changed by an arrow.
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
  void commitChoice(QWidget* editor);
};

}  // namespace maury::ui
