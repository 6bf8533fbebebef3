// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyFigure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "survey/dataset/LabelNames.h"
#include "survey/dataset/NumericView.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/DensityLayer.h"
#include "ui/pages/parts/SubsetLayer.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kContourSteps = 3;
// A kernel ends nowhere: its cells are blank below these shares of the fullest cell, of all panels and of their own.
constexpr float kFaintestOfAll = 1e-3F, kFaintestOfPanel = 1e-2F;
constexpr float kFaintestShare = 0.1F;          ///< of a star spread over panels: cells with less are blank
constexpr std::size_t kMostSubsetPoints = 300;  ///< of a subset in a panel; more are drawn as contours

QString rangeText(double low, double high, const QString& symbol, bool unit) {
  return QStringLiteral("%1 < %2 < %3%4").arg(low).arg(symbol).arg(high).arg(unit ? QStringLiteral(" kpc") : QString());
}

/// Stars, or the sum of their shares.
QString starText(double stars) {
  const bool isWhole = stars == std::round(stars) || stars >= 100.0;
  return isWhole ? countText(static_cast<std::size_t>(std::llround(stars))) : QString::number(stars, 'f', 1);
}

/// Without a title: the grid has one for all panels.
AxisSpec axisOf(double low, double high) {
  AxisSpec axis;
  axis.low = low;
  axis.high = high;
  return axis;
}

/// What the colours of all panels say.
struct CellColours {
  ColourScale scale;
  QString title;
  enum class Kind { Counts, Shares, ColumnShares, Means } kind = Kind::Counts;
};

/// The range of the cells' means in all panels, but for the outermost fiftieth at either end.
CellColours meanColours(const galaxy::PanelGrid& grid, const survey::Dataset& stars) {
  std::vector<double> means;
  for (const galaxy::Panel& panel : grid.panels)
    std::copy_if(panel.means.begin(), panel.means.end(), std::back_inserter(means),
                 [](float mean) { return std::isfinite(mean); });
  std::sort(means.begin(), means.end());
  CellColours colours;
  colours.kind = CellColours::Kind::Means;
  colours.scale = {ColourMapName::Viridis, Scaling::Linear, 0.0, 1.0};
  if (!means.empty()) {
    const std::size_t outer = means.size() / 50;
    std::tie(colours.scale.low, colours.scale.high) = rangeOf({means[outer], means[means.size() - 1 - outer]}, 0.0);
  }
  const std::string& name = grid.options.meanName;
  colours.title = QStringLiteral("mean ") + QString::fromStdString(survey::axisLabel(name, stars.unitOf(name)));
  return colours;
}

/// What the cells of a panel hold: counts, or a kernel's stars.
const std::vector<float>& starsACell(const galaxy::Panel& panel) {
  return panel.kernel.empty() ? panel.counts.values : panel.kernel;
}

/// The colours that all panels share.
CellColours coloursFor(const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                       const GalaxyFigureOptions& options) {
  if (!grid.options.meanName.empty()) return meanColours(grid, stars);
  CellColours colours;
  colours.scale = {ColourMapName::Cividis, options.scaling, 0.0, 1.0};
  if (grid.options.columnShares || !options.commonScale) {
    colours.kind = grid.options.columnShares ? CellColours::Kind::ColumnShares : CellColours::Kind::Shares;
    if (options.scaling == Scaling::Log) colours.scale.low = 0.01;
    colours.title = grid.options.columnShares ? QStringLiteral("stars per cell / column's most")
                                              : QStringLiteral("stars per cell / panel's most");
    return colours;
  }
  double fullest = 0.0;
  for (const galaxy::Panel& panel : grid.panels) {
    if (panel.contours.empty()) continue;
    const auto& cells = starsACell(panel);
    fullest = std::max<double>(fullest, *std::max_element(cells.begin(), cells.end()));
  }
  colours.scale.high = grid.options.adaptiveKernel && fullest > 0.0 ? fullest : std::max(fullest, 2.0);
  if (options.scaling == Scaling::Log)
    colours.scale.low = grid.options.adaptiveKernel ? kFaintestOfAll * colours.scale.high
                        : grid.options.spread       ? kFaintestShare
                                                    : 1.0;
  colours.title = grid.options.adaptiveKernel ? QStringLiteral("stars per cell, adaptive kernel")
                                              : QStringLiteral("stars per cell");
  return colours;
}

