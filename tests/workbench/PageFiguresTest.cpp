// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/pages/PageFigures.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "attribution/experiments/ExperimentOptionTable.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "galaxy/panels/PanelGrid.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "galaxy/positions/Positions.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "workbench/audit/ExperimentFigure.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"
#include "workbench/spectrum/LineOptionTable.h"

using namespace maury;
using namespace maury::workbench;

namespace {

/// Returns 120 stars opposite to the Galactic Centre at a parallax of 1 mas (R = 9.122 kpc), with mh −0.5, −0.49 …
/// 0.69.
survey::Dataset discStars() {
  survey::Dataset stars = test::toySurvey(120);
  const std::size_t count = stars.starCount();
  stars.columns.push_back({"ra", "deg", std::vector<double>(count, 86.4051)});
  stars.columns.push_back({"dec", "deg", std::vector<double>(count, 28.936175)});
  stars.columns.push_back({"parallax", "mas", std::vector<double>(count, 1.0)});
  std::vector<double> mh(count);
  for (std::size_t i = 0; i < count; ++i)
    mh[i] = 0.01 * static_cast<double>(i) - 0.5;
  stars.columns.push_back({"mh", "dex", mh});
  galaxy::ensurePositions(stars);
  return stars;
}

OpenedStars toyOpened(bool withModel) {
  OpenedStars opened;
  auto survey = std::make_shared<const survey::Dataset>(test::toySurvey(120));
  if (withModel) opened.model = test::toyModel(*survey, 2);
  opened.rows = test::allRows(*survey);
  opened.survey = std::move(survey);
  return opened;
}

Figure drawPage(const std::string& page, const OpenedStars& opened, const PageOptions& options = {}) {
  Job job;
  return pageFigure(page, opened, options, job);
}

/// Checks that `maury --render` offers each option of the table that has a control in the window. `others`: keys of
/// options that do not change the figure.
template <typename S>
void checkOffered(const std::string& page, const OptionTable<S>& table, const std::set<std::string>& others = {}) {
  for (const Option<S>& option : table) {
    if (option.description.label.empty() || others.contains(option.description.key)) continue;
    INFO(page << ": " << option.description.key);
    const auto& offered = pageOptionTable(page);
    CHECK(std::any_of(offered.begin(), offered.end(), [&](const Option<PageOptions>& each) {
      return each.description.key == option.description.key && !each.description.flag.empty();
    }));
  }
}

}  // namespace

TEST_CASE("page figures: every option with a control in the window can be given without one") {
  checkOffered("spectrum", attribution::attributionOptionTable());
  checkOffered("spectrum", lineOptionTable());
  checkOffered("audit", attribution::experimentOptionTable());
  checkOffered("galaxy", galaxy::panelOptionTable(), {"highAlpha", "shareXLow", "shareXHigh"});
  checkOffered("galaxy", galaxyFigureOptionTable());
  checkOffered("galaxy", galaxy::solarOptionTable());
}

TEST_CASE("page figures: every page draws its figure, and an unknown name is rejected") {
  const OpenedStars opened = toyOpened(true);
  CHECK(drawPage("data", opened).rowHeadings.front() == "Survey");
  PageOptions options;
  options.steps = {"edge-fill"};
  options.star = "toy7";
  CHECK(drawPage("prepare", opened, options).panel(0).find<Line>("flux")->y[0] ==
        static_cast<double>(opened.survey->flux[7 * 40]));
  options.part = std::nullopt;
  const Figure agreement = drawPage("validate", opened, options);
  CHECK(agreement.grid.columns == 2);
  CHECK(agreement.panel(0, 0).diagonal);
  options.form = ValidateForm::Precision;
  CHECK(drawPage("validate", opened, options).panel(0, 0).find<ErrorBars>("scatter"));
  options.experiment.values = {-5.0, 0.0, 5.0};
  const Figure audit = drawPage("audit", opened, options);
  CHECK(audit.grid.rows == 2);
  REQUIRE(audit.panel(0).find<Line>("line0"));
  CHECK(audit.panel(0).find<Line>("line0")->y[1] == 0.0);
  CHECK(audit.panel(0).note(Corner::TopLeft).markup == "120 stars");
  options.experiment.maxStars = 50;
  CHECK(drawPage("audit", opened, options).panel(0).note(Corner::TopLeft).markup == "50 stars");
  CHECK(test::errorOf([] { requirePage("frog"); })->message.find("Choose one of: data, prepare") != std::string::npos);
}

