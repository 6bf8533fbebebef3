// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ErrorOf.h"
#include "survey/dataset/Dataset.h"
#include "survey/file/SurveyReader.h"

#include <algorithm>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/dataset/ColumnMeta.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/names/LabelNames.h"

using maury::ErrorKind;
using namespace maury::survey;
using namespace maury::test;

TEST_CASE("dataset: a star's spectrum is its row of the flux array") {
  const Dataset dataset = smallSurvey();
  CHECK(dataset.starCount() == 5);
  CHECK(dataset.pixelCount() == 4);
  CHECK(dataset.fluxOf(2)[3] == 2.75f);
  CHECK(dataset.fluxErrorOf(4)[0] == Approx(0.05f));
  Dataset without = dataset;
  without.fluxError.clear();
  CHECK(without.fluxErrorOf(0).empty());
}

TEST_CASE("dataset: numeric() returns labels, their errors, scalar inputs and numeric columns") {
  const Dataset dataset = smallSurvey();
  CHECK(dataset.numeric("teff")[3] == 4300.0);
  CHECK(dataset.numeric("e_teff")[3] == 53.0);
  CHECK(dataset.numeric("parallax")[3] == 4.0);
  CHECK(dataset.numeric("snr")[3] == 40.1);
  CHECK(std::isnan(dataset.numeric("mh")[1]));
  CHECK(dataset.numericNames() == std::vector<std::string>{"teff", "mh", "e_teff", "parallax", "snr", "visit_id"});
  CHECK(dataset.unitOf("e_teff") == "K");
  CHECK(dataset.unitOf("parallax") == "mas");
  CHECK(dataset.unitOf("nothing").empty());
}

TEST_CASE("dataset: numeric() finds a label by its aliases") {
  const Dataset dataset = smallSurvey();
  CHECK(dataset.hasNumeric("Teff"));
  CHECK(dataset.numeric("[M/H]")[2] == Approx(-0.2));
  CHECK_FALSE(dataset.hasNumeric("logg"));
}

TEST_CASE("dataset: snr finds the S/N column of each survey, which keeps its name") {
  for (const std::string name : {"SNR", "rvs_spec_sig_to_noise", "snr_px_ccd3", "SN_MEDIAN_ALL"}) {
    Dataset dataset = smallSurvey();
    const auto column = std::find_if(dataset.columns.begin(), dataset.columns.end(),
                                     [](const maury::io::Column& one) { return one.name == "snr"; });
    REQUIRE(column != dataset.columns.end());
    const std::vector<double> values = column->asReal();
    column->name = name;
    CHECK(dataset.hasNumeric("snr"));
    CHECK(same(dataset.numeric("snr"), values));
    CHECK(same(dataset.numeric(name), values));
    CHECK(filterRows(dataset, "snr > 1e9").empty());
    CHECK(displayName(name) == "S/N");
    CHECK(columnMeta(name).ucd == "stat.snr");
    CHECK(unusedName(dataset, "snr") == "snr");
    dataset.columns.push_back({"snr", "", std::vector<double>(dataset.starCount(), 7)});
    CHECK(dataset.numeric("snr").front() == 7);

    dataset.columns.pop_back();
    const TemporaryFolder folder;
    maury::Job job;
    writeSurvey(folder / "survey.fits", dataset, job);
    SurveyParts parts;
    parts.names = {"snr"};
    CHECK(same(readSurvey(folder / "survey.fits", job, parts).numeric("snr"), values));
  }
  Dataset none = smallSurvey();
  for (maury::io::Column& column : none.columns)
    if (column.name == "snr") column.name = "snr_g";
  CHECK_FALSE(none.hasNumeric("snr"));
}

TEST_CASE("dataset: numeric() of an unknown name lists similar names") {
  const Dataset dataset = smallSurvey();
  const CaughtError thrown = errorOf([&] { (void)dataset.numeric("snrr"); });
  CHECK(thrown.kind == ErrorKind::Mismatch);
  CHECK(thrown.message == "There is no column 'snrr'; similar names: snr.");
  CHECK(errorOf([&] { (void)dataset.numeric("quux"); }).says("available names: teff, mh, e_teff"));
}

TEST_CASE("dataset: numeric() refuses vector inputs, missing errors and text") {
  const Dataset dataset = smallSurvey();
  CHECK_FALSE(dataset.hasNumeric("bp_coefficients"));
  CHECK_FALSE(dataset.hasNumeric("e_mh"));
  CHECK(errorOf([&] { (void)dataset.numeric("field"); }).says("Column 'field' contains text"));
}

