// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "Shell.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Catch.h"
#include "support/Files.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"
#include "ui/dialogs/AddColumnDialog.h"
#include "ui/dialogs/CombineDialog.h"
#include "ui/dialogs/ExportCatalogueDialog.h"
#include "ui/dialogs/JoinCatalogueDialog.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

namespace {

QString text(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

/// Opens files, waits for the end and returns the last message.
QString openAndWait(Session& session, const QStringList& paths) {
  QString message;
  const auto connection = QObject::connect(&session, &Session::message,
                                           [&message](Severity, const QString& sentence) { message = sentence; });
  session.commands().open.start(paths);
  waitFor([&session] { return session.jobs().current() == nullptr; }, 60000);
  QObject::disconnect(connection);
  return message;
}

/// Reads the files of a review again with other options, as the user states them.
ReviewPointer reviewWith(const workbench::FileReview& review, const survey::ImportOptions& options) {
  Job job;
  return std::make_shared<const workbench::FileReview>(workbench::reviewFiles(review.files, options, job));
}

}  // namespace

TEST_CASE("session: a filter selects rows, and an invalid one keeps them and marks the character") {
  Session session;
  session.setSurvey(smallSurvey(20), "small.fits");
  CHECK(session.rows()->size() == 20);
  session.setFilter("logg < 1");  // 0 and 0.5: rows 0, 1, 10, 11
  REQUIRE(session.rows()->size() == 4);
  CHECK((*session.rows())[2] == 10);
  CHECK_FALSE(session.filterProblem());

  session.setFilter("logg < 1 && frog > 2");
  REQUIRE(session.filterProblem());
  CHECK(session.filterProblem()->position == 12);
  CHECK(session.rows()->size() == 4);
  session.setFilter("field == \"größe\" && frog > 2");  // in characters, not in bytes
  REQUIRE(session.filterProblem());
  CHECK(session.filterProblem()->position == 20);

  session.setFilter(" ");
  CHECK(session.rows()->size() == 20);
  CHECK_FALSE(session.filterProblem());
}

TEST_CASE("session: listeners of a new survey never see rows of the old one") {
  Session session;
  session.setSurvey(smallSurvey(50), {});
  session.setFilter("epoch < 60");
  session.setCurrentStar(45);
  bool fit = true;
  QObject::connect(&session, &Session::surveyChanged, [&] {
    for (const std::size_t row : *session.rows())
      fit = fit && row < session.stars()->starCount();
    if (session.currentStar()) fit = fit && *session.currentStar() < session.stars()->starCount();
  });
  session.setSurvey(smallSurvey(10), {});
  CHECK(fit);
  CHECK(session.rows()->empty());  // the filter is applied to the new stars: all epochs are above 60
  CHECK_FALSE(session.currentStar());
}

TEST_CASE("session: a large survey is filtered off the UI thread with the same result") {
  Session session;
  session.setSurvey(smallSurvey(30000), {});
  session.setFilter("logg < 1");
  CHECK(session.rows()->size() == 30000);  // the old rows stay until the new ones arrive
  REQUIRE(waitFor([&] { return session.rows()->size() == 6000; }));
}

TEST_CASE("session: predictions are joined to the survey by id") {
  Session session;
  const auto survey = smallSurvey(5);
  session.setSurvey(survey, {});
  auto predictions = std::make_shared<survey::Dataset>(survey->select(std::vector<std::size_t>{3, 1}));
  predictions->labels[0].values = {5003.0F, 5001.0F};
  QSignalSpy messages(&session, &Session::message);
  session.setCatalogue(predictions);
  REQUIRE(session.stars()->starCount() == 5);
  const auto& teff = session.stars()->labels[0].values;
  CHECK(teff[1] == 5001.0F);
  CHECK(teff[3] == 5003.0F);
  CHECK(std::isnan(teff[0]));
  CHECK(session.stars()->ids == survey->ids);
  CHECK(messages.count() == 1);  // three stars have no prediction

  auto strangers = std::make_shared<survey::Dataset>(*predictions);
  strangers->ids = {"x", "y"};
  session.setCatalogue(strangers);
  CHECK(session.stars()->labels[0].values[1] == 5001.0F);
  CHECK(messages.count() == 2);
}

TEST_CASE("session: a file that cannot be opened is reported, and the old survey stays") {
  Session session;
  session.setSurvey(smallSurvey(5), "kept.fits");
  const test::TemporaryFolder folder;
  std::ofstream(folder / "noise.fits") << "this is no FITS file\n";
  std::ofstream(folder / "empty.csv");
  for (const char* name : {"noise.fits", "empty.csv", "absent.fits"}) {
    INFO(name);
    const QString message = openAndWait(session, {text(folder / name)});
    CHECK(message.contains(name));
    CHECK(session.survey()->starCount() == 5);
    CHECK(session.surveyName() == "kept.fits");
  }
}

TEST_CASE("session: a CSV of labels opens as a catalogue, and its rows can be exported and reopened") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "stars.csv") << "id,Teff,logg,snr\na,5000,2.5,30\nb,4500,1.5,\nc,,4.4,12\n";
  Session session;
  QSignalSpy opened(&session, &Session::opened);
  openAndWait(session, {text(folder / "stars.csv")});
  REQUIRE(session.survey());
  CHECK(session.survey()->starCount() == 3);
  CHECK(session.survey()->pixelCount() == 0);
  CHECK(opened.count() == 1);

  session.setFilter("teff > 4000");
  REQUIRE(session.rows()->size() == 2);
  session.commands().exportStars.start(text(folder / "kept.csv"), session.rows());
  REQUIRE(waitFor([&] { return session.jobs().current() == nullptr; }));
  openAndWait(session, {text(folder / "kept.csv")});
  REQUIRE(session.survey()->starCount() == 2);
  CHECK(session.survey()->ids == std::vector<std::string>{"a", "b"});
  CHECK(session.survey()->numeric("teff") == std::vector<double>{5000, 4500});
  CHECK(std::isnan(session.survey()->numeric("snr")[1]));
}

