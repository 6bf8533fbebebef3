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

/// Offers the newest training that a program left behind when it was killed or closed. Opens its survey if need be.
class UnfinishedCard : public Card {
  Q_OBJECT

public:
  explicit UnfinishedCard(Session& session, QWidget* parent = nullptr);

  /// Reads the folders of trainings anew.
  void find();
  /// Offers nothing while a training runs.
  void setRunning(bool running);
  /// Resumes the training of a folder, once its survey is open.
  void resume(const QString& folder);
  /// Another survey is open: the training that waited for it is resumed; else the first call says that one is there.
  void surveyOpened();

Q_SIGNALS:
  /// The stars of the training are open: it can be resumed.
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
