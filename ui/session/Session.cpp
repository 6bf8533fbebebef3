// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/Session.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "ui/models/StarColumns.h"
#include "ui/session/commands/Commands.h"
#include "workbench/stars/CatalogueJoin.h"
#include "workbench/stars/FilterStars.h"

namespace maury::ui {

namespace {

/// Largest number of stars that are filtered on the UI thread, within its 16 ms per frame; more are left to a worker.
constexpr std::size_t kMaxSynchronousStars = 20000;

/// Returns a file name of letters, digits and hyphens: {"model", "1 · seed 1"} becomes "model-1-seed-1.safetensors".
QString fileNameOf(const QStringList& words, const QString& suffix) {
  QString name = words.join('-');
  name.replace(QRegularExpression(QStringLiteral("[^\\w.]+")), QStringLiteral("-"));
  return name + '.' + suffix;
}

}  // namespace

Session::Session(QObject* parent)
    : QObject(parent),
      m_rows(workbench::allRows(0)),
      m_chosenRows(m_rows),
      m_commands(std::make_unique<Commands>(*this)) {
  connect(&m_selection, &Selection::changed, this, &Session::chooseRows);
  connect(&m_selection, &Selection::warned, this,
          [this](const QString& sentence) { report(Severity::Warning, sentence); });
}

Session::~Session() = default;

QString Session::surveyName() const {
  const QString name = QFileInfo(m_surveyPath).fileName();
  return m_surveyAsOpened && !name.isEmpty() ? tr("%1 (changed)").arg(name) : name;
}

QString Session::modelName() const {
  if (!m_model) return {};
  if (!m_modelPath.isEmpty()) return QFileInfo(m_modelPath).completeBaseName();
  const network::ModelInfo& info = m_model->info();
  const QString preset =
      info.network.preset.empty() ? tr("edited network") : QString::fromStdString(info.network.preset);
  return info.members > 1 ? tr("%1 × %2").arg(preset).arg(info.members) : preset;
}

void Session::setSurvey(DatasetPointer survey, const QString& path) {
  m_survey = std::move(survey);
  m_surveyAsOpened.reset();
  m_surveyPath = path;
  m_isReadAsStated = false;
  m_surveyChanges.clear();
  dropCatalogue();
  m_currentStar.reset();
  m_notes.clear();
  showAllRows();
  m_selection.setStars(surveyIds(), path);
  Q_EMIT surveyChanged();
  Q_EMIT catalogueChanged();
  Q_EMIT currentStarChanged();
  applyFilter();
}

void Session::setModel(const network::Model& model, const QString& path) {
  const bool isOther = m_predictedBy && &m_predictedBy->info() != &model.info();
  if (isOther) dropCatalogue();
  m_model = model;
  m_modelPath = path;
  Q_EMIT modelChanged();
  if (!isOther) return;
  Q_EMIT catalogueChanged();
  applyFilter();
}

void Session::setCatalogue(DatasetPointer catalogue) {
  showCatalogue(std::move(catalogue), std::nullopt);
}

void Session::setPredictions(DatasetPointer catalogue, const network::Model& model) {
  if (m_model && &m_model->info() == &model.info()) showCatalogue(std::move(catalogue), model);
}

void Session::dropCatalogue() {
  m_catalogue.reset();
  m_predictedBy.reset();
}

void Session::showCatalogue(DatasetPointer catalogue, const std::optional<network::Model>& predictedBy) {
  if (!m_survey || !catalogue) return;
  if (m_survey->ids == catalogue->ids) {
    m_catalogue = std::move(catalogue);
  } else {
    workbench::JoinedCatalogue joined = workbench::joinCatalogue(*m_survey, *catalogue);
    if (joined.matched == 0) {
      report(Severity::Problem, tr("None of the catalogue's %1 is in %2. Open the survey from which it was made.")
                                    .arg(starCountText(catalogue->starCount()))
                                    .arg(surveyName()));
      return;
    }
    if (joined.matched < m_survey->starCount()) {
      report(Severity::Warning,
             tr("The catalogue contains %1 of the survey's %2 stars. The others are shown without labels.")
                 .arg(countText(joined.matched))
                 .arg(countText(m_survey->starCount())));
    }
    m_catalogue = std::make_shared<const survey::Dataset>(std::move(joined.stars));
  }
  m_predictedBy = predictedBy;
  Q_EMIT catalogueChanged();
  applyFilter();
}

void Session::setFilter(const QString& text) {
  if (text == m_filterText) return;
  m_filterText = text;
  applyFilter();
}

void Session::setCurrentStar(std::optional<std::size_t> row) {
  if (row && (!stars() || *row >= stars()->starCount())) row.reset();
  if (row == m_currentStar) return;
  m_currentStar = row;
  Q_EMIT currentStarChanged();
}

void Session::stepStar(int steps) {
  if (m_rows->empty()) return;
  const std::size_t current = m_currentStar.value_or(m_rows->front());
  const auto index = std::lower_bound(m_rows->begin(), m_rows->end(), current) - m_rows->begin();
  const auto last = static_cast<std::ptrdiff_t>(m_rows->size()) - 1;
  setCurrentStar((*m_rows)[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index + steps, 0, last))]);
}

