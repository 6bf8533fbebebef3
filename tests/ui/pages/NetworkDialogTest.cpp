// SPDX-License-Identifier: GPL-3.0-or-later
// Networks edited in the window, as a table of layers, as text and with label windows, and then trained.
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <algorithm>

#include "Program.h"
#include "network/description/DescriptionJson.h"
#include "network/description/HybridLayout.h"
#include "network/description/WindowText.h"
#include "training/runs/Checkpoint.h"
#include "training/runs/RunFolder.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/train/network/LayerTable.h"
#include "ui/pages/train/network/NetworkDialog.h"
#include "ui/session/TrainingsFolder.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kTrainingMs = 40000;

/// Program on the Train page with the mock survey and the network dialog open.
struct Editing {
  Editing() {
    program.open(test::mockFile());
    program.goTo("Train");
    edit();
  }

  void edit() {
    // An earlier dialog is deleted only when events are processed.
    REQUIRE(waitFor([&] { return program.window.findChild<NetworkDialog*>() == nullptr; }));
    program.click("editNetwork");
    dialog = program.find<NetworkDialog>("networkDialog");
    REQUIRE(dialog->isVisible());
  }
  template <typename Widget>
  Widget* find(const char* name) {
    auto* widget = dialog->findChild<Widget*>(QString::fromLatin1(name));
    REQUIRE(widget != nullptr);
    return widget;
  }
  LayerTable& table() { return *find<LayerTable>("networkLayers"); }
  QAbstractButton& ok() { return *find<QAbstractButton>("networkOk"); }
  QString problem() { return find<QLabel>("networkProblem")->text(); }
  void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }

  void choose(int row, int column) {
    const QRect cell = table().visualItemRect(table().item(row, column));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, cell.center());
  }
  QWidget* openEditor() {
    for (auto* editor : table().viewport()->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
      if (editor->isVisible() && (qobject_cast<QSpinBox*>(editor) || qobject_cast<QLineEdit*>(editor))) return editor;
    return nullptr;
  }
  /// Chooses a cell and types into it like a user. Returns the editor, which stays open.
  QWidget* typeInto(int row, int column, const QString& text) {
    choose(row, column);
    QTest::keyClick(&table(), Qt::Key_F2);
    QWidget* editor = openEditor();
    REQUIRE(editor != nullptr);
    QTest::keyClicks(editor, text);
    return editor;
  }
  void put(int row, int column, const QString& text) {
    QTest::keyClick(typeInto(row, column, text), Qt::Key_Return);
    REQUIRE(waitFor([&] { return openEditor() == nullptr; }));
  }
  /// Replaces the text of a field by typing.
  void write(const char* name, const QString& text) {
    auto* field = find<QPlainTextEdit>(name);
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    for (const QChar character : text) {
      if (character == QLatin1Char('\n'))
        QTest::keyClick(field, Qt::Key_Return);
      else
        QTest::keyClick(field, character.toLatin1());
    }
  }
  QString json() { return find<QPlainTextEdit>("networkText")->toPlainText(); }

  Program program;
  NetworkDialog* dialog = nullptr;
};

/// Headings of columns of the table.
constexpr const char* kWidth = "filters / units";
constexpr const char* kKernel = "kernel (px)";
constexpr const char* kDropout = "dropout";

/// Returns the number of filters of the first convolution.
int firstFilters(const network::NetworkDescription& description) {
  return std::get<network::Convolution>(description.branch("spectrum").layers.at(0).kind).filters;
}

std::vector<std::string> kindsOf(const network::NetworkDescription& description, const std::string& branch) {
  std::vector<std::string> kinds;
  for (const network::Layer& layer : description.branch(branch).layers)
    kinds.push_back(network::kindName(layer));
  return kinds;
}

int findRow(const QTableWidget& table, const QString& name) {
  for (int row = 0; row < table.rowCount(); ++row)
    if (table.item(row, 0)->text().trimmed().startsWith(name)) return row;
  return -1;
}

}  // namespace

