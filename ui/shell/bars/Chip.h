// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QString>

namespace maury::ui {

/// Rounded button of the top bar with a text such as "Survey NAME 886 080 stars": a muted word, a bold name (elided in
/// the middle if it is long) and a plain remainder.
class Chip : public QAbstractButton {
  Q_OBJECT

public:
  explicit Chip(QWidget* parent = nullptr);

  void setParts(const QString& word, const QString& name, const QString& remainder);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QFont bold() const;

  QString m_word, m_name, m_remainder;
};

}  // namespace maury::ui
