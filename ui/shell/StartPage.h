// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstddef>

#include "ui/jobs/JobRunner.h"

class QVBoxLayout;

namespace maury::ui {

class RecentFiles;

/// Page shown while no survey is open: cards to open files, create a mock survey and reopen recent files, next to a
/// picture. If there are any, also offers results that an earlier session kept, and an unfinished training.
class StartPage : public QWidget {
  Q_OBJECT

public:
  explicit StartPage(RecentFiles& recent, QWidget* parent = nullptr);

  /// Disables all cards while a job is running.
  void setBusy(bool busy);

Q_SIGNALS:
  void openClicked();
  void openFolderClicked();
  void mockClicked(std::size_t stars);
  void recentClicked(const QString& path);
  /// Requests to resume the unfinished training in this folder.
  void resumeClicked(const QString& folder);
  void openKeptClicked();

protected:
  void showEvent(QShowEvent* event) override;

private:
  QWidget* openCard();
  QWidget* mockCard();
  QWidget* recentCard();
  QWidget* unfinishedCard();
  QWidget* keptCard();
  void fillRecent();
  void fillMock();
  void fillUnfinished();
  void fillKept();
  void discardKept(const QString& folder);

  RecentFiles& m_recent;
  QWidget* m_cards;
  QWidget* m_recentCard = nullptr;
  QVBoxLayout* m_recentList = nullptr;
  QWidget* m_unfinishedCard = nullptr;
  QVBoxLayout* m_unfinishedList = nullptr;
  QWidget* m_keptCard = nullptr;
  QVBoxLayout* m_keptList = nullptr;
  QVBoxLayout* m_mockList = nullptr;
  JobRunner m_discardRunner;
};

}  // namespace maury::ui