DensityCells cellsOf(const galaxy::Panel& panel, const CellColours& colours) {
  DensityCells cells = densityLayer(panel.counts, colours.scale);
  cells.values = starsACell(panel);
  if (panel.kernel.empty())  // only shares are that small
    std::replace_if(
        cells.values.begin(), cells.values.end(), [](float value) { return value < kFaintestShare; }, 0.0F);
  if (!panel.kernel.empty()) {
    const float fullest = *std::max_element(cells.values.begin(), cells.values.end());
    const bool counts = colours.kind == CellColours::Kind::Counts;
    const float faintest =
        std::max(kFaintestOfPanel * fullest, counts ? kFaintestOfAll * static_cast<float>(colours.scale.high) : 0.0F);
    std::replace_if(
        cells.values.begin(), cells.values.end(), [&](float value) { return value < faintest; }, 0.0F);
  }
  switch (colours.kind) {
    case CellColours::Kind::Counts:
      break;
    case CellColours::Kind::Shares: {
      const float fullest = *std::max_element(cells.values.begin(), cells.values.end());
      for (float& value : cells.values)
        value /= fullest > 0.0F ? fullest : 1.0F;
      break;
    }
    case CellColours::Kind::ColumnShares:
      cells.values = galaxy::columnShares(panel.counts);
      break;
    case CellColours::Kind::Means:
      cells.values = panel.means;
      cells.zeroIsBlank = false;
      break;
  }
  return cells;
}

/// The running median with its band.
void drawRunning(PlotPanel& panel, const std::vector<galaxy::RunningPoint>& running) {
  if (running.empty()) return;
  std::vector<double> x, low, middle, high;
  for (const galaxy::RunningPoint& point : running) {
    x.push_back(point.x);
    low.push_back(point.p16);
    middle.push_back(point.median);
    high.push_back(point.p84);
  }
  const QColor ink(0xD8, 0x1B, 0x60);  // in neither colour map
  panel.setBand(QStringLiteral("running band"), x, std::move(low), std::move(high), ink, 0.25);
  panel.setLine(QStringLiteral("running"), std::move(x), std::move(middle), {.ink = ink, .width = 2.0});
}

/// The panel's stars one by one.
void drawStars(PlotPanel& panel, const QString& key, const galaxy::Panel& data, const galaxy::PanelGridOptions& options,
               const survey::Dataset& stars, const Ink& ink, double radius) {
  if (data.stars.empty()) return;
  const survey::NumericView x = survey::viewOf(stars, options.xName), y = survey::viewOf(stars, options.yName);
  std::vector<double> chosenX, chosenY;
  for (const std::uint32_t star : data.stars) {
    chosenX.push_back(x[star]);
    chosenY.push_back(y[star]);
  }
  panel.setPoints(key, std::move(chosenX), std::move(chosenY), ink, radius);
}

QString percentText(double fraction) {
  return QString::number(100.0 * fraction, 'g', 4);
}

/// Inner contours darker: the levels come in the order of the fractions, smallest (innermost) first.
std::vector<ContourLevel> panelContours(const galaxy::Panel& panel, const std::vector<double>& fractions,
                                        bool labelled) {
  std::vector<ContourLevel> levels = contourLevels(panel.contours, Ink::Role::Text, 1.0);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const double depth = static_cast<double>(std::min<std::size_t>(level, kContourSteps - 1)) / kContourSteps;
    levels[level].ink = Ink(Ink::Role::Text).faded(1.0 - 0.5 * depth);
    if (labelled) levels[level].label = percentText(fractions[level]) + QStringLiteral(" %");
  }
  return levels;
}

