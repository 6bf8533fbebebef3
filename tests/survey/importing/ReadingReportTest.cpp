// SPDX-License-Identifier: GPL-3.0-or-later
// The reading report: what each part of a file was read as, why, and what is doubtful.
#include "survey/importing/ReadingReport.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "io/fits/FitsReader.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/importing/FitsImages.h"
#include "survey/importing/Import.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Paths = std::vector<std::filesystem::path>;
using Texts = std::vector<std::string>;
using Values = std::vector<double>;

namespace {

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

ImportOptions vacuum() {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  return options;
}

const ReadPart& partOf(const ReadGroup& group, const std::string& name) {
  const auto found =
      std::find_if(group.parts.begin(), group.parts.end(), [&](const ReadPart& part) { return part.name == name; });
  INFO("part " << name);
  REQUIRE(found != group.parts.end());
  return *found;
}

std::size_t countOf(const ReadPart& part, MissingCause cause) {
  const auto found =
      std::find_if(part.missing.begin(), part.missing.end(), [&](const MissingCount& m) { return m.cause == cause; });
  return found == part.missing.end() ? 0 : found->count;
}

bool hasLine(const Texts& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return contains(line, part); });
}

/// Returns a table of text with `rows` rows: wavelengths from `first` in steps of 1, and the text after them.
std::string pixelRows(const std::string& header, std::size_t rows, double first, const std::string& rest) {
  std::string text = header + "\n";
  for (std::size_t i = 0; i < rows; ++i)
    text += fmt::format("{},{}\n", first + static_cast<double>(i), rest);
  return text;
}

std::filesystem::path caseFile(const std::string& name) {
  return realData("../cases/files/" + name);
}

}  // namespace

TEST_CASE("reading report: a table of pixels says which column is what, and that its unit is a guess") {
  const TemporaryFolder folder;
  std::string text = pixelRows("wavelength,flux,flux_error,mask,sky", 60, 5000.0, "1.5,0.125,0,7");
  text += "5060,2.5,0.125,1,7\n";  // a masked pixel
  text += "5061,2.5,0,0,7\n";      // an error of zero
  writeBytes(folder / "a.csv", text);
  const auto [dataset, report] = runImport({folder / "a.csv"}, vacuum());
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  CHECK(group.content == ReadGroup::Content::Spectra);
  CHECK(group.firstFile == "a.csv");
  CHECK(group.format == "table with one row per pixel");
  CHECK(group.place.empty());
  CHECK(group.starCount == 1);
  CHECK(group.pixelCount == 62);

  REQUIRE(group.wavelengths);
  CHECK(group.wavelengths->place == "column 'wavelength'");
  CHECK(group.wavelengths->unit == "Å");
  CHECK(group.wavelengths->unitReason.ground == Ground::Values);
  CHECK_FALSE(group.wavelengths->isAir);
  CHECK(group.wavelengths->mediumReason.ground == Ground::User);
  CHECK(group.wavelengths->firstNm == Approx(500.0));
  CHECK(group.wavelengths->lastNm == Approx(506.1));
  CHECK(group.wavelengths->isDoubtful);
  CHECK(contains(group.wavelengths->doubt, "possible would also be nm"));

  CHECK(partOf(group, "wavelength").role == PartRole::Wavelength);
  CHECK(partOf(group, "wavelength").unit == "Å");
  const ReadPart& flux = partOf(group, "flux");
  CHECK(flux.role == PartRole::Flux);
  CHECK(flux.roleReason.ground == Ground::Name);
  CHECK(flux.samples == Texts{"1.5", "1.5", "1.5"});
  CHECK(countOf(flux, MissingCause::Masked) == 1);
  const ReadPart& error = partOf(group, "flux_error");
  CHECK(error.role == PartRole::Error);
  REQUIRE_FALSE(error.alternatives.empty());
  CHECK(error.alternatives.front() == PartRole::RelativeError);
  CHECK(partOf(group, "mask").role == PartRole::Mask);
  CHECK(partOf(group, "sky").role == PartRole::NotUsed);

  CHECK(report.reading.fluxCount == 62);
  CHECK(report.reading.missingFlux == 1);
  CHECK(report.reading.missingErrors == 1);
  REQUIRE(report.reading.medianSnr);
  CHECK(*report.reading.medianSnr == Approx(12.0));
  REQUIRE(report.reading.doubts().size() == 1);
  CHECK(report.reading.doubts().front().part == "wavelengths");
}

