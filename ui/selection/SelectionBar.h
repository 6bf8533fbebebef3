// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace maury::ui {

class Session;

/// In the top bar: the named subsets with colour and count, and how many stars are selected, in which mode. A click on
/// a subset selects it by the mode; the right button removes it.
class SelectionBar : public QWidget {
  Q_OBJECT

public:
  explicit SelectionBar(Session& session, QWidget* parent = nullptr);

  void setMenu(QMenu* menu);

private:
  void rebuild();
  void showSelected();

  Session& m_session;
  QHBoxLayout* m_row;
  QToolButton* m_selected;
  std::vector<QToolButton*> m_subsets;
};

}  // namespace maury::ui
