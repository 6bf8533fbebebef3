// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <vector>

class QVBoxLayout;

namespace maury::ui {

class RailButton;

/// The column of pages at the window's left: icon above word, the chosen one with an accent bar. Ctrl+1, Ctrl+2 …
/// choose.
class Rail : public QFrame {
  Q_OBJECT

public:
  explicit Rail(QWidget* parent = nullptr);

  void addEntry(const QString& title, const QString& iconName);
  /// −1: none.
  void setCurrent(int index);

Q_SIGNALS:
  void chosen(int index);

private:
  std::vector<RailButton*> m_buttons;
  QVBoxLayout* m_layout;
};

}  // namespace maury::ui