/// A few stars caught are seen one by one; a catalogue is compared as a distribution wherever it has one.
bool asPoints(const galaxy::Panel& panel, GalaxyOverlay::Kind kind) {
  return panel.contours.empty() || (kind != GalaxyOverlay::Kind::Catalogue && panel.stars.size() <= kMostSubsetPoints);
}

/// Few stars as points, many as contours, in the subset's colour.
void drawSubset(PlotPanel& panel, const QString& key, const galaxy::Panel& data,
                const galaxy::PanelGridOptions& options, const GalaxyOverlay& overlay) {
  if (asPoints(data, overlay.kind)) {
    drawStars(panel, key, data, options, *overlay.stars, overlay.colour, 1.8);
  } else {
    panel.setContours(key, contourLevels(data.contours, overlay.colour, 1.5));
  }
}

/// The shapes of the panel's histograms, and over them those of each subset in its colour.
void drawMarginals(PlotPanel& panel, const galaxy::Panel& data, const std::vector<GalaxyOverlay>& overlays,
                   const std::vector<const galaxy::Panel*>& subsets) {
  std::vector<EdgeHistogram> histograms;
  const auto add = [&histograms](const galaxy::Density& counts, const Ink& ink, bool filled) {
    if (counts.inside == 0) return;
    galaxy::Marginals of = galaxy::marginals(counts);
    histograms.push_back({true, std::move(of.x.edges), std::move(of.x.stars), ink, filled});
    histograms.push_back({false, std::move(of.y.edges), std::move(of.y.stars), ink, filled});
  };
  add(data.counts, Ink::Role::Text, true);
  for (std::size_t i = 0; i < subsets.size(); ++i)
    add(subsets[i]->counts, overlays[i].colour, false);
  panel.setEdgeHistograms(std::move(histograms));
}

void drawPanel(PlotPanel& panel, const galaxy::Panel& data, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
               const CellColours& colours, const GalaxyFigureOptions& options) {
  panel.clear();
  const galaxy::CellGrid& cells = grid.options.cells;
  const double beyond =
      options.marginals ? kEdgeHistogramRoom : 0.0;  // so that histograms lie beside the stars, not over them
  panel.setAxes(axisOf(cells.xLow, cells.xHigh + beyond * (cells.xHigh - cells.xLow)),
                axisOf(cells.yLow, cells.yHigh + beyond * (cells.yHigh - cells.yLow)));
  panel.setNote(Corner::BottomLeft, QStringLiteral("N = %1").arg(starText(data.starCount)));
  if (data.stars.empty()) {
    panel.clearDensity();
    panel.setShaded(true);
    return;
  }
  const bool few = data.contours.empty();
  panel.setShaded(few);
  if (few) {
    panel.clearDensity();
    drawStars(panel, QStringLiteral("stars"), data, grid.options, stars, Ink::Role::Muted, 1.6);
    return;
  }
  panel.setDensity(cellsOf(data, colours));
  drawRunning(panel, data.running);
  panel.setContours(QStringLiteral("contours"), panelContours(data, grid.options.massFractions, options.contourLabels));
}

/// What the panels' contours enclose and where the Sun was put: a figure says so of itself, wherever it is shown.
QString statement(const galaxy::PanelGrid& grid, const survey::Dataset& stars) {
  QStringList percent;
  for (const double fraction : grid.options.massFractions)
    percent << percentText(fraction);
  QString text = QCoreApplication::translate("GalaxyFigure", "contours: %1 % of a panel's stars")
                     .arg(percent.join(QStringLiteral(", ")));
  const std::string sun = galaxy::sunStatement(stars);
  return text + QStringLiteral(" · ") +
         (sun.empty() ? QCoreApplication::translate("GalaxyFigure", "R and Z as in the file")
                      : QString::fromStdString(sun));
}

/// A name, or its ends where it is long.
QString shortName(const QString& name) {
  constexpr int kLongest = 36, kEnd = 16;
  return name.size() <= kLongest ? name : name.left(kEnd) + QStringLiteral("…") + name.right(kEnd);
}

