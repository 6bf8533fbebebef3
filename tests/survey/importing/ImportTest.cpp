// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"
#include "survey/importing/Import.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "io/fits/FitsWriter.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Paths = std::vector<std::filesystem::path>;

namespace {

const std::vector<std::string> kAxis = {"CRVAL1  =               5000.0", "CDELT1  =                  1.0",
                                        "CRPIX1  =                  1.0"};

std::vector<std::string> axisCards(std::vector<std::string> more) {
  more.insert(more.begin(), kAxis.begin(), kAxis.end());
  return more;
}

ImportOptions withMedium(ImportOptions::Medium medium) {
  ImportOptions options;
  options.medium = medium;
  return options;
}

struct Imported {
  Dataset dataset;
  ImportReport report;
};

Imported runImport(const Paths& paths, const ImportOptions& options = {}) {
  Imported result;
  Job job;
  result.dataset = importSurvey(paths, options, result.report, job);
  return result;
}

CaughtError importError(const Paths& paths, const ImportOptions& options = {}) {
  return errorOf([&] { (void)runImport(paths, options); });
}

bool hasWarning(const ImportReport& report, const std::string& part) {
  return std::any_of(report.warnings.begin(), report.warnings.end(),
                     [&](const std::string& warning) { return warning.find(part) != std::string::npos; });
}

bool isLeftOut(const ImportReport& report, const std::string& file, const std::string& reason = "") {
  return std::any_of(report.leftOut.begin(), report.leftOut.end(), [&](const LeftOutFile& one) {
    return one.file.ends_with(file) && one.reason.find(reason) != std::string::npos;
  });
}

/// Writes three spectra of four pixels: a, b, c.
void writeThree(const TemporaryFolder& folder) {
  for (const char* name : {"b.fits", "a.fits", "c.fits"})
    writeImage(folder / name, axisCards({"CTYPE1  = 'WAVE    '"}), {1.0, 2.0, 3.0, 4.0 + name[0] - 'a'});
}

/// Returns one star in the format of Gaia's DataLink, with `pixels` pixels of 0.01 nm.
std::string rvsText(const std::string& id, int pixels) {
  std::string text = "source_id,ra,dec,wavelength,flux,flux_error\n";
  for (int i = 0; i < pixels; ++i)
    text +=
        fmt::format("{},10.5,-20.25,{:.2f},{},{}\n", id, 846.0 + 0.01 * i, i == 0 ? "" : "1.0", i == 0 ? "" : "0.02");
  return text;
}

}  // namespace

TEST_CASE("import: a folder of FITS spectra becomes a survey in order of file names") {
  const TemporaryFolder folder;
  writeThree(folder);
  const auto [dataset, report] = runImport({folder.path()});
  CHECK(dataset.ids == std::vector<std::string>{"a", "b", "c"});
  CHECK(dataset.fluxOf(2)[3] == 6.0f);
  CHECK(dataset.grid.nm() == std::vector<double>{500.0, 5001.0 * 0.1, 5002.0 * 0.1, 5003.0 * 0.1});
  CHECK(report.spectraRead == 3);
  CHECK(report.warnings.empty());
  CHECK(dataset.provenance.preprocessing.empty());
  CHECK(dataset.provenance.origin.ends_with(", 3 spectra"));
}

TEST_CASE("import: wavelengths in air are converted to vacuum pixel by pixel, which is recorded") {
  const TemporaryFolder folder;
  writeImage(folder / "a.fits", axisCards({"CTYPE1  = 'AWAV    '"}), {1, 2, 3});
  const Dataset dataset = runImport({folder / "a.fits"}).dataset;
  // Equation 8 of Morton (2000), iterated in double precision in Python: v = 500 n(v) → 500.139484864 nm.
  CHECK(dataset.grid[0] == Approx(500.139484864).epsilon(1e-11));
  CHECK(dataset.grid[2] - dataset.grid[0] == Approx(0.20005316107676663).epsilon(1e-8));
  CHECK(dataset.provenance.notes == std::vector<std::string>{"air to vacuum wavelengths (Morton 2000)"});
}