TEST_CASE("network dialog: editing a filter count updates parameters and text, and the network is trained") {
  Editing editing;
  Program& program = editing.program;
  const int width = editing.table().columnOf(kWidth), parameters = editing.table().parametersColumn();
  CHECK(editing.table().item(1, parameters)->text() == "208");  // 16 × 12 + 16
  const QString totals = editing.find<QLabel>("networkTotals")->text();
  QWidget* editor = editing.typeInto(1, width, "5");
  CHECK(editing.table().item(1, parameters)->text() == "65");  // while it is typed
  CHECK(editing.table().item(1, editing.table().shapeColumn())->text() == "789 × 5");
  CHECK(editing.table().item(2, editing.table().shapeColumn())->text() == "263 × 5");  // after the pool
  CHECK(editing.table().item(3, parameters)->text() == countText(32 * 5 * 8 + 32));
  CHECK(editing.find<QLabel>("networkTotals")->text() != totals);
  QTest::keyClick(editor, Qt::Key_Escape);
  REQUIRE(waitFor([&] { return editing.openEditor() == nullptr; }));
  CHECK(editing.table().item(1, parameters)->text() == "208");
  REQUIRE(editing.dialog->isVisible());
  editing.put(1, editing.table().columnOf(kWidth), "5");
  CHECK(editing.json().contains("\"filters\": 5"));
  REQUIRE(editing.dialog->isVisible());  // Enter ended the editing of the cell and did not close the dialog
  editing.click("networkOk");

  auto* choice = program.find<QComboBox>("preset");
  CHECK(choice->currentText() == "edited");
  program.type("members", 1);
  program.type("epochs", 1);
  program.click("start");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  const network::NetworkDescription& trained = program.session.model()->info().network;
  CHECK(firstFilters(trained) == 5);
  CHECK(trained.preset.empty());
  CHECK(program.find<QTableWidget>("runs")->item(0, 1)->text() == "edited × 1");
  const QStringList folders = QDir(trainingsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  REQUIRE(folders.size() == 1);
  const auto run = training::readRun(QDir(trainingsFolder()).filePath(folders.front()).toStdString());
  CHECK(network::toJson(run.options.network) == network::toJson(trained));

  editing.edit();  // the dialog shows the edited network again
  CHECK(editing.table().item(1, editing.table().columnOf(kWidth))->text() == "5");
  editing.click("resetNetwork");
  CHECK(editing.table().item(1, editing.table().columnOf(kWidth))->text() == "16");
  editing.click("networkOk");
  CHECK(choice->currentText() == "hybrid-rvs");
  CHECK(choice->findText("edited") == -1);
}

TEST_CASE("network dialog: an edited network keeps the options of its preset until another preset is chosen") {
  Editing editing;
  Program& program = editing.program;
  editing.click("networkOk");  // nothing was edited
  auto* choice = program.find<QComboBox>("preset");
  CHECK(choice->currentText() == "hybrid-rvs");
  choice->setFocus();
  QTest::keyClicks(choice, "nepal");
  REQUIRE(choice->currentText() == "nepal2023");
  CHECK(program.find<QSpinBox>("patience")->value() == 25);
  program.type("epochs", 1);
  program.type("members", 1);
  editing.edit();
  editing.put(1, editing.table().columnOf(kWidth), "3");
  editing.click("networkOk");
  REQUIRE(choice->currentText() == "edited");
  CHECK(program.find<QSpinBox>("patience")->value() == 25);
  CHECK(program.find<QSpinBox>("epochs")->value() == 1);
  program.click("start");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  const QStringList folders = QDir(trainingsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  REQUIRE(folders.size() == 1);
  const auto run = training::readRun(QDir(trainingsFolder()).filePath(folders.front()).toStdString());
  CHECK(run.options.loss == training::Loss::MeanSquare);
  CHECK(run.options.gradientClip == 0.0);
  CHECK(firstFilters(run.options.network) == 3);

  choice->setFocus();
  QTest::keyClick(choice, Qt::Key_Home);
  CHECK(choice->currentText() == "hybrid-rvs");
  CHECK(choice->findText("edited") == -1);
  editing.edit();
  CHECK(editing.table().item(1, editing.table().columnOf(kWidth))->text() == "16");
}

TEST_CASE("network dialog: an invalid text is reported with its key and disables OK") {
  Editing editing;
  const QString before = editing.json();
  editing.program.clickWord("networkForm", "Text");
  REQUIRE(editing.find<QPlainTextEdit>("networkText")->isVisible());
  editing.write("networkText", "nonsense");
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("invalid JSON"));
  CHECK_FALSE(editing.table().isEnabled());  // an edit there would overwrite the text
  editing.find<QPlainTextEdit>("networkText")
      ->setPlainText(QString(before).replace("\"filters\": 16", "\"filters\": -1"));
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("filters"));
  QTest::mouseClick(&editing.ok(), Qt::LeftButton);
  CHECK(editing.dialog->isVisible());
  editing.find<QPlainTextEdit>("networkText")
      ->setPlainText(QString(before).replace("\"filters\": 16", "\"filters\": 7"));
  CHECK(editing.ok().isEnabled());
  CHECK(editing.problem().isEmpty());
  editing.program.clickWord("networkForm", "Layers");
  CHECK(editing.table().isEnabled());
  CHECK(editing.table().item(1, editing.table().columnOf(kWidth))->text() == "7");
  CHECK(firstFilters(editing.dialog->description()) == 7);

  editing.put(1, editing.table().columnOf(kKernel), "900");  // longer than the spectrum of 800 pixels
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("too short"));
  CHECK(editing.json().contains("\"kernel\": 900"));
  editing.click("resetNetwork");
  CHECK(editing.ok().isEnabled());
  CHECK(editing.json() == before);
}

