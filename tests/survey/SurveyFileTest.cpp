// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyWriter.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>

#include "base/Random.h"
#include "io/fits/FitsReader.h"
#include "io/fits/FitsWriter.h"
#include "survey/Helpers.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;

namespace {

void checkSame(const Dataset& read, const Dataset& written) {
  read.validate();
  CHECK(read.ids == written.ids);
  CHECK(read.grid.nm() == written.grid.nm());
  CHECK(same(read.flux, written.flux));
  CHECK(same(read.fluxError, written.fluxError));
  REQUIRE(read.inputs.size() == written.inputs.size());
  for (std::size_t i = 0; i < read.inputs.size(); ++i) {
    CHECK(read.inputs[i].name == written.inputs[i].name);
    CHECK(read.inputs[i].unit == written.inputs[i].unit);
    CHECK(read.inputs[i].width == written.inputs[i].width);
    CHECK(same(read.inputs[i].values, written.inputs[i].values));
  }
  REQUIRE(read.labels.size() == written.labels.size());
  for (std::size_t i = 0; i < read.labels.size(); ++i) {
    CHECK(read.labels[i].name == written.labels[i].name);
    CHECK(read.labels[i].unit == written.labels[i].unit);
    CHECK(same(read.labels[i].values, written.labels[i].values));
    CHECK(same(read.labels[i].errors, written.labels[i].errors));
  }
  REQUIRE(read.columns.size() == written.columns.size());
  for (std::size_t i = 0; i < read.columns.size(); ++i) {
    CHECK(read.columns[i].name == written.columns[i].name);
    REQUIRE(read.columns[i].values.index() == written.columns[i].values.index());
    CHECK(read.columns[i].asText() == written.columns[i].asText());
  }
}

/// Writes a FITS file with the two HDUs of a survey file, but arbitrary columns and roles.
void writeRaw(const std::filesystem::path& path, const std::vector<maury::io::FitsColumn>& columns,
              const std::vector<std::string>& roles, std::size_t pixels, const std::string& starsHdu = "STARS",
              const std::string& wavelengthHdu = "WAVELENGTH") {
  maury::test::FitsFile fits(path);
  maury::io::FitsWriter& writer = fits.writer;
  writer.createTable(starsHdu, columns, 0);
  for (std::size_t i = 0; i < roles.size(); ++i)
    writer.setKey(fmt::format("ROLE{}", i + 1), roles[i], "");
  writer.createTable(wavelengthHdu, {{"wavelength", "nm", 'D', 1}}, 0);
  std::vector<double> nm;
  for (std::size_t i = 0; i < pixels; ++i)
    nm.push_back(850.0 + 0.1 * static_cast<double>(i));
  writer.write(0, 0, std::span<const double>(nm));
  fits.close();
}

}  // namespace

TEST_CASE("survey file: reading restores what was written") {
  const TemporaryFolder folder;
  const Dataset dataset = smallSurvey();
  Job job;
  writeSurvey(folder / "small.fits", dataset, job);
  const Dataset read = readSurvey(folder / "small.fits", job);
  checkSame(read, dataset);
  CHECK(read.provenance.isMock);
  CHECK(read.provenance.origin == "three made-up stars");
  CHECK(read.provenance.preprocessing == dataset.provenance.preprocessing);
  CHECK_FALSE(read.provenance.simulated.correlatedNoise);
  CHECK(read.provenance.simulated.velocityErrorScale == 1.0);
  CHECK(isSurveyFile(folder / "small.fits"));
}

TEST_CASE("survey file: a mock's correlated noise and velocity errors are restored") {
  const TemporaryFolder folder;
  Dataset dataset = smallSurvey();
  dataset.provenance.simulated = {true, 0.25};
  Job job;
  writeSurvey(folder / "mock.fits", dataset, job);
  const Dataset read = readSurvey(folder / "mock.fits", job);
  CHECK(read.provenance.simulated.correlatedNoise);
  CHECK(read.provenance.simulated.velocityErrorScale == 0.25);
}

