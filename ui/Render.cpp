// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Render.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/Error.h"
#include "galaxy/panels/PanelGrid.h"
#include "inference/Predictor.h"
#include "network/model/Model.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "training/History.h"
#include "ui/pages/train/TrainSummary.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/plot/export/FigureExport.h"

namespace maury::ui {

namespace {

constexpr std::size_t kMostValidationStars = 2000;

/// The files of a request, read.
struct Opened {
  survey::Dataset survey;
  std::optional<network::Model> model;
  std::vector<std::size_t> rows;  ///< of the filter
  std::string name;               ///< of the survey's file

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
  opened.name = paths.front().filename().string();
  opened.rows = survey::filterRows(opened.survey, request.filter.toStdString());
  if (opened.rows.empty()) {
    throw Error(ErrorKind::Usage,
                "No star of " + paths.front().string() + " passes the filter '" + request.filter.toStdString() + "'.");
  }
  return opened;
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

/// The figure of the Galaxy page.
workbench::Figure galaxyFigure(Opened& opened, const RenderRequest& request, Job& job) {
  galaxy::ensurePositions(opened.survey);
  workbench::GalaxyRequest wanted = request.galaxy;
  wanted.appearance.name = opened.name;
  workbench::NamedStars overlay;
  if (!request.overlay.isEmpty()) {
    const std::filesystem::path path(request.overlay.toStdString());
    survey::ImportReport report;
    auto stars = std::make_shared<survey::Dataset>(survey::importSurvey({path}, {}, report, job));
    galaxy::ensurePositions(*stars);
    overlay = {path.filename().string(), std::move(stars)};
  }
  return workbench::galaxyPageFigure(std::make_shared<const survey::Dataset>(std::move(opened.survey)), opened.rows,
                                     wanted, overlay, request.filter.toStdString());
}

}  // namespace

QStringList renderPages() {
  return {QStringLiteral("train"), QStringLiteral("spectrum"), QStringLiteral("contrast"), QStringLiteral("galaxy")};
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
  std::optional<workbench::Figure> figure;
  if (request.page == QStringLiteral("spectrum")) {
    figure = workbench::spectrumPageFigure(std::make_shared<const survey::Dataset>(std::move(opened.survey)),
                                           opened.rows, opened.model, request.spectrum, job);
  } else if (request.page == QStringLiteral("contrast")) {
    const network::Model model = opened.needModel(request.page);
    figure = workbench::contrastPageFigure(std::make_shared<const survey::Dataset>(std::move(opened.survey)),
                                           opened.rows, model, request.contrast, job);
  } else if (request.page == QStringLiteral("galaxy")) {
    figure = galaxyFigure(opened, request, job);
  }
  if (figure) {
    view.resize(QSizeF(figure->width, figure->height).toSize());
    showFigure(view, std::move(*figure));
  }
  ExportOptions options;
  options.widthMm = request.widthMm;
  options.dpi = request.dpi;
  for (const QString& out : request.out)
    exportFigure(view, std::filesystem::path(out.toStdString()), options);
}

}  // namespace maury::ui