TEST_CASE("page figures: spectrum and contrast have the expected panels in every view") {
  const OpenedStars opened = toyOpened(true);
  const std::size_t labels = opened.model->info().labels.size();
  PageOptions options;
  const Figure mean = drawPage("spectrum", opened, options);
  CHECK(mean.panels.size() == 1 + labels);
  CHECK(mean.panel(0).note(Corner::BottomLeft).markup.rfind("mean of 120 stars", 0) == 0);
  options.star = "toy7";
  CHECK(drawPage("spectrum", opened, options).panel(0).note(Corner::BottomLeft).markup.rfind("toy7", 0) == 0);
  options.star.clear();
  options.spectrum.appearance.twoWindows = true;
  CHECK(drawPage("spectrum", opened, options).grid.columns == 2);
  options.spectrum.appearance.twoWindows = false;
  options.spectrum.appearance.view = SpectrumAppearance::View::Stars;
  CHECK(drawPage("spectrum", opened, options).panel(1, 0).density);

  options.contrast.a = "snr > 60";
  options.contrast.b = "snr < 60";
  CHECK(drawPage("contrast", opened, options).panels.size() == 3);
  options.contrast.view = ContrastPageRequest::View::Parts;
  CHECK(drawPage("contrast", opened, options).panel().find<Box>("step0") != nullptr);
  options.contrast.b = "snr < -1";
  Job job;
  CHECK(test::errorOf([&] { pageFigure("contrast", opened, options, job); })->message ==
        "No star that passes the main filter is in B. Widen the filters.");
}

TEST_CASE("page figures: part and filter select the stars to compare") {
  const OpenedStars opened = toyOpened(true);
  const auto count = [&](const PageOptions& options) {
    const Figure figure = drawPage("validate", opened, options);
    float stars = 0.0F;
    for (const float value : figure.panel().density->values)
      stars += value;
    return stars;
  };
  PageOptions all;
  all.part = std::nullopt;
  PageOptions test;
  CHECK(count(test) < count(all));
  PageOptions cut = all;
  cut.filter = "snr > 60";
  CHECK(count(cut) < count(all));
}

TEST_CASE("page figures: another position of the Sun moves the stars of the Galaxy page before the filter") {
  OpenedStars opened = toyOpened(false);
  opened.survey = std::make_shared<const survey::Dataset>(discStars());
  PageOptions options;
  options.filter = "R_kpc > 10";
  Job job;
  CHECK(test::errorOf([&] { pageFigure("galaxy", opened, options, job); })->says("No star passes"));  // R is 9.122 kpc
  options.sun.distanceToCentreKpc = 10.0;                                                             // R is 11 kpc
  float shown = 0.0F;
  for (const Panel& panel : drawPage("galaxy", opened, options).panels)
    for (const float value : panel.density ? panel.density->values : std::vector<float>())
      shown += std::isfinite(value) ? value : 0.0F;
  CHECK(shown > 0.0F);
}

TEST_CASE("page figures: subsets of the Galaxy page are drawn in the colours of the window") {
  OpenedStars opened = toyOpened(false);
  opened.survey = std::make_shared<const survey::Dataset>(discStars());
  PageOptions options;
  options.galaxy.panels.radiusEdgesKpc = {4, 12};
  options.galaxy.panels.heightEdgesKpc = {0, 2};
  options.subsets = {"poor=mh < -0.005", "rich = mh > 0.495"};
  const Figure figure = drawPage("galaxy", opened, options);
  REQUIRE(figure.legend.size() == 3);
  CHECK(figure.legend[1].text == "poor");
  CHECK(figure.legend[1].ink == Ink(0xCC79A7));
  CHECK(figure.legend[2].text == "rich");
  CHECK(figure.legend[2].ink == Ink(0x2F5D8C));
  const auto* poor = figure.panel().find<Points>("subset0");
  const auto* rich = figure.panel().find<Points>("subset1");
  REQUIRE((poor && rich));
  CHECK(poor->x.size() == 50);
  CHECK(rich->x.size() == 20);
  CHECK(*std::max_element(poor->x.begin(), poor->x.end()) == Approx(-0.01));
  CHECK(*std::min_element(rich->x.begin(), rich->x.end()) == Approx(0.5));
  CHECK(poor->ink == Ink(0xCC79A7));
  options.filter = "mh > -0.105";  // hides all but ten of the first subset
  CHECK(drawPage("galaxy", opened, options).panel().find<Points>("subset0")->x.size() == 10);

  const auto refusal = [&](const char* subset) {
    options.subsets = {subset};
    return test::refusalOf([&] { drawPage("galaxy", opened, options); });
  };
  CHECK(refusal("none=mh > 9") == "No star is in the subset 'none'. Widen its filter.");
  CHECK(refusal("poor [dex]=mh < 0") == "The subset 'poor' cannot have a unit. Write NAME=FILTER.");
  CHECK(test::contains(refusal("mh < 0"), "there is no '='"));
  CHECK(test::contains(refusal("poor=mhh < 0"), "Character 1"));
}

TEST_CASE("page figures: subsets are drawn over the one-to-one figure of the Validate page") {
  const OpenedStars opened = toyOpened(true);
  PageOptions options;
  options.part = std::nullopt;
  options.subsets = {"high=snr > 60"};
  std::size_t expected = 0;
  for (const double snr : opened.survey->numeric("snr"))
    if (snr > 60.0) ++expected;
  REQUIRE(expected > 0);
  const Figure figure = drawPage("validate", opened, options);
  REQUIRE(figure.panel().find<Points>("subset0"));
  CHECK(figure.panel().find<Points>("subset0")->x.size() == expected);
}

