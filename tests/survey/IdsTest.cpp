// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/Ids.h"

#include <filesystem>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/Import.h"

using maury::Job;
using maury::io::Column;
using namespace maury::survey;
using namespace maury::test;
using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

namespace {

std::string idColumnOf(const std::vector<Column>& columns) {
  const Column* found = findIdColumn(columns);
  return found == nullptr ? "none" : found->name;
}

Dataset import(const std::filesystem::path& path, ImportReport& report, ImportOptions options = {}) {
  Job job;
  options.textIsEnough = true;
  return importSurvey({path}, options, report, job);
}

bool notes(const ImportReport& report, const std::string& words) {
  for (const std::string& note : report.notes)
    if (contains(note, words)) return true;
  return false;
}

}  // namespace

TEST_CASE("ids: the column of ids is found under the names of surveys") {
  for (const char* name :
       {"file", "ID", "source_id", "Source", "GaiaDR3", "gaiadr3_source_id", "gaia_dr3_source_id", "dr3_source_id",
        "GAIAEDR3_SOURCE_ID", "sdss_id", "TRG_UID", "OBJ_UID", "SPECUID", "APOGEE_ID", "sobject_id", "source_id_1"}) {
    CAPTURE(name);
    CHECK(idColumnOf({{"teff", "K", Reals{5000}}, {name, "", Integers{5937083312263888001}}}) == name);
  }
  CHECK(idColumnOf({{"teff", "K", Reals{5000}}}) == "none");
  // A column "source" may name a survey instead.
  CHECK(idColumnOf({{"source", "", Texts{"APOGEE"}}, {"GaiaDR3", "", Integers{7}}}) == "GaiaDR3");
  CHECK(idColumnOf({{"Source", "", Texts{"Gaia DR3 5937083312263888001"}}}) == "Source");
  // The survey's own id comes before that of a match with Gaia, which several of its spectra may share.
  CHECK(idColumnOf({{"gaiadr3_source_id", "", Integers{7, 7}}, {"sobject_id", "", Integers{1, 2}}}) == "sobject_id");
}

TEST_CASE("ids: of several columns with the same id, the complete one is taken") {
  const Column gaps{"source_id_1", "", Texts{"5937083312263888001", ""}};
  const Column complete{"source_id_2", "", Integers{5937083312263888001, 5937083312263888002}};
  const Column rounded{"source_id", "", Reals{5937083312263888001.0, 5937083312263888002.0}};
  CHECK(idColumnOf({gaps, complete}) == "source_id_2");
  CHECK(idColumnOf({rounded, complete}) == "source_id_2");
  CHECK(idColumnOf({{"gaiadr3_source_id", "", Integers{5, 0}}, {"GaiaDR3", "", Integers{5, 6}}}) == "GaiaDR3");
  CHECK(idColumnOf({{"source_id", "", Integers{5, -9999}}, {"sobject_id", "", Integers{1, 2}}}) == "sobject_id");
  CHECK(idColumnOf({{"source_id", "", Integers{5, -1}}, {"teff", "K", Reals{1, 2}}}) == "source_id");
}

TEST_CASE("ids: prefixes of Gaia DR3, blanks and the suffixes of files are no part of an id") {
  CHECK(plainId("Gaia DR3 5937083312263888001") == "5937083312263888001");
  CHECK(plainId("Gaia EDR3 5937083312263888001") == "5937083312263888001");
  CHECK(plainId("GaiaDR3_5937083312263888001") == "5937083312263888001");
  CHECK(plainId("  5937083312263888001 ") == "5937083312263888001");
  CHECK(plainId("Gaia DR2 5937083312263888001") == "Gaia DR2 5937083312263888001");  // may be another star
  CHECK(plainId("Gaia BH1") == "Gaia BH1");
  CHECK(plainId("data/m0002V.fits.gz") == "m0002V");
  CHECK(plainId("m0002V.FIT") == "m0002V");
  CHECK(plainId("55859/F5902/7") == "55859/F5902/7");  // no file
  CHECK(plainId(".fits") == ".fits");
}

TEST_CASE("ids: other characters are spelled in ASCII") {
  CHECK(asciiId("β Hyi") == "beta Hyi");
  CHECK(asciiId("α Cen A") == "alpha Cen A");
  CHECK(asciiId("ünï") == "uni");
  CHECK(asciiId("u\xCC\x88n") == "un");  // u and a combining diaeresis, as in macOS's file names
  CHECK(asciiId("Łódź–1") == "Lodz-1");
  CHECK(asciiId("星") == "u661f");
  CHECK(asciiId("HD 1") == "HD 1");
}

TEST_CASE("ids: different ids remain different in ASCII, and equal ids equal") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", "id,teff\nü1,5000\nu1,5100\nù1,5200\nü1,5300\n");
  ImportReport report;
  const Dataset dataset = import(folder / "a.csv", report);
  CHECK(dataset.ids == Texts{"u1_2", "u1", "u1_3", "u1_2"});
  CHECK(notes(report,
              "2 ids with characters that FITS cannot store were spelled in ASCII: 'ü1' as 'u1_2', 'ù1' as "
              "'u1_3'."));
}

TEST_CASE("ids: case greek-ids.csv", "[real]") {
  const auto path = realData("../cases/files/greek-ids.csv");
  if (path.empty()) return;
  const TemporaryFolder folder;
  ImportReport report;
  const Dataset dataset = import(path, report);
  CHECK(dataset.ids == Texts{"beta Hyi", "alpha Cen A"});
  CHECK(notes(report, "'β Hyi' as 'beta Hyi', 'α Cen A' as 'alpha Cen A'"));
  Job job;
  writeSurvey(folder / "a.fits", dataset, job);
  CHECK(readSurvey(folder / "a.fits", job).ids == dataset.ids);
}

TEST_CASE("ids: case id-from-umlaut-name.fits, in a folder whose other files are read", "[real]") {
  const auto path = realData("../cases/files/id-from-umlaut-name.fits");
  if (path.empty()) return;
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "stars");
  std::filesystem::copy_file(path, folder / "stars" / "ünï.fits");
  std::filesystem::copy_file(path, folder / "stars" / "plain.fits");
  writeBytes(folder / "labels.csv", "file,teff\nünï,5000\nplain.fits,6000\n");
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  options.labels = folder / "labels.csv";
  ImportReport report;
  const Dataset dataset = import(folder / "stars", report, options);
  CHECK(dataset.ids == Texts{"plain", "uni"});
  CHECK(dataset.findLabel("teff")->values == std::vector<float>{6000, 5000});
  CHECK(notes(report, "'ünï' as 'uni'"));
  Job job;
  writeSurvey(folder / "a.fits", dataset, job);
  CHECK(readSurvey(folder / "a.fits", job).ids == dataset.ids);
}
