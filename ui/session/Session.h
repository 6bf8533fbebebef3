// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "ui/jobs/JobBoard.h"
#include "ui/jobs/JobRunner.h"
#include "ui/selection/Selection.h"
#include "ui/session/UnsavedItem.h"

namespace maury::workbench {
struct FilterResult;
}

namespace maury::ui {

struct Commands;

enum class Severity { Information, Warning, Problem };

/// Application state shared by all pages: survey, model, predictions, filter, selection, current star. Holds state and
/// signals only; actions that take time are commands (commands()), and the old state stays until their results arrive.
/// UI thread only.
class Session : public QObject {
  Q_OBJECT

public:
  using DatasetPointer = std::shared_ptr<const survey::Dataset>;
  using RowsPointer = std::shared_ptr<const std::vector<std::size_t>>;

  /// Reason why a filter's text is invalid; `position` is the 0-based character to which the message refers.
  struct FilterProblem {
    QString message;
    int position = 0;
  };

  explicit Session(QObject* parent = nullptr);
  ~Session() override;

  /// Returns the open survey (N stars; pixelCount() is 0 for a catalogue without spectra); nullptr if none is open.
  const DatasetPointer& survey() const { return m_survey; }
  QString surveyPath() const { return m_surveyPath; }
  /// Returns the file's name without folder, with "(changed)" if the survey differs from the file.
  QString surveyName() const;
  /// Returns the model to apply; empty if there is none. Cheap to copy, safe to pass to a worker.
  const std::optional<network::Model>& model() const { return m_model; }
  QString modelPath() const { return m_modelPath; }  ///< empty until the model is saved
  QString modelName() const;                         ///< file name, or preset and number of members
  /// Returns the model's predictions, row by row for the survey's stars; nullptr if there are none.
  const DatasetPointer& catalogue() const { return m_catalogue; }
  /// Returns the stars to which filter, table and panels refer: the catalogue if there is one, else the survey. Both
  /// have the same rows.
  const DatasetPointer& stars() const { return m_catalogue ? m_catalogue : m_survey; }

  QString filterText() const { return m_filterText; }
  /// Returns the rows of stars() that pass the filter, ascending; never nullptr.
  const RowsPointer& rows() const { return m_rows; }
  /// Returns the selected stars and the named subsets, as rows of stars().
  Selection& selection() { return m_selection; }
  const Selection& selection() const { return m_selection; }
  /// Returns the rows used for means, maps and spectra: the selected stars that pass the filter, or all stars that pass
  /// it if none of them is selected. Ascending, never nullptr.
  const RowsPointer& chosenRows() const { return m_chosenRows; }
  /// Returns why filterText() is invalid, if it is; rows() then belong to the last valid text.
  const std::optional<FilterProblem>& filterProblem() const { return m_filterProblem; }

  /// Returns sentences about data derived or left out when the survey was opened.
  const QStringList& notes() const { return m_notes; }

  /// Returns the current row of stars(); empty if no star is current.
  std::optional<std::size_t> currentStar() const { return m_currentStar; }

  JobBoard& jobs() { return m_jobs; }

  /// Replaces the survey, drops the catalogue (which belongs to the old survey) and keeps the model. `path` may be
  /// empty.
  void setSurvey(DatasetPointer survey, const QString& path);
  /// Replaces the model, and drops predictions of another model: they must not be shown under this one's name. An
  /// opened catalogue stays. `path` is empty for an unsaved model.
  void setModel(const network::Model& model, const QString& path);
  /// Sets predictions, joined to the survey's stars by id and sorted in the survey's order. Stars without a prediction
  /// have missing values. If no id matches, reports a problem and changes nothing.
  void setCatalogue(DatasetPointer catalogue);
  /// Does the same with labels that `model` has predicted in this session. Does nothing if that is no longer the
  /// session's model.
  void setPredictions(DatasetPointer catalogue, const network::Model& model);
  /// Applies a filter expression (survey::filterRows): immediately for small surveys, on a worker for large ones.
  void setFilter(const QString& text);
  void setCurrentStar(std::optional<std::size_t> row);
  /// Moves the current star by `steps` places among the stars that pass the filter.
  void stepStar(int steps);