TEST_CASE("reading report: columns recognised by values, and roles of the user, are reported as such") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixelRows("x,y", 60, 5000.0, "1.5"));
  const auto guessed = runImport({folder / "a.csv"}, vacuum());
  const ReadGroup& group = guessed.report.reading.groups.at(0);
  CHECK(partOf(group, "x").roleReason.ground == Ground::Values);
  CHECK(partOf(group, "x").isDoubtful);
  CHECK(partOf(group, "y").isDoubtful);

  ImportOptions options = vacuum();
  options.roles = {parseColumnRole("x=wavelength:Angstrom"), parseColumnRole("y=flux")};
  const auto stated = runImport({folder / "a.csv"}, options);
  const ReadGroup& sure = stated.report.reading.groups.at(0);
  CHECK(partOf(sure, "x").roleReason.ground == Ground::User);
  CHECK(partOf(sure, "x").unitReason.ground == Ground::User);
  CHECK(stated.report.reading.doubts().empty());
}

TEST_CASE("reading report: images state HDU, keys and the pixels that the inverse variance removes") {
  const TemporaryFolder folder;
  const Texts axis = {"CRVAL1  =               5000.0", "CDELT1  =                  1.0",
                      "CRPIX1  =                    1", "CTYPE1  = 'AWAV    '", "CUNIT1  = 'Angstrom'"};
  const auto with = [&](Texts cards, const std::string& card) {
    cards.push_back(card);
    return cards;
  };
  Values ivar(50, 4.0);
  ivar[3] = ivar[4] = 0.0;
  const std::vector<FitsImage> images = {{with(axis, "EXTNAME = 'FLUX    '"), {50}, Values(50, 1.0)},
                                         {{"EXTNAME = 'IVAR    '"}, {50}, ivar},
                                         {with(axis, "EXTNAME = 'NORMALISED'"), {50}, Values(50, 1.0)}};
  for (const char* name : {"a.fits", "b.fits"})
    writeImages(folder / name, images);
  const auto [dataset, report] = runImport({folder / "a.fits", folder / "b.fits"});
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  CHECK(group.fileCount == 2);
  CHECK(group.starCount == 2);
  CHECK(group.place == "HDU 1 (FLUX), HDU 2 (IVAR)");
  REQUIRE(group.wavelengths);
  CHECK(group.wavelengths->place == "CRVAL1 and CDELT1");
  CHECK(group.wavelengths->unitReason == Reason{Ground::Header, "CUNIT1"});
  CHECK(group.wavelengths->mediumReason == Reason{Ground::Header, "CTYPE1"});
  CHECK(group.wavelengths->isAir);
  CHECK(group.wavelengths->firstNm == Approx(500.1395).epsilon(1e-6));  // Morton (2000): 5000 Å in air
  CHECK(group.wavelengths->minPixels == 50);
  const ReadPart& flux = partOf(group, "HDU 1 (FLUX)");
  CHECK(flux.kind == PartKind::Image);
  CHECK(flux.roleReason.ground == Ground::Name);
  CHECK(countOf(flux, MissingCause::ErrorSaysNone) == 4);  // two pixels in each of two files
  CHECK(partOf(group, "HDU 2 (IVAR)").role == PartRole::InverseVariance);
  REQUIRE(group.unused.size() == 1);
  CHECK(group.unused.front().name == "HDU 3 (NORMALISED)");
  CHECK(group.unused.front().maybeSpectra);
}

TEST_CASE("reading report: errors that mean an implausible S/N are doubtful") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixelRows("wavelength_nm,flux,flux_error", 60, 500.0, "1,0.00001"));
  const auto [dataset, report] = runImport({folder / "a.csv"}, vacuum());
  REQUIRE(report.reading.medianSnr);
  CHECK(*report.reading.medianSnr == Approx(1e5));
  const ReadPart& error = partOf(report.reading.groups.at(0), "flux_error");
  CHECK(error.isDoubtful);
  CHECK(error.doubt == "as error it means a median S/N of 1e+05");
  CHECK(report.reading.groups.at(0).wavelengths->unitReason.ground == Ground::Name);
}

