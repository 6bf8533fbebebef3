// SPDX-License-Identifier: GPL-3.0-or-later
// How files are read, column by column, and what follows from other choices of the user.
#include "workbench/opening/FileReview.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"

using namespace maury;
using namespace maury::workbench;
using survey::ImportOptions;
using test::contains;
using Texts = std::vector<std::string>;

namespace {

FileReview review(const std::filesystem::path& path, const ImportOptions& options = {},
                  FilesToRead::Purpose purpose = FilesToRead::Purpose::Open) {
  Job job;
  return reviewFiles({{path}, purpose}, options, job);
}

const ColumnRow& rowOf(const FileReview& review, const std::string& name) {
  const auto found = std::find_if(review.columns.begin(), review.columns.end(),
                                  [&](const ColumnRow& row) { return row.name == name; });
  INFO("column " << name);
  REQUIRE(found != review.columns.end());
  return *found;
}

bool offers(const ColumnRow& row, const std::string& word) {
  return std::any_of(row.choices.begin(), row.choices.end(),
                     [&](const RoleChoice& choice) { return choice.word == word; });
}

ImportOptions inMedium(ImportOptions::Medium medium) {
  ImportOptions options;
  options.medium = medium;
  return options;
}

/// Returns 60 rows of a table of pixels: wavelengths from `first` in steps of 1, and the text after them.
std::string pixelRows(const std::string& header, double first, const std::string& rest) {
  std::string text = header + "\n";
  for (int i = 0; i < 60; ++i)
    text += fmt::format("{},{}\n", first + i, rest);
  return text;
}

/// Writes a table of 60 pixels with fluxes of one value as an HDU.
void addSpectrum(io::FitsWriter& writer, const std::string& name, float flux) {
  writer.createTable(name, {{.name = "wavelength", .unit = "Angstrom"}, {.name = "flux", .unit = ""}}, 60);
  std::vector<float> wavelengths, fluxes(60, flux);
  for (int i = 0; i < 60; ++i)
    wavelengths.push_back(5000.0F + static_cast<float>(i));
  writer.write(0, 0, wavelengths);
  writer.write(1, 0, fluxes);
}

}  // namespace

TEST_CASE("review: a table of pixels shows each column with samples, role, reason and other roles") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", pixelRows("wavelength,flux,flux_error,sky", 5000, "1.5,0.125,7"));
  const FileReview read = review(folder / "a.csv", inMedium(ImportOptions::Medium::Vacuum));
  CHECK(read.name == "a.csv");
  CHECK(read.problem.empty());
  REQUIRE(read.opened);
  REQUIRE(read.opened->survey);
  CHECK(read.opened->survey->pixelCount() == 60);
  REQUIRE(read.columns.size() == 4);
  const ColumnRow& wavelength = rowOf(read, "wavelength");
  CHECK(wavelength.role == "wavelength");
  CHECK(wavelength.unit == "Å");
  CHECK(wavelength.takesUnit);
  CHECK(wavelength.samples == Texts{"5000", "5001", "5002"});
  CHECK(wavelength.why == "by name; unit from the values");
  const ColumnRow& error = rowOf(read, "flux_error");
  CHECK(error.word == "error");
  CHECK_FALSE(error.takesUnit);
  REQUIRE(error.choices.size() > 2);
  CHECK(error.choices[0] == RoleChoice{"", "error"});
  CHECK(error.choices[1] == RoleChoice{"relative-error", "relative error"});
  CHECK(error.choices.back() == RoleChoice{"ignore", "not used"});
  CHECK(rowOf(read, "sky").role == "not used");
  CHECK(offers(rowOf(read, "sky"), "flux"));
  // The unit of the wavelengths is a guess.
  REQUIRE(read.doubts.size() == 1);
  CHECK(read.doubts.front().part == "wavelengths");
  CHECK(read.needsAttention());
  REQUIRE(read.lines.size() >= 2);
  CHECK(read.lines.front() == "a.csv: table with one row per pixel");
  CHECK(std::none_of(read.lines.begin(), read.lines.end(),
                     [](const std::string& line) { return contains(line, "doubtful"); }));
}

TEST_CASE("review: a medium that nothing states is asked for, and the columns are shown all the same") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", pixelRows("wavelength_A,flux", 5000, "1"));
  const FileReview open = review(folder / "a.csv");
  CHECK(open.needsMedium);
  CHECK_FALSE(open.needsUnit);
  CHECK(open.needsAttention());
  CHECK(open.opened == nullptr);
  CHECK(contains(open.question, "in air or in vacuum"));
  CHECK(contains(open.lines.at(1), "the file has Å"));
  CHECK_FALSE(contains(open.lines.at(1), "vacuum"));
  CHECK(rowOf(open, "flux").role == "flux");
  const FileReview stated = review(folder / "a.csv", inMedium(ImportOptions::Medium::Vacuum));
  CHECK_FALSE(stated.needsMedium);
  REQUIRE(stated.opened);
  CHECK(stated.opened->survey->grid[0] == Approx(500.0));
}

