// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstddef>

class QVBoxLayout;

namespace maury::ui {

class RecentFiles;

/// What is seen while nothing is open: three ways to begin, one to go on with an unfinished training where there is
/// one, and one picture.
class StartPage : public QWidget {
  Q_OBJECT

public:
  explicit StartPage(RecentFiles& recent, QWidget* parent = nullptr);

  /// Greys the ways to begin while one is under way.
  void setBusy(bool busy);

Q_SIGNALS:
  void openClicked();
  void openFolderClicked();
  void mockClicked(std::size_t stars);
  void recentClicked(const QString& path);
  /// The unfinished training of this folder is to go on.
  void goOnClicked(const QString& folder);

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
  QWidget* m_ways;
  QWidget* m_recentCard = nullptr;
  QVBoxLayout* m_recentList = nullptr;
  QWidget* m_unfinishedCard = nullptr;
  QVBoxLayout* m_unfinishedList = nullptr;
  QVBoxLayout* m_mockList = nullptr;
};

}  // namespace maury::ui
