// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/Card.h"
#include "workbench/training/RunFolders.h"

class QLabel;

namespace maury::ui {

class Session;

/// Card that offers to resume the newest training that was left unfinished when the program was killed or closed. Opens
/// its survey if necessary.
class UnfinishedCard : public Card {
  Q_OBJECT

public:
  explicit UnfinishedCard(Session& session, QWidget* parent = nullptr);

  /// Searches for unfinished trainings again.
  void find();
  /// Hides the card while a training runs.
  void setRunning(bool running);
  /// Resumes the training of a folder, after opening its survey if necessary.
  void resume(const QString& folder);
  /// Call when another survey has been opened: resumes the training that waited for it. Otherwise, the first call
  /// reports that an unfinished training exists.
  void surveyOpened();

Q_SIGNALS:
  /// The user requested to resume this training, and its survey is open.
  void resumeRequested(const maury::workbench::UnfinishedTraining& unfinished);

private:
  void resumeNow(const workbench::UnfinishedTraining& unfinished);
  void showNewest();
  void discard();

  Session& m_session;
  std::vector<workbench::UnfinishedTraining> m_unfinished;
  bool m_running = false;
  bool m_reported = false;
  QString m_awaited;  ///< folder to resume once its survey is open
  QLabel* m_text;
  JobRunner m_discardRunner;
};

}  // namespace maury::ui
