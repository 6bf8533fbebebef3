// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/Selection.h"

#include <QAction>
#include <QFile>
#include <QMenu>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QWidget>
#include <numeric>

#include "support/Catch.h"
#include "ui/selection/SelectionActions.h"
#include "ui/selection/SubsetFile.h"
#include "ui/session/Session.h"
#include "ui/shell/Shell.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using Mode = Selection::Mode;
using Rows = std::vector<std::size_t>;

namespace {

std::shared_ptr<const std::vector<std::string>> ids(std::size_t count, const std::string& prefix = "s") {
  auto result = std::make_shared<std::vector<std::string>>();
  for (std::size_t i = 0; i < count; ++i)
    result->push_back(prefix + std::to_string(i));
  return result;
}

/// Guard that directs files to Qt's test folders and finally removes the subset files of the surveys in `paths`.
struct TestFolder {
  TestFolder() { QStandardPaths::setTestModeEnabled(true); }
  ~TestFolder() {
    for (const QString& path : paths)
      QFile::remove(subsetFilePath(path));
    QStandardPaths::setTestModeEnabled(false);
  }
  QStringList paths;
};

}  // namespace

TEST_CASE("selection: five modes") {
  Selection selection;
  selection.setStars(ids(200), {});
  const Rows first{1, 2, 3, 70, 199}, second{2, 70, 150};
  const auto after = [&](Mode mode) {
    selection.combine(first, "first", Mode::Replace);
    selection.setMode(mode);
    selection.combine(second, "second");
    return selection.set()->rows();
  };
  CHECK(after(Mode::Replace) == second);
  CHECK(after(Mode::And) == Rows{2, 70});
  CHECK(after(Mode::Or) == Rows{1, 2, 3, 70, 150, 199});
  CHECK(after(Mode::Xor) == Rows{1, 3, 150, 199});
  CHECK(after(Mode::AndNot) == Rows{1, 3, 199});
  CHECK(selection.count() == 3);
  selection.invert(Rows{0, 1, 2, 3});
  CHECK(selection.set()->rows() == Rows{0, 2});
  selection.combine(Rows{500}, "beyond the last", Mode::Replace);
  CHECK(selection.isEmpty());
}

TEST_CASE("selection: undo and redo restore earlier selections, and a change without effect is no step") {
  Selection selection;
  selection.setStars(ids(10), {});
  selection.combine(Rows{1}, "box");
  selection.combine(Rows{2}, "lasso", Mode::Or);
  selection.combine(Rows{2}, "lasso", Mode::Or);
  CHECK(selection.undoStack().count() == 2);
  CHECK(selection.undoStack().undoText() == "lasso");
  QSignalSpy changes(&selection, &Selection::changed);
  selection.undoStack().undo();
  CHECK(selection.set()->rows() == Rows{1});
  selection.undoStack().undo();
  CHECK(selection.isEmpty());
  selection.undoStack().redo();
  selection.undoStack().redo();
  CHECK(selection.set()->rows() == Rows{1, 2});
  CHECK(changes.count() == 4);
  selection.setStars(ids(3), {});
  CHECK(selection.isEmpty());
  CHECK_FALSE(selection.undoStack().canUndo());
}

TEST_CASE("selection: saving, replacing and removing a subset can be undone, in its file too") {
  TestFolder folder;
  folder.paths = {"/somewhere/c.fits"};
  Selection selection;
  selection.setStars(ids(100), folder.paths[0]);
  selection.combine(Rows{3, 64}, "box");
  selection.saveSubset("thick");
  CHECK(selection.undoStack().undoText() == "save subset 'thick'");
  selection.combine(Rows{5}, "box");
  selection.saveSubset("thick");
  CHECK(*selection.subsets()[0].rows == Rows{5});
  selection.removeSubset("thick");
  CHECK(selection.subsets().empty());
  selection.removeSubset("no such");
  CHECK(selection.undoStack().count() == 5);
  CHECK_FALSE(QFile::exists(subsetFilePath(folder.paths[0])));

  selection.undoStack().undo();
  REQUIRE(selection.subsets().size() == 1);
  CHECK(*selection.subsets()[0].rows == Rows{5});
  selection.undoStack().undo();
  CHECK(*selection.subsets()[0].rows == Rows{3, 64});
  CHECK(*readSubsets(folder.paths[0], *ids(100)).subsets.at(0).rows == Rows{3, 64});
  selection.undoStack().undo();  // undo the second box
  CHECK(selection.set()->rows() == Rows{3, 64});
  selection.undoStack().undo();
  CHECK(selection.subsets().empty());
  CHECK_FALSE(QFile::exists(subsetFilePath(folder.paths[0])));
  selection.undoStack().redo();
  CHECK(selection.subsets().at(0).name == "thick");
}

