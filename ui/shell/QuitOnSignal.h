// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;
class QWidget;

namespace maury::ui {

/// Closes the window on SIGINT or SIGTERM as a click on its cross does, so that Ctrl-C in the terminal stops long work
/// and leaves no half-written file. One at a time in a process.
class QuitOnSignal : public QObject {
  Q_OBJECT

public:
  explicit QuitOnSignal(QWidget& window);
  ~QuitOnSignal() override;

private:
  QSocketNotifier* m_notifier = nullptr;
};

}  // namespace maury::ui
