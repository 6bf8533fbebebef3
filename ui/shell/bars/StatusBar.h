// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

#include "ui/jobs/JobRunner.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace maury::ui {

class Session;

/// Line at the bottom of the window: stars in the filter, the running job with a stop button, and the library and
/// device that run the networks. Once shown, it loads LibTorch on a separate thread, so that the first network need not
/// wait for it.
class StatusBar : public QFrame {
  Q_OBJECT

public:
  explicit StatusBar(Session& session, QWidget* parent = nullptr);

protected:
  void showEvent(QShowEvent* event) override;

private:
  void showStars();
  void showJob();
  void restyle();

  Session& m_session;
  JobRunner m_runtimeLoader;
  bool m_isRuntimeRequested = false;
  QLabel* m_stars;
  QLabel* m_job;
  QProgressBar* m_progress;
  QToolButton* m_stop;
  QLabel* m_runtime;
  QLabel* m_mock;
};

}  // namespace maury::ui
