// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Render.h"

#include <algorithm>
#include <filesystem>

#include "attribution/maps/AttributionMap.h"
#include "base/Error.h"
#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/PanelGrid.h"
#include "network/model/Model.h"
#include "survey/dataset/MeanSpectrum.h"
#include "ui/pages/galaxy/GalaxyFigure.h"
#include "ui/pages/parts/NumberList.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/plot/export/FigureExport.h"
#include "workbench/opening/OpenFiles.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

namespace {

constexpr std::size_t kMostStarsForMap = 1000;
constexpr std::size_t kMostMarkedLines = 40;
constexpr QSize kWideFigure(1100, 720);

using workbench::OpenedStars;

OpenedStars open(const RenderRequest& request, Job& job) {
  std::vector<std::filesystem::path> paths;
  for (const QString& file : request.files)
    paths.emplace_back(file.toStdString());
  return workbench::openStars(paths, request.filter.toStdString(), job);
}

/// The strongest lines of the spectrum, in order of wavelength.
spectra::LineList strongestLines(const spectra::WavelengthGrid& grid, const std::vector<float>& flux) {
  spectra::LineList lines = spectra::linesOn(grid);
  spectra::measureDepths(lines, grid, flux);
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.depth > b.depth; });
  if (lines.size() > kMostMarkedLines) lines.resize(kMostMarkedLines);
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.vacuumNm < b.vacuumNm; });
  return lines;
}

void drawSpectrumPage(FigureView& view, const OpenedStars& opened, const RenderRequest& request, Job& job) {
  if (opened.survey->grid.empty())
    throw Error(ErrorKind::Mismatch, "The page 'spectrum' needs spectra; this is a catalogue.");
  auto stars = opened.survey;
  if (opened.model) {  // the figure shows what the network sees
    const survey::Recipe missing = opened.model->missingSteps(*stars);
    if (!missing.empty()) stars = workbench::prepareSurvey(*stars, missing, job).survey;
  }
  const survey::Dataset& survey = *stars;
  std::vector<std::size_t> rows = opened.rows;
  SpectrumContent content;
  content.grid = survey.grid;
  content.lineHalfWidthNm = (survey.grid.last() - survey.grid.first()) / static_cast<double>(survey.grid.size());
  content.note = survey.provenance.isMock ? QStringLiteral("mock survey, ") : QString();
  if (!request.star.isEmpty()) {
    const std::size_t row = survey.rowOf(request.star.toStdString());
    if (row == survey.starCount())
      throw Error(ErrorKind::Usage, "There is no star '" + request.star.toStdString() + "'.");
    rows = {row};
    content.note += request.star;
    const auto error = survey.fluxErrorOf(row);
    content.spread.assign(error.begin(), error.end());
  } else {
    content.note += QStringLiteral("mean of %L1 stars").arg(rows.size());
  }
  const survey::MeanSpectrum mean = survey::meanSpectrum(survey, rows);
  content.flux = mean.mean;
  content.lines = strongestLines(survey.grid, content.flux);
  if (request.star.isEmpty()) content.spread = mean.spread;
  if (opened.model) {
    if (rows.size() > kMostStarsForMap) rows.resize(kMostStarsForMap);
    content.map = std::make_shared<const attribution::AttributionMap>(
        attribution::attributionMap(*opened.model, survey, rows, {}, job));
  }
  drawSpectrum(view, content);
  const int labels = content.map ? static_cast<int>(content.map->labels.size()) : 0;
  view.resize(kWideFigure.width(), labels > 0 ? 260 + 120 * labels : kWideFigure.height() / 2);
}

std::vector<double> edgesFrom(const QString& text, const std::vector<double>& usual, const char* option) {
  if (text.isEmpty()) return usual;
  if (const auto edges = increasingNumbers(text); edges && edges->size() >= 2) return *edges;
  throw Error(ErrorKind::Usage, std::string(option) +
                                    " takes two or more increasing numbers (kpc), e.g. 0,2,4,6; not '" +
                                    text.toStdString() + "'.");
}

void drawGalaxyPage(FigureView& view, const OpenedStars& opened, const RenderRequest& request) {
  survey::Dataset stars = opened.stars();
  galaxy::ensurePositions(stars);
  galaxy::PanelGridOptions options;
  const galaxy::PanelLabels labels = galaxy::usualLabels(stars);
  options.xName = labels.x;
  options.yName = labels.y;
  std::vector<double> radii;
  const std::vector<double> all = stars.numeric(options.radiusName);
  for (const std::size_t row : opened.rows)
    radii.push_back(all[row]);
  const galaxy::BinEdges edges = galaxy::suggestedEdges(radii);
  options.radiusEdgesKpc = edgesFrom(request.radiusEdges, edges.radiusKpc, "--r-edges");
  options.heightEdgesKpc = edgesFrom(request.heightEdges, edges.heightKpc, "--z-edges");
  options.adaptiveKernel = request.adaptiveKernel;
  const galaxy::PanelGrid grid = galaxy::panelGrid(stars, opened.rows, options);
  GalaxyFigureOptions looks;
  looks.marginals = request.marginals;
  drawGalaxy(view, grid, stars, looks);
  view.resize(140 + 150 * static_cast<int>(grid.columns), 110 + 140 * static_cast<int>(grid.rows));
}

}  // namespace

QStringList renderPages() {
  QStringList names;
  for (const std::string& name : workbench::pageNames())
    names << QString::fromStdString(name);
  return names << QStringLiteral("spectrum") << QStringLiteral("galaxy");
}

void render(const RenderRequest& request, Job& job) {
  if (!renderPages().contains(request.page)) {
    throw Error(ErrorKind::Usage, "There is no page '" + request.page.toStdString() + "' to render; the pages are " +
                                      renderPages().join(QStringLiteral(", ")).toStdString() + ".");
  }
  if (request.out.isEmpty()) throw Error(ErrorKind::Usage, "Nothing to write: give a file with --out FILE.pdf.");
  const OpenedStars opened = open(request, job);
  FigureView view;
  workbench::PageOptions pageOptions = request.options;
  pageOptions.filter = request.filter.toStdString();
  pageOptions.star = request.star.toStdString();
  if (auto figure = workbench::pageFigure(request.page.toStdString(), opened, pageOptions, job)) {
    view.resize(QSizeF(figure->width, figure->height).toSize());
    showFigure(view, std::move(*figure));
  }
  if (request.page == QStringLiteral("spectrum")) drawSpectrumPage(view, opened, request, job);
  if (request.page == QStringLiteral("galaxy")) drawGalaxyPage(view, opened, request);
  ExportOptions options;
  options.widthMm = request.widthMm;
  options.dpi = request.dpi;
  for (const QString& out : request.out)
    exportFigure(view, std::filesystem::path(out.toStdString()), options);
}

}  // namespace maury::ui