TEST_CASE("export: all stars or those in the filter, in the format of the suffix") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "stars.csv") << "source_id,Teff,snr\n5937083312263887616,5000,30\n5937083312263887617,4500,\n";
  Session session;
  openAndWait(session, {text(folder / "stars.csv")});
  REQUIRE(session.survey());
  const auto button = [](ExportCatalogueDialog& dialog, const char* name) {
    auto* found = dialog.findChild<QAbstractButton*>(name);
    REQUIRE(found != nullptr);
    return found;
  };
  {
    ExportCatalogueDialog whole(session, nullptr);
    CHECK(whole.rows()->size() == 2);
    CHECK_FALSE(button(whole, "exportFiltered")->isEnabled());  // all stars pass the filter
    CHECK_FALSE(button(whole, "exportSpectra")->isEnabled());   // a catalogue has no spectra
  }
  session.setFilter("teff > 4800");
  ExportCatalogueDialog dialog(session, nullptr);
  CHECK(*dialog.rows() == std::vector<std::size_t>{0});
  button(dialog, "exportAll")->click();
  CHECK(*dialog.rows() == std::vector<std::size_t>{0, 1});

  session.commands().exportStars.start(text(folder / "all.vot"), dialog.rows(), dialog.withSpectra());
  REQUIRE(waitFor([&] { return session.jobs().current() == nullptr; }));
  const io::Table table = io::readTable(folder / "all.vot");
  CHECK(std::get<std::vector<std::int64_t>>(table.at("source_id").values) ==
        std::vector<std::int64_t>{5937083312263887616, 5937083312263887617});
  CHECK(table.at("teff").unit == "K");
  CHECK(table.at("teff").ucd == "phys.temperature.effective");

  QSignalSpy message(&session, &Session::message);
  session.commands().exportStars.start(text(folder / "all.txt"), dialog.rows());
  REQUIRE(waitFor([&] { return message.count() > 0; }));
  CHECK(message.front().at(1).toString().contains(".ecsv"));
}