TEST_CASE("import: a header without air or vacuum is an error unless the option states the medium") {
  const TemporaryFolder folder;
  writeImage(folder / "a.fits", kAxis, {1, 2, 3});
  const CaughtError thrown = importError({folder / "a.fits"});
  CHECK(thrown.kind == ErrorKind::Format);
  CHECK(thrown.says("a.fits"));
  CHECK(thrown.commandLineStep == "Use --air or --vacuum.");
  CHECK(runImport({folder / "a.fits"}, withMedium(ImportOptions::Medium::Vacuum)).dataset.grid[0] == 500.0);
  CHECK(runImport({folder / "a.fits"}, withMedium(ImportOptions::Medium::Air)).dataset.grid[0] > 500.1);
}

TEST_CASE("import: wavelength keywords in a header are used: unit, reference pixel, logarithm, vacuum") {
  const TemporaryFolder folder;
  writeImage(folder / "nm.fits",
             {"CRVAL1  = 850.0", "CD1_1   = 0.5", "CRPIX1  = 3.0", "CUNIT1  = 'nm      '", "VACUUM  = T"}, {1, 2, 3});
  CHECK(runImport({folder / "nm.fits"}).dataset.grid.nm() == std::vector<double>{849.0, 849.5, 850.0});
  writeImage(folder / "log.fits", {"CRVAL1  = 4.179", "CDELT1  = 6.0E-6", "DC-FLAG = 1", "AIRORVAC= 'vac     '"},
             {1, 2});
  const Dataset log = runImport({folder / "log.fits"}).dataset;
  CHECK(log.grid[0] == Approx(1510.08015).epsilon(1e-8));  // 10^4.179 Å
  CHECK(log.grid[1] == Approx(1510.10102).epsilon(1e-8));  // 10^4.179006 Å
  writeImage(folder / "unit.fits", axisCards({"CUNIT1  = 'Hz      '", "VACUUM  = T"}), {1, 2});
  CHECK(importError({folder / "unit.fits"}).says("'Hz'"));
}

TEST_CASE("import: spectra on another grid are refused, naming both files and grids") {
  const TemporaryFolder folder;
  writeThree(folder);
  writeImage(folder / "d.fits", {"CRVAL1  = 5000.5", "CDELT1  = 1.0", "CTYPE1  = 'WAVE    '"}, {1, 2, 3, 4});
  const CaughtError thrown = importError({folder.path()});
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.says("d.fits has 4 px"));
  CHECK(thrown.says("a.fits has 4 px"));
  writeImage(folder / "d.fits", axisCards({"CTYPE1  = 'WAVE    '"}), {1, 2, 3, 4, 5});
  CHECK(importError({folder.path()}).says("d.fits has 5 px"));
}

TEST_CASE("import: labels are joined by file name, by its stem or by the last part of a path, never by row") {
  const TemporaryFolder folder;
  writeThree(folder);
  ImportOptions options;
  options.labels = folder / "labels.csv";
  for (const char* names : {"c.fits b.fits x.fits", "c b x", "data/c.fits data/b.fits data/x.fits"}) {
    std::istringstream stream(names);
    std::string c, b, x;
    stream >> c >> b >> x;
    writeBytes(options.labels,
               "file,Teff,e_Teff,note\n" + c + ",4000,50,cool\n" + b + ",6000,60,hot\n" + x + ",1,1,lost\n");
    const auto [dataset, report] = runImport({folder.path()}, options);
    CHECK(report.matched == 2);
    CHECK(report.unmatchedSpectra == 1);
    CHECK(report.unmatchedLabels == 1);
    REQUIRE(dataset.labels.size() == 1);
    CHECK(dataset.labels[0].name == "teff");
    CHECK(dataset.labels[0].unit == "K");
    CHECK(same(dataset.labels[0].values, std::vector<float>{kNaN, 6000.0f, 4000.0f}));
    CHECK(same(dataset.labels[0].errors, std::vector<float>{kNaN, 60.0f, 50.0f}));
    CHECK(dataset.findColumn("note")->asText() == std::vector<std::string>{"", "hot", "cool"});
  }
}