TEST_CASE("survey file: surveys without spectra, stars or other parts can be stored") {
  const TemporaryFolder folder;
  Job job;
  Dataset catalogue = smallSurvey();
  catalogue.grid = {};
  catalogue.flux.clear();
  catalogue.fluxError.clear();
  catalogue.provenance.isMock = false;
  writeSurvey(folder / "catalogue.fits", catalogue, job);
  checkSame(readSurvey(folder / "catalogue.fits", job), catalogue);
  CHECK_FALSE(readSurvey(folder / "catalogue.fits", job).provenance.isMock);

  const Dataset none = smallSurvey(0);
  writeSurvey(folder / "none.fits", none, job);
  const Dataset read = readSurvey(folder / "none.fits", job);
  CHECK(read.starCount() == 0);
  CHECK(read.grid.nm() == none.grid.nm());
  CHECK(read.labels.size() == 2);

  Dataset bare;
  bare.grid = maury::spectra::WavelengthGrid({500.0, 500.1});
  bare.ids = {"a", "b"};
  bare.flux = {1, 2, 3, 4};
  writeSurvey(folder / "bare.fits", bare, job);
  checkSame(readSurvey(folder / "bare.fits", job), bare);
}

TEST_CASE("survey file: names and texts that FITS cannot store are preserved as far as possible") {
  const TemporaryFolder folder;
  Job job;
  Dataset dataset = smallSurvey(2);
  dataset.columns[0].name = "bp-rp";
  dataset.columns[1].name = "TEFF";  // differs from the label in case only
  dataset.columns[2].values = std::vector<std::string>{"α Cen", "it's 5 µm"};
  dataset.provenance.origin = std::string(100, 'x') + " σ – end";
  dataset.provenance.preprocessing = {"cut at 5000 Å",
                                      "a step whose description is longer than one line of a FITS "
                                      "header can be, because it tells everything that was done",
                                      "",
                                      "Step 9: last",
                                      std::string(200, 'w'),
                                      "two  blanks " + std::string(60, 'v') + "  and  more"};
  dataset.provenance.notes = {"air to vacuum wavelengths (Morton 2000)", ""};
  writeSurvey(folder / "names.fits", dataset, job);
  const Dataset read = readSurvey(folder / "names.fits", job);
  CHECK(read.columns[0].name == "bp-rp");
  CHECK(read.columns[1].name == "TEFF");
  CHECK(read.columns[2].asText() == std::vector<std::string>{"alpha Cen", "it's 5 um"});
  CHECK(read.provenance.origin == std::string(100, 'x') + " sigma - end");
  CHECK(read.provenance.preprocessing ==
        std::vector<std::string>{"cut at 5000 Angstrom", dataset.provenance.preprocessing[1], "", "Step 9: last",
                                 dataset.provenance.preprocessing[4], dataset.provenance.preprocessing[5]});
  CHECK(read.provenance.notes == dataset.provenance.notes);
  dataset.ids[1] = "α Cen";
  const CaughtError thrown = errorOf([&] { writeSurvey(folder / "ids.fits", dataset, job); });
  CHECK(thrown.says("the id 'α Cen' has characters that FITS cannot store"));
  CHECK_FALSE(std::filesystem::exists(folder / "ids.fits"));
}

TEST_CASE("survey file: chunks of any size yield the same stars") {
  const TemporaryFolder folder;
  const Dataset dataset = smallSurvey(257);
  {
    SurveyWriter writer(folder / "chunks.fits", smallSurvey(0));
    for (std::size_t first = 0; first < 257; first += 100) {
      std::vector<std::size_t> rows;
      for (std::size_t row = first; row < std::min<std::size_t>(first + 100, 257); ++row)
        rows.push_back(row);
      writer.append(dataset.select(rows));
    }
    CHECK_FALSE(std::filesystem::exists(folder / "chunks.fits"));
    writer.commit();
  }
  Job job;
  checkSame(readSurvey(folder / "chunks.fits", job), dataset);
  const SurveyReader reader(folder / "chunks.fits");
  CHECK(reader.starCount() == 257);
  CHECK(reader.schema().starCount() == 0);
  CHECK(reader.schema().labels[0].name == "teff");
  const std::vector<std::size_t> rows = {100, 101, 102};
  checkSame(reader.read(100, 3), dataset.select(rows));
  Dataset again;
  reader.read(0, 40, again);
  reader.read(100, 3, again);  // fewer than before
  checkSame(again, dataset.select(rows));
  CHECK(reader.read(257, 0).starCount() == 0);
  CHECK(errorOf([&] { (void)reader.read(256, 2); }).says("has 257 stars"));
}

