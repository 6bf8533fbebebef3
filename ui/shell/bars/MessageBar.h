// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <QTimer>

#include "ui/session/Session.h"

class QLabel;
class QPropertyAnimation;
class QToolButton;

namespace maury::ui {

/// Message that slides in above the page, next to the rail. A problem or warning stays until the user dismisses it
/// (close button or Esc) or another message replaces it; information disappears by itself. Never modal.
class MessageBar : public QFrame {
  Q_OBJECT

public:
  explicit MessageBar(QWidget* parent = nullptr);

  void showMessage(Severity severity, const QString& sentence);
  void dismiss();
  QString sentence() const;
  bool isShown() const { return m_shown; }

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void slide(bool isOpening);
  void restyle();
  int fullHeight() const;

  QLabel* m_icon;
  QLabel* m_text;
  QToolButton* m_close;
  QPropertyAnimation* m_animation;
  QTimer m_dismissTimer;
  Severity m_severity = Severity::Information;
  bool m_shown = false;
};

}  // namespace maury::ui
