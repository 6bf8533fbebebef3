// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

namespace maury::ui {

/// A white card with a title at the left and a muted remark at the right; what it holds goes into body(). The style
/// comes from the theme's sheet.
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
  /// A widget at the right end of the title line (a segmented control, a button).
  void addToHeader(QWidget* widget) { m_header->addWidget(widget); }
  /// A line "name … value"; returns the value's label, right-aligned with tabular digits.
  QLabel* addRow(const QString& name, const QString& value = {});
  /// A line "name … control".
  void addRow(const QString& name, QWidget* control);

private:
  QHBoxLayout* m_header;
  QVBoxLayout* m_body;
  QLabel* m_title;
  QLabel* m_remark;
};

}  // namespace maury::ui
