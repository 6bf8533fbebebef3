// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

#include "ui/dialogs/CloseDialog.h"
#include "ui/session/UnsavedItem.h"

class QWidget;

namespace maury::ui {

class Session;

/// Closes the window without losing results. First finishes files that are being written, then asks in one dialog what
/// to do with unsaved results, or keeps all of them without a question. A running training needs no question: its
/// folder stays, and the next start offers to resume it. UI thread only.
class Closing : public QObject {
  Q_OBJECT

public:
  /// `window` is closed by QWidget::close() once nothing is left to do; its closeEvent() calls mayClose().
  Closing(Session& session, QWidget* window);

  /// Returns true if the window may close now. Otherwise starts or continues to close it, with a dialog.
  bool mayClose();
  /// Keeps all unsaved results without a question, then closes the window; for signals of the system. If they cannot be
  /// written, logs the reason and closes the window all the same.
  void closeAndKeep();
  /// Keeps all unsaved results and returns once they are written, for a session manager that ends the program after
  /// that. Runs the event loop.
  void keepNow();

  /// Function that asks for the file of a result; returns an empty path to cancel. The default shows a file dialog.
  using FileQuestion = std::function<QString(const UnsavedItem& item)>;
  void setFileQuestion(FileQuestion question) { m_fileQuestion = std::move(question); }

private:
  enum class Stage { Idle, Asking, Silent, Done };

  bool isWriting() const;
  void proceed();
  void ask(const QString& problem);
  void carryOut(CloseDialog::Answer answer);
  void save();
  void finish();
  void showProgress();

  Session& m_session;
  QWidget* m_window;
  CloseDialog* m_dialog;
  FileQuestion m_fileQuestion;
  Stage m_stage = Stage::Idle;
  QString m_problem;          ///< why the last file could not be written
  bool m_keepFailed = false;  ///< true if keeping without a question has failed
};

}  // namespace maury::ui