TEST_CASE("survey file: a reader reads only the requested parts") {
  const TemporaryFolder folder;
  const Dataset all = smallSurvey();
  Job job;
  writeSurvey(folder / "small.fits", all, job);
  SurveyParts parts{.spectra = false, .vectors = false};
  Dataset expected = all;
  expected.grid = {};
  expected.flux = expected.fluxError = {};
  expected.inputs.pop_back();
  checkSame(readSurvey(folder / "small.fits", job, parts), expected);

  parts.names = {"e_Teff", "visit_id", "no such name"};  // an error comes with its label; names have aliases
  expected.inputs.clear();
  expected.labels.pop_back();
  expected.columns = {all.columns[1]};
  checkSame(readSurvey(folder / "small.fits", job, parts), expected);

  expected = all;
  expected.fluxError.clear();
  checkSame(readSurvey(folder / "small.fits", job, {.fluxErrors = false}), expected);
}

TEST_CASE("survey file: without commit() no file is written and an old one is kept") {
  const TemporaryFolder folder;
  writeBytes(folder / "old.fits", "old");
  {
    SurveyWriter writer(folder / "old.fits", smallSurvey(0));
    writer.append(smallSurvey());
  }
  CHECK(std::filesystem::file_size(folder / "old.fits") == 3);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("survey file: a stopped write leaves no file") {
  const TemporaryFolder folder;
  Job job;
  job.requestStop();
  CHECK(errorOf([&] { writeSurvey(folder / "stopped.fits", smallSurvey(), job); }).kind == ErrorKind::Cancelled);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("survey file: a writer refuses stars that do not fit the schema") {
  const TemporaryFolder folder;
  SurveyWriter writer(folder / "refused.fits", smallSurvey(2), 8);
  Dataset other = smallSurvey(2);
  other.columns[0].name = "sn";
  CHECK(errorOf([&] { writer.append(other); }).says("column 1 is 'snr' in one and 'sn'"));
  other = smallSurvey(2);
  other.labels[0].errors.clear();
  CHECK(errorOf([&] { writer.append(other); }).says("errors of label 'teff'"));
  other = smallSurvey(2);
  other.columns[2].values = std::vector<std::string>{"short", "much too long"};
  const CaughtError thrown = errorOf([&] { writer.append(other); });
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.says("column 'field' is 8 characters wide, but the star 'star-1' has 'much too long' (13 characters)"));
}

TEST_CASE("survey file: a reader reports what is wrong with a file") {
  const TemporaryFolder folder;
  const auto why = [&](const std::string& name) { return errorOf([&] { SurveyReader reader(folder / name); }); };
  CHECK(why("absent.fits").kind == ErrorKind::File);
  writeBytes(folder / "empty.fits", "");
  CHECK(why("empty.fits").says("empty"));
  writeBytes(folder / "text.fits", "teff,logg\n1,2\n");
  CHECK(why("text.fits").kind == ErrorKind::Format);

  writeRaw(folder / "stars.fits", {{"id", "", 'A', 8}}, {"id"}, 0, "SOURCES");
  CHECK(why("stars.fits").says("stars.fits: not a survey file, because it has no HDU STARS"));
  writeRaw(folder / "wave.fits", {{"id", "", 'A', 8}}, {"id"}, 0, "STARS", "LAMBDA");
  CHECK(why("wave.fits").says("has no HDU WAVELENGTH"));
  writeRaw(folder / "role.fits", {{"id", "", 'A', 8}, {"x", "", 'E', 1}}, {"id", "colour"}, 0);
  CHECK(why("role.fits").says("HDU 2 (STARS): ROLE2 of column 'x' is 'colour', which is not one of"));
  writeRaw(folder / "norole.fits", {{"id", "", 'A', 8}, {"x", "", 'E', 1}}, {"id"}, 0);
  CHECK(why("norole.fits").says("column 2 ('x') has no keyword ROLE2"));
  writeRaw(folder / "width.fits", {{"id", "", 'A', 8}, {"flux", "", 'E', 5}}, {"id", "flux"}, 4);
  CHECK(why("width.fits").says("column 'flux' has 5 pixels, but HDU WAVELENGTH has 4"));
  writeRaw(folder / "noflux.fits", {{"id", "", 'A', 8}}, {"id"}, 4);
  CHECK(why("noflux.fits").says("no column has the role flux"));
  writeRaw(folder / "noid.fits", {{"x", "", 'E', 1}}, {"label"}, 0);
  CHECK(why("noid.fits").says("0 columns have the role id"));
  writeRaw(folder / "label.fits", {{"id", "", 'A', 8}, {"teff", "", 'E', 2}}, {"id", "label"}, 0);
  CHECK(why("label.fits").says("'teff' with the role label has 2 elements"));
  writeRaw(folder / "error.fits", {{"id", "", 'A', 8}, {"e_teff", "", 'E', 1}}, {"id", "label_error"}, 0);
  CHECK(why("error.fits").says("'e_teff' contains the errors of a label, but no such label precedes it"));
  writeRaw(folder / "textlabel.fits", {{"id", "", 'A', 8}, {"teff", "", 'A', 4}}, {"id", "label"}, 0);
  CHECK(why("textlabel.fits").says("must contain numbers"));
}

TEST_CASE("survey file: the version is stored, and files of newer programs are refused") {
  const TemporaryFolder folder;
  const auto path = folder / "survey.fits";
  Job job;
  writeSurvey(path, smallSurvey(), job);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t card = bytes.find("MAURYFMT=");
  REQUIRE(card != std::string::npos);
  const std::size_t digit = bytes.find('1', card);
  REQUIRE(digit < card + 40);
  file.clear();
  file.seekp(static_cast<std::streamoff>(digit));
  file.put('7');
  file.close();
  CHECK_THROWS_WITH(SurveyReader(path), Catch::Contains("written by a newer Maury") && Catch::Contains("version 7"));
}

TEST_CASE("survey file: a truncated file is detected") {
  const TemporaryFolder folder;
  Job job;
  writeSurvey(folder / "whole.fits", smallSurvey(500), job);
  std::filesystem::copy(folder / "whole.fits", folder / "half.fits");
  std::filesystem::resize_file(folder / "half.fits", std::filesystem::file_size(folder / "whole.fits") / 2);
  const CaughtError thrown = errorOf([&] { (void)readSurvey(folder / "half.fits", job); });
  CHECK(thrown.kind == ErrorKind::Format);
  CHECK(thrown.says("half.fits"));
}

TEST_CASE("survey file: a FITS table without roles is not a survey file") {
  const TemporaryFolder folder;
  writeRaw(folder / "plain.fits", {{"id", "", 'A', 8}}, {}, 0);
  CHECK_FALSE(isSurveyFile(folder / "plain.fits"));
  writeBytes(folder / "a.csv", "id,teff\na,5000\n");
  CHECK_FALSE(isSurveyFile(folder / "a.csv"));
}

TEST_CASE("survey file: the header has the row count immediately after commit()") {
  const TemporaryFolder folder;
  SurveyWriter writer(folder / "rows.fits", smallSurvey(0));
  writer.append(smallSurvey(3));
  writer.append(smallSurvey(4));
  writer.commit();
  maury::io::FitsReader fits(folder / "rows.fits");
  fits.moveTo(2);
  CHECK(fits.hduLabel() == "HDU 2 (STARS)");
  CHECK(fits.keyText("NAXIS2") == "7");
}

TEST_CASE("survey file: fitsverify reports no problem") {
  if (outputOf("command -v fitsverify").first != 0) {
    std::cout << "skipped: fitsverify is not installed\n";
    return;
  }
  const TemporaryFolder folder;
  Job job;
  Dataset dataset = smallSurvey(50);
  dataset.columns[0].name = "bp-rp";
  dataset.columns[2].values = std::vector<std::string>(50, "α");
  dataset.provenance.origin = "mock Milky Way – α";
  writeSurvey(folder / "spectra.fits", dataset, job);
  dataset.grid = {};
  dataset.flux.clear();
  dataset.fluxError.clear();
  writeSurvey(folder / "catalogue.fits", dataset, job);
  for (const char* name : {"spectra.fits", "catalogue.fits"}) {
    const auto [status, output] = outputOf("fitsverify " + (folder / name).string());
    INFO(output);
    CHECK(status == 0);
    CHECK(output.find("Verification found 0 warning(s) and 0 error(s)") != std::string::npos);
  }
}

TEST_CASE("survey file: astropy opens it as a table") {
  // Without the name of an HDU, Table.read reads the first table, which must be the stars. It keeps the blanks with
  // which FITS pads text.
  if (outputOf("/usr/bin/python3 -c 'import astropy.table'").first != 0) {
    std::cout << "skipped: python3-astropy is not installed\n";
    return;
  }
  const TemporaryFolder folder;
  Job job;
  writeSurvey(folder / "small.fits", smallSurvey(), job);
  writeBytes(
      folder / "read.py",
      "import sys, warnings\n"
      "warnings.simplefilter('ignore')\n"
      "from astropy.table import Table\n"
      "t = Table.read(sys.argv[1])\n"
      "w = Table.read(sys.argv[1], hdu='WAVELENGTH')\n"
      "print(len(t), t['id'][3].strip(), t['flux'].shape, float(t['flux'][2][3]), float(t['teff'][4]), "
      "float(t['e_teff'][4]),"
      " t['teff'].unit, t['bp_coefficients'][1].tolist(), int(t['visit_id'][0]), t['field'][1].strip(), t.meta['MOCK'],"
      " t.meta['ORIGIN'], float(w['wavelength'][2]), w['wavelength'].unit)\n");
  const auto [status, output] =
      outputOf("/usr/bin/python3 " + (folder / "read.py").string() + " " + (folder / "small.fits").string());
  CHECK(status == 0);
  CHECK(output ==
        "5 star-3 (5, 4) 2.75 4400.0 54.0 K [10.0, 11.0, 12.0] 4268620287278693120 field 1 True three made-up stars "
        "850.25 nm\n");
}

TEST_CASE("survey file: a survey of realistic size is written and read in seconds") {
  // 2000 stars of 2401 pixels with errors: 38 MB. The bound is a tenth of the speed measured on two busy cores when
  // this test was written.
  const TemporaryFolder folder;
  Dataset dataset;
  dataset.grid = maury::spectra::WavelengthGrid::linear(846.0, 0.01, 2401);
  maury::Random random(1);
  for (std::size_t i = 0; i < 2000; ++i)
    dataset.ids.push_back(std::to_string(i));
  dataset.flux.resize(2000 * 2401);
  for (float& value : dataset.flux)
    value = static_cast<float>(random.uniform());
  dataset.fluxError.assign(2000 * 2401, 0.01f);
  Job job;
  const auto start = std::chrono::steady_clock::now();
  writeSurvey(folder / "large.fits", dataset, job);
  const auto written = std::chrono::steady_clock::now();
  const Dataset read = readSurvey(folder / "large.fits", job);
  const auto done = std::chrono::steady_clock::now();
  const double writeS = std::chrono::duration<double>(written - start).count();
  const double readS = std::chrono::duration<double>(done - written).count();
  const double megabytes = static_cast<double>(std::filesystem::file_size(folder / "large.fits")) / 1e6;
  std::cout << fmt::format("survey file: {:.0f} MB written at {:.0f} MB/s, read at {:.0f} MB/s\n", megabytes,
                           megabytes / writeS, megabytes / readS);
  CHECK(read.flux == dataset.flux);
  CHECK(writeS < 20.0);
  CHECK(readS < 20.0);
}