TEST_CASE("review: a unit that may be one of two is asked for") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", pixelRows("wave_vac,flux", 917, "1"));
  const FileReview open = review(folder / "a.csv");
  CHECK(open.needsUnit);
  CHECK(open.units == std::vector{survey::kAngstrom, survey::kNanometre});
  CHECK(open.opened == nullptr);
  CHECK(rowOf(open, "wave_vac").role == "wavelength");
  ImportOptions options;
  options.unit = survey::kNanometre;
  const FileReview stated = review(folder / "a.csv", options);
  CHECK_FALSE(stated.needsUnit);
  REQUIRE(stated.opened);
  CHECK(stated.opened->survey->grid[0] == Approx(917.0));
}

TEST_CASE("review: a stated role reaches the import and the command, and is taken back") {
  const test::TemporaryFolder folder;
  const auto path = test::writeBytes(folder / "cat.csv", "id,zeta,teff\ns1,-0.5,5000\ns2,0.25,-9999\n");
  const FileReview found = review(path);
  CHECK(rowOf(found, "id").role == "id");
  CHECK(rowOf(found, "zeta").role == "column");
  CHECK_FALSE(rowOf(found, "zeta").takesUnit);
  CHECK(rowOf(found, "teff").role == "label Teff");
  CHECK(rowOf(found, "teff").word == "teff");
  CHECK(contains(rowOf(found, "teff").doubt, "1 value of -9999 was taken as missing"));
  CHECK(found.doubts.size() == 1);
  CHECK(offers(rowOf(found, "zeta"), "mh"));
  CHECK(offers(rowOf(found, "zeta"), "flux"));
  // A text column can be no flux.
  CHECK_FALSE(offers(rowOf(found, "id"), "flux"));

  ImportOptions options;
  stateRole(options, "ZETA", "mh");
  const FileReview stated = review(path, options);
  const ColumnRow& zeta = rowOf(stated, "zeta");
  CHECK(zeta.isStated);
  CHECK(zeta.role == "label [M/H]");
  CHECK(zeta.word == "mh");
  CHECK(zeta.why == "as you stated; unit by default");
  CHECK(zeta.choices.front() == RoleChoice{"", "as the program finds it"});
  CHECK(offers(zeta, "mh"));
  REQUIRE(stated.opened);
  const auto values = stated.opened->survey->numeric("mh");
  CHECK(values[0] == Approx(-0.5));
  CHECK(values[1] == Approx(0.25));
  CHECK(importCommand(stated) == "maury-cli import " + path.string() + " --map ZETA=mh --out cat-survey.fits");

  stateRole(options, "zeta", "snr");  // the same column in another case
  REQUIRE(options.roles.size() == 1);
  CHECK(options.roles.front().role == "snr");
  stateRole(options, "zeta", "");
  CHECK(options.roles.empty());
  CHECK_FALSE(statesAnything(options));
}

TEST_CASE("review: a table whose columns tell nothing becomes a spectrum by their roles") {
  const test::TemporaryFolder folder;
  std::string text = "a,b,c\n";
  for (int i = 0; i < 60; ++i)
    text += fmt::format("{},{},{}\n", 7 - i % 5, 5000 + i, i % 2 == 0 ? "1" : "1.5");
  test::writeBytes(folder / "a.csv", text);
  CHECK(review(folder / "a.csv").opened->survey->pixelCount() == 0);
  ImportOptions options = inMedium(ImportOptions::Medium::Vacuum);
  stateRole(options, "b", "wavelength", "Angstrom");
  stateRole(options, "c", "flux");
  const FileReview stated = review(folder / "a.csv", options);
  REQUIRE(stated.opened);
  REQUIRE(stated.opened->survey->pixelCount() == 60);
  CHECK(stated.opened->survey->grid[59] == Approx(505.9));
  CHECK(stated.opened->survey->flux[1] == 1.5F);
  CHECK(rowOf(stated, "b").unit == "Å");
  CHECK(rowOf(stated, "a").role == "not used");
}