TEST_CASE("import: ids without any match are an error that shows three of both sides") {
  const TemporaryFolder folder;
  writeThree(folder);
  ImportOptions options;
  options.labels = folder / "labels.csv";
  writeBytes(options.labels, "star,teff\nHD 1,4000\nHD 2,5000\n");
  const CaughtError thrown = importError({folder.path()}, options);
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.says("its ids begin with 'HD 1', 'HD 2', those of the stars with 'a', 'b', 'c' (file a.fits)"));
  writeBytes(options.labels, "star,name,teff\nHD 1,a,4000\nHD 2,b,5000\n");
  options.idColumn = "name";
  CHECK(runImport({folder.path()}, options).report.matched == 2);
  options.idColumn = "nmae";
  CHECK(importError({folder.path()}, options).says("labels.csv"));
}

TEST_CASE("import: a label table that repeats an id is refused") {
  const TemporaryFolder folder;
  writeThree(folder);
  ImportOptions options;
  options.labels = folder / "labels.csv";
  writeBytes(options.labels, "file,teff\na,4000\nb,5000\na,6000\n");
  CHECK(importError({folder.path()}, options).says("the id 'a' is in rows 1 and 3"));
}

TEST_CASE("import: a label column with text stays text with a warning of row and value, and '-' means missing") {
  const TemporaryFolder folder;
  writeBytes(folder / "text.csv", "id,teff\na,4000\nb,-\nc,abc\n");
  ImportOptions textIsEnough;
  textIsEnough.textIsEnough = true;
  const auto [kept, report] = runImport({folder / "text.csv"}, textIsEnough);
  CHECK(kept.findLabel("teff") == nullptr);
  CHECK(kept.findColumn("teff")->asText() == std::vector<std::string>{"4000", "", "abc"});
  CHECK(hasWarning(report, "column 'teff', row 3: 'abc' is not a number; the column was kept as text"));
  ImportOptions asLabel;
  asLabel.roles = {parseColumnRole("teff=teff")};
  CHECK(importError({folder / "text.csv"}, asLabel).says("column 'teff', row 3: 'abc' is not a number"));
  writeBytes(folder / "dash.csv", "id,teff,logg\na,4000,1\nb,-,2\nc,5000,--\n");
  const Dataset dataset = runImport({folder / "dash.csv"}).dataset;
  CHECK(same(dataset.labels[0].values, std::vector<float>{4000, kNaN, 5000}));
  CHECK(same(dataset.labels[1].values, std::vector<float>{1, 2, kNaN}));
}

TEST_CASE("import: sentinels in labels and their errors become missing values and are counted") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv",
             "id,teff,mh,eMH,FE_H,FE_H_ERR,count\na,-9999,-999,0.1,9999,-9999.0,-9999\nb,4000,99999,0.2,-32768,0.3,2\n"
             "c,5000,-9999.99,0.3,-0.5,0.4,3\n");
  const auto [dataset, report] = runImport({folder / "a.csv"});
  CHECK(same(dataset.numeric("teff"), std::vector<double>{std::nan(""), 4000, 5000}));
  CHECK(std::isnan(dataset.numeric("mh")[1]));
  CHECK(std::isnan(dataset.numeric("mh")[2]));
  CHECK(dataset.numeric("e_mh")[1] == Approx(0.2));
  CHECK(same(dataset.findLabel("feh")->values, std::vector<float>{kNaN, kNaN, -0.5f}));
  CHECK(std::isnan(dataset.numeric("e_feh")[0]));
  CHECK(dataset.numeric("count")[0] == -9999.0);  // no label
  CHECK(hasWarning(report, "column 'teff': 1 value of -9999 was taken as missing"));
  CHECK(hasWarning(report, "column 'mh': 3 values of -9999.99, -999 and 99999 were taken as missing"));
  CHECK(hasWarning(report, "column 'FE_H': 2 values of -32768 and 9999 were"));
}

TEST_CASE("import: a catalogue's columns are sorted by name") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv",
             "RAVE_OBS_ID,Teff,alphaM,phot_g_mean_mag,parallax,R_kpc,field,teff_error\n"
             "x,4000,0.1,10.5,1.25,8.1,f1,70\ny,5000,0.2,11.5,2.5,7.9,f2,80\n");
  const auto [dataset, report] = runImport({folder / "a.csv"});
  CHECK(dataset.ids == std::vector<std::string>{"x", "y"});
  CHECK(dataset.pixelCount() == 0);
  CHECK(report.spectraRead == 0);
  CHECK(dataset.findLabel("alpham") != nullptr);
  CHECK(dataset.labels[0].errors == std::vector<float>{70, 80});
  REQUIRE(dataset.inputs.size() == 2);
  CHECK(dataset.inputs[0].name == "phot_g_mean_mag");
  CHECK(dataset.inputs[1].unit == "mas");
  CHECK(dataset.unitOf("R_kpc") == "kpc");
  CHECK(dataset.numeric("R_kpc")[1] == 7.9);
  CHECK(dataset.findColumn("field")->isText());
  CHECK(dataset.provenance.origin == "a.csv");
}

