// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

namespace maury::ui {

/// Card with a title on the left, a muted remark on the right and its content in body(). Styled by the theme's style
/// sheet.
class Card : public QFrame {
  Q_OBJECT

public:
  explicit Card(const QString& title, QWidget* parent = nullptr);

  QVBoxLayout* body() const { return m_body; }
  void setTitle(const QString& title) { m_title->setText(title); }
  void setRemark(const QString& remark) {
    m_remark->setText(remark);
    m_remark->setToolTip(remark);
  }
  /// Adds a widget, such as a segmented control or a button, at the right end of the title line.
  void addToHeader(QWidget* widget) { m_header->addWidget(widget); }
  /// Adds a line "name … value". Returns the value's label, which is right-aligned with tabular digits.
  QLabel* addRow(const QString& name, const QString& value = {});
  /// Adds a line "name … control".
  void addRow(const QString& name, QWidget* control);

private:
  QHBoxLayout* m_header;
  QVBoxLayout* m_body;
  QLabel* m_title;
  QLabel* m_remark;
};

}  // namespace maury::ui
