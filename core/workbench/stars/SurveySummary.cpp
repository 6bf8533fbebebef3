// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/SurveySummary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

#include "survey/names/LabelNames.h"
#include "workbench/figure/FigureText.h"

namespace maury::workbench {

namespace {

constexpr double kWidth = 680.0, kLineHeight = 19.0, kMargin = 24.0;  ///< px; sizes for text at this width
constexpr std::size_t kMaxFactBytes = 32;                             ///< bytes per line of the figure

/// Returns the height of a panel with this number of lines (px).
double panelHeight(std::size_t lines) {
  return kLineHeight * (static_cast<double>(lines) + 1.0);
}

/// Summarises a label or input. `values` is stars × width; a star lacks the quantity if any of its elements is missing.
QuantitySummary quantity(const std::string& name, const std::string& unit, const std::vector<float>& values,
                         std::size_t width, std::size_t stars) {
  QuantitySummary summary;
  summary.name = survey::displayName(name);
  if (!unit.empty() && unit != "dex") summary.name += " (" + unit + ")";
  if (width > 1) summary.name += fmt::format(" × {}", width);
  float low = std::numeric_limits<float>::infinity();
  float high = -low;
  for (std::size_t star = 0; star < stars; ++star) {
    bool missing = false;
    for (std::size_t i = 0; i < width; ++i) {
      const float value = values[star * width + i];
      missing = missing || std::isnan(value);
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    summary.missing += missing ? 1 : 0;
  }
  if (low > high) {
    summary.range = "–";
    return summary;
  }
  const int decimals = high - low > 100.0F ? 0 : 2;
  summary.range =
      valueText(static_cast<double>(low), decimals) + " – " + valueText(static_cast<double>(high), decimals);
  return summary;
}

std::string samplingText(const spectra::WavelengthGrid& grid) {
  if (grid.size() < 2) return {};
  const double first = grid[1] - grid[0];
  const double last = grid[grid.size() - 1] - grid[grid.size() - 2];
  const std::string narrow = fmt::format("{:.3g}", std::min(first, last));
  const std::string wide = fmt::format("{:.3g}", std::max(first, last));
  return narrow == wide ? narrow + " nm" : narrow + "–" + wide + " nm";
}

std::string joinTexts(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

/// Returns a panel for text, without axes.
Panel textPanel() {
  Panel panel;
  panel.x.ticks = panel.y.ticks = false;
  return panel;
}

void addLine(Panel& panel, const std::string& left, const std::string& right) {
  Note &names = panel.note(Corner::TopLeft), &values = panel.note(Corner::TopRight);
  names.markup += (names.markup.empty() ? "" : "\n") + left;
  values.markup += (values.markup.empty() ? "" : "\n") + right;
}

/// Splits text at spaces into lines of at most `maxBytes` bytes; a longer word gets a line of its own.
std::vector<std::string> wrapText(const std::string& text, std::size_t maxBytes) {
  std::vector<std::string> lines{{}};
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (line.size() + 1 + word.size() <= maxBytes)
      line += ' ' + word;
    else
      lines.push_back(word);
  }
  return lines;
}

Panel factsPanel(const std::vector<SurveySummary::Fact>& facts, std::size_t& lines) {
  Panel panel = textPanel();
  for (const SurveySummary::Fact& fact : facts) {
    std::string name = fact.name;
    for (const std::string& line : wrapText(fact.value, kMaxFactBytes)) {
      addLine(panel, name, line);
      name.clear();
      ++lines;
    }
  }
  return panel;
}

Panel quantitiesPanel(const std::vector<QuantitySummary>& quantities) {
  Panel panel = textPanel();
  for (const QuantitySummary& quantity : quantities)
    addLine(panel, quantity.name,
            quantity.missing == 0 ? quantity.range
                                  : fmt::format("{} · {} missing", quantity.range, countText(quantity.missing)));
  return panel;
}

}  // namespace

std::vector<SurveySummary::Fact> SurveySummary::facts() const {
  std::vector<Fact> facts{{"stars", countText(stars)}};
  if (pixels > 0) {
    facts.push_back({"pixels", countText(pixels)});
    facts.push_back({"vacuum wavelength", grid});
    facts.push_back({"pixel width", sampling});
    facts.push_back({"pixels without data", fmt::format("{:.1f} %", missingPixels * 100.0)});
    facts.push_back({"flux errors", hasFluxErrors ? "yes" : "none"});
  } else {
    facts.push_back({"spectra", "none (catalogue)"});
  }
  facts.push_back({"preprocessing", preprocessing});
  facts.push_back({"other processing", remarks});
  facts.push_back({"origin", origin});
  std::erase_if(facts, [](const Fact& fact) { return fact.value.empty(); });
  return facts;
}

SurveySummary summarise(const survey::Dataset& survey) {
  SurveySummary summary;
  summary.stars = survey.starCount();
  summary.pixels = survey.pixelCount();
  summary.origin = survey.provenance.origin;
  summary.preprocessing = joinTexts(survey.provenance.preprocessing);
  summary.remarks = joinTexts(survey.provenance.notes);
  summary.hasFluxErrors = !survey.fluxError.empty();
  if (summary.pixels > 0) {
    summary.grid = fmt::format("{:.2f}–{:.2f} nm", survey.grid.first(), survey.grid.last());
    summary.sampling = samplingText(survey.grid);
    const auto missing =
        std::count_if(survey.flux.begin(), survey.flux.end(), [](float flux) { return std::isnan(flux); });
    if (!survey.flux.empty())
      summary.missingPixels = static_cast<double>(missing) / static_cast<double>(survey.flux.size());
  }
  for (const auto& label : survey.labels)
    summary.labels.push_back(quantity(label.name, label.unit, label.values, 1, summary.stars));
  for (const auto& input : survey.inputs)
    summary.inputs.push_back(quantity(input.name, input.unit, input.values, input.width, summary.stars));
  return summary;
}

Figure summaryFigure(const SurveySummary& summary) {
  // Panels are stacked vertically, each as wide as the figure, so that texts do not overlap at any size.
  std::size_t lines = 0;
  std::vector<Panel> panels{factsPanel(summary.facts(), lines)};
  std::vector<std::string> headings{"Survey"};
  GridSpec grid;
  grid.shareX = grid.shareY = false;
  grid.rowStretch = {panelHeight(lines)};
  const auto add = [&](const char* heading, const std::vector<QuantitySummary>& quantities) {
    if (quantities.empty()) return;
    panels.push_back(quantitiesPanel(quantities));
    headings.emplace_back(heading);
    grid.rowStretch.push_back(panelHeight(quantities.size()));
  };
  add("Labels", summary.labels);
  add("Other inputs", summary.inputs);
  grid.rows = static_cast<int>(panels.size());
  Figure figure(grid);
  figure.panels = std::move(panels);
  figure.rowHeadings = std::move(headings);
  figure.width = kWidth;
  figure.height = kMargin;
  for (const double height : figure.grid.rowStretch)
    figure.height += height;
  return figure;
}

}  // namespace maury::workbench