TEST_CASE("combine: the dialog adds files and shows the counts, and the survey gains the arms of its stars") {
  const test::TemporaryFolder folder;
  const auto withSpectra = [](std::size_t stars, double firstNm) {
    survey::Dataset survey = *smallSurvey(stars);
    survey.grid = spectra::WavelengthGrid::linear(firstNm, 0.1, 3);
    survey.flux.assign(3 * stars, 1.0F);
    return survey;
  };
  Job job;
  survey::writeSurvey(folder / "red.fits", withSpectra(4, 860.0), job);
  Session session;
  session.setSurvey(std::make_shared<const survey::Dataset>(withSpectra(6, 850.0)), "blue.fits");

  CombineDialog dialog(session, nullptr);
  auto* counts = dialog.findChild<QLabel*>("combineCounts");
  auto* only = dialog.findChild<QAbstractButton*>("combineOnlyComplete");
  auto* grid = dialog.findChild<QLineEdit*>("combineGrid");
  auto* buttons = dialog.findChild<QDialogButtonBox*>();
  REQUIRE((counts && only && grid && buttons));
  const QPushButton* ok = buttons->button(QDialogButtonBox::Ok);
  CHECK(counts->text().startsWith("Add files"));
  CHECK_FALSE(ok->isEnabled());
  dialog.addFiles({text(folder / "red.fits")});
  REQUIRE(waitFor([&] { return counts->text().startsWith("6 spectra, 4 of them from all 2 files"); }));
  CHECK(ok->isEnabled());
  CHECK(dialog.findChild<QLabel*>("combineFiles")->text() == "red.fits (4 stars)");
  only->click();
  REQUIRE(waitFor([&] { return counts->text().startsWith("4 spectra"); }));
  grid->setText("850:0.1");
  Q_EMIT grid->editingFinished();
  CHECK(counts->text().startsWith("The grid is"));
  CHECK_FALSE(ok->isEnabled());
  grid->clear();
  Q_EMIT grid->editingFinished();
  REQUIRE(waitFor([&] { return ok->isEnabled(); }));

  session.commands().combine.start(dialog.sources(), dialog.options());
  REQUIRE(waitFor([&] { return session.survey()->starCount() == 4; }));
  CHECK(session.survey()->grid.last() == Approx(860.2));
  CHECK(session.survey()->fluxOf(3).back() == 1.0F);
  CHECK(session.surveyName() == "blue.fits (changed)");
  session.restoreSurvey();
  CHECK(session.survey()->starCount() == 6);
}

TEST_CASE("computed column: the dialog shows the range of the values, and survey and predictions gain the column") {
  Session session;
  session.setSurvey(smallSurvey(6), "small.fits");  // logg 0, 0.5 … 2.5
  session.setFilter("teff < 4025");
  AddColumnDialog dialog(session, nullptr);
  auto* column = dialog.findChild<QLineEdit*>("columnText");
  auto* result = dialog.findChild<QLabel*>("columnResult");
  auto* buttons = dialog.findChild<QDialogButtonBox*>();
  REQUIRE((column && result && buttons));
  const QPushButton* add = buttons->button(QDialogButtonBox::Ok);
  CHECK_FALSE(add->isEnabled());
  CHECK(column->toolTip().contains("NAME [UNIT]=EXPRESSION"));
  column->setText("double [dex] = 2*log");
  REQUIRE(waitFor([&] { return result->text().startsWith("The column 'double' cannot be computed as '2*log'."); }));
  CHECK_FALSE(add->isEnabled());
  column->setText("double [dex] = 2*logg");
  REQUIRE(waitFor([&] { return add->isEnabled(); }));
  CHECK(result->text() == "double: 6 of 6 stars have a value, from 0 to 5 dex.");
  column->clear();
  CHECK_FALSE(add->isEnabled());
  CHECK(result->text().isEmpty());
  column->setText("double [dex] = 2*logg");

  session.setCatalogue(smallSurvey(6));
  QSignalSpy message(&session, &Session::message);
  session.commands().addColumn.start(dialog.column());
  REQUIRE(waitFor([&] { return message.count() > 0; }));
  REQUIRE(session.catalogue());
  CHECK(session.survey()->numeric("double") == std::vector<double>{0, 1, 2, 3, 4, 5});
  CHECK(session.catalogue()->numeric("double") == session.survey()->numeric("double"));
  CHECK(session.rows()->size() == 3);  // the filter stays
  CHECK(session.surveyName() == "small.fits (changed)");
  session.commands().addColumn.start("double=1");
  REQUIRE(waitFor([&] { return message.count() > 1; }));
  CHECK(message.at(1).at(1).toString() == "The stars have 'double' already. Choose another name.");
}

