// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace maury::ui {

/// Guard that closes the window on SIGINT or SIGTERM as its close button does, so that Ctrl-C in the terminal stops
/// long work and leaves no half-written file. At most one may exist per process; it must be destroyed before the
/// window.
class QuitOnSignal {
public:
  explicit QuitOnSignal(QWidget& window);
  ~QuitOnSignal();
  QuitOnSignal(const QuitOnSignal&) = delete;
  QuitOnSignal& operator=(const QuitOnSignal&) = delete;
};

}  // namespace maury::ui
