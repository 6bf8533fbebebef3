// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Render.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "attribution/maps/AttributionMap.h"
#include "base/Error.h"
#include "galaxy/panels/PanelGrid.h"
#include "network/model/Model.h"
#include "survey/dataset/MeanSpectrum.h"
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

/// The stars with R and Z. Throws Error(Mismatch) naming what they lack.
std::shared_ptr<const survey::Dataset> withPositions(const OpenedStars& opened) {
  const auto stars = opened.catalogue ? opened.catalogue : opened.survey;
  if (stars->hasNumeric("R_kpc") && stars->hasNumeric("Z_kpc")) return stars;
  auto placed = std::make_shared<survey::Dataset>(*stars);
  galaxy::ensurePositions(*placed);
  return placed;
}

/// The figure of the Galaxy page.
workbench::Figure galaxyFigure(const OpenedStars& opened, const RenderRequest& request, Job& job) {
  workbench::GalaxyRequest contents = request.galaxy;
  contents.appearance.name = opened.file.filename().string();
  workbench::NamedStars overlay;
  if (!request.overlay.isEmpty()) {
    const std::filesystem::path path(request.overlay.toStdString());
    overlay = {path.filename().string(), withPositions(workbench::openStars({path}, {}, job))};
  }
  return workbench::galaxyPageFigure(withPositions(opened), opened.rows, contents, overlay,
                                     request.filter.toStdString());
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
  if (request.page == QStringLiteral("galaxy")) {
    workbench::Figure figure = galaxyFigure(opened, request, job);
    view.resize(QSizeF(figure.width, figure.height).toSize());
    showFigure(view, std::move(figure));
  }
  ExportOptions options;
  options.widthMm = request.widthMm;
  options.dpi = request.dpi;
  for (const QString& out : request.out)
    exportFigure(view, std::filesystem::path(out.toStdString()), options);
}

}  // namespace maury::ui
