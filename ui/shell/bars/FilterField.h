// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>
#include <optional>

#include "ui/session/Session.h"

class QAction;
class QCompleter;
class QLabel;
class QMenu;
class QStringListModel;

namespace maury::ui {

/// Input field for the filter expression. Text is applied 300 ms after the last key or immediately by Enter. An invalid
/// text keeps the old rows, marks the character and shows the reason below the field. While a name is typed, a list
/// offers matching columns, functions and cuts; arrow keys and Enter, or the mouse, insert one, and Escape closes the
/// list.
class FilterField : public QLineEdit {
  Q_OBJECT

public:
  explicit FilterField(Session& session, QWidget* parent = nullptr);

protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void moveEvent(QMoveEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  void apply();
  void showState();
  void placeHint();
  void fillMenu();
  void restyle();
  void offerCompletions();
  void complete(const QString& candidate);
  int xOfCharacter(int position) const;

  Session& m_session;
  QTimer m_delay;
  QAction* m_presets;
  QAction* m_clear;
  QMenu* m_menu;
  QCompleter* m_completer;
  QStringListModel* m_candidates;  ///< list shown by m_completer
  QLabel* m_hint;                  ///< child of the window, so that it can overlap the page below
};

}  // namespace maury::ui
