// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "galaxy/positions/Galactocentric.h"
#include "mock/MockSurvey.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/importing/Import.h"
#include "survey/joining/Join.h"
#include "survey/recipe/Recipe.h"
#include "ui/jobs/JobBoard.h"
#include "ui/jobs/JobRunner.h"
#include "ui/selection/Selection.h"

namespace maury::ui {

struct OpenedFiles;

enum class Severity { Information, Warning, Problem };

/// What is open, and what of it is looked at: the one thing that all pages share. UI thread only; long work goes to
/// worker threads and the old content stays until the new one is there.
class Session : public QObject {
  Q_OBJECT

public:
  using DatasetPointer = std::shared_ptr<const survey::Dataset>;
  using RowsPointer = std::shared_ptr<const std::vector<std::size_t>>;

  /// A filter text that cannot be meant; `position` is the 0-based character the message points at.
  struct FilterProblem {
    QString message;
    int position = 0;
  };

  explicit Session(QObject* parent = nullptr);
  ~Session() override;

  /// The open survey (N stars; pixelCount() 0 for a catalogue without spectra); nullptr when nothing is open.
  const DatasetPointer& survey() const { return m_survey; }
  QString surveyPath() const { return m_surveyPath; }
  /// The file's name without its folder, with "(changed)" while the survey holds more or other data than the file.
  QString surveyName() const;
  /// The network to apply; empty when there is none. Cheap to copy, safe to hand to a worker.
  const std::optional<network::Model>& model() const { return m_model; }
  QString modelPath() const { return m_modelPath; }  ///< empty while it has not been saved
  QString modelName() const;                         ///< file name, or the preset's name with the number of members
  /// Predictions of the model for the survey's stars, row for row; nullptr when there are none.
  const DatasetPointer& catalogue() const { return m_catalogue; }
  /// What filter, table and panels look at: the catalogue if there is one, else the survey. Rows are the survey's rows.
  const DatasetPointer& stars() const { return m_catalogue ? m_catalogue : m_survey; }

  QString filterText() const { return m_filterText; }
  /// Rows of stars() that pass the filter, in row order; never nullptr.
  const RowsPointer& rows() const { return m_rows; }
  /// Which stars are selected, and the named subsets; rows of stars().
  Selection& selection() { return m_selection; }
  const Selection& selection() const { return m_selection; }
  /// What means, maps and spectra are of: the selected stars that pass the filter, or all that pass it while none is
  /// selected (or the filter hides them all); in row order, never nullptr.
  const RowsPointer& chosenRows() const { return m_chosenRows; }
  /// Set while filterText() cannot be applied; rows() are then those of the last text that could.
  const std::optional<FilterProblem>& filterProblem() const { return m_filterProblem; }

  /// What was derived or left out when the survey was opened, one sentence each.
  const QStringList& notes() const { return m_notes; }

  /// Row of stars() that is looked at; empty when none.
  std::optional<std::size_t> currentStar() const { return m_currentStar; }

  JobBoard& jobs() { return m_jobs; }

  /// Replaces the survey; drops the catalogue (it belonged to the old one) and keeps the model. `path` may be empty.
  void setSurvey(DatasetPointer survey, const QString& path);
  /// Replaces the model; the catalogue stays until there is a new one. `path` is empty for a model that is not saved
  /// yet.
  void setModel(const network::Model& model, const QString& path);
  /// Takes predictions for the survey's stars, joined by id (rows are put in the survey's order). Stars without a
  /// prediction keep missing values. A problem is reported and nothing changes when no id fits.
  void setCatalogue(DatasetPointer catalogue);
  /// Applies a filter in words (survey::filterRows): at once for small surveys, on a worker for large ones.
  void setFilter(const QString& text);
  void setCurrentStar(std::optional<std::size_t> row);
  /// Makes the star so many places further in the filter the current one.
  void stepStar(int by);