TEST_CASE("join: the dialog shows the number of matches, and the survey gains the columns") {
  const test::TemporaryFolder folder;
  // s1 twice, s3 once, one star that the survey lacks; "alias" numbers the survey's epochs 100, 99 …
  std::ofstream(folder / "more.csv") << "id,mass,alias\ns1,1.5,100\ns1,9.9,98\ns3,0.8,96\nelsewhere,2.0,7\n";
  Session session;
  session.setSurvey(smallSurvey(6), "small.fits");
  session.setFilter("teff < 4025");
  Session::DatasetPointer catalogue;
  session.commands().readTable.start(text(folder / "more.csv"),
                                     [&](const Session::DatasetPointer& read, bool) { catalogue = read; });
  REQUIRE(waitFor([&] { return catalogue != nullptr; }));
  CHECK(session.survey()->starCount() == 6);

  JoinCatalogueDialog dialog(session, catalogue, "more.csv", nullptr);
  auto* matches = dialog.findChild<QLabel*>("joinMatches");
  auto* only = dialog.findChild<QAbstractButton*>("joinOnlyMatched");
  REQUIRE((matches && only));
  REQUIRE(waitFor([&] { return matches->text().startsWith("2 matched, 4 without a match"); }));
  auto* epoch = dialog.findChild<QDoubleSpinBox*>("joinOtherEpoch");
  REQUIRE(epoch);
  CHECK_FALSE(epoch->isEnabled());
  dialog.findChild<QComboBox*>("joinBy")->setCurrentIndex(2);
  CHECK(epoch->isEnabled());
  epoch->setValue(2016.0);
  CHECK(dialog.options().otherEpoch == 2016.0);
  CHECK(dialog.options().ownEpoch == 0.0);
  epoch->setValue(0.0);
  REQUIRE(waitFor([&] { return matches->text().contains("ra"); }));  // neither side has positions
  dialog.findChild<QComboBox*>("joinBy")->setCurrentIndex(0);
  dialog.findChild<QComboBox*>("joinOwnColumn")->setCurrentText("epoch");
  dialog.findChild<QComboBox*>("joinOtherColumn")->setCurrentText("alias");
  REQUIRE(waitFor([&] { return matches->text().startsWith("3 matched, 3 without a match"); }));  // s0, s2, s4

  QSignalSpy message(&session, &Session::message);
  session.commands().join.start(catalogue, dialog.options());
  REQUIRE(waitFor([&] { return message.count() > 0; }));
  CHECK(session.survey()->numeric("mass")[2] == 9.9);
  CHECK(std::isnan(session.survey()->numeric("mass")[1]));
  CHECK(session.rows()->size() == 3);  // the filter stays
  CHECK(session.surveyName() == "small.fits (changed)");

  session.setCurrentStar(4);
  only->click();
  session.commands().join.start(catalogue, dialog.options());
  REQUIRE(waitFor([&] { return session.survey()->starCount() == 3; }));
  CHECK(session.survey()->ids == std::vector<std::string>{"s0", "s2", "s4"});
  CHECK_FALSE(session.currentStar());
  CHECK(*session.rows() == std::vector<std::size_t>{0, 1});
  session.restoreSurvey();
  CHECK(session.survey()->starCount() == 6);
}