  /// Replaces the survey by one derived from it with other spectra, inputs or columns. Keeps filter and notes and drops
  /// predictions. If the number of stars differs, no star is current and the selection is cleared. `change` says in one
  /// word how it was derived: "prepared".
  void changeSurvey(DatasetPointer survey, const QString& change = {});
  /// Replaces survey and predictions by the same stars with other columns; `change` as in changeSurvey().
  void changeColumns(DatasetPointer survey, DatasetPointer catalogue, const QString& change);
  /// Returns true if the survey has changed since it was opened; restoreSurvey() restores the original.
  bool canRestoreSurvey() const { return m_surveyAsOpened != nullptr; }
  void restoreSurvey();
  /// Records whether the user stated how the survey's file is read, so that other programs would read it in another
  /// way. False for a survey that was set or saved since.
  void setReadAsStated(bool isAsStated) { m_isReadAsStated = isAsStated; }
  bool isReadAsStated() const { return m_isReadAsStated; }
  /// Records that the survey was written to this file and thus no longer counts as changed.
  void setSurveyPath(const QString& path);
  void addNotes(const QStringList& notes);

  /// Returns the results of this session that are in no file: trained models (the session's model last), a changed
  /// survey and predictions.
  std::vector<UnsavedItem> unsavedItems() const;
  /// Adds a model that was trained in this session; `name` is that of its run.
  void addTrainedModel(const network::Model& model, const QString& name);
  bool isUnsaved(const network::Model& model) const;
  /// Records that the item was written to this file.
  void markSaved(const UnsavedItem& item, const QString& path);
  /// Records that all of these stars were written to a file that is not opened instead of theirs.
  void markStarsSaved(const DatasetPointer& stars);
  /// Forgets that anything is unsaved, at the user's request. What is open stays open.
  void discardUnsaved();

  /// Returns the actions that take time: open, save, predict, prepare, join …
  Commands& commands() { return *m_commands; }

  /// Requests that the Train page resume the unfinished training in this folder.
  void requestResume(const QString& folder) { Q_EMIT resumeRequested(folder); }

  /// Shows a sentence in the message bar.
  void report(Severity severity, const QString& sentence);

Q_SIGNALS:
  void surveyChanged();
  void modelChanged();
  void catalogueChanged();
  /// Rows, text or problem of the filter have changed (also after surveyChanged and catalogueChanged).
  void filterChanged();
  /// Emitted after filterChanged() and after a change of the selection.
  void chosenRowsChanged();
  void currentStarChanged();
  void notesChanged();
  /// A result was saved or given up: unsavedItems() has fewer elements.
  void unsavedChanged();
  void resumeRequested(const QString& folder);
  void message(maury::ui::Severity severity, const QString& sentence);
  /// A command has opened or written this file; the window adds it to the recent files.
  void opened(const QString& path);

private:
  void applyFilter();
  void setFilterResult(const workbench::FilterResult& result);
  void showAllRows();
  void chooseRows();
  std::shared_ptr<const std::vector<std::string>> surveyIds() const;
  void replaceSurvey(DatasetPointer survey);
  void showCatalogue(DatasetPointer catalogue, const std::optional<network::Model>& predictedBy);
  void dropCatalogue();

  /// Trained model that is in no file, and the name of its run.
  struct TrainedModel {
    network::Model model;
    QString name;
  };

  DatasetPointer m_survey;
  DatasetPointer m_surveyAsOpened;  ///< the original, if m_survey is derived from it
  QString m_surveyPath;
  bool m_isReadAsStated = false;
  QStringList m_surveyChanges;  ///< words: "prepared", "joined"
  std::optional<network::Model> m_model;
  QString m_modelPath;
  DatasetPointer m_catalogue;
  std::optional<network::Model> m_predictedBy;  ///< model of the catalogue, if it was predicted in this session
  std::vector<TrainedModel> m_unsavedModels;
  std::weak_ptr<const survey::Dataset> m_savedSurvey;  ///< changed survey that needs no saving any more
  std::weak_ptr<const survey::Dataset> m_savedPredictions;
  QString m_filterText;
  RowsPointer m_rows;
  RowsPointer m_chosenRows;
  Selection m_selection;
  std::optional<FilterProblem> m_filterProblem;
  std::optional<std::size_t> m_currentStar;
  QStringList m_notes;
  JobBoard m_jobs;
  JobRunner m_filterRunner;  ///< for large surveys only; not shown on the job board
  std::unique_ptr<Commands> m_commands;
};

}  // namespace maury::ui
