// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace maury::ui {
class MainWindow;
class Session;
}  // namespace maury::ui

namespace maury::test {

struct MonkeyOptions {
  std::uint64_t seed = 1;
  long long actions = 1000;
  bool printsActions = false;
  QStringList files;  ///< paths to open
};

/// User who does random things. Each action runs from the event loop, so that it also happens inside the loops of
/// dialogs and menus. A fault is an exception that reached the application, or a window that does not answer for a
/// minute. The same seed and files give the same choices, but jobs in the background end at other moments. UI thread
/// only.
class Monkey : public QObject {
public:
  /// `finished` is called after the last action.
  Monkey(MonkeyOptions options, std::function<void()> finished);
  ~Monkey() override;

  void start();
  void noteException(const QString& sentence);

  long long done() const { return m_done; }
  const std::map<std::string, long long>& counts() const { return m_counts; }  ///< number of actions of each kind
  const std::vector<std::string>& faults() const { return m_faults; }
  long long longestMs() const { return m_longestMs; }
  const std::string& longestAction() const { return m_longestAction; }

private:
  void step();
  std::string act();
  std::string answerDialog(QWidget& dialog);
  std::string openFile();
  std::string typeFilter();
  std::string clickButton(QWidget& parent);
  std::string changeValue(QWidget& parent);
  std::string useFigure();
  std::string triggerAction();
  std::string pressKey();
  std::string resizeWindow();
  std::string closeWindow();
  void openWindow();

  int below(int limit);  ///< uniform in [0, limit); 0 if limit is 0
  QString randomText();
  template <typename Widget>
  Widget* pick(QWidget& parent);

  MonkeyOptions m_options;
  std::function<void()> m_finished;
  std::mt19937_64 m_random;
  std::unique_ptr<ui::Session> m_session;
  std::unique_ptr<ui::MainWindow> m_window;
  QElapsedTimer m_sinceStep;
  int m_depth = 0;  ///< actions that have begun; above 1 inside the loop of a dialog or menu
  long long m_done = 0, m_longestMs = 0;
  std::string m_last, m_longestAction;
  std::map<std::string, long long> m_counts;
  std::vector<std::string> m_faults;
};

}  // namespace maury::test