TEST_CASE("session: a mock survey is created, opened and marked as one") {
  const test::TemporaryFolder folder;
  Session session;
  mock::MockOptions options;
  options.stars = 300;
  session.commands().mock.start(text(folder / "mock.fits"), options);
  REQUIRE(waitFor([&] { return session.jobs().current() == nullptr; }, 60000));
  REQUIRE(session.survey());
  CHECK(session.survey()->starCount() == 300);
  CHECK(session.survey()->provenance.isMock);
  session.setFilter("R_kpc > 0 && abs(Z_kpc) < 100");
  CHECK(session.rows()->size() > 250);
}

TEST_CASE("session: the creation of a mock survey stops on request and leaves no file") {
  const test::TemporaryFolder folder;
  Session session;
  mock::MockOptions options;
  options.stars = 1000000;
  session.commands().mock.start(text(folder / "mock.fits"), options);
  REQUIRE(waitFor([&] { return session.jobs().current()->progress().done > 0; }, 20000));
  session.jobs().stopAll();
  REQUIRE(waitFor([&] { return session.jobs().current() == nullptr; }, 10000));
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK_FALSE(session.survey());
}

TEST_CASE("session: the catalogue of Guiglion+2020 opens with its positions", "[real]") {
  const auto path = test::realData("guiglion2020/rave_apogeedr16_guiglion2020_RZ_approx.csv");
  if (path.empty()) return;
  Session session;
  openAndWait(session, {text(path)});
  REQUIRE(session.survey());
  CHECK(session.survey()->starCount() == 3904);
  CHECK(session.survey()->hasNumeric("R_kpc"));
  CHECK(session.survey()->hasNumeric("alpham"));
}

TEST_CASE("session: the user is asked for the unit of wavelengths that may be in Å or nm") {
  const test::TemporaryFolder folder;
  std::string spectrum = "wave_vac,flux\n";
  for (int i = 0; i < 100; ++i)
    spectrum += std::to_string(917 + i) + ",1\n";
  test::writeBytes(folder / "a.csv", spectrum);
  Session session;
  std::vector<survey::WavelengthUnit> offered;
  QString sentence;
  session.commands().open.setReviewQuestion([&](const ReviewPointer& review, const auto& accepted) {
    sentence = QString::fromStdString(review->question);
    offered = review->units;
    survey::ImportOptions options;
    options.unit = offered.front();
    accepted(reviewWith(*review, options));
  });
  openAndWait(session, {text(folder / "a.csv")});
  CHECK(sentence.contains("have no unit"));
  CHECK(offered == std::vector{survey::kAngstrom, survey::kNanometre});
  REQUIRE(session.survey());
  CHECK(session.survey()->grid[0] == Approx(91.7));
}

TEST_CASE("session: the user is asked about air or vacuum for MILES, which opens with its labels", "[real]") {
  const auto path = test::realData("miles");
  if (path.empty()) return;
  Session session;
  int asked = 0;
  session.commands().open.setReviewQuestion([&asked](const ReviewPointer& review, const auto& accepted) {
    asked += review->needsMedium ? 1 : 0;
    survey::ImportOptions options;
    options.medium = survey::ImportOptions::Medium::Air;
    accepted(reviewWith(*review, options));
  });
  openAndWait(session, {text(path)});
  CHECK(asked == 1);
  REQUIRE(session.survey());
  CHECK(session.survey()->starCount() == 821);
  CHECK(session.survey()->pixelCount() == 4300);
  const auto teff = session.survey()->numeric("teff");
  CHECK(std::count_if(teff.begin(), teff.end(), [](double value) { return !std::isnan(value); }) == 791);
}
