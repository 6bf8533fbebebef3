// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/Session.h"

#include <QFileInfo>
#include <algorithm>
#include <numeric>
#include <utility>

#include "galaxy/panels/PanelGrid.h"
#include "inference/Predictor.h"
#include "io/tables/Table.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "ui/models/StarColumns.h"
#include "ui/session/CatalogueJoin.h"
#include "ui/session/OpenFiles.h"
#include "ui/session/RowBufferPool.h"

namespace maury::ui {

namespace {

/// Surveys up to this many stars are filtered on the UI thread, within its 16 ms; larger ones on a worker.
constexpr std::size_t kFilterAtOnceStars = 20000;

Session::RowsPointer allRows(std::size_t count) {
  auto rows = std::make_shared<std::vector<std::size_t>>(count);
  std::iota(rows->begin(), rows->end(), std::size_t{0});
  return rows;
}

Session::RowsPointer filteredRows(const survey::Dataset& stars, const std::string& text) {
  static const auto pool = std::make_shared<RowBufferPool>();  // one for the program: it has one session
  auto* rows = new std::vector<std::size_t>(survey::filterRows(stars, text, pool->take()));
  return {rows, [rows, owner = pool](const std::vector<std::size_t>*) {
            owner->give(std::move(*rows));
            delete rows;
          }};
}

struct FilterOutcome {
  Session::RowsPointer rows;
  std::optional<Session::FilterProblem> problem;
};

FilterOutcome filtered(const survey::Dataset& stars, const std::string& text) {
  try {
    return {filteredRows(stars, text), std::nullopt};
  } catch (const survey::FilterError& error) {
    // The error counts bytes, the window UTF-16 units.
    const auto position = QString::fromUtf8(text.data(), static_cast<qsizetype>(error.position)).size();
    return {nullptr, Session::FilterProblem{QString::fromUtf8(error.what()), static_cast<int>(position)}};
  } catch (const Error& error) {
    return {nullptr, Session::FilterProblem{QString::fromUtf8(error.what()), 0}};
  }
}

/// Files opened, or the sentence of the importer that does not know air from vacuum.
OpenedFiles openOrAsk(const std::vector<std::filesystem::path>& files, const survey::ImportOptions& options, Job& job) {
  try {
    return openFiles(files, options, job);
  } catch (const survey::MediumUnknown& unknown) {
    OpenedFiles none;
    none.mediumUnknown = unknown.what();
    return none;
  }
}

std::filesystem::path toPath(const QString& path) {
  return std::filesystem::path(path.toStdU16String());
}
QString toText(const std::filesystem::path& path) {
  return QString::fromStdU16String(path.u16string());
}

}  // namespace

Session::Session(QObject* parent) : QObject(parent), m_rows(allRows(0)), m_chosenRows(m_rows) {
  connect(&m_selection, &Selection::changed, this, &Session::chooseRows);
  connect(&m_selection, &Selection::warned, this,
          [this](const QString& sentence) { report(Severity::Warning, sentence); });
  m_jobs.add(&m_fileRunner);
  m_jobs.add(&m_predictRunner);
  m_jobs.add(&m_prepareRunner);
  for (JobRunner* runner : {&m_predictRunner, &m_prepareRunner, &m_writeRunner}) {
    connect(runner, &JobRunner::failed, this, [this](const QString& sentence) { report(Severity::Problem, sentence); });
  }
  connect(&m_fileRunner, &JobRunner::failed, this,
          [this](const QString& sentence) { report(Severity::Problem, sentence); });
  m_jobs.add(&m_writeRunner);
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
  m_prepareRunner.requestStop();
  m_survey = std::move(survey);
  m_surveyAsOpened.reset();
  m_surveyPath = path;
  m_catalogue.reset();
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
  m_model = model;
  m_modelPath = path;
  Q_EMIT modelChanged();
}

void Session::setCatalogue(DatasetPointer catalogue) {
  if (!m_survey || !catalogue) return;
  if (m_survey->ids == catalogue->ids) {
    m_catalogue = std::move(catalogue);
  } else {
    JoinedCatalogue joined = joinCatalogue(*m_survey, *catalogue);
    if (joined.matched == 0) {
      report(Severity::Problem, tr("None of the catalogue's %1 stars is in %2; open the survey that it was made from.")
                                    .arg(countText(catalogue->starCount()))
                                    .arg(surveyName()));
      return;
    }
    if (joined.matched < m_survey->starCount()) {
      report(Severity::Warning,
             tr("The catalogue has %1 of the survey's %2 stars; the others are shown without labels.")
                 .arg(countText(joined.matched))
                 .arg(countText(m_survey->starCount())));
    }
    m_catalogue = std::make_shared<const survey::Dataset>(std::move(joined.stars));
  }
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

void Session::stepStar(int by) {
  if (m_rows->empty()) return;
  const std::size_t current = m_currentStar.value_or(m_rows->front());
  const auto here = std::lower_bound(m_rows->begin(), m_rows->end(), current) - m_rows->begin();
  const auto last = static_cast<std::ptrdiff_t>(m_rows->size()) - 1;
  setCurrentStar((*m_rows)[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(here + by, 0, last))]);
}

void Session::prepareSurvey(const survey::Recipe& recipe, std::function<void()> done) {
  if (!m_survey) return;
  recipe.requireFits(*m_survey);
  struct Prepared {
    DatasetPointer survey;
    std::vector<std::string> warnings;
  };
  m_prepareRunner.run(
      tr("preparing"),
      [recipe, survey = m_survey](Job& job) {
        auto prepared = std::make_shared<survey::Dataset>(*survey);
        survey::RecipeReport report;
        recipe.apply(*prepared, report, job);
        return Prepared{prepared, report.warnings()};
      },
      [this, survey = m_survey, done](Prepared prepared) {
        if (survey != m_survey) return;
        if (!m_surveyAsOpened) m_surveyAsOpened = m_survey;
        done();
        exchangeSurvey(std::move(prepared.survey));
        for (const std::string& warning : prepared.warnings)
          report(Severity::Warning, QString::fromStdString(warning));
        if (prepared.warnings.empty())
          report(
              Severity::Information,
              tr("%1 stars are prepared; Save survey as… keeps them in a file.").arg(countText(m_survey->starCount())));
      });
}

void Session::readCatalogue(const QString& path, std::function<void(DatasetPointer)> ready) {
  m_fileRunner.run(
      tr("reading %1").arg(QFileInfo(path).fileName()),
      [file = toPath(path)](Job& job) {
        survey::ImportReport report;
        return std::make_shared<const survey::Dataset>(survey::importSurvey({file}, {}, report, job));
      },
      [ready = std::move(ready)](const DatasetPointer& catalogue) { ready(catalogue); });
}

void Session::joinSurvey(DatasetPointer catalogue, const survey::JoinOptions& options, bool onlyMatched) {
  if (!m_survey || !catalogue) return;
  struct Joined {
    DatasetPointer survey;
    std::string summary;
  };
  m_prepareRunner.run(
      tr("joining"),
      [survey = m_survey, catalogue = std::move(catalogue), options, onlyMatched](Job&) {
        const survey::Matches matches = survey::matchStars(*survey, *catalogue, options);
        auto joined = std::make_shared<survey::Dataset>(*survey);
        survey::addMatched(*joined, *catalogue, matches);
        if (onlyMatched) *joined = joined->select(matches.matchedStars(catalogue->starCount(), 0, survey->starCount()));
        return Joined{joined, matches.summary()};
      },
      [this, survey = m_survey](Joined joined) {
        if (survey != m_survey) return;
        if (!m_surveyAsOpened) m_surveyAsOpened = m_survey;
        exchangeSurvey(std::move(joined.survey));
        report(Severity::Information,
               tr("%1. Save survey… keeps the result in a file.").arg(QString::fromStdString(joined.summary)));
      });
}

void Session::placeSun(const galaxy::SolarPosition& sun) {
  if (!m_survey) return;
  struct Placed {
    DatasetPointer survey, catalogue;
    std::string how;
  };
  m_prepareRunner.run(
      tr("placing the Sun"),
      [survey = m_survey, catalogue = m_catalogue, sun](Job&) {
        Placed placed;
        auto copy = std::make_shared<survey::Dataset>(*survey);
        placed.how = galaxy::placeSun(*copy, sun);
        if (catalogue) {
          auto predicted = std::make_shared<survey::Dataset>(*catalogue);
          galaxy::placeSun(*predicted, sun);
          placed.catalogue = predicted;
        }
        placed.survey = copy;
        return placed;
      },
      [this, survey = m_survey, catalogue = m_catalogue](const Placed& placed) {
        if (survey != m_survey || catalogue != m_catalogue) return;
        if (!m_surveyAsOpened) m_surveyAsOpened = m_survey;
        m_survey = placed.survey;
        m_catalogue = placed.catalogue;
        m_selection.keepStars(surveyIds());
        Q_EMIT surveyChanged();
        Q_EMIT catalogueChanged();
        applyFilter();
        report(Severity::Information, QString::fromStdString(placed.how));
      });
}

void Session::restoreSurvey() {
  if (m_surveyAsOpened) exchangeSurvey(std::exchange(m_surveyAsOpened, nullptr));
}

/// The same stars with other spectra, inputs or columns: filter, current star and notes stay. Where stars were left out
/// rows mean others, so the current star is none and every star is shown until the filter has been applied.
void Session::exchangeSurvey(DatasetPointer survey) {
  const bool otherRows = m_survey->starCount() != survey->starCount();
  m_survey = std::move(survey);
  m_catalogue.reset();
  if (otherRows) {
    m_currentStar.reset();
    showAllRows();
    m_selection.moveTo(surveyIds());
  } else {
    m_selection.keepStars(surveyIds());  // else it would hold the old survey's spectra in memory
  }
  Q_EMIT surveyChanged();
  Q_EMIT catalogueChanged();
  if (otherRows) Q_EMIT currentStarChanged();
  applyFilter();
}

void Session::applyFilter() {
  const DatasetPointer looked = stars();
  const std::string text = m_filterText.toStdString();
  if (!looked || m_filterText.trimmed().isEmpty()) {
    m_filterRunner.requestStop();
    showAllRows();
    setFilterResult(m_rows, std::nullopt);
  } else if (looked->starCount() <= kFilterAtOnceStars) {
    const FilterOutcome outcome = filtered(*looked, text);
    setFilterResult(outcome.rows, outcome.problem);
  } else {
    m_filterRunner.run(
        tr("filtering"), [looked, text](Job&) { return filtered(*looked, text); },
        [this, looked, text](const FilterOutcome& outcome) {
          if (looked == stars() && text == m_filterText.toStdString()) setFilterResult(outcome.rows, outcome.problem);
        });
  }
}

void Session::showAllRows() {
  m_rows = allRows(stars() ? stars()->starCount() : 0);
  m_chosenRows = m_rows;
}

void Session::setFilterResult(RowsPointer rows, std::optional<FilterProblem> problem) {
  if (rows) m_rows = std::move(rows);
  m_filterProblem = std::move(problem);
  Q_EMIT filterChanged();
  chooseRows();
}

void Session::chooseRows() {
  m_chosenRows = m_rows;
  if (!m_selection.isEmpty()) {
    auto chosen = std::make_shared<std::vector<std::size_t>>();
    for (const std::size_t row : *m_rows)
      if (m_selection.set()->contains(row)) chosen->push_back(row);
    // A selection that the filter hides altogether would leave every view empty.
    if (!chosen->empty()) m_chosenRows = std::move(chosen);
  }
  Q_EMIT chosenRowsChanged();
}

std::shared_ptr<const std::vector<std::string>> Session::surveyIds() const {
  return m_survey ? std::shared_ptr<const std::vector<std::string>>(m_survey, &m_survey->ids) : nullptr;
}

void Session::open(const QStringList& paths) {
  if (!paths.isEmpty()) openWith(paths, {});
}

void Session::openWith(const QStringList& paths, const survey::ImportOptions& options) {
  std::vector<std::filesystem::path> files;
  for (const QString& path : paths)
    files.push_back(toPath(path));
  m_fileRunner.run(
      paths.size() == 1 ? tr("opening %1").arg(QFileInfo(paths.front()).fileName())
                        : tr("opening %1 files").arg(paths.size()),
      [files, options](Job& job) { return openOrAsk(files, options, job); },
      [this, paths, options](OpenedFiles found) {
        if (!found.mediumUnknown.empty()) return askMedium(paths, options, QString::fromStdString(found.mediumUnknown));
        take(std::move(found));
        for (const QString& path : paths)
          Q_EMIT opened(path);
      });
}

void Session::askMedium(const QStringList& paths, survey::ImportOptions options, const QString& sentence) {
  if (!m_mediumQuestion) return report(Severity::Problem, sentence);
  if (const auto medium = m_mediumQuestion(sentence)) {
    options.medium = *medium;
    openWith(paths, options);
  }
}

void Session::take(OpenedFiles files) {
  if (files.survey) setSurvey(files.survey, toText(files.surveyPath));
  if (files.model) setModel(*files.model, toText(files.modelPath));
  if (files.catalogue) {
    // Predictions opened alone are looked at as a survey without spectra, so that they need not have their survey by
    // them.
    const bool fits = m_survey && joinCatalogue(*m_survey, *files.catalogue).matched > 0;
    if (fits) {
      setCatalogue(files.catalogue);
    } else {
      setSurvey(files.catalogue, toText(files.cataloguePath));
    }
  }
  if (files.survey || files.catalogue) {
    for (const std::string& note : files.notes)
      m_notes << QString::fromStdString(note);
    for (const std::vector<std::string>& sentences :
         {files.report.notes, files.report.warnings, files.report.leftOutLines()})
      for (const std::string& sentence : sentences)
        m_notes << QString::fromStdString(sentence);
    Q_EMIT notesChanged();
  }
  std::vector<std::string> warnings = files.report.warnings;
  for (std::string& line : files.report.leftOutLines())
    warnings.push_back(std::move(line));
  if (warnings.size() == 1) report(Severity::Warning, QString::fromStdString(warnings.front()));
  if (warnings.size() > 1) {
    report(Severity::Warning, tr("%1 And %n more; the Data page lists them.", "", static_cast<int>(warnings.size() - 1))
                                  .arg(QString::fromStdString(warnings.front())));
  }
}

void Session::makeMock(const QString& path, const mock::MockOptions& options) {
  const std::filesystem::path file = toPath(path);
  m_fileRunner.run(
      tr("making the mock survey"),
      [file, options](Job& job) {
        mock::writeMockSurvey(file, options, job);
        return openFiles({file}, {}, job);
      },
      [this, path](OpenedFiles files) {
        take(std::move(files));
        Q_EMIT opened(path);
      });
}

bool Session::canPredict() const {
  return m_model && m_survey && m_survey->pixelCount() > 0;
}

void Session::predict() {
  if (!canPredict()) return;
  m_predictRunner.run(
      tr("predicting"),
      [model = *m_model, stars = m_survey](Job& job) {
        return std::make_shared<const survey::Dataset>(inference::predict(model, *stars, job));
      },
      [this, survey = m_survey](const DatasetPointer& catalogue) {
        if (survey == m_survey) setCatalogue(catalogue);
      });
}

void Session::writeStars(const QString& path, RowsPointer rows, StarWriting write) {
  if (!stars() || !rows) return;
  m_writeRunner.run(
      tr("writing %1").arg(QFileInfo(path).fileName()),
      [file = toPath(path), looked = stars(), rows, write = std::move(write)](Job& job) {
        write(file, *looked, *rows, job);
      },
      [this, path, count = rows->size()] {
        report(Severity::Information, tr("%1 stars are in %2.").arg(countText(count), path));
      });
}

void Session::saveStars(const QString& path, RowsPointer rows) {
  writeStars(path, std::move(rows), [](const auto& file, const auto& looked, const auto& chosen, Job& job) {
    survey::writeSurvey(file, looked.select(chosen), job);
  });
}

void Session::exportStars(const QString& path, RowsPointer rows, bool spectra) {
  writeStars(path, std::move(rows), [spectra](const auto& file, const auto& looked, const auto& chosen, Job&) {
    io::writeTable(file, survey::tableOf(looked, chosen, spectra));
  });
}

void Session::saveSurvey(const QString& path) {
  if (!m_survey) return;
  m_writeRunner.run(
      tr("writing %1").arg(QFileInfo(path).fileName()),
      [file = toPath(path), survey = m_survey](Job& job) { survey::writeSurvey(file, *survey, job); },
      [this, path, survey = m_survey] {
        if (survey == m_survey) {
          m_surveyPath = path;
          m_selection.setPath(path);
          m_surveyAsOpened.reset();
          Q_EMIT surveyChanged();
        }
        report(Severity::Information, tr("%1 stars are in %2.").arg(countText(survey->starCount()), path));
        Q_EMIT opened(path);
      });
}

void Session::saveModel(const QString& path) {
  if (m_model) saveModel(path, *m_model);
}

void Session::saveModel(const QString& path, const network::Model& model) {
  m_writeRunner.run(
      tr("writing %1").arg(QFileInfo(path).fileName()), [file = toPath(path), model](Job&) { model.save(file); },
      [this, path, saved = model] {
        if (m_model && &saved.info() == &m_model->info()) setModel(saved, path);
        report(Severity::Information, tr("The model is in %1.").arg(path));
      });
}

void Session::report(Severity severity, const QString& sentence) {
  Q_EMIT message(severity, sentence);
}

}  // namespace maury::ui
