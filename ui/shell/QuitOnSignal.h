// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

class MainWindow;

/// Guard that closes the window on SIGINT or SIGTERM without a question: unsaved results are kept and offered at the
/// next start, long work stops and no half-written file is left. A second signal ends the process at once. At most one
/// may exist per process; it must be destroyed before the window.
class QuitOnSignal {
public:
  explicit QuitOnSignal(MainWindow& window);
  ~QuitOnSignal();
  QuitOnSignal(const QuitOnSignal&) = delete;
  QuitOnSignal& operator=(const QuitOnSignal&) = delete;
};

}  // namespace maury::ui
