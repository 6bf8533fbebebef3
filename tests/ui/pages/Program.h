// SPDX-License-Identifier: GPL-3.0-or-later
// The program with its window, operated with mouse and keyboard like a user would, and files to open in it.
#pragma once

#include <QAbstractButton>
#include <QLineEdit>
#include <QPointer>
#include <QSpinBox>
#include <QTest>
#include <filesystem>
#include <string>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "ui/plot/FigureView.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Shell.h"
#include "ui/shell/bars/Rail.h"

namespace maury::test {

/// Return the paths of a mock survey of 300 stars and of a model for it with random weights, written once per test
/// program.
const std::filesystem::path& mockFile();
const std::filesystem::path& modelFile();

inline QString asText(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

/// Session and window, destroyed in the same order as in main().
class Program {
public:
  Program() { window.show(); }
  ~Program() { session.discardUnsaved(); }  // as a user who discards them

  template <typename Widget>
  Widget* find(const char* name) {
    auto* widget = window.findChild<Widget*>(QString::fromLatin1(name));
    if (widget == nullptr) FAIL("no widget called " << name);
    return widget;
  }

  void open(const std::filesystem::path& path) {
    session.commands().open.start({asText(path)});
    REQUIRE(waitFor([this] { return session.jobs().current() == nullptr; }, 20000));
  }

  /// Opens a page by clicking its entry in the rail.
  void goTo(const QString& title) {
    for (auto* button : window.findChild<ui::Rail*>()->findChildren<QAbstractButton*>()) {
      if (button->text() == title) QTest::mouseClick(button, Qt::LeftButton);
    }
    REQUIRE(window.currentPage() != nullptr);
    REQUIRE(title == pageTitle());
  }
  QString pageTitle() const;

  void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }

  /// Clicks the button with this text inside the named widget.
  void clickWord(const char* name, const QString& word) {
    for (auto* button : find<QWidget>(name)->findChildren<QAbstractButton*>()) {
      if (button->text() == word) QTest::mouseClick(button, Qt::LeftButton);
    }
  }

  void type(const char* name, int number) {
    auto* box = find<QSpinBox>(name);
    box->selectAll();
    QTest::keyClicks(box, QString::number(number));
    QTest::keyClick(box, Qt::Key_Return);
    REQUIRE(box->value() == number);
  }

  static void type(QLineEdit* field, const QString& text) {
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
    REQUIRE(field->text() == text);
  }

  /// Returns the first visible figure of the current page.
  ui::FigureView& figure();

  /// Exports the current page's figure. Returns true if the file starts like a PDF.
  bool exportsPdf(const TemporaryFolder& folder);

  ui::Session session;
  ui::MainWindow window{session};
};

}  // namespace maury::test
