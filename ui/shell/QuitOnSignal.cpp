// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/QuitOnSignal.h"

#include <QMetaObject>
#include <utility>

#include "base/process/Process.h"
#include "ui/shell/Closing.h"
#include "ui/shell/MainWindow.h"

namespace maury::ui {

QuitOnSignal::QuitOnSignal(MainWindow& window) {
  onStopSignal([&window, isSecond = false]() mutable {
    if (std::exchange(isSecond, true)) return false;
    QMetaObject::invokeMethod(
        &window, [&window] { window.closing().closeAndKeep(); }, Qt::QueuedConnection);
    return true;
  });
}

QuitOnSignal::~QuitOnSignal() {
  onStopSignal({});
}

}  // namespace maury::ui
