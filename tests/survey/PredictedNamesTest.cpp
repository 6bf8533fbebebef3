// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/PredictedNames.h"

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/dataset/NumericView.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyWriter.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "survey/names/LabelNames.h"

using namespace maury;
using namespace maury::survey;

namespace {

using Names = std::vector<std::string>;
using Rows = std::vector<std::size_t>;

/// Returns a catalogue with both reference and predicted log g.
Dataset predictions() {
  Dataset stars;
  stars.ids = {"a", "b", "c"};
  stars.labels = {{"logg_cnn", "dex", {1.0F, 2.0F, 3.0F}, {0.5F, 0.5F, 0.5F}}};
  stars.columns = {{"sigma_logg_cnn", "dex", std::vector<double>{0.1, 0.2, 0.3}},
                   {"logg", "dex", std::vector<double>{3.0, 2.5, 1.0}},
                   {"snr", "", std::vector<double>{20.0, 20.0, 20.0}},
                   {"in_limits", "", std::vector<std::int64_t>{1, 1, 1}}};
  return stars;
}

}  // namespace

TEST_CASE("predicted names: a label, its uncertainty and its scatter have names of their own") {
  CHECK(predictedName("teff") == "teff_cnn");
  CHECK(referenceName("teff_cnn") == "teff");
  CHECK(referenceName("teff") == "teff");
  CHECK(sigmaName("teff_cnn") == "sigma_teff_cnn");
  CHECK(errorName("teff") == "e_teff");
  CHECK(errorName("teff_cnn") == "scatter_teff_cnn");
  CHECK(labelOfError("e_teff") == "teff");
  CHECK(labelOfError("scatter_teff_cnn") == "teff_cnn");
  CHECK(labelOfError("scatter_teff").empty());
  CHECK(labelOfError("teff").empty());
  CHECK(labelOfSigma("sigma_teff_cnn") == "teff_cnn");
  CHECK(labelOfSigma("sigma_teff").empty());
  CHECK(isPredictedLabel("teff_cnn"));
  for (const char* name : {"teff", "sigma_teff_cnn", "scatter_teff_cnn", "_cnn", ""})
    CHECK_FALSE(isPredictedLabel(name));
}

TEST_CASE("predicted names: aliases, names in figures and units follow the label") {
  CHECK(canonicalLabelName("Teff_cnn") == "teff_cnn");
  CHECK(canonicalLabelName("M_H_cnn") == "mh_cnn");
  CHECK(isKnownLabel("alpham_cnn"));
  CHECK_FALSE(isKnownLabel("vbroad_cnn"));
  CHECK(labelRange("teff_cnn").low == 1000.0);
  CHECK(labelOfErrorName("scatter_mh_cnn") == std::optional<std::string>("mh_cnn"));
  CHECK(displayName("mh_cnn") == "CNN [M/H]");
  CHECK(displayName("vbroad_cnn") == "CNN vbroad");
  CHECK(displayName("sigma_teff_cnn") == "σ(CNN Teff)");
  CHECK(displayName("scatter_teff_cnn") == "scatter(CNN Teff)");
  CHECK(axisLabel("teff_cnn", "") == "CNN Teff (K)");
  CHECK(defaultUnit("sigma_teff_cnn") == "K");
  CHECK(defaultUnit("scatter_mh_cnn") == "dex");
}

TEST_CASE("predicted names: a cut means the reference or the prediction, never both") {
  const Dataset stars = predictions();
  CHECK(filterRows(stars, "logg < 2.2") == Rows{2});
  CHECK(filterRows(stars, "logg_cnn < 2.2") == Rows{0, 1});
  CHECK(filterRows(stars, "sigma_logg_cnn < 0.25") == Rows{0, 1});
  CHECK(filterRows(stars, "scatter_logg_cnn == 0.5").size() == 3);
  CHECK(shownLabel(stars, "logg") == "logg_cnn");
  CHECK(uncertaintiesOf(stars, stars.labels[0])->operator[](1) == 0.2);
}