/// What each colour stands for. What is selected at the moment is not among them, so that the panels do not move with
/// every catch.
std::vector<LegendEntry> legendOf(const std::vector<GalaxyOverlay>& overlays, const QString& name,
                                  const QString& statement) {
  std::vector<LegendEntry> legend{{statement, Ink::Role::Text, LegendEntry::Symbol::Line}};
  if (std::all_of(overlays.begin(), overlays.end(),
                  [](const GalaxyOverlay& overlay) { return overlay.kind == GalaxyOverlay::Kind::Selection; }))
    return legend;
  legend.front().text = shortName(name) + QStringLiteral(", ") + statement;
  for (const GalaxyOverlay& overlay : overlays) {
    const auto& panels = overlay.grid->panels;
    const bool points = std::all_of(panels.begin(), panels.end(),
                                    [&overlay](const galaxy::Panel& panel) { return asPoints(panel, overlay.kind); });
    legend.push_back(
        {shortName(overlay.name), overlay.colour, points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
  }
  return legend;
}

}  // namespace

void drawGalaxy(FigureView& view, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                const GalaxyFigureOptions& options, const std::vector<GalaxyOverlay>& overlays) {
  const CellColours colours = coloursFor(grid, stars, options);

  const bool one = options.enlarged.has_value();
  const std::size_t columns = one ? 1 : grid.columns, rows = one ? 1 : grid.rows;
  GridSpec spec;
  spec.columns = static_cast<int>(columns);
  spec.rows = static_cast<int>(rows);
  spec.linkAll = true;
  view.setGrid(spec);

  QStringList columnHeadings, rowHeadings;
  for (std::size_t viewRow = 0; viewRow < rows; ++viewRow) {
    const std::size_t row = one ? options.enlarged->row : rows - 1 - viewRow;
    for (std::size_t viewColumn = 0; viewColumn < columns; ++viewColumn) {
      const std::size_t column = one ? options.enlarged->column : viewColumn;
      const galaxy::Panel& panel = grid.at(column, row);
      PlotPanel& drawn = view.panel(static_cast<int>(viewRow), static_cast<int>(viewColumn));
      drawPanel(drawn, panel, grid, stars, colours, options);
      std::vector<LegendEntry> counts;
      std::vector<const galaxy::Panel*> subsets;
      for (std::size_t i = 0; i < overlays.size(); ++i) {
        const galaxy::Panel& subset = overlays[i].grid->at(column, row);
        subsets.push_back(&subset);
        if (subset.stars.empty()) continue;
        drawSubset(drawn, QStringLiteral("subset%1").arg(i), subset, grid.options, overlays[i]);
        counts.push_back({starText(subset.starCount), overlays[i].colour,
                          asPoints(subset, overlays[i].kind) ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
      }
      drawn.setLegend(std::move(counts), Corner::BottomLeft);  // above N, where metal-poor low-α stars are few
      if (options.marginals) drawMarginals(drawn, panel, overlays, subsets);
      if (viewRow == 0) {
        columnHeadings << rangeText(panel.radiusLowKpc, panel.radiusHighKpc, QStringLiteral("R"), columns <= 7);
      }
      if (viewColumn == 0) {
        rowHeadings << rangeText(panel.heightLowKpc, panel.heightHighKpc,
                                 QString::fromUtf8(grid.options.heightSymbol()), rows <= 3);
      }
    }
  }
  if (stars.provenance.isMock) view.panel(0, spec.columns - 1).setNote(Corner::TopLeft, QStringLiteral("mock"));
  view.setFigureLegend(legendOf(overlays, options.name, statement(grid, stars)));
  view.setColumnHeadings(columnHeadings);
  view.setRowHeadings(rowHeadings);
  const auto titleOf = [&stars](const std::string& name) {
    return QString::fromStdString(survey::axisLabel(name, stars.unitOf(name)));
  };
  view.setCommonTitles(titleOf(grid.options.xName), titleOf(grid.options.yName));
  view.setColourBar(
      {colours.scale, grid.options.spread
                          ? QCoreApplication::translate("GalaxyFigure", "%1; spread by errors").arg(colours.title)
                          : colours.title});
}

}  // namespace maury::ui