TEST_CASE("import: a table without numbers is refused as a catalogue, but can be joined") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", "id,split,class,a,b,c,d\ns1,training,giant,x,x,x,x\ns2,test,dwarf,x,x,x,x\n");
  const CaughtError thrown = importError({folder / "a.csv"});
  CHECK(thrown.kind == ErrorKind::Format);
  CHECK(thrown.says("a.csv: all columns (split, class, a, b, c …) contain text"));
  CHECK(thrown.says("Open the stars first, then join this table to them."));
  ImportOptions options;
  options.textIsEnough = true;
  CHECK(runImport({folder / "a.csv"}, options).dataset.findColumn("class")->isText());
  writeBytes(folder / "ids.csv", "id\ns1\ns2\n");
  CHECK(importError({folder / "ids.csv"}).says("ids.csv: there is no column other than the ids ('id'); add labels"));
}

TEST_CASE("import: a spectrum saved by a spreadsheet has UTF-16, tabs and decimal commas") {
  const TemporaryFolder folder;
  std::string text = "\xFF\xFE";
  for (const char c : std::string("wavelength_vac\tflux\r\n846,1\t1,5\r\n846,2\t0,25\r\n846,3\t1\r\n")) {
    text += c;
    text += '\0';
  }
  std::ofstream(folder / "a.txt", std::ios::binary) << text;
  const Dataset dataset = runImport({folder / "a.txt"}, withMedium(ImportOptions::Medium::Vacuum)).dataset;
  CHECK(dataset.grid.nm()[1] == Approx(846.2));
  CHECK(dataset.flux == std::vector<float>{1.5f, 0.25f, 1.0f});
}

TEST_CASE("import: 64-bit ids of a catalogue are preserved exactly") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", "source_id,teff\n4268620287278693121,4000\n4268620287278693123,5000\n");
  CHECK(runImport({folder / "a.csv"}).dataset.ids[1] == "4268620287278693123");
}

TEST_CASE("import: messages quote at most 40 characters of a file that is no table, without control characters") {
  const TemporaryFolder folder;
  const std::string row = "My-\x1b[2J-notes-on-a-star-in-one-very-long-line-that-must-not-be-copied";
  writeBytes(folder / "notes.csv", row + "\nmore\n");
  const std::string message = importError({folder / "notes.csv"}).message;
  CHECK_THAT(message, Catch::Contains("My-\\x1b[2J-notes"));
  CHECK_THAT(message, !Catch::Contains("very-long-line") && !Catch::Contains("\x1b"));
}

TEST_CASE("import: a table without ids gets row numbers, with a warning") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", "parallax,av\n1.5,0.1\n2.5,0.2\n");
  const auto [dataset, report] = runImport({folder / "a.csv"});
  CHECK(dataset.ids == std::vector<std::string>{"row 1", "row 2"});
  CHECK(hasWarning(report, "no column holds ids"));
}

TEST_CASE("import: a FITS table can be a catalogue") {
  const TemporaryFolder folder;
  maury::test::FitsFile fits(folder / "cat.fits");
  maury::io::FitsWriter& writer = fits.writer;
  writer.createTable("CATALOGUE", {{"ID", "", 'A', 4}, {"TEFF", "K", 'E', 1}}, 2);
  writer.write(0, 0, std::vector<std::string>{"s1", "s2"});
  writer.write(1, 0, std::vector<float>{4000.0f, 5000.0f});
  fits.close();
  const Dataset dataset = runImport({folder / "cat.fits"}).dataset;
  CHECK(dataset.ids == std::vector<std::string>{"s1", "s2"});
  CHECK(dataset.numeric("teff")[1] == 5000.0);
}

