// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/pages/PageOptionTable.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "attribution/experiments/ExperimentOptionTable.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "attribution/physics/ContrastOptionTable.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"
#include "workbench/pages/PageFigures.h"
#include "workbench/spectrum/LineOptionTable.h"
#include "workbench/validation/ValidationStars.h"

namespace maury::workbench {

namespace {

using Table = OptionTable<PageOptions>;

/// Returns an option of a part of PageOptions as an option of the whole. `access` returns the part.
template <typename Part, typename Access>
Option<PageOptions> ofPart(const Option<Part>& option, Access access) {
  return describeComputed<PageOptions>(
      option.description.key, [get = option.get, access](const PageOptions& options) { return get(access(options)); },
      [set = option.set, access](PageOptions& options, const OptionValue& value) { set(access(options), value); }, {},
      option.description);
}

/// Adds the options of a part that have these keys.
template <typename Part, typename Access>
void add(Table& table, const OptionTable<Part>& parts, std::initializer_list<const char*> keys, Access access) {
  for (const char* key : keys)
    table.push_back(ofPart(findOption(parts, key), access));
}

/// Returns the option that turns off a switch that is on by default, with the key of that switch.
template <typename Part>
Option<Part> describeSwitchOff(std::string key, bool Part::*member, OptionDescription description) {
  return describeComputed<Part>(
      std::move(key), [member](const Part& part) -> OptionValue { return !(part.*member); },
      [member](Part& part, const OptionValue& value) { part.*member = !std::get<bool>(value); }, {},
      std::move(description));
}

Option<PageOptions> describeFilter() {
  return describe("filter", &PageOptions::filter,
                  {.flag = "--filter", .help = "Use only stars that pass this filter, e.g. 'snr > 15 && snr < 25'"});
}

Option<PageOptions> describeSubsets() {
  return describe("subsets", &PageOptions::subsets,
                  {.flag = "--subset",
                   .help = "Subset of the stars to draw in a colour of its own, NAME=FILTER, e.g. 'halo=mh < -1'. "
                           "Repeat for more",
                   .wholeWords = true});
}

Option<PageOptions> describeSecondModel() {
  return describe("secondModel", &PageOptions::secondModel,
                  {.flag = "--second-model", .help = "Another model file, drawn dashed for comparison"});
}

Option<PageOptions> describeStar(std::string help) {
  return describe("star", &PageOptions::star, {.flag = "--star", .help = std::move(help)});
}

template <typename Request, typename Access>
Option<PageOptions> describeLabel(std::string Request::*label, std::string help, Access access) {
  return ofPart(describe("label", label, {.flag = "--label", .help = std::move(help)}), access);
}

}  // namespace

const Table& dataOptionTable() {
  static const Table table;  // the summary describes the survey as it is
  return table;
}

const Table& prepareOptionTable() {
  static const Table table{
      describeFilter(),
      describeStar("Id of the star to show (default: the first that passes the filter)"),
      describe("steps", &PageOptions::steps,
               {.flag = "--step",
                .help = "Preprocessing step, verb key=value …. Repeat for more, applied in order",
                .wholeWords = true}),
  };
  return table;
}

const Table& trainOptionTable() {
  static const Table table{describeFilter(), describeSecondModel()};
  return table;
}

const Table& spectrumOptionTable() {
  static const Table table = [] {
    const auto request = [](auto& options) -> auto& {
      return options.spectrum;
    };
    const auto appearance = [](auto& options) -> auto& {
      return options.spectrum.appearance;
    };
    Table result{
        describeFilter(), describeStar("Id of the star to show (default: the mean of all)"),
        ofPart(describe("view", &SpectrumAppearance::view,
                        {.flag = "--view", .help = "View of the maps", .names = {"maps", "stars", "inputs"}}),
               appearance),
        describeLabel(&SpectrumPageRequest::label, "Label that colours the spectrum and sorts the stars", request)};
    add(
        result, attribution::attributionOptionTable(), {"method", "steps", "samples", "noise", "windowNm", "seed"},
        [](auto& options) -> auto& { return options.spectrum.attribution; });
    result.push_back(ofPart(
        describe("meanAsBaseline", &SpectrumPageRequest::meanAsBaseline,
                 {.flag = "--mean-baseline", .help = "Use the mean of the stars as baseline, not the continuum"}),
        request));
    result.push_back(ofPart(describe("colourSpectrum", &SpectrumPageRequest::colourSpectrum,
                                     {.flag = "--coloured", .help = "Colour the spectrum by the map of the label"}),
                            request));
    result.push_back(ofPart(describe("twoWindows", &SpectrumAppearance::twoWindows,
                                     {.flag = "--two-windows", .help = "Show two wavelength ranges side by side"}),
                            appearance));
    result.push_back(ofPart(
        describe("showsTruth", &SpectrumAppearance::showsTruth,
                 {.flag = "--truth", .help = "Draw the ideal response over the maps of derivatives (mock surveys)"}),
        appearance));
    result.push_back(
        ofPart(describe("foldsInputs", &SpectrumAppearance::foldsInputs,
                        {.flag = "--folded", .help = "Show inputs of XP coefficients over wavelength (mock surveys)"}),
               appearance));
    add(
        result, lineOptionTable(), {"minDepth", "hiddenElements"},
        [](auto& options) -> auto& { return options.spectrum.lines; });
    return result;
  }();
  return table;
}

const Table& contrastOptionTable() {
  static const Table table = [] {
    using Request = ContrastPageRequest;
    const auto request = [](auto& options) -> auto& {
      return options.contrast;
    };
    Table result{
        describeFilter(),
        ofPart(describe("a", &Request::a, {.flag = "--a", .help = "Filter that selects the stars A"}), request),
        ofPart(describe("b", &Request::b, {.flag = "--b", .help = "Filter that selects the stars B"}), request),
        ofPart(describe("view", &Request::view,
                        {.flag = "--view",
                         .help = "Figure to draw: the spectra, or the parts of the difference",
                         .names = {"spectra", "parts"}}),
               request),
        describeLabel(&Request::label, "Label whose difference is shown, e.g. alpham", request)};
    add(
        result, attribution::contrastOptionTable(), {"maxStars", "halfWidthPixels"},
        [](auto& options) -> auto& { return options.contrast.options; });
    return result;
  }();
  return table;
}

const Table& auditOptionTable() {
  static const Table table = [] {
    const auto experiment = [](auto& options) -> auto& {
      return options.experiment;
    };
    auto kind = findOption(attribution::experimentOptionTable(), "kind");
    kind.description.flag = "--experiment";  // maury-cli has a command for each kind
    Table result{describeFilter(), describeSecondModel(), ofPart(kind, experiment)};
    add(result, attribution::experimentOptionTable(), {"values", "windowNm", "maxStars", "seed"}, experiment);
    return result;
  }();
  return table;
}

const Table& validateOptionTable() {
  static const Table table{
      describeFilter(),
      describePart(&PageOptions::part),
      describeSubsets(),
      describe("form", &PageOptions::form,
               {.flag = "--form", .help = "Figure to draw", .names = {"one-to-one", "precision", "coverage"}}),
  };
  return table;
}

const Table& galaxyOptionTable() {
  static const Table table = [] {
    Table result{describeFilter(),
                 ofPart(
                     describe("view", &GalaxyRequest::view,
                              {.flag = "--view", .help = "Figure to draw", .names = {"panels", "kiel", "r-z", "sky"}}),
                     [](auto& options) -> auto& { return options.galaxy; }),
                 describe("overlay", &PageOptions::overlay,
                          {.flag = "--overlay", .help = "Second catalogue, drawn as contours over the panels"}),
                 describeSubsets()};
    // The share of high-α stars appears only in the table of `maury-cli galaxy`.
    for (const Option<galaxy::PanelGridOptions>& option : galaxy::panelOptionTable()) {
      if (option.description.key == "highAlpha" || option.description.key.starts_with("share")) continue;
      result.push_back(ofPart(
          option, [](auto& options) -> auto& { return options.galaxy.panels; }));
    }
    using Appearance = GalaxyFigureOptions;
    const auto appearance = [](auto& options) -> auto& {
      return options.galaxy.appearance;
    };
    add(result, galaxyFigureOptionTable(), {"scaling", "marginals"}, appearance);
    result.push_back(ofPart(
        describeSwitchOff("commonScale", &Appearance::commonScale,
                          {.flag = "--panel-scales", .help = "Use one colour scale per panel instead of one for all"}),
        appearance));
    result.push_back(ofPart(describeSwitchOff("contourLabels", &Appearance::contourLabels,
                                              {.flag = "--no-contour-labels",
                                               .help = "Do not write on each contour the percentage that it encloses"}),
                            appearance));
    add(
        result, galaxy::solarOptionTable(), {"distanceToCentreKpc", "heightPc"},
        [](auto& options) -> auto& { return options.sun; });
    return result;
  }();
  return table;
}

}  // namespace maury::workbench
