// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/ValidateFigures.h"

#include "base/Random.h"
#include "support/Catch.h"
#include "support/Rows.h"
#include "workbench/validation/OneToOneFigure.h"

using namespace maury;
using namespace maury::workbench;

namespace {

/// Returns predictions of teff with Gaussian errors of 100 K, stated correctly, and S/N from 10 to 110.
survey::Dataset predictions(std::size_t stars) {
  survey::Dataset catalogue;
  survey::Label teff{"teff_cnn", "K", {}, {}};
  std::vector<double> reference, snr;
  Random random(5);
  for (std::size_t i = 0; i < stars; ++i) {
    catalogue.ids.push_back("s" + std::to_string(i));
    reference.push_back(random.uniform(4000.0, 6000.0));
    teff.values.push_back(static_cast<float>(reference.back() + 100.0 * random.gaussian()));
    snr.push_back(random.uniform(10.0, 110.0));
  }
  catalogue.labels = {teff};
  catalogue.columns = {
      {"teff", "K", reference}, {"sigma_teff_cnn", "K", std::vector<double>(stars, 100.0)}, {"snr", "", snr}};
  return catalogue;
}

}  // namespace

TEST_CASE("validate: correct error bars lie on the diagonal") {
  const survey::Dataset catalogue = predictions(2000);
  Job job;
  const ValidateContent content = validateStars(catalogue, test::rowNumbers(2000), test::rowNumbers(2000), job);
  REQUIRE(content.reports.size() == 1);
  CHECK(content.reports[0].residuals.sigma == Approx(100.0).epsilon(0.05));
  REQUIRE(content.coverage.size() == 1);
  const LabelCoverage& coverage = content.coverage[0];
  CHECK(coverage.internal.empty());
  for (std::size_t i = 0; i < coverage.nominal.size(); ++i)
    CHECK(coverage.calibrated[i] == Approx(coverage.nominal[i]).margin(0.04));
  CHECK_FALSE(content.precision.empty());
  CHECK(content.precisionProblem.empty());

  const Figure figure = coverageFigure(content);
  CHECK(figure.panel().diagonal);
  REQUIRE(figure.panel().find<Line>("stated σ"));
  CHECK(figure.panel().legend.entries.size() == 1);
  const Panel precision = precisionFigure(content).panel();
  CHECK(precision.x.logarithmic);
  REQUIRE(precision.find<ErrorBars>("scatter"));
  CHECK(precision.find<ErrorBars>("scatter")->y.size() == content.precision[0].bins.size());
  CHECK(precision.find<Line>("stated σ"));
  CHECK_FALSE(precision.find<Line>("bound"));  // known for mock stars only
}

TEST_CASE("validate: with too few stars there is no S/N bin, and the content says so") {
  Job job;
  const ValidateContent content = validateStars(predictions(10), test::rowNumbers(10), test::rowNumbers(10), job);
  CHECK(content.precision.empty());
  CHECK(content.precisionProblem == "No S/N bin contains 20 of these stars. Widen the filter or select more stars.");
}

TEST_CASE("validate: grid cells without a label stay blank") {
  ValidateContent content;
  const OneToOne label{"teff", "K", {4000, 5000}, {4010, 5010}, false};
  content.oneToOne.assign(5, label);
  const Figure figure = agreementFigure(content, {});
  CHECK(figure.grid.rows == 2);
  CHECK(figure.grid.columns == 3);
  CHECK_FALSE(figure.panel(1, 1).isEmpty);
  CHECK(figure.panel(1, 2).isEmpty);
  CHECK(agreementLabelIndex(content, 1, 1) == std::size_t{4});
  CHECK_FALSE(agreementLabelIndex(content, 1, 2));
}

TEST_CASE("one to one: subsets are drawn over the density, and an outline returns the rows inside") {
  const std::vector<std::size_t> rows{2, 5, 9};
  const OneToOne data{"teff", "K", {4000, 5000, 6000}, {4010, 5010, 5990}, true};
  const Subset subset{"giants", 0x0072B2,
                      std::make_shared<const std::vector<std::size_t>>(std::vector<std::size_t>{5, 7, 9}), false};
  const auto subsets = oneToOneSubsets({{subset}}, rows);
  REQUIRE(subsets.size() == 1);
  CHECK(subsets[0].places == std::vector<std::size_t>{1, 2});
  const Panel values = oneToOnePanel(data, OneToOneForm::Values, subsets);
  CHECK(values.diagonal);
  CHECK(values.x.title.find(", mock") != std::string::npos);
  REQUIRE(values.find<Points>("subset0"));
  CHECK(values.find<Points>("subset0")->x == std::vector<double>{5000, 6000});
  CHECK(values.legend.entries[0].text == "2");
  CHECK(values.note(Corner::BottomRight).markup.find("K") != std::string::npos);
  const Panel residuals = oneToOnePanel(data, OneToOneForm::Residuals, subsets);
  CHECK_FALSE(residuals.diagonal);
  CHECK(residuals.find<HorizontalMark>("zero"));
  CHECK(residuals.find<Points>("subset0")->y == std::vector<double>{10, -10});
  CHECK(residuals.y.low == -residuals.y.high);
  const std::vector<galaxy::Point> outline{{4500, -50}, {6500, -50}, {6500, 0}, {4500, 0}};
  CHECK(rowsInOutline(data, OneToOneForm::Residuals, outline, rows) == std::vector<std::size_t>{9});
}
