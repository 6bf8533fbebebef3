// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <vector>

class QVBoxLayout;

namespace maury::ui {

class RailButton;

/// Column of page buttons on the left of the window: icon above title, the current page with an accent bar. Ctrl+1,
/// Ctrl+2 … choose a page.
class Rail : public QFrame {
  Q_OBJECT

public:
  explicit Rail(QWidget* parent = nullptr);

  void addEntry(const QString& title, const QString& iconName);
  /// Marks a page as current; −1 marks none.
  void setCurrent(int index);

Q_SIGNALS:
  void chosen(int index);

private:
  std::vector<RailButton*> m_buttons;
  QVBoxLayout* m_layout;
};

}  // namespace maury::ui