TEST_CASE("reading report: a catalogue says labels, inputs and positions, and counts missing values") {
  const TemporaryFolder folder;
  writeBytes(folder / "stars.csv",
             "source_id,Teff,e_teff,RAdeg,DEdeg,phot_g_mean_mag,snr,field\n"
             "11,4812,50,10.5,-1.5,11.25,80,a\n"
             "12,-9999.99,50,11.5,-1.5,11.5,90,b\n"
             "13,0,50,12.5,-1.5,11.75,95,c\n");
  const auto [dataset, report] = runImport({folder / "stars.csv"});
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  CHECK(group.content == ReadGroup::Content::Stars);
  CHECK(group.starCount == 3);
  CHECK_FALSE(group.wavelengths);
  CHECK(partOf(group, "source_id").role == PartRole::Id);
  CHECK(partOf(group, "source_id").roleReason.ground == Ground::Name);
  CHECK(partOf(group, "source_id").samples == Texts{"11", "12", "13"});
  const ReadPart& teff = partOf(group, "Teff");
  CHECK(teff.role == PartRole::Label);
  CHECK(teff.target == "teff");
  CHECK(teff.unit == "K");
  CHECK(teff.unitReason.ground == Ground::Default);
  CHECK(countOf(teff, MissingCause::Sentinel) == 1);
  CHECK(countOf(teff, MissingCause::OutsideRange) == 1);
  CHECK(teff.isDoubtful);
  CHECK(contains(teff.doubt, "1 value of -9999.99 was taken as missing"));
  CHECK(partOf(group, "e_teff").role == PartRole::LabelError);
  CHECK(partOf(group, "RAdeg").role == PartRole::RightAscension);
  CHECK(partOf(group, "DEdeg").role == PartRole::Declination);
  CHECK(partOf(group, "phot_g_mean_mag").role == PartRole::Input);
  CHECK(partOf(group, "snr").role == PartRole::SignalToNoise);
  CHECK(partOf(group, "field").role == PartRole::Other);
  CHECK(report.reading.doubts().size() == 1);
  CHECK(hasLine(readingLines(report.reading, true),
                "label teff: Teff in K (by default), by name, e.g. 4812, -9999.99, 0; 1 value of -9999.99, 1 value "
                "outside 1000–200000 K taken as missing"));
  // A doubt that a warning states need not be shown twice.
  CHECK(withoutDoubtsIn(report.reading, {"stars.csv: " + teff.doubt + "."}).doubts().empty());
  CHECK(withoutDoubtsIn(report.reading, {"stars.csv: something else."}).doubts().size() == 1);
}

TEST_CASE("reading report: a label table comes after the spectra, with the columns of its own") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixelRows("wavelength_nm,flux", 60, 500.0, "1"));
  writeBytes(folder / "labels.csv", "file,teff\na,5000\n");
  ImportOptions options = vacuum();
  options.labels = folder / "labels.csv";
  const auto [dataset, report] = runImport({folder / "a.csv"}, options);
  REQUIRE(report.reading.groups.size() == 2);
  CHECK(report.reading.groups[0].firstFile == "a.csv");
  CHECK(report.reading.groups[1].content == ReadGroup::Content::Labels);
  CHECK(partOf(report.reading.groups[1], "teff").role == PartRole::Label);
  CHECK(hasLine(readingLines(report.reading, true),
                "joined by id or file name: 1 matched, 0 without a match; 0 rows unused"));
  CHECK(dataset.provenance.reading == readingLines(report.reading, true));
}

TEST_CASE("reading report: header keys of a known survey are named with the columns that they become") {
  const TemporaryFolder folder;
  writeImages(folder / "a.fits",
              {{{"CRVAL1  =               5000.0", "CDELT1  =                  1.0", "CRPIX1  =                    1",
                 "CTYPE1  = 'WAVE    '", "CUNIT1  = 'Angstrom'", "PRODCATG= 'SCIENCE.SPECTRUM'",
                 "RA      =                 10.5", "DEC     =                 -2.5", "SNR     =                 80.0"},
                {50},
                Values(50, 1.0)}});
  const auto [dataset, report] = runImport({folder / "a.fits"});
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  const ReadPart& ra = partOf(group, "RA");
  CHECK(ra.kind == PartKind::HeaderKey);
  CHECK(ra.role == PartRole::RightAscension);
  CHECK(ra.target == "ra");
  CHECK(ra.samples == Texts{"10.5"});
  CHECK(partOf(group, "SNR").role == PartRole::SignalToNoise);
  const auto named = [](const ReadPart& part) { return part.target == "ra"; };
  CHECK(std::count_if(group.parts.begin(), group.parts.end(), named) == 1);
}

