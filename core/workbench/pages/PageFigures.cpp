// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/pages/PageFigures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/Error.h"
#include "base/text/ShellWord.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "galaxy/positions/Positions.h"
#include "network/model/Model.h"
#include "survey/columns/NamedExpression.h"
#include "survey/filter/Filter.h"
#include "survey/names/PositionColumns.h"
#include "workbench/audit/ExperimentFigure.h"
#include "workbench/pages/PageOptionTable.h"
#include "workbench/preparing/PrepareFigure.h"
#include "workbench/stars/ApplyModel.h"
#include "workbench/stars/SurveySummary.h"
#include "workbench/training/TrainingFigures.h"
#include "workbench/training/TrainingRun.h"
#include "workbench/validation/ValidateFigures.h"

namespace maury::workbench {

namespace {

const network::Model& requireModel(const OpenedStars& opened, std::string_view page) {
  if (!opened.model)
    throw Error(ErrorKind::Usage,
                fmt::format("The page '{}' needs a model file (.safetensors). Add one to the files.", page));
  return *opened.model;
}

void requireSpectra(const OpenedStars& opened, std::string_view page) {
  if (opened.survey->grid.empty())
    throw Error(ErrorKind::Mismatch,
                fmt::format("The page '{}' needs spectra, but this is a catalogue. Open a survey.", page));
}

/// Returns the dataset that filters and labels refer to: the predictions if there are any, else the survey.
const std::shared_ptr<const survey::Dataset>& labelledStars(const OpenedStars& opened) {
  return opened.catalogue ? opened.catalogue : opened.survey;
}

/// Returns the subsets of these stars, in the colours that the window gives to named subsets.
std::vector<Subset> subsetsOf(const survey::Dataset& stars, const std::vector<std::string>& texts) {
  std::vector<Subset> subsets;
  for (const std::string& text : texts) {
    const survey::NamedExpression named = survey::parseNamedExpression(text);
    if (!named.unit.empty())
      throw Error(ErrorKind::Usage, fmt::format("The subset '{}' cannot have a unit. Write NAME=FILTER.", named.name));
    auto rows = std::make_shared<const std::vector<std::size_t>>(survey::filterRows(stars, named.expression));
    if (rows->empty())
      throw Error(ErrorKind::Mismatch, fmt::format("No star is in the subset '{}'. Widen its filter.", named.name));
    subsets.push_back({named.name, subsetRgb(subsets.size()), std::move(rows)});
  }
  return subsets;
}

/// Returns the validation loss of the training that a model file describes.
LossOverlay lossOf(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  const TrainingRun run = runOfModel(network::Model::load(file), name);
  if (run.log.empty())
    throw Error(ErrorKind::Mismatch, file.string() + " contains no training history to compare with.");
  return {name, Ink(kRunRgb.front()), run.log.envelope(TrainingLog::Curve::ValidationLoss)};
}

Figure dataPage(const OpenedStars& opened, const PageOptions&, Job&) {
  return summaryFigure(summarise(*opened.survey));
}

Figure preparePage(const OpenedStars& opened, const PageOptions& options, Job&) {
  requireSpectra(opened, "prepare");
  const survey::Dataset& survey = *opened.survey;
  const std::size_t row = options.star.empty() ? opened.rows.front() : survey.rowOf(options.star);
  if (row >= survey.starCount())
    throw Error(ErrorKind::Usage, "There is no star '" + options.star + "' in the survey. Check its id.");
  const StepPreview preview = previewSteps(survey, row, options.steps);
  if (!preview.after) throw Error(ErrorKind::Usage, preview.problem);
  return prepareFigure(preview);
}

Figure trainPage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  const network::Model& model = requireModel(opened, "train");
  const TrainingRun run = runOfModel(model, {});
  if (run.log.empty()) throw Error(ErrorKind::Mismatch, "The model file contains no training history to draw.");
  std::vector<LossOverlay> overlays;
  if (!options.secondModel.empty()) overlays.push_back(lossOf(options.secondModel));
  return trainingFigure(run.log, run.maxEpochs, validationLabels(model, *opened.survey, opened.rows, job), overlays);
}

Figure auditPage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  const network::Model& model = requireModel(opened, "audit");
  requireSpectra(opened, "audit");
  attribution::ExperimentOptions experiment = options.experiment;
  std::sort(experiment.values.begin(), experiment.values.end());
  std::vector<NamedModel> models{{model, opened.modelFile.stem().string()}};
  if (!options.secondModel.empty())
    models.push_back({network::Model::load(options.secondModel), options.secondModel.stem().string()});
  return experimentFigure(runExperiment(models, *opened.survey, opened.rows, experiment, job));
}

/// Returns the predicted labels of all stars: those in the files, else those of the model. A catalogue opened alone
/// already contains its predictions.
std::shared_ptr<const survey::Dataset> predictedLabels(const OpenedStars& opened, Job& job) {
  if (opened.catalogue) return opened.catalogue;
  if (opened.model && opened.survey->pixelCount() > 0) return applyModel(*opened.model, *opened.survey, job);
  return opened.survey;
}

