// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/QuitOnSignal.h"

#include <QMetaObject>
#include <QWidget>

#include "base/Process.h"

namespace maury::ui {

QuitOnSignal::QuitOnSignal(QWidget& window) {
  onStopSignal([&window] {
    QMetaObject::invokeMethod(
        &window, [&window] { window.close(); }, Qt::QueuedConnection);
    return true;
  });
}

QuitOnSignal::~QuitOnSignal() {
  onStopSignal({});
}

}  // namespace maury::ui
