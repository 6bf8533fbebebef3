// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/jobs/JobRunner.h"
#include "ui/session/commands/opening/ReviewQuestion.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace maury::ui {

class ColumnsModel;

/// Dialog that shows how files will be read, column by column with sample values, and lets the user state it otherwise:
/// roles and units of columns, HDU, unit and medium of the wavelengths or a file that has them, bits of masks. Each
/// statement reads the files again on a worker thread. It can be accepted once the files are read and nothing is
/// unknown any more.
class ColumnsDialog : public QDialog {
  Q_OBJECT

public:
  ColumnsDialog(ReviewPointer review, QWidget* parent);

  /// Returns the last review of the files; that of an accepted dialog has read them.
  const ReviewPointer& review() const { return m_review; }
  /// States the file with the wavelengths of spectra that have none.
  void useWavelengths(const QString& path);

private:
  QWidget* makeChoices();
  QWidget* makeFurther();
  QWidget* makeTable();
  QWidget* makeButtons();
  void stateRole(const QString& column, const QString& word, const QString& unit);
  void stateChoices();
  void stateMaskBits();
  void chooseWavelengths();
  void readAgain();
  void showReview(ReviewPointer review);
  void showChoices();
  void showState();
  QString stateText() const;

  ReviewPointer m_review;
  survey::ImportOptions m_options;  ///< stated by the user; those of the review once the files have been read again
  ColumnsModel* m_columns;
  QLabel* m_name;
  QLabel* m_state;
  QLabel* m_lines;
  QComboBox* m_hdu;
  QComboBox* m_medium;
  QComboBox* m_unit;
  QLineEdit* m_maskBits;
  QPushButton* m_wavelengths;
  QLabel* m_leftOut;
  QPushButton* m_import;
  JobRunner m_reading;
};

}  // namespace maury::ui