TEST_CASE("reading report: the survey file keeps it through rewriting, and files without one can be read") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixelRows("wavelength_nm,flux", 60, 500.0, "1"));
  const auto [dataset, report] = runImport({folder / "a.csv"}, vacuum());
  Job job;
  writeSurvey(folder / "survey.fits", dataset, job);
  const Texts stored = readSurvey(folder / "survey.fits", job).provenance.reading;
  REQUIRE(stored.size() == dataset.provenance.reading.size());
  CHECK(stored.front() == "a.csv: table with one row per pixel");
  CHECK(hasLine(stored, "  wavelengths: column 'wavelength_nm', in nm (by name), in vacuum (as you stated)"));
  rewriteSurvey(
      folder / "survey.fits", folder / "other.fits", [](Dataset&, std::size_t) {}, 1, job);
  CHECK(SurveyReader(folder / "other.fits").schema().provenance.reading == stored);
  // Imported again, the stars keep the report of their first import.
  CHECK(runImport({folder / "survey.fits"}).dataset.provenance.reading == stored);

  writeSurvey(folder / "plain.fits", smallSurvey(), job);
  CHECK(readSurvey(folder / "plain.fits", job).provenance.reading.empty());
  maury::io::FitsReader fits(folder / "plain.fits");
  CHECK_FALSE(fits.hasHdu("READING"));
}

TEST_CASE("reading report: files that were read differently are separate groups, and many are counted") {
  ReadingReport report;
  for (int i = 0; i < 60; ++i)
    addGroup(report, {.firstFile = "f", .format = fmt::format("format {}", i)});
  CHECK(report.groups.size() == 50);
  CHECK(report.otherFiles == 10);
  addGroup(report, {.firstFile = "g", .format = "format 3"});
  CHECK(report.groups[3].fileCount == 2);
  CHECK(report.groups[3].firstFile == "f");
}

TEST_CASE("reading report: three arms of DESI are reported with their errors and masks", "[real]") {
  const auto file = caseFile("desi-coadd-one-target.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file});
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  CHECK(group.starCount == 1);
  REQUIRE(group.wavelengths);
  CHECK(group.wavelengths->unit == "Å");
  CHECK(group.wavelengths->firstNm == Approx(360.0));
  CHECK(group.wavelengths->lastNm == Approx(982.4));
  CHECK(group.wavelengths->maxPixels == 7781);
  CHECK_FALSE(group.wavelengths->isAir);
  const auto count = [&](PartRole role) {
    return std::count_if(group.parts.begin(), group.parts.end(), [&](const ReadPart& p) { return p.role == role; });
  };
  CHECK(count(PartRole::Flux) == 3);
  CHECK(count(PartRole::InverseVariance) == 3);
  CHECK(count(PartRole::Mask) == 3);
  CHECK(partOf(group, "TARGETID").role == PartRole::Id);
  CHECK(std::any_of(group.unused.begin(), group.unused.end(),
                    [](const UnusedPart& part) { return contains(part.name, "B_RESOLUTION"); }));
}

TEST_CASE("reading report: rows of a LAMOST image are reported by their numbers", "[real]") {
  const auto file = caseFile("lamost-dr1-five-rows.fits");
  if (file.empty()) return;
  const auto [dataset, report] = runImport({file});
  const ReadGroup& group = report.reading.groups.at(0);
  CHECK(group.format == "rows of one spectrum");
  CHECK(partOf(group, "row 1").role == PartRole::Flux);
  CHECK(partOf(group, "row 2").role == PartRole::InverseVariance);
  CHECK(partOf(group, "row 4").role == PartRole::Mask);
  CHECK(partOf(group, "RA").target == "ra");
  CHECK(group.wavelengths->place == "CRVAL1 and CD1_1");
  CHECK(group.wavelengths->unit == "log10 of Å");
  CHECK(group.wavelengths->unitReason == Reason{Ground::Header, "WAT1_001"});
  CHECK(group.wavelengths->mediumReason == Reason{Ground::Header, "VACUUM"});
}