TEST_CASE("page figures: a second model of the Audit page is drawn dashed under its name") {
  const test::TemporaryFolder folder;
  OpenedStars opened = toyOpened(true);
  opened.modelFile = "first.safetensors";
  const network::Model second = test::layeredModel(*opened.survey, 1);
  second.save(folder / "second.safetensors");
  PageOptions options;
  options.experiment.values = {-5.0, 0.0, 5.0};
  options.secondModel = folder / "second.safetensors";
  const Panel both = drawPage("audit", opened, options).panel();
  options.secondModel.clear();
  const Panel first = drawPage("audit", opened, options).panel();
  opened.model = second;
  const Panel alone = drawPage("audit", opened, options).panel();
  REQUIRE((both.find<Line>("line0") && both.find<Line>("line1")));
  CHECK(both.find<Line>("line0")->y == first.find<Line>("line0")->y);
  CHECK(both.find<Line>("line1")->y == alone.find<Line>("line0")->y);
  CHECK(both.find<Line>("line1")->y != first.find<Line>("line0")->y);
  CHECK(both.find<Line>("line1")->style.stroke == Stroke::Dashed);
  REQUIRE(both.legend.entries.size() == 2);
  CHECK(both.legend.entries[0].text == "first");
  CHECK(both.legend.entries[1].text == "second");
  CHECK(first.legend.entries.empty());
}

TEST_CASE("page figures: errors name what is missing") {
  const auto refusal = [](const std::string& page, const OpenedStars& opened, const PageOptions& options = {}) {
    Job job;
    const auto error = test::errorOf([&] { pageFigure(page, opened, options, job); });
    return error ? error->message : std::string();
  };
  CHECK(refusal("train", toyOpened(false)).find("needs a model file") != std::string::npos);
  CHECK(refusal("train", toyOpened(true)).find("no training history") != std::string::npos);
  CHECK(refusal("audit", toyOpened(false)).find("needs a model file") != std::string::npos);
  PageOptions options;
  options.star = "nobody";
  CHECK(refusal("prepare", toyOpened(false), options) == "There is no star 'nobody' in the survey. Check its id.");
  options.star.clear();
  options.steps = {"frog"};
  CHECK_FALSE(refusal("prepare", toyOpened(false), options).empty());
}

TEST_CASE("page figures: the copied command names the files and the changed options of the page") {
  PageOptions options;
  CHECK(renderCommand("train", {"a b.fits"}, options) == "maury --render train 'a b.fits' --out train.pdf");
  options.star = "toy7";
  options.spectrum.attribution.method = attribution::AttributionMethod::Occlusion;
  options.spectrum.lines.hiddenElements = {"Ca", "Fe"};
  options.galaxy.view = GalaxyView::Sky;  // an option of another page
  CHECK(renderCommand("spectrum", {"a.fits", "m.safetensors"}, options) ==
        "maury --render spectrum a.fits m.safetensors --star toy7 --method occlusion --hide-elements Ca,Fe "
        "--out spectrum.pdf");
  PageOptions compared;
  compared.subsets = {"halo=mh < -1", "disc=mh > -1"};
  compared.secondModel = "b c.safetensors";
  for (const char* page : {"galaxy", "validate"})
    CHECK(renderCommand(page, {"a.fits"}, compared) == std::string("maury --render ") + page +
                                                           " a.fits --subset 'halo=mh < -1' --subset 'disc=mh > -1' "
                                                           "--out " +
                                                           page + ".pdf");
  for (const char* page : {"audit", "train"})
    CHECK(renderCommand(page, {"a.fits"}, compared) ==
          std::string("maury --render ") + page + " a.fits --second-model 'b c.safetensors' --out " + page + ".pdf");
}

TEST_CASE("page figures: values of an experiment are drawn in ascending order") {
  PageOptions options;
  options.experiment.values = {5.0, -5.0, 0.0};
  CHECK(drawPage("audit", toyOpened(true), options).panel(0).find<Line>("line0")->x ==
        std::vector<double>{-5.0, 0.0, 5.0});
}

TEST_CASE("experiment figure: noise shows the scatter with its error, a second model is dashed") {
  ExperimentContent content;
  content.kind = attribution::ExperimentKind::Noise;
  content.experiment.values = {10.0, 20.0, 40.0};
  content.stars = 51;
  content.models = {"one", "two"};
  const std::vector<network::ModelLabel> labels{{"teff", "K", 3000.0, 7000.0}};
  attribution::ExperimentCurve curve{labels, {}};
  for (const double value : content.experiment.values)
    curve.points.push_back({value, {1.0}, {100.0 / value}, {}});
  content.curves = {curve, curve};
  const Figure figure = experimentFigure(content);
  const Panel& panel = figure.panel();
  CHECK(panel.x.logarithmic);
  CHECK(panel.y.low == 0.0);
  CHECK(panel.find<Line>("line0")->y == std::vector<double>{10.0, 5.0, 2.5});
  CHECK(panel.find<Band>("band0")->high[0] == Approx(11.0));  // 10 / √(2 · 50) = 1
  CHECK(panel.find<Line>("line1")->style.stroke == Stroke::Dashed);
  CHECK(panel.legend.entries.size() == 2);
}
