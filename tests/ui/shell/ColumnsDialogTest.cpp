// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that shows how a file will be read, and what follows from the answers.
#include "ui/dialogs/ColumnsDialog.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <cmath>
#include <memory>
#include <string>

#include "Shell.h"
#include "base/Error.h"
#include "support/Catch.h"
#include "support/Files.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "ui/models/ColumnsModel.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/MainWindow.h"
#include "workbench/opening/KnownForms.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

namespace {

// The -9999 is doubtful, so that the window asks about the file.
constexpr const char* kDoubtful = "id,zeta,teff\ns1,-0.5,5000\ns2,0.25,-9999\n";

ReviewPointer reviewOf(const std::filesystem::path& path) {
  Job job;
  return std::make_shared<const workbench::FileReview>(workbench::reviewFiles({{path}}, {}, job));
}

template <typename Widget>
Widget& find(QWidget& parent, const char* name) {
  auto* widget = parent.findChild<Widget*>(QString::fromLatin1(name));
  INFO(name);
  REQUIRE(widget);
  return *widget;
}

/// Table of the dialog's columns.
struct Columns {
  explicit Columns(QWidget& dialog)
      : model(*qobject_cast<ColumnsModel*>(find<QTableView>(dialog, "columnsTable").model())) {}
  QModelIndex index(const QString& column, int field) const { return model.index(model.rowOf(column), field); }
  QString text(const QString& column, int field) const { return index(column, field).data().toString(); }
  bool state(const QString& column, const QString& word) const {
    return model.setData(index(column, ColumnsModel::Role), word, Qt::EditRole);
  }
  ColumnsModel& model;
};

bool isReady(const ColumnsDialog& dialog) {
  return dialog.findChild<QAbstractButton*>(QStringLiteral("columnsImport"))->isEnabled();
}

QString fileText(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

/// Opens a file in the window and returns the dialog that it shows; nullptr if it shows none.
ColumnsDialog* openAndAsk(Session& session, MainWindow& window, const std::filesystem::path& path) {
  session.commands().open.start({fileText(path)});
  waitFor([&] { return window.findChild<ColumnsDialog*>() != nullptr; }, 20000);
  return window.findChild<ColumnsDialog*>();
}

/// Clicks a button that closes the dialog, which is deleted then.
void answer(ColumnsDialog& dialog, const char* button) {
  find<QAbstractButton>(dialog, button).click();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void forgetForms() {
  QFile::remove(knownFormsFile());
}

}  // namespace

TEST_CASE("columns: the dialog shows samples, guesses and doubts, and can be accepted as it is") {
  const test::TemporaryFolder folder;
  ColumnsDialog dialog(reviewOf(test::writeBytes(folder / "cat.csv", kDoubtful)), nullptr);
  const Columns columns(dialog);
  REQUIRE(columns.model.rowCount() == 3);
  CHECK(columns.text("id", ColumnsModel::Role) == "id");
  CHECK(columns.text("zeta", ColumnsModel::Role) == "column");
  CHECK(columns.text("zeta", ColumnsModel::Values) == "-0.5  0.25");
  CHECK(columns.text("teff", ColumnsModel::Role) == "label Teff");
  CHECK(columns.text("teff", ColumnsModel::Unit) == "K");
  CHECK(columns.text("teff", ColumnsModel::Why).contains("1 value of -9999 was taken as missing"));
  CHECK(find<QLabel>(dialog, "columnsName").text() == "cat.csv");
  CHECK(find<QLabel>(dialog, "columnsState").text() == "1 thing to look at.");
  CHECK(find<QAbstractButton>(dialog, "columnsImport").text() == "Import 2 stars");
  CHECK(isReady(dialog));
  // Roles and the units of labels can be edited, values cannot.
  CHECK(columns.index("teff", ColumnsModel::Role).flags().testFlag(Qt::ItemIsEditable));
  CHECK(columns.index("teff", ColumnsModel::Unit).flags().testFlag(Qt::ItemIsEditable));
  CHECK_FALSE(columns.index("zeta", ColumnsModel::Unit).flags().testFlag(Qt::ItemIsEditable));
  CHECK_FALSE(columns.index("teff", ColumnsModel::Values).flags().testFlag(Qt::ItemIsEditable));
}

TEST_CASE("columns: a stated role is read again in the background, and the command says the same") {
  const test::TemporaryFolder folder;
  const auto path = test::writeBytes(folder / "cat.csv", kDoubtful);
  ColumnsDialog dialog(reviewOf(path), nullptr);
  const Columns columns(dialog);
  CHECK(columns.state("zeta", "mh"));
  CHECK_FALSE(isReady(dialog));  // until the file has been read again
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  CHECK(columns.text("zeta", ColumnsModel::Role) == "label [M/H]");
  CHECK(columns.text("zeta", ColumnsModel::Why).startsWith("as you stated"));
  REQUIRE(dialog.review()->opened);
  CHECK(dialog.review()->opened->survey->numeric("mh")[0] == Approx(-0.5));
  find<QAbstractButton>(dialog, "columnsCopy").click();
  CHECK(QApplication::clipboard()->text() ==
        "maury-cli import " + fileText(path) + " --map zeta=mh --out cat-survey.fits");

  CHECK(columns.model.setData(columns.index("teff", ColumnsModel::Unit), "kK", Qt::EditRole));
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  CHECK(columns.text("teff", ColumnsModel::Unit) == "kK");
  CHECK(dialog.review()->options.roles.size() == 2);
  CHECK(columns.state("zeta", ""));
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  CHECK(columns.text("zeta", ColumnsModel::Role) == "column");
}

TEST_CASE("columns: a role that does not fit is said, and nothing can be imported until it is taken back") {
  const test::TemporaryFolder folder;
  ColumnsDialog dialog(reviewOf(test::writeBytes(folder / "cat.csv", "id,name,teff\ns1,north,5000\n")), nullptr);
  const Columns columns(dialog);
  auto& state = find<QLabel>(dialog, "columnsState");
  CHECK(state.text() == "Nothing is doubtful.");
  const workbench::ColumnRow& name = columns.model.columnAt(1);
  CHECK(name.choices.size() == 5);  // as found, id, right ascension, declination, not used
  CHECK(columns.state("name", "label"));
  REQUIRE(waitFor([&] { return state.text().contains("name"); }));
  CHECK_FALSE(isReady(dialog));
  CHECK(dialog.review()->opened == nullptr);
  REQUIRE(columns.model.rowCount() == 3);
  CHECK(columns.state("name", ""));
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  CHECK(state.text() == "Nothing is doubtful.");
}

TEST_CASE("columns: medium and unit of wavelengths are stated in the same dialog") {
  const test::TemporaryFolder folder;
  std::string spectrum = "wavelength,flux\n";
  for (int i = 0; i < 100; ++i)
    spectrum += std::to_string(917 + i) + ",1\n";
  ColumnsDialog dialog(reviewOf(test::writeBytes(folder / "a.csv", spectrum)), nullptr);
  auto& state = find<QLabel>(dialog, "columnsState");
  CHECK_FALSE(isReady(dialog));
  CHECK(state.text().contains("State whether these wavelengths are in air or in vacuum."));
  CHECK(state.text().contains("State the unit of these wavelengths."));
  auto& medium = find<QComboBox>(dialog, "columnsMedium");
  medium.setCurrentIndex(medium.findText("Vacuum"));
  REQUIRE(waitFor([&] { return state.text().contains("unit") && !state.text().contains("in air or in"); }));
  CHECK_FALSE(isReady(dialog));
  auto& unit = find<QComboBox>(dialog, "columnsUnit");
  CHECK(unit.itemText(1) == "Å");  // the plausible units come first
  CHECK(unit.itemText(2) == "nm");
  unit.setCurrentIndex(2);
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  CHECK(dialog.review()->opened->survey->grid[0] == Approx(917.0));
  CHECK(medium.currentText() == "Vacuum");
}

TEST_CASE("columns: bits of a mask are stated, and bits that are none are refused") {
  const test::TemporaryFolder folder;
  // The mask is 0, 1 and 2 in turn, so that all bits together mask two thirds of the pixels, which is refused.
  std::string spectrum = "wave_vac_nm,flux,mask\n";
  for (int i = 0; i < 60; ++i)
    spectrum += std::to_string(500 + i) + ",1," + std::to_string(i % 3) + "\n";
  ColumnsDialog dialog(reviewOf(test::writeBytes(folder / "a.csv", spectrum)), nullptr);
  auto& state = find<QLabel>(dialog, "columnsState");
  auto& bits = find<QLineEdit>(dialog, "columnsMaskBits");
  CHECK_FALSE(isReady(dialog));
  CHECK(state.text().contains("masks 40 of 60 pixels"));
  bits.setText("64");
  Q_EMIT bits.editingFinished();
  CHECK(state.text().startsWith("Bits of masks are numbers from 0 to 63"));
  CHECK_FALSE(isReady(dialog));
  bits.setText("1");
  Q_EMIT bits.editingFinished();
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  const auto& flux = dialog.review()->opened->survey->flux;
  CHECK(flux[1] == 1.0F);      // bit 0
  CHECK(std::isnan(flux[2]));  // bit 1
  CHECK(bits.text() == "1");
}

TEST_CASE("columns: the window asks about a doubtful file, and cancelling changes nothing") {
  forgetForms();
  const test::TemporaryFolder folder;
  Session session;
  MainWindow window(session);
  window.show();
  session.setSurvey(smallSurvey(5), "small.fits");
  const auto before = session.survey();
  QSignalSpy opened(&session, &Session::opened);
  ColumnsDialog* dialog = openAndAsk(session, window, test::writeBytes(folder / "cat.csv", kDoubtful));
  REQUIRE(dialog);
  answer(*dialog, "columnsCancel");
  CHECK(window.findChild<ColumnsDialog*>() == nullptr);
  QCoreApplication::processEvents();
  CHECK(session.survey() == before);
  CHECK(session.surveyPath() == "small.fits");
  CHECK(opened.count() == 0);
  CHECK_FALSE(QFile::exists(knownFormsFile()));
}

TEST_CASE("columns: what was stated reaches the session, and is offered for the next file of this form") {
  forgetForms();
  const test::TemporaryFolder folder;
  Session session;
  MainWindow window(session);
  window.show();
  ColumnsDialog* dialog = openAndAsk(session, window, test::writeBytes(folder / "cat.csv", kDoubtful));
  REQUIRE(dialog);
  CHECK(Columns(*dialog).state("zeta", "mh"));
  REQUIRE(waitFor([&] { return isReady(*dialog); }));
  answer(*dialog, "columnsImport");
  REQUIRE(session.survey());
  CHECK(session.survey()->numeric("mh")[1] == Approx(0.25));
  CHECK(session.surveyPath() == fileText(folder / "cat.csv"));
  // A command with this file alone would read it in another way.
  CHECK(session.isReadAsStated());
  CHECK_THROWS_AS(surveyFileOf(session), Error);
  REQUIRE(waitFor([] { return QFile::exists(knownFormsFile()); }));

  dialog = openAndAsk(session, window, test::writeBytes(folder / "next.csv", "id,zeta,teff\nt1,0.125,5000\n"));
  REQUIRE(dialog);
  CHECK(find<QLabel>(*dialog, "columnsState").text().contains("As last time"));
  CHECK(Columns(*dialog).text("zeta", ColumnsModel::Role) == "label [M/H]");
  answer(*dialog, "columnsImport");
  CHECK(session.survey()->numeric("mh")[0] == Approx(0.125));

  // A saved survey says everything itself.
  session.setSurveyPath("saved.fits");
  CHECK(surveyFileOf(session) == "saved.fits");
  forgetForms();
}

TEST_CASE("columns: a file with the wavelengths of another is stated", "[real]") {
  const auto flux = test::realData("../cases/files/pair-flux.fits");
  if (flux.empty()) return;
  ColumnsDialog dialog(reviewOf(flux), nullptr);
  auto& state = find<QLabel>(dialog, "columnsState");
  CHECK(state.text().contains("its header has no wavelengths"));
  CHECK_FALSE(isReady(dialog));
  dialog.useWavelengths(fileText(flux.parent_path() / "pair-wave.fits"));
  REQUIRE(waitFor([&] { return state.text().contains("State whether these wavelengths are in air or in vacuum."); }));
  auto& medium = find<QComboBox>(dialog, "columnsMedium");
  medium.setCurrentIndex(medium.findText("Vacuum"));
  REQUIRE(waitFor([&] { return isReady(dialog); }));
  const auto& survey = *dialog.review()->opened->survey;
  CHECK(survey.pixelCount() == 400);
  CHECK(survey.grid[0] == Approx(846.0));
  CHECK(find<QAbstractButton>(dialog, "columnsWavelengths").text() == "Wavelengths from pair-wave.fits");
}

TEST_CASE("columns: a table to join is asked about in the same way") {
  forgetForms();
  const test::TemporaryFolder folder;
  Session session;
  MainWindow window(session);
  window.show();
  Session::DatasetPointer table;
  bool isAsStated = false;
  const auto ready = [&](const Session::DatasetPointer& read, bool stated) {
    table = read;
    isAsStated = stated;
  };
  session.commands().readTable.start(fileText(test::writeBytes(folder / "plain.csv", "id,zeta\ns1,0.5\n")), ready);
  REQUIRE(waitFor([&] { return table != nullptr; }));
  CHECK_FALSE(isAsStated);
  table = nullptr;
  session.commands().readTable.setAskReview(AskReview::Always);
  session.commands().readTable.start(fileText(folder / "plain.csv"), ready);
  REQUIRE(waitFor([&] { return window.findChild<ColumnsDialog*>() != nullptr; }));
  auto* dialog = window.findChild<ColumnsDialog*>();
  CHECK(find<QAbstractButton>(*dialog, "columnsImport").text() == "Read 1 star");
  CHECK(Columns(*dialog).state("zeta", "feh"));
  REQUIRE(waitFor([&] { return isReady(*dialog); }));
  answer(*dialog, "columnsImport");
  REQUIRE(table);
  CHECK(isAsStated);
  CHECK(table->numeric("feh")[0] == Approx(0.5));
  CHECK_FALSE(session.survey());
  REQUIRE(waitFor([] { return QFile::exists(knownFormsFile()); }));
  forgetForms();
}
