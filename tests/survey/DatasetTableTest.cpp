// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/DatasetTable.h"

#include <cmath>

#include "io/fits/FitsReader.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/dataset/ColumnMeta.h"
#include "survey/file/SurveyFile.h"

using namespace maury;

TEST_CASE("table of stars: labels with errors, inputs and columns follow the requested row order") {
  const survey::Dataset dataset = test::smallSurvey(4);
  const std::vector<std::size_t> rows = {3, 1};
  const io::Table table = survey::tableOf(dataset, rows);
  REQUIRE(table.at("id").asText() == std::vector<std::string>{"star-3", "star-1"});
  REQUIRE(table.at("teff").asReal() == std::vector<double>{4300, 4100});
  REQUIRE(table.at("teff").isFloat32);
  REQUIRE(table.at("teff").unit == "K");
  REQUIRE(table.at("e_teff").asReal() == std::vector<double>{53, 51});
  REQUIRE(table.findArray("bp_coefficients")->row(0).size() == 3);
  REQUIRE(table.findArray("flux") == nullptr);
  REQUIRE(table.notes.front() == "Mock stars: simulated, not observed");
  REQUIRE(table.notes[2] == "Spectra: edge-fill value=1");
  REQUIRE(table.notes.back() == "Note: divided by two");
}

TEST_CASE("table of stars: spectra are written with their wavelengths") {
  const survey::Dataset dataset = test::smallSurvey(3);
  const std::vector<std::size_t> rows = {2};
  const io::Table table = survey::tableOf(dataset, rows, true);
  REQUIRE(table.findArray("wavelength")->row(0)[2] == 850.25);
  REQUIRE(table.findArray("wavelength")->unit == "nm");
  REQUIRE(table.findArray("flux")->row(0)[1] == 2.25);
  REQUIRE(table.findArray("flux_error")->ucd == "stat.error;phot.flux.density;em.wl");
}

TEST_CASE("table of stars: numeric ids become integers, Gaia's become source_id, names stay text") {
  survey::Dataset dataset = test::smallSurvey(2);
  dataset.ids = {"5937083312263887616", "4295806720"};
  REQUIRE(std::get<std::vector<std::int64_t>>(survey::tableOf(dataset).at("source_id").values)[0] ==
          5937083312263887616);
  dataset.ids = {"17", "4"};
  REQUIRE(std::get<std::vector<std::int64_t>>(survey::tableOf(dataset).at("id").values)[1] == 4);
  dataset.ids = {"17", "022"};
  REQUIRE(survey::tableOf(dataset).at("id").isText());
  dataset.ids = {"5937083312263887616", "4295806720"};
  dataset.columns.push_back({"source_id", "", std::vector<std::int64_t>{1, 2}});
  const io::Table table = survey::tableOf(dataset);
  REQUIRE(table.columns.front().name == "id");
  REQUIRE(table.columns.front().ucd == "meta.id;meta.main");
  REQUIRE(table.at("source_id").ucd == "meta.id");  // a table has one main id
}

// The UCDs were checked by astropy.io.votable.ucd.check_ucd(…, check_controlled_vocabulary=True) of astropy 5.2.1.
TEST_CASE("columns: metadata of names in any spelling, of errors, and of unknown names") {
  using survey::columnMeta;
  REQUIRE(columnMeta("TEFF").ucd == "phys.temperature.effective");
  REQUIRE(columnMeta("[Fe/H]").ucd == "phys.abund.Fe");
  REQUIRE(columnMeta("mgfe").description == "Abundance [Mg/Fe]");
  REQUIRE(columnMeta("e_logg").ucd == "stat.error;phys.gravity");
  REQUIRE(columnMeta("e_logg").description == "1-sigma uncertainty of surface gravity, log10 of cm/s2");
  REQUIRE(columnMeta("logg_cnn").description == "Surface gravity, log10 of cm/s2, predicted by a network");
  REQUIRE(columnMeta("logg_cnn").ucd == "phys.gravity");
  REQUIRE(columnMeta("sigma_logg_cnn").description ==
          "Calibrated 1-sigma uncertainty of surface gravity, log10 of cm/s2, predicted by a network");
  REQUIRE(columnMeta("sigma_logg_cnn").ucd == columnMeta("e_logg").ucd);
  REQUIRE(columnMeta("scatter_logg_cnn").description == "Scatter over the networks (internal precision) of logg");
  REQUIRE(columnMeta("scatter_logg_cnn").ucd == columnMeta("e_logg").ucd);
  REQUIRE(columnMeta("parallax_error").ucd == "stat.error;pos.parallax.trig");
  REQUIRE(columnMeta("ra_error").ucd == "stat.error;pos.eq.ra");
  REQUIRE(columnMeta("KIC_ID").ucd == "meta.id");
  REQUIRE(columnMeta("field").ucd.empty());
  REQUIRE(columnMeta("field").description.empty());
  REQUIRE(columnMeta("").ucd.empty());
}

TEST_CASE("survey file: columns have descriptions and UCDs, and units that FITS lacks are restored") {
  const test::TemporaryFolder folder;
  survey::Dataset dataset = test::smallSurvey(3);
  dataset.columns.push_back(
      {"chi2", "parsec per fortnight", std::vector<double>{1, 2, 3}, "Of the fit", "stat.fit.chi2"});
  Job job;
  survey::writeSurvey(folder / "s.fits", dataset, job);

  io::FitsReader fits(folder / "s.fits");
  fits.moveTo("STARS");
  for (const io::FitsColumn& column : fits.columns()) {
    if (column.name == "teff") {
      REQUIRE(column.description == "Effective temperature");
      REQUIRE(column.ucd == "phys.temperature.effective");
      REQUIRE(column.unit == "K");
    }
    if (column.name == "mh") REQUIRE(column.unit.empty());  // FITS has no dex
  }
  const survey::Dataset back = survey::readSurvey(folder / "s.fits", job);
  REQUIRE(back.findLabel("mh")->unit == "dex");
  REQUIRE(back.findColumn("chi2")->unit == "parsec per fortnight");
  REQUIRE(back.findColumn("chi2")->description == "Of the fit");
  REQUIRE(back.findColumn("chi2")->ucd == "stat.fit.chi2");
}
