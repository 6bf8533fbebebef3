// SPDX-License-Identifier: GPL-3.0-or-later
// Methods and views of attribution on the Spectrum page, the What if card, and the Contrast page.
#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTableWidget>
#include <QWheelEvent>

#include "PageText.h"
#include "Program.h"
#include "network/description/Presets.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/filter/Filter.h"
#include "ui/pages/Page.h"
#include "ui/plot/FigureView.h"
#include "ui/selection/Selection.h"

using namespace maury;
using namespace maury::ui;
using maury::test::pageShows;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kWaitMs = 20000;

void openBoth(Program& program) {
  program.open(test::mockFile());
  program.open(test::modelFile());
}

/// Chooses an entry of a combo box with the keyboard.
void choose(Program& program, const char* name, int index) {
  auto* box = program.find<QComboBox>(name);
  box->setFocus();
  QTest::keyClick(box, Qt::Key_Home);
  for (int i = 0; i < index; ++i)
    QTest::keyClick(box, Qt::Key_Down);
  REQUIRE(box->currentIndex() == index);
}

}  // namespace

TEST_CASE("attribution: another method draws another map and names it on the axis") {
  Program program;
  openBoth(program);
  program.goTo("Spectrum");
  REQUIRE(waitFor([&] { return program.figure().grid().rows > 1; }, kWaitMs));
  CHECK(program.figure().panel(1).yAxis().title.starts_with("∂"));
  CHECK_FALSE(program.find<QComboBox>("attributionBaseline")->isVisible());
  choose(program, "attributionMethod", 3);
  CHECK(program.find<QComboBox>("attributionBaseline")->isVisible());
  REQUIRE(waitFor([&] { return program.figure().panel(1).yAxis().title.starts_with("Δ"); }, kWaitMs));
  CHECK(waitFor([&] { return pageShows(program, QStringLiteral("add up to the label within")); }, kWaitMs));
  CHECK_FALSE(program.find<QCheckBox>("attributionTruth")->isVisible());  // only over derivatives
}

TEST_CASE("attribution: for a mock survey the ideal response is drawn over the maps, with a score") {
  Program program;
  openBoth(program);
  program.goTo("Spectrum");
  auto* truth = program.find<QCheckBox>("attributionTruth");
  REQUIRE(waitFor([&] { return truth->isVisible(); }, kWaitMs));
  const QImage before = program.figure().grab().toImage();
  QTest::mouseClick(truth, Qt::LeftButton, {}, QPoint(8, truth->height() / 2));
  REQUIRE(truth->isChecked());
  CHECK(waitFor([&] { return program.figure().grab().toImage() != before; }, kWaitMs));
}

TEST_CASE("attribution: two windows, a coloured spectrum and a star-by-star view are shown") {
  Program program;
  openBoth(program);
  program.goTo("Spectrum");
  auto* windows = program.find<QCheckBox>("twoWindows");
  REQUIRE(waitFor([&] { return windows->isVisible(); }, kWaitMs));
  const auto tick = [](QCheckBox* box) { QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2)); };
  tick(windows);
  REQUIRE(program.figure().grid().columns == 2);
  CHECK(program.figure().panel(0, 0).xAxis().high == Approx(program.figure().panel(0, 1).xAxis().low));
  tick(windows);
  CHECK(program.figure().grid().columns == 1);
  CHECK(program.figure().panel().xAxis().high - program.figure().panel().xAxis().low > 20.0);
  tick(program.find<QCheckBox>("colourSpectrum"));

  program.clickWord("attributionView", "star by star");
  REQUIRE(waitFor(
      [&] { return program.figure().grid().rows == 2 && program.figure().panel(1, 0).density() != nullptr; }, kWaitMs));
  const DensityCells& cells = *program.figure().panel(1, 0).density();
  CHECK(cells.columns == program.session.survey()->pixelCount());
  CHECK(cells.rows > 50);
  CHECK(cells.yHigh <= 300.0);
  CHECK(cells.scale.high == -cells.scale.low);

  // With a selection, only the selected stars are shown; a few of them lack the label that they are sorted by.
  std::vector<std::size_t> some;
  for (std::size_t row = 0; row < 300; row += 6)
    some.push_back(row);
  program.session.selection().combine(some, "test");
  CHECK(waitFor([&] { return program.figure().panel(1, 0).density()->yHigh <= 50.0; }, kWaitMs));
  program.session.selection().clear();
  program.clickWord("attributionView", "maps");
  CHECK(program.figure().grid().rows == 1 + static_cast<int>(program.session.model()->info().labels.size()));
}