TEST_CASE("review: columns are shown for a file that cannot be read without a role") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", pixelRows("wave_vac_nm,flux1,flux2", 500, "1,2"));
  const FileReview refused = review(folder / "a.csv");
  CHECK(contains(refused.problem, "'flux1', 'flux2'"));
  CHECK(refused.columnsMayHelp);
  CHECK(refused.needsAttention());
  CHECK(refused.opened == nullptr);
  REQUIRE(refused.columns.size() == 3);
  CHECK(rowOf(refused, "flux2").samples == Texts{"2", "2", "2"});
  ImportOptions options;
  stateRole(options, "flux2", "flux");
  const FileReview stated = review(folder / "a.csv", options);
  CHECK(stated.problem.empty());
  REQUIRE(stated.opened);
  CHECK(stated.opened->survey->flux[0] == 2.0F);

  // No role of a column helps with a file that is missing or holds no numbers.
  CHECK_FALSE(review(folder / "missing.csv").columnsMayHelp);
  CHECK_FALSE(review(folder / "missing.csv").problem.empty());
  test::writeBytes(folder / "words.csv", "id,name\na,b\nc,d\n");
  CHECK_FALSE(review(folder / "words.csv").columnsMayHelp);
  CHECK(contains(review(folder / "words.csv").problem, "contain text"));
}

TEST_CASE("review: the HDUs of a file can be chosen, and those left out are named") {
  const test::TemporaryFolder folder;
  test::FitsFile file(folder / "two.fits");
  addSpectrum(file.writer, "OBSERVED", 1.0F);
  addSpectrum(file.writer, "NORMALISED", 2.0F);
  file.close();
  ImportOptions options = inMedium(ImportOptions::Medium::Vacuum);
  const FileReview found = review(folder / "two.fits", options);
  REQUIRE(found.places.size() == 2);
  CHECK(found.places[0].choice == "2");
  CHECK(found.places[0].text == "HDU 2 (OBSERVED), 60 rows");
  CHECK(found.places[1].choice == "3");
  CHECK(found.leftOut == Texts{"HDU 3 (NORMALISED) (may hold spectra)"});
  CHECK(found.opened->survey->flux[0] == 1.0F);
  options.hdu = found.places[1].choice;
  const FileReview chosen = review(folder / "two.fits", options);
  REQUIRE(chosen.opened);
  CHECK(chosen.opened->survey->flux[0] == 2.0F);
  CHECK(rowOf(chosen, "flux").samples == Texts{"2", "2", "2"});
  CHECK(chosen.form == found.form);
}

TEST_CASE("review: files of equal columns and units have one form, whatever their values") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", "id,zeta\ns1,1.5\n");
  test::writeBytes(folder / "b.csv", "id,zeta\nt1,7\nt2,8\n");
  test::writeBytes(folder / "c.csv", "id,eta\ns1,1.5\n");
  const std::string form = review(folder / "a.csv").form;
  CHECK(form.size() == 16);
  CHECK(review(folder / "b.csv").form == form);
  CHECK(review(folder / "c.csv").form != form);
}

TEST_CASE("review: a survey of this program needs no attention, and its columns cannot be changed") {
  const test::TemporaryFolder folder;
  Job job;
  survey::writeSurvey(folder / "own.fits", test::toySurvey(5), job);
  const FileReview opened = review(folder / "own.fits");
  CHECK_FALSE(opened.needsAttention());
  CHECK(opened.form.empty());
  CHECK(opened.opened->survey->starCount() == 5);
  const FileReview table = review(folder / "own.fits", {}, FilesToRead::Purpose::Table);
  REQUIRE_FALSE(table.columns.empty());
  CHECK(std::all_of(table.columns.begin(), table.columns.end(),
                    [](const ColumnRow& row) { return row.choices.empty(); }));
  CHECK(table.opened->survey->starCount() == 5);
}

TEST_CASE("review: the case files show their doubts where they are", "[real]") {
  const auto path = test::realData("../cases/files/x-y-columns.csv");
  if (path.empty()) return;
  const FileReview read = review(path, inMedium(ImportOptions::Medium::Vacuum));
  CHECK(read.doubts.size() == 3);  // the unit, and both columns
  CHECK(rowOf(read, "x").role == "wavelength");
  CHECK(rowOf(read, "x").doubt == "taken as the wavelength because of its values and place");
  CHECK(rowOf(read, "y").samples.size() == 3);
  const auto stars = test::realData("../cases/files/text-table-first.fits");
  const FileReview catalogue = review(stars);
  CHECK(rowOf(catalogue, "gaia_dr3_source_id").samples == Texts{"5937083312263888001", "5937083312263888002"});
  CHECK(rowOf(catalogue, "m_h_atm").role == "label [M/H]");
  CHECK(catalogue.leftOut == Texts{"HDU 2 (META)"});
  REQUIRE(catalogue.places.size() == 2);
  CHECK(catalogue.places[1].text == "HDU 3 (STARS), 2 rows");
}
