// SPDX-License-Identifier: GPL-3.0-or-later
// Catalogues of labels as their authors and VizieR publish them. The files are synthetic twins with the layout of the
// catalogues, not the catalogues themselves.
#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "survey/names/LabelNames.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Texts = std::vector<std::string>;

namespace {

struct Read {
  Dataset dataset;
  ImportReport report;
};

Read readStars(const std::filesystem::path& path) {
  Read read;
  Job job;
  read.dataset = importSurvey({path}, {}, read.report, job);
  return read;
}

/// Labels and errors of two stars in the order teff, logg, mh, feh, alpham.
void checkLabels(const Dataset& dataset) {
  const std::vector<std::string> names = {"teff", "logg", "mh", "feh", "alpham"};
  const std::vector<float> first = {4810.5f, 2.41f, -0.32f, -0.35f, 0.18f},
                           errors = {31.0f, 0.05f, 0.03f, 0.04f, 0.02f};
  REQUIRE(dataset.labels.size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    const Label* label = dataset.findLabel(names[i]);
    REQUIRE(label != nullptr);
    CHECK(label->values[0] == first[i]);
    REQUIRE(label->errors.size() == 2);
    CHECK(label->errors[0] == errors[i]);
  }
}

}  // namespace

TEST_CASE("Guiglion+2024 twin: boundary flags stay text, and in_limits follows from them") {
  const TemporaryFolder folder;
  writeBytes(folder / "cnn.csv",
             "source_id,teff,logg,mh,feh,alpham,eteff,elogg,emh,efeh,ealpham,flag_boundary\n"
             "5937083312263888001,4810.5,2.41,-0.32,-0.35,0.18,31.0,0.05,0.03,0.04,0.02,00000000\n"
             "5937083312263888002,5810.5,4.41,-0.12,-0.15,0.08,41.0,0.06,0.04,0.05,0.03,00000010\n");
  const auto [dataset, report] = readStars(folder / "cnn.csv");
  CHECK(dataset.ids == Texts{"5937083312263888001", "5937083312263888002"});
  checkLabels(dataset);
  CHECK(dataset.findColumn("flag_boundary")->asText() == Texts{"00000000", "00000010"});
  CHECK(dataset.findColumn("in_limits")->asText() == Texts{"1", "0"});
  CHECK(report.warnings.empty());
  CHECK(filterRows(dataset, "flag_boundary == \"00000010\"") == std::vector<std::size_t>{1});
  CHECK(filterRows(dataset, "in_limits == 1 && id ~ \"*001\"") == std::vector<std::size_t>{0});

  const TemporaryFolder kept;
  Job job;
  writeSurvey(kept / "a.fits", dataset, job);
  CHECK(readSurvey(kept / "a.fits", job).findColumn("flag_boundary")->asText() == Texts{"00000000", "00000010"});
}

TEST_CASE("Guiglion+2024 twin: flags that were saved as numbers get their zeros back") {
  const TemporaryFolder folder;
  FitsFile fits(folder / "cnn.fits");
  fits.writer.createTable("CNN", {{"source_id", "", 'K', 1}, {"teff", "K", 'E', 1}, {"flag_boundary", "", 'K', 1}}, 3);
  fits.writer.write(0, 0, std::vector<std::int64_t>{11, 12, 13});
  fits.writer.write(1, 0, std::vector<float>{4000.0f, 5000.0f, 6000.0f});
  fits.writer.write(2, 0, std::vector<std::int64_t>{0, 10, 11000000});
  fits.close();
  const auto [dataset, report] = readStars(folder / "cnn.fits");
  CHECK(dataset.findColumn("flag_boundary")->asText() == Texts{"00000000", "00000010", "11000000"});
  CHECK(dataset.findColumn("in_limits")->asText() == Texts{"1", "0", "0"});
  REQUIRE(report.notes.size() == 2);
  CHECK(contains(report.notes[0], "texts of 8 digits"));
}

TEST_CASE("Guiglion+2024 twin: in_limits is not derived from flags of another kind, nor if it is there") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", "id,teff,flag_boundary\na,4000,WARN\nb,5000,\n");
  CHECK(readStars(folder / "a.csv").dataset.findColumn("in_limits") == nullptr);
  writeBytes(folder / "b.csv", "id,teff,flag_boundary,in_limits\na,4000,00001,1\nb,5000,00000,0\n");
  CHECK(readStars(folder / "b.csv").dataset.findColumn("in_limits")->asText() == Texts{"1", "0"});
  writeBytes(folder / "c.csv", "id,teff,flag_boundary\na,4000,00001\nb,5000,\n");
  const Dataset gaps = readStars(folder / "c.csv").dataset;
  CHECK(gaps.numeric("in_limits")[0] == 0.0);
  CHECK(std::isnan(gaps.numeric("in_limits")[1]));
}

TEST_CASE("Guiglion+2024 twin: VizieR's names of the columns") {
  const TemporaryFolder folder;
  for (const char* alpha : {"[alpha/M]", "[a/M]", "__alpha_M_"}) {
    CAPTURE(alpha);
    const std::string name = alpha;
    const std::string header =
        "RAdeg,DEdeg,GaiaDR3,Teff,logg,[M/H],[Fe/H]," + name + ",e_Teff,e_logg,e_[M/H],e_[Fe/H],e_" + name + "\n";
    writeBytes(folder / "a.csv", header +
                                     "10.5,-5.5,5937083312263888001,4810.5,2.41,-0.32,-0.35,0.18,31.0,0.05,0.03,0.04,"
                                     "0.02\n11.5,-6.5,5937083312263888002,5810.5,4.41,-0.12,-0.15,0.08,41.0,0.06,0.04,"
                                     "0.05,0.03\n");
    const Dataset dataset = readStars(folder / "a.csv").dataset;
    CHECK(dataset.ids[0] == "5937083312263888001");
    checkLabels(dataset);
  }
}

TEST_CASE("Astra twin: m_h_atm and alpha_m_atm are labels") {
  CHECK(canonicalLabelName("m_h_atm") == "mh");
  CHECK(canonicalLabelName("alpha_m_atm") == "alpham");
  CHECK(canonicalLabelName("[a/M]") == "alpham");
  CHECK_FALSE(isKnownLabel("am"));  // may be the air mass
  CHECK(labelOfErrorName("e_m_h_atm") == "mh");
}
