// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

#include "base/Job.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace maury::ui {

/// Dialog that asks what to do with unsaved results before the window closes, and shows the progress of files that are
/// being written. Closing it (Esc) cancels. UI thread only.
class CloseDialog : public QDialog {
  Q_OBJECT

public:
  enum class Answer { Save, Keep, Discard };

  explicit CloseDialog(QWidget* parent);

  /// Shows the question about these results. `note` says what else closing does, `problem` why the last answer could
  /// not be carried out; both may be empty.
  void ask(const QStringList& results, const QString& note, const QString& problem);
  /// Shows instead that files are being written.
  void showProgress(const QString& title, const Progress& progress);

Q_SIGNALS:
  void answered(maury::ui::CloseDialog::Answer answer);

private:
  QPushButton* addButton(const QString& text, const char* objectName, const QString& toolTip, Answer answer);
  void showParts(bool isQuestion);

  QLabel* m_heading;
  QLabel* m_text;
  QWidget* m_resultsCard;
  QVBoxLayout* m_results;
  QLabel* m_note;
  QLabel* m_problem;
  QProgressBar* m_progress;
  QPushButton* m_save;
  QPushButton* m_keep;
  QPushButton* m_discard;
};

}  // namespace maury::ui
