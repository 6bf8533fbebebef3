// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/ParameterDelegate.h"

#include <QDoubleValidator>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSpinBox>

namespace maury::ui {

namespace {

/// Prepares an editor: removes its frame, since rows are only as high as their text, and stores the value to restore.
QWidget* prepareEditor(QWidget* editor, const QModelIndex& index) {
  editor->setStyleSheet(QStringLiteral("border-radius: 0; padding: 0 2px; min-height: 0;"));
  editor->setProperty("before", index.data().toString());
  return editor;
}

void setText(QWidget* editor, const QString& text) {
  const QSignalBlocker blocker(editor);
  if (auto* edit = qobject_cast<QLineEdit*>(editor)) {
    edit->setText(text);
    edit->selectAll();
  } else {
    auto* box = qobject_cast<QSpinBox*>(editor);
    box->setValue(text.toInt());
    box->selectAll();
  }
}

}  // namespace

QWidget* ParameterDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                                         const QModelIndex& index) const {
  if (!index.data(IsWhole).toBool()) {
    auto* edit = new QLineEdit(parent);
    edit->setAlignment(Qt::AlignRight);
    auto* validator = new QDoubleValidator(index.data(Lowest).toDouble(), index.data(Highest).toDouble(), 12, edit);
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::RejectGroupSeparator);
    validator->setLocale(locale);
    edit->setValidator(validator);
    connect(edit, &QLineEdit::textEdited, this, [this, edit] { commit(edit); });
    return prepareEditor(edit, index);
  }
  auto* box = new QSpinBox(parent);
  box->setAlignment(Qt::AlignRight);
  box->setRange(index.data(Lowest).toInt(), index.data(Highest).toInt());
  connect(box, &QSpinBox::valueChanged, this, [this, box] { commit(box); });
  return prepareEditor(box, index);
}

void ParameterDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                             const QModelIndex& /*index*/) const {
  editor->setGeometry(option.rect);
}

void ParameterDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  // Fill the editor only once: afterwards its text is the source of the model's value.
  if (editor->property("filled").toBool()) return;
  editor->setProperty("filled", true);
  setText(editor, index.data().toString());
}

void ParameterDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
  if (const auto* edit = qobject_cast<QLineEdit*>(editor)) {
    if (edit->hasAcceptableInput()) model->setData(index, edit->text());
  } else {
    model->setData(index, QString::number(qobject_cast<QSpinBox*>(editor)->value()));
  }
}

bool ParameterDelegate::eventFilter(QObject* object, QEvent* event) {
  auto* editor = qobject_cast<QWidget*>(object);
  if (editor && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    setText(editor, editor->property("before").toString());
    Q_EMIT commitData(editor);
  }
  return QStyledItemDelegate::eventFilter(object, event);
}

}  // namespace maury::ui