TEST_CASE("selection: named subsets return with their survey, but not with other stars") {
  TestFolder folder;
  folder.paths = {"/somewhere/a.fits"};
  {
    Selection selection;
    selection.setStars(ids(100), folder.paths[0]);
    selection.combine(Rows{3, 64, 99}, "box");
    selection.saveSubset("high-α");
    selection.combine(Rows{0}, "box");
    selection.saveSubset(selection.suggestName());
    REQUIRE(selection.subsets().size() == 2);
    CHECK(selection.subsets()[0].colour != selection.subsets()[1].colour);
    CHECK(selection.subsets()[1].name == "subset 2");
  }
  Selection selection;
  QSignalSpy warnings(&selection, &Selection::warned);
  selection.setStars(ids(100), folder.paths[0]);
  REQUIRE(selection.subsets().size() == 2);
  CHECK(selection.subsets()[0].name == "high-α");
  CHECK(*selection.subsets()[0].rows == Rows{3, 64, 99});
  CHECK(warnings.isEmpty());
  selection.setStars(ids(100, "t"), folder.paths[0]);
  CHECK(selection.subsets().empty());
  REQUIRE(warnings.count() == 1);
  CHECK(warnings[0][0].toString().contains("a.fits"));

  selection.setStars(ids(100), folder.paths[0]);
  selection.removeSubset("high-α");
  selection.removeSubset("subset 2");
  CHECK_FALSE(QFile::exists(subsetFilePath(folder.paths[0])));
}

TEST_CASE("selection: a damaged subset file is reported and not used") {
  TestFolder folder;
  folder.paths = {"/somewhere/b.fits"};
  Selection writing;
  writing.setStars(ids(5), folder.paths[0]);
  writing.combine(Rows{1}, "box");
  writing.saveSubset("one");
  QFile file(subsetFilePath(folder.paths[0]));
  REQUIRE(file.open(QIODevice::WriteOnly));
  file.write("{\"subsets\": [");
  file.close();
  Selection selection;
  QSignalSpy warnings(&selection, &Selection::warned);
  selection.setStars(ids(5), folder.paths[0]);
  CHECK(selection.subsets().empty());
  CHECK(warnings.count() == 1);
}

TEST_CASE("selection: subsets follow their stars by id when some are left out") {
  Selection selection;
  selection.setStars(ids(10), {});
  selection.combine(Rows{2, 5, 8}, "box");
  selection.saveSubset("some");
  auto fewer = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"s8", "s0", "s5"});
  selection.remapStars(fewer);
  CHECK(*selection.subsets()[0].rows == Rows{0, 2});
  CHECK(selection.isEmpty());
  CHECK(selection.starCount() == 3);
}

TEST_CASE("selection: contrast is offered only while a page handles it") {
  Session session;
  session.setSurvey(smallSurvey(20), {});
  QWidget window;
  SelectionActions actions(session, &window);
  Selection& selection = session.selection();
  selection.combine(Rows{1, 2}, "box");
  QMenu* contrast = nullptr;
  for (QMenu* menu : window.findChildren<QMenu*>())
    if (menu->title().contains("ontrast")) contrast = menu;
  REQUIRE(contrast != nullptr);
  CHECK_FALSE(contrast->menuAction()->isVisible());
  NamedSubset first, second;
  const auto connection =
      QObject::connect(&selection, &Selection::contrastRequested, [&](const NamedSubset& a, const NamedSubset& b) {
        first = a;
        second = b;
      });
  CHECK(maury::test::waitFor([&] { return contrast->menuAction()->isVisible(); }));
  session.setFilter("epoch > 97");  // rows 0, 1, 2
  Q_EMIT contrast->aboutToShow();
  REQUIRE(contrast->actions().size() == 1);
  contrast->actions().front()->trigger();
  CHECK(*first.rows == Rows{1, 2});
  CHECK(*second.rows == Rows{0});
  QObject::disconnect(connection);
  CHECK(maury::test::waitFor([&] { return !contrast->menuAction()->isVisible(); }));
}

TEST_CASE("session: means and maps use the selected stars that pass the filter") {
  Session session;
  session.setSurvey(smallSurvey(20), {});
  CHECK(session.chosenRows()->size() == 20);
  QSignalSpy spy(&session, &Session::chosenRowsChanged);
  session.selection().combine(Rows{1, 5, 19}, "box");
  CHECK(*session.chosenRows() == Rows{1, 5, 19});
  CHECK(spy.count() == 1);
  session.setFilter("epoch > 90");  // rows 0 … 9
  CHECK(*session.chosenRows() == Rows{1, 5});
  session.selection().clear();
  CHECK(session.chosenRows()->size() == 10);
  session.selection().combine(Rows{15}, "box");
  CHECK(session.chosenRows()->size() == 10);  // the filter hides the only selected star, so all in the filter count
  session.setSurvey(smallSurvey(5), {});
  for (const std::size_t row : *session.chosenRows())
    CHECK(row < 5);
}
