// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/models/StarColumns.h"

namespace maury::ui {

/// Returns a number of stars as text: "1 star", "2 310 stars".
inline QString starsText(std::size_t count) {
  return count == 1 ? QObject::tr("1 star") : QObject::tr("%1 stars").arg(countText(count));
}

}  // namespace maury::ui
