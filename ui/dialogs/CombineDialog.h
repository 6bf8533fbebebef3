// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

#include "survey/combining/CombineOptionTable.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/OptionBox.h"
#include "ui/session/Session.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maury::ui {

/// Dialog that asks which files have further arms of the survey's stars, how stars are matched and whether their
/// repeats are co-added, and shows the counts beforehand. Reading and matching run on worker threads; CombineCommand
/// combines the spectra.
class CombineDialog : public QDialog {
  Q_OBJECT

public:
  CombineDialog(const Session& session, QWidget* parent);

  /// Reads files in the background and adds their stars.
  void addFiles(const QStringList& paths);
  /// Returns the survey and the added files.
  survey::CombineSources sources() const { return m_sources; }
  survey::CombineOptions options() const;

private:
  QWidget* makeFiles();
  QWidget* makeForm();
  void chooseFiles();
  void showFiles();
  void showCounts();

  Session::DatasetPointer m_survey;
  survey::CombineSources m_sources;  ///< in memory; the survey first
  QLabel* m_files;
  QPushButton* m_add;
  QComboBox* m_by;
  QComboBox* m_repeats;
  QComboBox* m_velocity;
  QLineEdit* m_grid;
  OptionBoxes<survey::CombineOptions> m_options{survey::combineOptionTable()};
  QLabel* m_counts;
  QPushButton* m_combine;
  JobRunner m_reading;
  JobRunner m_matching;
};

}  // namespace maury::ui
