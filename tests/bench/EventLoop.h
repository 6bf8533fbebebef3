// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QEventLoop>

namespace maury::bench {

/// Runs the event loop until `condition` holds.
template <typename Condition>
void runUntil(const Condition& condition) {
  while (!condition())
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

}  // namespace maury::bench
