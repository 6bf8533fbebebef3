// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Render.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "attribution/maps/AttributionMap.h"
#include "base/Error.h"
#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/PanelGrid.h"
#include "inference/Predictor.h"
#include "network/model/Model.h"
#include "survey/dataset/MeanSpectrum.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "training/History.h"
#include "ui/pages/galaxy/GalaxyFigure.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/pages/train/TrainSummary.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"

namespace maury::ui {

namespace {

constexpr std::size_t kMostStarsForMap = 1000;
constexpr std::size_t kMostMarkedLines = 40;
constexpr std::size_t kMostValidationStars = 2000;
constexpr QSize kWideFigure(1100, 720);

/// The files of a request, read.
struct Opened {
  survey::Dataset survey;
  std::optional<network::Model> model;
  std::vector<std::size_t> rows;  ///< of the filter

  const network::Model& needModel(const QString& page) const {
    if (!model)
      throw Error(ErrorKind::Usage, "The page '" + page.toStdString() + "' needs a model file (.safetensors).");
    return *model;
  }
};

Opened open(const RenderRequest& request, Job& job) {
  Opened opened;
  std::vector<std::filesystem::path> paths;
  for (const QString& file : request.files) {
    if (file.endsWith(QStringLiteral(".safetensors"))) {
      opened.model = network::Model::load(file.toStdString());
    } else {
      paths.emplace_back(file.toStdString());
    }
  }
  if (paths.empty()) throw Error(ErrorKind::Usage, "Name a survey, spectra or a catalogue to draw.");
  survey::ImportReport report;
  opened.survey = survey::importSurvey(paths, {}, report, job);
  opened.rows = survey::filterRows(opened.survey, request.filter.toStdString());
  if (opened.rows.empty()) {
    throw Error(ErrorKind::Usage,
                "No star of " + paths.front().string() + " passes the filter '" + request.filter.toStdString() + "'.");
  }
  return opened;
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

void drawTrainPage(FigureView& view, const Opened& opened, const RenderRequest& request, Job& job) {
  const network::Model& model = opened.needModel(request.page);
  TrainingLog log;
  log.start(model.info().labels.size(), 0, model.info().trainedOn.isMock);
  int epochs = 0;
  for (const training::EpochReport& report : training::historyFromCsv(model.info().history)) {
    log.add(report);
    epochs = std::max(epochs, report.epoch);
  }
  if (log.empty()) throw Error(ErrorKind::Mismatch, "The model file holds no training history to draw.");

  std::vector<std::size_t> rows;
  const auto parts = model.info().split.parts(opened.survey);
  for (const std::size_t row : opened.rows) {
    if (parts[row] == survey::Part::Validation && rows.size() < kMostValidationStars) rows.push_back(row);
  }
  if (rows.empty()) throw Error(ErrorKind::Mismatch, "None of these stars is in the model's validation set.");
  const survey::Dataset predicted = inference::predict(model, opened.survey.select(rows), job);
  std::vector<std::string> labels;
  for (const auto& label : model.info().labels) {
    if (opened.survey.findLabel(label.name) != nullptr) labels.push_back(label.name);
  }
  std::vector<float> prediction;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& label : labels)
      prediction.push_back(predicted.findLabel(label)->values[i]);
  }
  std::vector<OneToOne> panels = referencesOf(opened.survey, rows, labels);
  setPredictions(panels, prediction);
  drawTrainFigure(view, log, epochs, panels);
}

void drawSpectrumPage(FigureView& view, Opened& opened, const RenderRequest& request, Job& job) {
  if (opened.survey.grid.empty())
    throw Error(ErrorKind::Mismatch, "The page 'spectrum' needs spectra; this is a catalogue.");
  if (opened.model) {  // what is drawn is what the network sees
    survey::RecipeReport unasked;
    const survey::Recipe missing = opened.model->missingSteps(opened.survey);
    if (!missing.empty()) missing.apply(opened.survey, unasked, job);
  }
  const survey::Dataset& survey = opened.survey;
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

void drawGalaxyPage(FigureView& view, Opened& opened, const RenderRequest& request) {
  galaxy::ensurePositions(opened.survey);
  galaxy::PanelGridOptions options = request.panels;
  const galaxy::PanelLabels labels = galaxy::usualLabels(opened.survey);
  if (options.xName.empty()) options.xName = labels.x;
  if (options.yName.empty()) options.yName = labels.y;
  std::vector<double> radii;
  const std::vector<double> all = opened.survey.numeric(options.radiusName);
  for (const std::size_t row : opened.rows)
    radii.push_back(all[row]);
  const galaxy::BinEdges edges = galaxy::suggestedEdges(radii);
  if (options.radiusEdgesKpc.empty()) options.radiusEdgesKpc = edges.radiusKpc;
  if (options.heightEdgesKpc.empty()) options.heightEdgesKpc = edges.heightKpc;
  const galaxy::PanelGrid grid = galaxy::panelGrid(opened.survey, opened.rows, options);
  GalaxyFigureOptions looks;
  looks.marginals = request.marginals;
  drawGalaxy(view, grid, opened.survey, looks);
  view.resize(140 + 150 * static_cast<int>(grid.columns), 110 + 140 * static_cast<int>(grid.rows));
}

}  // namespace

galaxy::PanelGridOptions RenderRequest::openPanels() {
  galaxy::PanelGridOptions options;
  options.radiusEdgesKpc = options.heightEdgesKpc = {};
  options.xName = options.yName = {};
  return options;
}

QStringList renderPages() {
  return {QStringLiteral("train"), QStringLiteral("spectrum"), QStringLiteral("galaxy")};
}

void render(const RenderRequest& request, Job& job) {
  if (!renderPages().contains(request.page)) {
    throw Error(ErrorKind::Usage, "There is no page '" + request.page.toStdString() + "' to render; the pages are " +
                                      renderPages().join(QStringLiteral(", ")).toStdString() + ".");
  }
  if (request.out.isEmpty()) throw Error(ErrorKind::Usage, "Nothing to write: give a file with --out FILE.pdf.");
  Opened opened = open(request, job);
  FigureView view;
  if (request.page == QStringLiteral("train")) drawTrainPage(view, opened, request, job);
  if (request.page == QStringLiteral("spectrum")) drawSpectrumPage(view, opened, request, job);
  if (request.page == QStringLiteral("galaxy")) drawGalaxyPage(view, opened, request);
  ExportOptions options;
  options.widthMm = request.widthMm;
  options.dpi = request.dpi;
  for (const QString& out : request.out)
    exportFigure(view, std::filesystem::path(out.toStdString()), options);
}

}  // namespace maury::ui
