// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace maury::ui {

class Session;

/// Part of the top bar with the named subsets (colour and count), the number of selected stars and the mode. A click on
/// a subset combines it with the selection by the mode; the context menu removes the subset.
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