TEST_CASE("attribution: derivatives of a mock's XP coefficients are shown over wavelength, contributions are not") {
  Program program;
  const test::TemporaryFolder folder;
  program.open(test::mockFile());
  test::untrainedModel(*program.session.survey(), network::presetDescription("hybrid-rvs"), 2)
      .save(folder / "hybrid.safetensors");
  program.open(folder / "hybrid.safetensors");
  program.goTo("Spectrum");
  REQUIRE(waitFor([&] { return program.figure().grid().rows > 1; }, kWaitMs));
  CHECK_FALSE(program.find<QWidget>("inputAxis")->isVisible());
  program.clickWord("attributionView", "inputs");
  REQUIRE(program.find<QWidget>("inputAxis")->isVisible());
  REQUIRE(program.figure().grid().columns == 3);  // BP, RP, scalars
  CHECK(program.figure().panel(0, 0).xAxis().title == "Coefficient");
  program.clickWord("inputAxis", "wavelength");
  const Axis blue = program.figure().panel(0, 0).xAxis(), red = program.figure().panel(0, 1).xAxis();
  CHECK(blue.title == "Wavelength (nm)");
  CHECK(blue.low == Approx(319.0).margin(1.0));
  CHECK(red.high == Approx(1041.0).margin(1.0));
  CHECK(program.figure().panel(0, 0).yAxis().title == "∂Teff/∂(f/c₀) (K)");
  CHECK_FALSE(program.figure().grid().shareY);
  CHECK(program.exportsPdf(folder));

  choose(program, "attributionMethod", 3);
  CHECK(waitFor([&] { return program.figure().panel(0, 0).xAxis().title == "Coefficient"; }, kWaitMs));
  for (const auto* word : program.find<QWidget>("inputAxis")->findChildren<QAbstractButton*>()) {
    if (word->text() != QStringLiteral("wavelength")) continue;
    CHECK_FALSE(word->isEnabled());
    CHECK(word->toolTip().contains(QStringLiteral("Choose gradient")));
  }
}

TEST_CASE("what if: a slider changes the labels and draws the changed spectrum, and reset undoes both") {
  Program program;
  openBoth(program);
  program.goTo("Spectrum");
  auto* velocity = program.find<QSlider>("whatIfVelocity");
  REQUIRE(waitFor([&] { return velocity->isVisible(); }, kWaitMs));
  const auto changes = [&] {
    QStringList texts;
    for (const auto* label : velocity->parentWidget()->findChildren<QLabel*>())
      if (label->text().contains(QStringLiteral(" ± ")) && label->isVisible()) texts << label->text();
    return texts;
  };
  REQUIRE(waitFor([&] { return changes().size() == 5; }, kWaitMs));
  const QStringList ofMean = changes();
  program.clickWord("spectrumMode", "one star");
  REQUIRE(waitFor([&] { return changes() != ofMean; }, kWaitMs));
  const QStringList before = changes();
  const QImage picture = program.figure().grab().toImage();
  velocity->setFocus();
  for (int i = 0; i < 40; ++i)
    QTest::keyClick(velocity, Qt::Key_Right);
  REQUIRE(waitFor([&] { return changes() != before; }, kWaitMs));
  CHECK(waitFor([&] { return program.figure().grab().toImage() != picture; }, kWaitMs));
  program.click("whatIfReset");
  CHECK(velocity->value() == 0);
  CHECK(waitFor([&] { return changes() == before; }, kWaitMs));
}

