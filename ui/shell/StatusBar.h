// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

#include "base/Job.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace maury::ui {

class Session;

/// "training · 4 min left · 47 of 60 epochs · 5 940 epochs/s", from a job's title and progress.
QString progressText(const QString& title, const Progress& progress);

/// The line at the window's foot: stars in the filter, the running job with its stop button, what the networks run on.
class StatusBar : public QFrame {
  Q_OBJECT

public:
  explicit StatusBar(Session& session, QWidget* parent = nullptr);

private:
  void showStars();
  void showJob();
  void restyle();

  Session& m_session;
  QLabel* m_stars;
  QLabel* m_job;
  QProgressBar* m_progress;
  QToolButton* m_stop;
  QLabel* m_runtime;
  QLabel* m_mock;
};

}  // namespace maury::ui
