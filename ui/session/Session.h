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

namespace maury::workbench {
struct FilterResult;
}

namespace maury::ui {

struct Commands;

enum class Severity { Information, Warning, Problem };

/// Application state shared by all pages: survey, model, predictions, filter, selection, current star. State and
/// signals only; what takes time is a command (commands()), and the old state stays until its result is there. UI
/// thread only.
class Session : public QObject {
  Q_OBJECT

public:
  using DatasetPointer = std::shared_ptr<const survey::Dataset>;
  using RowsPointer = std::shared_ptr<const std::vector<std::size_t>>;

  /// Why a filter's text is invalid; `position` is the 0-based character that the message points at.
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
  /// The model to apply; empty when there is none. Cheap to copy, safe to hand to a worker.
  const std::optional<network::Model>& model() const { return m_model; }
  QString modelPath() const { return m_modelPath; }  ///< empty while it has not been saved
  QString modelName() const;                         ///< file name, or the preset's name with the number of members
  /// Predictions of the model for the survey's stars, row for row; nullptr when there are none.
  const DatasetPointer& catalogue() const { return m_catalogue; }
  /// The stars that filter, table and panels are of: the catalogue if there is one, else the survey. Rows are the
  /// survey's rows.
  const DatasetPointer& stars() const { return m_catalogue ? m_catalogue : m_survey; }

  QString filterText() const { return m_filterText; }
  /// Rows of stars() that pass the filter, in row order; never nullptr.
  const RowsPointer& rows() const { return m_rows; }
  /// Which stars are selected, and the named subsets; rows of stars().
  Selection& selection() { return m_selection; }
  const Selection& selection() const { return m_selection; }
  /// Rows that means, maps and spectra are of: the selected stars that pass the filter, or all that pass it while none
  /// is selected (or the filter hides them all); in row order, never nullptr.
  const RowsPointer& chosenRows() const { return m_chosenRows; }
  /// Set while filterText() cannot be applied; rows() are then those of the last text that could.
  const std::optional<FilterProblem>& filterProblem() const { return m_filterProblem; }

  /// Sentences about what was derived or left out when the survey was opened.
  const QStringList& notes() const { return m_notes; }

  /// Current row of stars(); empty when none.
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

  /// Replaces the survey by one made from it, with other spectra, inputs or columns: filter and notes stay, predictions
  /// are dropped. Where stars were left out, no star is current and the selection is dropped.
  void changeSurvey(DatasetPointer survey);
  /// Replaces survey and predictions by the same stars with other positions.
  void changePositions(DatasetPointer survey, DatasetPointer catalogue);
  /// True if the survey was changed since it was opened; restoreSurvey() goes back to what it was then.
  bool canRestoreSurvey() const { return m_surveyAsOpened != nullptr; }
  void restoreSurvey();
  /// Records that the survey was written to this file: it is no longer a changed one.
  void setSurveyPath(const QString& path);
  void addNotes(const QStringList& notes);

  /// Everything that takes time: open, save, predict, prepare, join …
  Commands& commands() { return *m_commands; }

  /// Requests that the Train page resumes the training that an earlier program left in this folder.
  void requestResume(const QString& folder) { Q_EMIT resumeRequested(folder); }

  /// Shows a sentence in the message bar.
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
  void resumeRequested(const QString& folder);
  void message(maury::ui::Severity severity, const QString& sentence);
  /// A file was opened or written by a command; for the list of recent files.
  void opened(const QString& path);

private:
  void applyFilter();
  void setFilterResult(const workbench::FilterResult& result);
  void showAllRows();
  void chooseRows();
  std::shared_ptr<const std::vector<std::string>> surveyIds() const;
  void takeSurvey(DatasetPointer survey);

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
  JobBoard m_jobs;
  JobRunner m_filterRunner;  ///< large surveys only; not on the board
  std::unique_ptr<Commands> m_commands;
};

}  // namespace maury::ui