  /// Applies preprocessing steps to every star of the survey on a worker thread; the result takes the survey's place,
  /// and `done` is called. The catalogue is dropped. Throws Error(Mismatch) at once if the steps do not fit.
  void prepareSurvey(const survey::Recipe& recipe, std::function<void()> done);
  JobRunner& preparing() { return m_prepareRunner; }
  /// Reads a table of stars on a worker thread, then calls `ready` with it; the survey stays as it is.
  void readCatalogue(const QString& path, std::function<void(DatasetPointer)> ready);
  /// Adds a table's labels and columns to the survey's stars on a worker thread; the result takes the survey's place,
  /// without the stars that have no match if `onlyMatched`. Predictions are dropped.
  void joinSurvey(DatasetPointer catalogue, const survey::JoinOptions& options, bool onlyMatched);
  /// Finds R and Z of every star anew, with the Sun elsewhere, on a worker thread; survey and predictions get them.
  void placeSun(const galaxy::SolarPosition& sun);
  /// True while the survey was prepared or joined since it was opened; restoreSurvey() goes back to what it was then.
  bool canRestoreSurvey() const { return m_surveyAsOpened != nullptr; }
  void restoreSurvey();
  /// Writes the whole survey, spectra included, on a worker thread; it then has this path.
  void saveSurvey(const QString& path);

  /// Opens survey files, models, catalogues, folders and CSVs, told apart by content, on a worker thread.
  void open(const QStringList& paths);
  /// Writes a mock survey to `path` on a worker thread, then opens it.
  void makeMock(const QString& path, const mock::MockOptions& options);
  /// Applies the model to every star of the survey on a worker thread, then sets the catalogue.
  void predict();
  bool canPredict() const;  ///< a model, and a survey with spectra
  /// Writes some rows of stars(), spectra included, as a survey file on a worker thread.
  void saveStars(const QString& path, RowsPointer rows);
  /// Writes some rows of stars() for other programs on a worker thread (survey::tableOf): FITS, VOTable, CSV or ECSV by
  /// the suffix.
  void exportStars(const QString& path, RowsPointer rows, bool spectra = false);
  /// Writes the model, or another, on a worker thread; the session's model then has this path if it is that one.
  void saveModel(const QString& path);
  void saveModel(const QString& path, const network::Model& model);

  /// Asks the page that trains to go on with the training that an earlier program left in this folder.
  void goOnTraining(const QString& folder) { Q_EMIT trainingWanted(folder); }

  /// Asked on the UI thread when an image's header does not say whether its wavelengths are air or vacuum; gives the
  /// answer, or nothing to give up. Set by the window; without it the importer's sentence is reported.
  using MediumQuestion = std::function<std::optional<survey::ImportOptions::Medium>(const QString& sentence)>;
  void setMediumQuestion(MediumQuestion question) { m_mediumQuestion = std::move(question); }

  /// A sentence for the message bar.
  void report(Severity severity, const QString& sentence);

Q_SIGNALS:
  void surveyChanged();
  void modelChanged();
  void catalogueChanged();
  /// Rows, text or problem of the filter changed (also after surveyChanged and catalogueChanged).
  void filterChanged();
  /// After filterChanged(), and when the selection has changed.
  void chosenRowsChanged();
  void currentStarChanged();
  void notesChanged();
  void trainingWanted(const QString& folder);
  void message(maury::ui::Severity severity, const QString& sentence);
  /// A file was opened as asked; for the list of recent files.
  void opened(const QString& path);

private:
  using StarWriting = std::function<void(const std::filesystem::path& file, const survey::Dataset& stars,
                                         const std::vector<std::size_t>& rows, Job& job)>;
  void writeStars(const QString& path, RowsPointer rows, StarWriting write);
  void openWith(const QStringList& paths, const survey::ImportOptions& options);
  void askMedium(const QStringList& paths, survey::ImportOptions options, const QString& sentence);
  void take(OpenedFiles files);
  void applyFilter();
  void setFilterResult(RowsPointer rows, std::optional<FilterProblem> problem);
  void showAllRows();
  void chooseRows();
  std::shared_ptr<const std::vector<std::string>> surveyIds() const;
  void exchangeSurvey(DatasetPointer survey);

  DatasetPointer m_survey;
  DatasetPointer m_surveyAsOpened;  ///< while m_survey is one made from it
  QString m_surveyPath;
  std::optional<network::Model> m_model;
  QString m_modelPath;
  DatasetPointer m_catalogue;
  QString m_filterText;
  RowsPointer m_rows;
  RowsPointer m_chosenRows;
  Selection m_selection;
  std::optional<FilterProblem> m_filterProblem;
  std::optional<std::size_t> m_currentStar;
  QStringList m_notes;
  MediumQuestion m_mediumQuestion;
  JobBoard m_jobs;
  JobRunner m_fileRunner;  ///< opening and making files
  JobRunner m_predictRunner;
  JobRunner m_prepareRunner;
  JobRunner m_writeRunner;
  JobRunner m_filterRunner;  ///< large surveys only; not on the board
};

}  // namespace maury::ui