TEST_CASE("import: a Gaia DataLink CSV becomes one spectrum with its position and S/N") {
  const TemporaryFolder folder;
  writeBytes(folder / "one.csv", rvsText("4268620287278693121", 6));
  const auto [dataset, report] = runImport({folder / "one.csv"});
  CHECK(dataset.ids == std::vector<std::string>{"4268620287278693121"});
  CHECK(dataset.grid.nm() == std::vector<double>{846.0, 846.01, 846.02, 846.03, 846.04, 846.05});
  CHECK(std::isnan(dataset.flux[0]));
  CHECK(dataset.flux[1] == 1.0f);
  CHECK(dataset.findColumn("file")->asText() == std::vector<std::string>{"one"});
  CHECK(dataset.numeric("ra")[0] == 10.5);
  CHECK(dataset.numeric("dec")[0] == -20.25);
  CHECK(dataset.numeric("snr")[0] == Approx(50.0));
  CHECK(hasWarning(report, "one.csv: 1 of 6 pixels"));
}

TEST_CASE("import: DataLink files of several stars, in one file or many") {
  const TemporaryFolder folder;
  std::string two = rvsText("11", 4);
  const std::string other = rvsText("22", 4);
  two += other.substr(other.find('\n') + 1);
  writeBytes(folder / "two.csv", two);
  writeBytes(folder / "zero.csv", rvsText("33", 4));
  writeBytes(folder / "labels.csv", "source_id,Teff\n33,4000\n11,5000\n");
  ImportOptions options;
  options.labels = folder / "labels.csv";
  const auto [dataset, report] = runImport({folder / "two.csv", folder / "zero.csv"}, options);
  CHECK(dataset.ids == std::vector<std::string>{"11", "22", "33"});
  CHECK(same(dataset.findLabel("teff")->values, std::vector<float>{5000, kNaN, 4000}));
  CHECK(report.matched == 2);
}

TEST_CASE("import: spectra without data become missing pixels, with a warning") {
  const TemporaryFolder folder;
  writeThree(folder);
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  writeImage(folder / "d.fits", axisCards({"CTYPE1  = 'WAVE    '"}), {0, 0, 0, 0});
  writeImage(folder / "e.fits", axisCards({"CTYPE1  = 'WAVE    '"}), {nan, nan, nan, nan});
  writeImage(folder / "f.fits", axisCards({"CTYPE1  = 'WAVE    '"}), {1, infinity, nan, 0});
  const auto [dataset, report] = runImport({folder.path()}, ImportOptions());
  REQUIRE(dataset.starCount() == 6);
  for (const float flux : dataset.fluxOf(3))
    CHECK(std::isnan(flux));
  for (const float flux : dataset.fluxOf(4))
    CHECK(std::isnan(flux));
  CHECK(std::isnan(dataset.fluxOf(5)[1]));
  CHECK(hasWarning(report, "2 spectra have no flux"));
  CHECK(hasWarning(report, "first: d.fits"));
  CHECK(hasWarning(report, "f.fits: 2 of 4 pixels"));
}

TEST_CASE("import: a foreign file is left out of a folder with a warning, and is an error if named") {
  const TemporaryFolder folder;
  writeThree(folder);
  writeBytes(folder / "TERMS", "Permission is hereby granted\n");
  writeBytes(folder / "labels.csv", "file,teff\na,4000\n");
  writeBytes(folder / ".hidden", "");
  writeImage(folder / "wave.fits", {}, {5000, 5001, 5002, 5003});
  const auto [dataset, report] = runImport({folder.path()});
  CHECK(dataset.starCount() == 3);
  CHECK(report.warnings.empty());
  REQUIRE(report.leftOut.size() == 3);
  CHECK(isLeftOut(report, "/TERMS", "without the columns wavelength and flux"));
  CHECK(isLeftOut(report, "/labels.csv"));
  CHECK(isLeftOut(report, "/wave.fits", "its header has no wavelengths"));
  CHECK(importError({folder / "wave.fits"}).says("wave.fits is not a spectrum: its header has no wavelengths"));
  CHECK(importError({folder / "a.fits", folder / "TERMS"}).says("TERMS is not a spectrum"));
  CHECK(importError({folder / "a.fits", folder / "labels.csv"}).commandLineStep ==
        "Use --labels to name a label table.");
  CHECK(importError({folder / "TERMS"}).says("TERMS"));
}