Figure validatePage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  const auto catalogue = predictedLabels(opened, job);
  std::vector<std::size_t> rows = survey::filterRows(*catalogue, options.filter);
  if (options.part) rows = rowsInPart(requireModel(opened, "validate"), *catalogue, rows, options.part);
  if (rows.empty())
    throw Error(ErrorKind::Mismatch, "None of these stars is in this part of the model's split. Choose another part.");
  ValidateContent content = validateStars(*catalogue, rows, rows, job);
  if (content.reports.empty())
    throw Error(
        ErrorKind::Mismatch,
        "These stars have no reference labels to compare with. Open a survey with reference labels, and a model.");
  if (options.form == ValidateForm::OneToOne) return agreementFigure(content, subsetsOf(*catalogue, options.subsets));
  if (options.form == ValidateForm::Coverage) return coverageFigure(content);
  if (content.precision.empty()) throw Error(ErrorKind::Mismatch, content.precisionProblem);
  if (content.isMock) {
    const auto& grid = opened.model ? opened.model->info().grid : catalogue->grid;
    content.precision = precisionOf(*catalogue, rows, optionsWithBounds(grid), job);
  }
  return precisionFigure(content);
}

Figure spectrumPage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  requireSpectra(opened, "spectrum");
  SpectrumPageRequest request = options.spectrum;
  request.star = options.star;
  return spectrumPageFigure(opened.survey, opened.stars(), opened.rows, opened.model, request, job);
}

Figure contrastPage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  const network::Model& model = requireModel(opened, "contrast");
  requireSpectra(opened, "contrast");
  return contrastPageFigure(opened.survey, labelledStars(opened), opened.rows, model, options.contrast, job);
}

/// Returns the stars with R and Z, recomputed if `sun` is not the default position. Throws Error(Mismatch) naming the
/// missing columns.
std::shared_ptr<const survey::Dataset> withPositions(const OpenedStars& opened, const galaxy::SolarPosition& sun) {
  const auto stars = labelledStars(opened);
  const bool movesSun = !commandLine(galaxy::solarOptionTable(), sun).empty();
  if (!movesSun && stars->hasNumeric(survey::kRadiusColumn) && stars->hasNumeric(survey::kHeightColumn)) return stars;
  auto placed = std::make_shared<survey::Dataset>(*stars);
  if (movesSun)
    galaxy::placeSun(*placed, sun);
  else
    galaxy::ensurePositions(*placed);
  return placed;
}

Figure galaxyPage(const OpenedStars& opened, const PageOptions& options, Job& job) {
  GalaxyRequest request = options.galaxy;
  request.appearance.name = opened.catalogue ? "labels of the network" : opened.file.filename().string();
  NamedStars overlay;
  if (!options.overlay.empty())
    overlay = {options.overlay.filename().string(), withPositions(openStars({options.overlay}, {}, job), options.sun)};
  const auto stars = withPositions(opened, options.sun);
  const auto rows = survey::filterRows(*stars, options.filter);  // again, because it may refer to R and Z
  if (rows.empty())
    throw Error(ErrorKind::Mismatch, "No star passes the filter '" + options.filter + "'. Widen the filter.");
  request.subsets = subsetsOf(*stars, options.subsets);
  return galaxyPageFigure(stars, rows, request, overlay, options.filter);
}

/// Page by name, with the function that draws it and its options.
struct Page {
  std::string name;
  Figure (*figure)(const OpenedStars&, const PageOptions&, Job&);
  const OptionTable<PageOptions>& (*options)();
};
const std::vector<Page>& pages() {
  static const std::vector<Page> kPages{{"data", dataPage, dataOptionTable},
                                        {"prepare", preparePage, prepareOptionTable},
                                        {"train", trainPage, trainOptionTable},
                                        {"spectrum", spectrumPage, spectrumOptionTable},
                                        {"contrast", contrastPage, contrastOptionTable},
                                        {"audit", auditPage, auditOptionTable},
                                        {"validate", validatePage, validateOptionTable},
                                        {"galaxy", galaxyPage, galaxyOptionTable}};
  return kPages;
}

const Page& findPage(std::string_view name) {
  const auto page = std::find_if(pages().begin(), pages().end(), [&](const Page& each) { return each.name == name; });
  if (page == pages().end())
    throw Error(ErrorKind::Usage,
                fmt::format("There is no page '{}'. Choose one of: {}.", name, fmt::join(pageNames(), ", ")));
  return *page;
}

}  // namespace

const std::vector<std::string>& pageNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Page& page : pages())
      names.push_back(page.name);
    return names;
  }();
  return kNames;
}

void requirePage(const std::string& page) {
  findPage(page);
}

const OptionTable<PageOptions>& pageOptionTable(std::string_view page) {
  return findPage(page).options();
}

std::string renderCommand(const std::string& page, const std::vector<std::filesystem::path>& files,
                          const PageOptions& options) {
  std::string command = "maury --render " + page;
  for (const std::filesystem::path& file : files)
    command += ' ' + shellWord(file.string());
  return command + commandLine(pageOptionTable(page), options) + " --out " + page + ".pdf";
}

Figure pageFigure(const std::string& page, const OpenedStars& opened, const PageOptions& options, Job& job) {
  return findPage(page).figure(opened, options, job);
}

}  // namespace maury::workbench