void Session::changeSurvey(DatasetPointer survey, const QString& change) {
  if (!m_surveyAsOpened) m_surveyAsOpened = m_survey;
  if (!change.isEmpty() && !m_surveyChanges.contains(change)) m_surveyChanges << change;
  replaceSurvey(std::move(survey));
}

void Session::changeColumns(DatasetPointer survey, DatasetPointer catalogue, const QString& change) {
  if (!m_surveyAsOpened) m_surveyAsOpened = m_survey;
  if (!m_surveyChanges.contains(change)) m_surveyChanges << change;
  m_survey = std::move(survey);
  m_catalogue = std::move(catalogue);
  m_selection.replaceIds(surveyIds());
  Q_EMIT surveyChanged();
  Q_EMIT catalogueChanged();
  applyFilter();
}

void Session::restoreSurvey() {
  if (!m_surveyAsOpened) return;
  m_surveyChanges.clear();
  replaceSurvey(std::exchange(m_surveyAsOpened, nullptr));
}

void Session::replaceSurvey(DatasetPointer survey) {
  // If the number of stars changes, old rows no longer fit: no star is current, and all stars are shown until the
  // filter has been applied.
  const bool otherRows = m_survey->starCount() != survey->starCount();
  m_survey = std::move(survey);
  dropCatalogue();
  if (otherRows) {
    m_currentStar.reset();
    showAllRows();
    m_selection.remapStars(surveyIds());
  } else {
    m_selection.replaceIds(surveyIds());  // otherwise it would keep the spectra of the old survey in memory
  }
  Q_EMIT surveyChanged();
  Q_EMIT catalogueChanged();
  if (otherRows) Q_EMIT currentStarChanged();
  applyFilter();
}

void Session::setSurveyPath(const QString& path) {
  m_surveyPath = path;
  m_isReadAsStated = false;
  m_selection.setPath(path);
  m_surveyAsOpened.reset();
  m_surveyChanges.clear();
  Q_EMIT surveyChanged();
}

void Session::addNotes(const QStringList& notes) {
  m_notes << notes;
  Q_EMIT notesChanged();
}

std::vector<UnsavedItem> Session::unsavedItems() const {
  std::vector<UnsavedItem> items;
  for (const TrainedModel& trained : m_unsavedModels) {
    UnsavedItem item{UnsavedItem::Kind::Model, tr("Model %1").arg(trained.name),
                     fileNameOf({tr("model"), trained.name}, QStringLiteral("safetensors")), trained.model, nullptr};
    items.push_back(std::move(item));
  }
  // The session's model comes last, next to its predictions.
  std::stable_partition(items.begin(), items.end(), [this](const UnsavedItem& item) {
    return !m_model || &item.model->info() != &m_model->info();
  });
  const QString survey = QFileInfo(m_surveyPath).completeBaseName();
  const QString stars = survey.isEmpty() ? tr("survey") : survey;
  if (m_surveyAsOpened && m_savedSurvey.lock() != m_survey) {
    const QString changes = m_surveyChanges.isEmpty() ? tr("changed") : m_surveyChanges.join(QStringLiteral(", "));
    items.push_back({UnsavedItem::Kind::Survey, tr("Survey %1 (%2)").arg(stars, changes),
                     fileNameOf({stars, changes}, QStringLiteral("fits")), std::nullopt, m_survey});
  }
  if (m_catalogue && m_predictedBy && m_savedPredictions.lock() != m_catalogue)
    items.push_back({UnsavedItem::Kind::Predictions, tr("Labels predicted for %1").arg(stars),
                     fileNameOf({stars, tr("predictions")}, QStringLiteral("fits")), std::nullopt, m_catalogue});
  return items;
}

