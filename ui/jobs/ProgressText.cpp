// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/ProgressText.h"

#include <cmath>

#include "base/text/Duration.h"
#include "ui/jobs/JobRunner.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

constexpr double kSlowRate = 10.0;  ///< per second; lower rates are shown with two significant digits

QString rateText(double perSecond) {
  return perSecond < kSlowRate ? QString::number(perSecond, 'g', 2)
                               : countText(static_cast<std::size_t>(std::llround(perSecond)));
}

}  // namespace

QString progressText(const QString& title, const Progress& progress) {
  QString text = title;
  const QString unit = QString::fromStdString(progress.unit);
  const bool hasRate = progress.perSecond > 0.0 && progress.done > 0;
  // The most important comes first, because the end is cut off if space is short.
  if (hasRate && progress.secondsLeft >= 0.0 && progress.done < progress.total)
    text += JobRunner::tr(" · %1 left").arg(QString::fromStdString(roughDurationText(progress.secondsLeft)));
  if (progress.total > 0) {
    text += JobRunner::tr(" · %1 of %2 %3").arg(countText(progress.done), countText(progress.total), unit);
  } else if (progress.done > 0) {
    text += JobRunner::tr(" · %1 %2").arg(countText(progress.done), unit);
  }
  if (hasRate) text += JobRunner::tr(" · %1/s").arg(rateText(progress.perSecond));
  return text;
}

}  // namespace maury::ui