TEST_CASE("network dialog: typed label windows are in the description and are shown as ranges") {
  Editing editing;
  editing.write("networkWindows", "alpham=Ca,Si\nmh=855.0-856.2");
  REQUIRE(editing.ok().isEnabled());
  const auto& grid = editing.program.session.survey()->grid;
  auto windows = editing.dialog->description().windows;
  REQUIRE(windows.size() == 2);
  CHECK(windows[0] == network::windowsFromText("alpham=Ca,Si", grid));
  CHECK(windows[1].rangesNm == std::vector<spectra::WavelengthRange>{{855.0, 856.2}});
  CHECK(editing.json().contains("\"windows\""));
  CHECK(editing.find<QLabel>("networkTotals")->text().contains("MFLOP"));

  editing.write("networkWindows", "alpham=Xx");
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("Xx"));
  editing.write("networkWindows", "zzz=855-856");
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("zzz"));
  editing.write("networkWindows", "mh=400-401");
  CHECK(editing.problem().contains("outside the spectra"));
  editing.write("networkWindows", "mh=855-856\nmh=857-858");
  CHECK(editing.problem().contains("two lines"));
  editing.write("networkWindows", "mh=855-856");
  editing.click("networkOk");
  CHECK(editing.program.find<QComboBox>("preset")->currentText() == "edited");
  editing.edit();
  CHECK(editing.find<QPlainTextEdit>("networkWindows")->toPlainText() == "mh=855.000-856.000");
}

TEST_CASE("network dialog: other settings are edited below the layers, and the loss matches them") {
  Editing editing;
  Program& program = editing.program;
  program.clickWord("networkScaling", "as delivered");
  auto* slope = editing.find<QDoubleSpinBox>("networkSlope");
  slope->selectAll();
  QTest::keyClicks(slope, "0.15");
  editing.find<QAbstractButton>("networkVariance")->setFocus();
  QTest::keyClick(editing.find<QAbstractButton>("networkVariance"), Qt::Key_Space);
  CHECK(editing.dialog->description().scaling == network::InputScaling::AsDelivered);
  CHECK(network::activationSlope(editing.dialog->description()) == 0.15);
  CHECK(editing.json().contains("\"predictsVariance\": true"));
  CHECK(editing.table().item(editing.table().rowCount() - 1, editing.table().shapeColumn())->text() == "10");
  editing.click("networkOk");
  program.type("members", 1);
  program.type("epochs", 1);
  program.click("start");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  CHECK(program.session.model()->info().network.predictsVariance);
}