TEST_CASE("dataset: select() copies all parts of the rows in the requested order") {
  const Dataset dataset = smallSurvey();
  const std::vector<std::size_t> rows = {4, 1, 1};
  const Dataset chosen = dataset.select(rows);
  chosen.validate();
  CHECK(chosen.ids == std::vector<std::string>{"star-4", "star-1", "star-1"});
  CHECK(chosen.fluxOf(0)[1] == 4.25f);
  CHECK(std::isnan(chosen.fluxOf(2)[1]));
  CHECK(chosen.inputs[1].values == std::vector<float>{40, 41, 42, 10, 11, 12, 10, 11, 12});
  CHECK(chosen.labels[0].errors == std::vector<float>{54, 51, 51});
  CHECK(std::get<std::vector<std::string>>(chosen.columns[2].values)[0] == "field 0");
  CHECK(chosen.provenance.isMock);
  const std::vector<std::size_t> outside = {5};
  CHECK(errorOf([&] { (void)dataset.select(outside); }).says("Row 5 does not exist: the dataset has 5 stars"));
}

TEST_CASE("dataset: append() of two selected halves restores the whole") {
  const Dataset dataset = smallSurvey();
  Dataset joined = dataset.select(std::vector<std::size_t>{0, 1});
  append(joined, dataset.select(std::vector<std::size_t>{2, 3, 4}));
  joined.validate();
  CHECK(joined.ids == dataset.ids);
  CHECK(same(joined.flux, dataset.flux));
  CHECK(same(joined.labels[1].values, dataset.labels[1].values));
  CHECK(std::get<std::vector<std::int64_t>>(joined.columns[1].values) ==
        std::get<std::vector<std::int64_t>>(dataset.columns[1].values));
  append(joined, joined);
  CHECK(joined.starCount() == 10);
  joined.validate();
}

TEST_CASE("dataset: append() refuses datasets that differ, with a reason, and changes nothing") {
  const Dataset dataset = smallSurvey();
  Dataset into = dataset;
  Dataset other = dataset;
  other.grid = maury::spectra::WavelengthGrid({850.0, 850.1, 850.25, 850.6});
  CHECK(errorOf([&] { append(into, other); }).says("4 px"));
  other = dataset;
  other.labels[1].name = "feh";
  CHECK(errorOf([&] { append(into, other); }).says("label 2 is 'mh' in one and 'feh' in the other"));
  other = dataset;
  other.inputs[1].width = 2;
  CHECK(errorOf([&] { append(into, other); }).says("'bp_coefficients' has 3 elements in one and 2"));
  other = dataset;
  other.columns[1].values = std::vector<double>(5, 0.0);
  CHECK(errorOf([&] { append(into, other); }).says("the values of column 'visit_id' differ in type"));
  other = dataset;
  other.fluxError.clear();
  CHECK(errorOf([&] { append(into, other); }).says("flux errors"));
  other = dataset;
  other.provenance.preprocessing.pop_back();
  CHECK(errorOf([&] { append(into, other); }).says("the other with 'edge-fill value=1'"));
  CHECK(into.starCount() == 5);
}

TEST_CASE("dataset: validate() names the part with a wrong length") {
  Dataset dataset = smallSurvey();
  dataset.validate();
  dataset.labels[0].errors.pop_back();
  CHECK(errorOf([&] { dataset.validate(); }).says("The error of label 'teff' has 4 values, but 5"));
  dataset = smallSurvey();
  dataset.flux.pop_back();
  CHECK(errorOf([&] { dataset.validate(); }).says("The flux has 19 values, but 20 (5 stars × 4 pixels)"));
  dataset = smallSurvey();
  dataset.inputs[1].values.pop_back();
  CHECK(errorOf([&] { dataset.validate(); }).says("Input 'bp_coefficients'"));
  dataset = smallSurvey();
  dataset.columns[2].values = std::vector<std::string>(3);
  CHECK(errorOf([&] { dataset.validate(); }).says("Column 'field' has 3 values"));
}

TEST_CASE("dataset: validate() refuses a name that is used twice") {
  Dataset dataset = smallSurvey();
  dataset.columns[0].name = "parallax";
  CHECK(errorOf([&] { dataset.validate(); }).says("The name 'parallax' is used twice"));
  dataset.columns[0].name = "e_teff";
  CHECK(errorOf([&] { dataset.validate(); }).says("'e_teff'"));
}

TEST_CASE("dataset: rowOf() finds a star or returns the star count") {
  const Dataset dataset = smallSurvey();
  CHECK(dataset.rowOf("star-3") == 3);
  CHECK(dataset.rowOf("star") == 5);
}
