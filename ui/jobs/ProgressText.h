// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "base/Job.h"

namespace maury::ui {

/// Returns a job's title and progress: "training · 4 min left · 47 of 60 epochs · 5 940 epochs/s".
QString progressText(const QString& title, const Progress& progress);

}  // namespace maury::ui