TEST_CASE("network dialog: resuming a training restores its edited network") {
  Editing editing;
  Program& program = editing.program;
  editing.put(1, editing.table().columnOf(kWidth), "6");
  editing.click("networkOk");
  program.type("members", 1);
  program.type("epochs", 5000);
  program.type("patience", 1000);
  program.click("start");
  REQUIRE(waitFor(
      [&] {
        const QStringList folders = QDir(trainingsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return folders.size() == 1 &&
               training::holdsCheckpoints(QDir(trainingsFolder()).filePath(folders.front()).toStdString());
      },
      kTrainingMs));
  program.session.jobs().stopAll();
  REQUIRE(waitFor([&] { return program.session.jobs().current() == nullptr; }));
  CHECK(program.find<QLabel>("unfinishedTraining")->text().startsWith("edited network"));
  auto* choice = program.find<QComboBox>("preset");
  choice->setFocus();
  QTest::keyClick(choice, Qt::Key_Home);
  REQUIRE(choice->currentText() == "hybrid-rvs");
  program.click("goOnTraining");
  CHECK(choice->currentText() == "edited");
  REQUIRE(waitFor([&] { return program.session.jobs().current() != nullptr; }));
  program.click("stop");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  CHECK(firstFilters(program.session.model()->info().network) == 6);
}

TEST_CASE("network dialog: an edit stays when another survey is opened") {
  Editing editing;
  editing.put(1, editing.table().columnOf(kWidth), "6");
  editing.click("networkOk");
  Program& program = editing.program;
  auto other = *program.session.survey();
  program.session.setSurvey(std::make_shared<const survey::Dataset>(std::move(other)), {});
  CHECK(program.find<QComboBox>("preset")->currentText() == "edited");
  editing.edit();
  CHECK(editing.table().item(1, editing.table().columnOf(kWidth))->text() == "6");
}

TEST_CASE("network dialog: layers are added, moved and removed within their branch") {
  Editing editing;
  auto& table = editing.table();
  const auto network = [&] { return editing.dialog->description(); };
  const std::vector<std::string> before = kindsOf(network(), "spectrum");
  editing.choose(1, LayerTable::layerColumn());
  editing.click("addConvolution");
  CHECK(kindsOf(network(), "spectrum").size() == before.size() + 1);
  CHECK(table.currentRow() == 2);
  CHECK(table.item(2, table.columnOf(kWidth))->text() == QString::number(network::Convolution{}.filters));
  CHECK(editing.find<QAbstractButton>("layerUp")->isEnabled());
  editing.click("layerUp");
  CHECK(firstFilters(network()) == network::Convolution{}.filters);
  CHECK(table.currentRow() == 1);
  CHECK_FALSE(editing.find<QAbstractButton>("layerUp")->isEnabled());
  editing.click("layerDown");
  editing.click("removeLayer");
  CHECK(network().preset == "hybrid-rvs");  // unchanged, so it is the preset again

  // A convolution cannot follow a dense layer: it is inserted after the last layer that has positions.
  editing.choose(findRow(table, "photometry"), LayerTable::layerColumn());
  editing.click("addConvolution");
  CHECK(kindsOf(network(), "spectrum")[before.size() - 1] == "convolution");
  editing.click("removeLayer");

  const int photometry = findRow(table, "photometry");
  REQUIRE(photometry > 0);
  editing.choose(photometry, LayerTable::layerColumn());
  editing.click("addDense");
  CHECK(kindsOf(network(), "photometry") == std::vector<std::string>{"dense", "dense"});
  editing.choose(findRow(table, "photometry"), LayerTable::layerColumn());
  editing.click("removeLayer");
  REQUIRE(network().auxiliary().size() == 1);
  CHECK(network().auxiliary()[0].branch == "xp");
  CHECK(network().branch("joined").from == std::vector<std::string>{"spectrum", "xp"});
  while (!network().branch("spectrum").layers.empty()) {
    editing.choose(1, LayerTable::layerColumn());
    editing.click("removeLayer");
  }
  CHECK(editing.ok().isEnabled());
  editing.choose(table.rowCount() - 1, LayerTable::layerColumn());
  CHECK_FALSE(editing.find<QAbstractButton>("removeLayer")->isEnabled());  // the output stays
}

TEST_CASE("network dialog: every kind of layer is added, edited and trained") {
  Editing editing;
  auto& table = editing.table();
  const auto network = [&] { return editing.dialog->description(); };
  const auto add = [&](const char* kind) {
    auto* action = editing.dialog->findChild<QAction*>(QString::fromLatin1(kind));
    REQUIRE(action != nullptr);
    action->trigger();
  };
  CHECK(table.isColumnHidden(table.columnOf(kDropout)));  // the preset has no dropout
  editing.choose(2, LayerTable::layerColumn());           // row of the first pool
  add("batch-norm");
  CHECK(kindsOf(network(), "spectrum")[2] == "batch-norm");
  editing.put(table.currentRow(), table.columnOf("momentum"), "0.8");
  CHECK(editing.json().contains("\"momentum\": 0.8"));
  add("residual");
  CHECK(kindsOf(network(), "spectrum")[3] == "residual");
  CHECK(editing.ok().isEnabled());  // the layer preserves the shape
  const int inner = table.currentRow() + 1;
  CHECK(table.item(inner, LayerTable::layerColumn())->text().trimmed() == "convolution");
  editing.put(inner + 1, table.columnOf(kWidth), "15");
  CHECK_FALSE(editing.ok().isEnabled());
  CHECK(editing.problem().contains("must keep the shape"));
  editing.put(inner + 1, table.columnOf(kWidth), "16");
  CHECK(editing.ok().isEnabled());
  editing.choose(inner, LayerTable::layerColumn());
  add("layer-norm");
  CHECK(editing.json().contains("layer-norm"));
  add("dropout");
  CHECK_FALSE(table.isColumnHidden(table.columnOf(kDropout)));
  editing.put(table.currentRow(), table.columnOf(kDropout), "0.25");
  CHECK(network().hasDropout());
  editing.choose(table.rowCount() - 1, LayerTable::layerColumn());
  add("global-average-pool");
  CHECK(editing.ok().isEnabled());
  editing.click("networkOk");
  Program& program = editing.program;
  program.type("members", 1);
  program.type("epochs", 1);
  program.click("start");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  const auto kinds = kindsOf(program.session.model()->info().network, "spectrum");
  CHECK(std::count(kinds.begin(), kinds.end(), "global-average-pool") == 1);
  CHECK(std::count(kinds.begin(), kinds.end(), "residual") == 1);
}

TEST_CASE("network dialog: a network with an input that the survey lacks can be made to fit") {
  Editing editing;
  editing.click("networkOk");
  auto* choice = editing.program.find<QComboBox>("preset");
  choice->setFocus();
  QTest::keyClicks(choice, "guig");
  REQUIRE(choice->currentText() == "guiglion2020");
  CHECK_FALSE(editing.program.find<QAbstractButton>("start")->isEnabled());
  editing.edit();
  CHECK(editing.problem().contains("photometry"));
  CHECK_FALSE(editing.ok().isEnabled());
  editing.choose(findRow(editing.table(), "photometry"), LayerTable::layerColumn());
  editing.click("removeLayer");
  CHECK(editing.problem().isEmpty());
  editing.click("networkOk");
  CHECK(editing.program.find<QAbstractButton>("start")->isEnabled());
}

TEST_CASE("network dialog: a description is saved in the form that the command line reads, and opened") {
  const test::TemporaryFolder folder;
  const QString path = test::asText(folder / "network.json");
  Editing editing;
  editing.put(1, editing.table().columnOf(kWidth), "9");
  editing.dialog->saveFile(path);
  editing.click("resetNetwork");
  editing.dialog->openFile(path);
  CHECK(firstFilters(editing.dialog->description()) == 9);
  QFile file(path);
  REQUIRE(file.open(QIODevice::ReadOnly));
  CHECK(network::toJson(network::descriptionFromJson(file.readAll().toStdString())) ==
        network::toJson(editing.dialog->description()));
  file.close();

  const QString before = editing.json();
  REQUIRE(file.open(QIODevice::WriteOnly));
  file.write("{\"preset\": 3}");
  file.close();
  editing.dialog->openFile(path);
  CHECK(editing.problem().contains("network.json"));
  CHECK(editing.problem().contains("preset"));
  CHECK(editing.json() == before);
  editing.dialog->openFile(test::asText(folder / "none.json"));
  CHECK(editing.problem().contains("none.json"));
  editing.dialog->saveFile(test::asText(folder / "missing" / "network.json"));
  CHECK(editing.problem().contains("missing"));
}