TEST_CASE("what if: the wheel scrolls the page and does not move a slider without focus") {
  Program program;
  openBoth(program);
  program.goTo("Spectrum");
  auto* velocity = program.find<QSlider>("whatIfVelocity");
  REQUIRE(waitFor([&] { return velocity->isVisible(); }, kWaitMs));
  program.window.setFocus();
  const auto turn = [&] {
    const QPointF middle(velocity->width() / 2.0, velocity->height() / 2.0);
    QWheelEvent event(middle, velocity->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(velocity, &event);
  };
  turn();
  CHECK(velocity->value() == 0);
  velocity->setFocus();
  turn();
  CHECK(velocity->value() != 0);
}

TEST_CASE("contrast: two sets of stars are compared, and an invalid filter is explained") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.goTo("Contrast");
  CHECK(waitFor([&] { return pageShows(program, "Open a model"); }));
  CHECK_FALSE(program.window.currentPage()->canExportFigure());
  program.open(test::modelFile());
  program.goTo("Contrast");
  Program::type(program.find<QLineEdit>("contrastA"), "logg < 2.2");
  QTest::keyClick(program.find<QLineEdit>("contrastA"), Qt::Key_Return);
  Program::type(program.find<QLineEdit>("contrastB"), "logg > 2.6");
  QTest::keyClick(program.find<QLineEdit>("contrastB"), Qt::Key_Return);
  const auto matched = survey::filterRows(*program.session.stars(), "logg < 2.2").size();
  REQUIRE(waitFor([&] { return pageShows(program, QStringLiteral("%1 stars").arg(matched)); }, kWaitMs));
  auto* parts = program.find<QTableWidget>("contrastParts");
  REQUIRE(waitFor([&] { return parts->isVisible() && parts->rowCount() > 3; }, kWaitMs));
  double whole = 0.0;
  for (int row = 0; row < parts->rowCount(); ++row)
    whole += parts->item(row, 2)->text().section(' ', 0, 0).replace(QChar(0x2212), '-').toDouble();
  CHECK(whole == Approx(100.0).margin(0.1 * parts->rowCount()));
  CHECK(program.exportsPdf(folder));

  Program::type(program.find<QLineEdit>("contrastB"), "logg >");
  QTest::keyClick(program.find<QLineEdit>("contrastB"), Qt::Key_Return);
  REQUIRE(waitFor([&] { return program.find<QLineEdit>("contrastB")->property("invalid").toBool(); }, kWaitMs));
  CHECK(parts->isVisible());  // the last valid comparison stays
  Program::type(program.find<QLineEdit>("contrastB"), "logg > 99");
  QTest::keyClick(program.find<QLineEdit>("contrastB"), Qt::Key_Return);
  CHECK(waitFor([&] { return pageShows(program, "No star that passes the main filter is in B. Widen the filters."); },
                kWaitMs));
}

TEST_CASE("contrast: two named subsets bring the page to the front and are compared until their names are edited") {
  Program program;
  openBoth(program);
  program.goTo("Galaxy");
  auto& selection = program.session.selection();
  REQUIRE(selection.canContrast());
  std::vector<std::size_t> first, second;
  for (std::size_t row = 0; row < 300; ++row)
    (row % 3 == 0 ? first : second).push_back(row);
  selection.combine(first, "test");
  selection.saveSubset("every third");
  selection.combine(second, "test");
  selection.saveSubset("the others");
  selection.contrast(selection.subsets()[0], selection.subsets()[1]);
  CHECK(program.pageTitle() == "Contrast");
  CHECK(program.find<QLineEdit>("contrastA")->text() == "every third");
  CHECK(waitFor([&] { return pageShows(program, "100 stars") && pageShows(program, "200 stars"); }, kWaitMs));
  Program::type(program.find<QLineEdit>("contrastA"), "logg < 2.2");
  QTest::keyClick(program.find<QLineEdit>("contrastA"), Qt::Key_Return);
  const auto matched = survey::filterRows(*program.session.stars(), "logg < 2.2").size();
  CHECK(waitFor([&] { return pageShows(program, QStringLiteral("%1 stars").arg(matched)); }, kWaitMs));
}
