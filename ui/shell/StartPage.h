// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstddef>

class QVBoxLayout;

namespace maury::ui {

class RecentFiles;

/// Page shown while no survey is open: cards to open files, create a mock survey, reopen recent files and resume an
/// unfinished training if there is one, next to a picture.
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

protected:
  void showEvent(QShowEvent* event) override;

private:
  QWidget* openCard();
  QWidget* mockCard();
  QWidget* recentCard();
  QWidget* unfinishedCard();
  void fillRecent();
  void fillMock();
  void fillUnfinished();

  RecentFiles& m_recent;
  QWidget* m_cards;
  QWidget* m_recentCard = nullptr;
  QVBoxLayout* m_recentList = nullptr;
  QWidget* m_unfinishedCard = nullptr;
  QVBoxLayout* m_unfinishedList = nullptr;
  QVBoxLayout* m_mockList = nullptr;
};

}  // namespace maury::ui
