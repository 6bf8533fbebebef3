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

/// The line at the window's foot: stars in the filter, the running job with its stop button, what the networks run on.
/// Once it is shown it loads LibTorch on a thread of its own, so that the first network does not wait for it.
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
  bool m_runtimeAsked = false;
  QLabel* m_stars;
  QLabel* m_job;
  QProgressBar* m_progress;
  QToolButton* m_stop;
  QLabel* m_runtime;
  QLabel* m_mock;
};

}  // namespace maury::ui