void Session::addTrainedModel(const network::Model& model, const QString& name) {
  m_unsavedModels.push_back({model, name});
}

bool Session::isUnsaved(const network::Model& model) const {
  return std::any_of(m_unsavedModels.begin(), m_unsavedModels.end(),
                     [&](const TrainedModel& trained) { return &trained.model.info() == &model.info(); });
}

void Session::markSaved(const UnsavedItem& item, const QString& path) {
  if (item.kind == UnsavedItem::Kind::Model) {
    std::erase_if(m_unsavedModels,
                  [&](const TrainedModel& trained) { return &trained.model.info() == &item.model->info(); });
    if (m_model && &item.model->info() == &m_model->info()) setModel(*item.model, path);
  } else if (item.kind == UnsavedItem::Kind::Survey) {
    if (item.stars == m_survey) setSurveyPath(path);
  } else {
    m_savedPredictions = item.stars;
  }
  Q_EMIT unsavedChanged();
}

void Session::markStarsSaved(const DatasetPointer& stars) {
  if (stars == m_survey) m_savedSurvey = stars;
  if (stars == m_catalogue) m_savedPredictions = stars;
  Q_EMIT unsavedChanged();
}

void Session::discardUnsaved() {
  m_unsavedModels.clear();
  m_savedSurvey = m_survey;
  m_savedPredictions = m_catalogue;
  Q_EMIT unsavedChanged();
}

void Session::applyFilter() {
  const DatasetPointer filtered = stars();
  const std::string text = m_filterText.toStdString();
  if (!filtered || m_filterText.trimmed().isEmpty()) {
    m_filterRunner.requestStop();
    showAllRows();
    setFilterResult({m_rows, std::nullopt});
  } else if (filtered->starCount() <= kMaxSynchronousStars) {
    setFilterResult(workbench::filterStars(*filtered, text));
  } else {
    m_filterRunner.run(
        tr("filtering"), [filtered, text](Job&) { return workbench::filterStars(*filtered, text); },
        [this, filtered, text](const workbench::FilterResult& result) {
          if (filtered == stars() && text == m_filterText.toStdString()) setFilterResult(result);
        });
  }
}

void Session::showAllRows() {
  m_rows = workbench::allRows(stars() ? stars()->starCount() : 0);
  m_chosenRows = m_rows;
}

void Session::setFilterResult(const workbench::FilterResult& result) {
  if (result.rows) m_rows = result.rows;
  m_filterProblem.reset();
  if (result.problem) {
    // Convert the position from bytes of UTF-8 to UTF-16 units.
    const QByteArray before = m_filterText.toUtf8().left(static_cast<qsizetype>(result.problem->position));
    m_filterProblem = FilterProblem{QString::fromStdString(result.problem->message),
                                    static_cast<int>(QString::fromUtf8(before).size())};
  }
  Q_EMIT filterChanged();
  chooseRows();
}

void Session::chooseRows() {
  m_chosenRows = m_rows;
  if (!m_selection.isEmpty()) {
    auto chosen = std::make_shared<std::vector<std::size_t>>();
    for (const std::size_t row : *m_rows)
      if (m_selection.set()->contains(row)) chosen->push_back(row);
    // If the filter hides the whole selection, show all stars in the filter rather than empty views.
    if (!chosen->empty()) m_chosenRows = std::move(chosen);
  }
  Q_EMIT chosenRowsChanged();
}

std::shared_ptr<const std::vector<std::string>> Session::surveyIds() const {
  return m_survey ? std::shared_ptr<const std::vector<std::string>>(m_survey, &m_survey->ids) : nullptr;
}

void Session::report(Severity severity, const QString& sentence) {
  Q_EMIT message(severity, sentence);
}

}  // namespace maury::ui
