// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/RoleDelegate.h"

#include <QComboBox>
#include <QTimer>
#include <algorithm>

#include "ui/models/ColumnsModel.h"

namespace maury::ui {

namespace {

bool isChangeableRole(const QModelIndex& index) {
  return index.column() == ColumnsModel::Role && (index.flags() & Qt::ItemIsEditable);
}

}  // namespace

QWidget* RoleDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
  const auto* columns = qobject_cast<const ColumnsModel*>(index.model());
  if (columns == nullptr || !isChangeableRole(index)) return QStyledItemDelegate::createEditor(parent, option, index);
  auto* choice = new QComboBox(parent);
  choice->setObjectName(QStringLiteral("columnsRole"));
  for (const workbench::RoleChoice& role : columns->columnAt(index.row()).choices)
    choice->addItem(QString::fromStdString(role.text), QString::fromStdString(role.word));
  connect(choice, &QComboBox::activated, this,
          [self = const_cast<RoleDelegate*>(this), choice] { self->commitChoice(choice); });
  // The list opens with the click that starts the editing.
  QTimer::singleShot(0, choice, [choice] { choice->showPopup(); });
  return choice;
}

void RoleDelegate::commitChoice(QWidget* editor) {
  Q_EMIT commitData(editor);
  Q_EMIT closeEditor(editor);
}

void RoleDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  auto* choice = qobject_cast<QComboBox*>(editor);
  if (choice == nullptr) return QStyledItemDelegate::setEditorData(editor, index);
  choice->setCurrentIndex(std::max(0, choice->findData(index.data(Qt::EditRole))));
}

void RoleDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
  const auto* choice = qobject_cast<QComboBox*>(editor);
  if (choice == nullptr) return QStyledItemDelegate::setModelData(editor, model, index);
  model->setData(index, choice->currentData(), Qt::EditRole);
}

void RoleDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  if (isChangeableRole(index)) option->text += QStringLiteral("  ▾");
}

}  // namespace maury::ui