TEST_CASE("predicted names: cuts of papers work for predictions and for published catalogues") {
  Dataset stars = predictions();
  CHECK(filterRows(stars, "@bimodality") == Rows{0, 1});  // the cut of a figure of predictions
  CHECK(filterRows(stars, "@giants") == Rows{2});         // references have priority in a cut that may train
  CHECK(filterNames(stars, "@bimodality") == Names{"snr", "logg_cnn", "in_limits"});
  stars.labels.clear();
  CHECK(filterRows(stars, "@bimodality") == Rows{2});
  stars = predictions();
  stars.columns.erase(stars.columns.begin() + 1);
  CHECK(filterRows(stars, "@giants") == Rows{0, 1});
  CHECK_THROWS_AS(filterRows(stars, "logg < 2.2"), FilterError);
  CHECK(filterRows(stars, "logg < 2.2", LabelNames::OrCounterpart) == Rows{0, 1});
}

TEST_CASE("predicted names: a catalogue keeps them through a file and through a table") {
  const test::TemporaryFolder folder;
  Job job;
  Dataset stars = predictions();
  stars.columns.push_back({"flag_boundary", "", Names{"00", "00", "00"}});
  SurveyWriter writer(folder / "a.fits", stars, 8);
  writer.append(stars);
  writer.commit();
  const Dataset read = readSurvey(folder / "a.fits", job);
  CHECK(read.labels[0].name == "logg_cnn");
  CHECK(read.numeric("scatter_logg_cnn") == std::vector<double>{0.5, 0.5, 0.5});
  CHECK(read.numeric("logg") == std::vector<double>{3.0, 2.5, 1.0});

  test::writeBytes(
      folder / "a.csv",
      "id,logg_cnn,scatter_logg_cnn,sigma_logg_cnn,logg,e_logg\na,1.25,0.5,0.1,3.5,0.25\nb,2.25,0.5,0.2,2.5,0.25\n");
  ImportReport report;
  const Dataset table = importCatalogue(folder / "a.csv", {}, report, job);
  CHECK(table.findLabel("logg_cnn")->errors == std::vector<float>{0.5F, 0.5F});
  CHECK(table.findLabel("logg")->errors == std::vector<float>{0.25F, 0.25F});
  CHECK(table.numeric("sigma_logg_cnn") == std::vector<double>{0.1, 0.2});
}

TEST_CASE("predicted names: predictions of earlier versions get today's names") {
  const Names columns{"id",        "teff",           "e_teff",           "sigma_teff",     "flag_boundary",
                      "in_limits", "teff_reference", "e_teff_reference", "vmic_reference", "snr"};
  CHECK(oldPredictedLabels(columns) == Names{"teff"});
  CHECK(oldPredictedLabels(Names{"id", "teff", "eteff", "flag_boundary", "in_limits"}).empty());  // Guiglion+2024
  CHECK(oldPredictedLabels(Names{"id", "teff", "sigma_teff"}).empty());
  Names renamed;
  for (const std::string& name : columns)
    renamed.push_back(nameOfOldColumn(name, Names{"teff"}, columns));
  CHECK(renamed == Names{"id", "teff_cnn", "scatter_teff_cnn", "sigma_teff_cnn", "flag_boundary", "in_limits", "teff",
                         "e_teff", "vmic", "snr"});

  const Names taken{"teff", "teff_reference", "x", "x_reference"};  // x_reference is the user's own column
  CHECK(nameOfOldColumn("x_reference", Names{"teff"}, taken) == "x_reference");
  CHECK(nameOfOldColumn("teff_reference", Names{"teff"}, taken) == "teff");

  const test::TemporaryFolder folder;
  test::writeBytes(folder / "old.csv",
                   "id,teff,e_teff,sigma_teff,flag_boundary,in_limits,teff_reference\na,5000,10,80,0,1,5100\n");
  Job job;
  ImportReport report;
  const Dataset old = importCatalogue(folder / "old.csv", {}, report, job);
  CHECK(old.findLabel("teff_cnn")->values == std::vector<float>{5000.0F});
  CHECK(old.findLabel("teff_cnn")->errors == std::vector<float>{10.0F});
  CHECK(old.findLabel("teff")->values == std::vector<float>{5100.0F});
  CHECK(old.numeric("sigma_teff_cnn") == std::vector<double>{80.0});
  REQUIRE_FALSE(report.notes.empty());
  CHECK(report.notes[0].find("the predicted label is teff_cnn, the reference teff") != std::string::npos);
}