TEST_CASE("import: the label table may be in the folder of spectra") {
  const TemporaryFolder folder;
  writeThree(folder);
  ImportOptions options;
  options.labels = folder / "labels.csv";
  writeBytes(options.labels, "file,teff\na,4000\n");
  CHECK(runImport({folder.path()}, options).report.warnings.empty());
}

TEST_CASE("import: missing, empty, truncated and foreign paths each get a clear error") {
  const TemporaryFolder folder;
  CHECK(importError({folder / "absent"}).kind == ErrorKind::File);
  CHECK(importError({folder / "absent"}).says("no such file or folder"));
  CHECK(importError({}).kind == ErrorKind::Usage);
  std::filesystem::create_directory(folder / "void");
  CHECK(importError({folder / "void"}).says("no spectra in this folder"));
  writeBytes(folder / "void" / "README", "nothing");
  CHECK(importError({folder / "void"}).says("no spectra in this folder; it holds no files of data"));
  writeBytes(folder / "empty.csv", "");
  CHECK(importError({folder / "empty.csv"}).says("empty"));
  writeBytes(folder / "header.csv", "id,teff\n");
  CHECK(importError({folder / "header.csv"}).says("header.csv"));
  writeImage(folder / "whole.fits", axisCards({"CTYPE1  = 'WAVE    '"}), std::vector<double>(1000, 1.0));
  std::filesystem::resize_file(folder / "whole.fits", 5000);
  CHECK(importError({folder / "whole.fits"}).kind == ErrorKind::Format);
  CHECK(importError({folder / "whole.fits"}).says("whole.fits"));
  ImportOptions options;
  options.labels = folder / "nolabels.csv";
  writeImage(folder / "ok.fits", axisCards({"CTYPE1  = 'WAVE    '"}), {1, 2});
  CHECK(importError({folder / "ok.fits"}, options).says("nolabels.csv: the label table does not exist"));
}

TEST_CASE("import: survey files open unchanged, several of them as one survey") {
  const TemporaryFolder folder;
  Job job;
  writeSurvey(folder / "a.fits", smallSurvey(2), job);
  writeSurvey(folder / "b.fits", smallSurvey(3), job);
  const auto [one, report] = runImport({folder / "a.fits"});
  CHECK(one.starCount() == 2);
  CHECK(one.provenance.isMock);
  CHECK(report.spectraRead == 2);
  CHECK(runImport({folder / "a.fits", folder / "b.fits"}).dataset.starCount() == 5);
  Dataset other = smallSurvey(2);
  other.labels[1].name = "feh";
  writeSurvey(folder / "c.fits", other, job);
  CHECK(importError({folder / "a.fits", folder / "c.fits"}).says("c.fits"));
}

TEST_CASE("import: labels can be joined to a survey file, but not twice") {
  const TemporaryFolder folder;
  Job job;
  writeSurvey(folder / "a.fits", smallSurvey(3), job);
  ImportOptions options;
  options.labels = folder / "more.csv";
  writeBytes(options.labels, "id,logg,snr\nstar-2,1.5,7\nstar-0,2.5,8\n");
  const Dataset dataset = runImport({folder / "a.fits"}, options).dataset;
  CHECK(same(dataset.numeric("logg"), std::vector<double>{2.5, std::nan(""), 1.5}));
  CHECK(dataset.numeric("snr_2")[0] == 8.0);
  writeBytes(options.labels, "id,teff\nstar-2,1.5\n");
  CHECK(importError({folder / "a.fits"}, options).says("the stars already have a 'teff'"));
}

TEST_CASE("import: an import reports its files and can be stopped") {
  const TemporaryFolder folder;
  writeThree(folder);
  std::string stage;
  std::uint64_t total = 0;
  Job job([&](const maury::Progress& progress) {
    stage = progress.stage + " " + progress.unit;
    total = progress.total;
  });
  ImportReport report;
  (void)importSurvey({folder.path()}, {}, report, job);
  CHECK(stage == "reading files");
  CHECK(total == 3);
  job.requestStop();
  CHECK(errorOf([&] { (void)importSurvey({folder.path()}, {}, report, job); }).kind == ErrorKind::Cancelled);
}
