// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QString>

namespace maury::ui {

/// Application that survives exceptions and shows texts as they are. An exception that leaves a slot, a timer, a
/// delivered result or an event handler would otherwise end the program and lose all unsaved work. Labels and tool
/// tips would otherwise interpret a text from a file as HTML, for example the name of a column; those that need markup
/// set Qt::RichText.
class Application : public QApplication {
  Q_OBJECT

public:
  Application(int& argc, char** argv) : QApplication(argc, argv) {}

  /// Delivers an event. If an exception leaves the receiver, logs it, emits exceptionCaught() and returns false. The
  /// same sentence is reported at most once a second, because a widget that cannot be painted fails at each attempt.
  bool notify(QObject* receiver, QEvent* event) override;

Q_SIGNALS:
  /// Carries a sentence for the user.
  void exceptionCaught(const QString& sentence);

private:
  void report(const QString& sentence) noexcept;

  QString m_lastSentence;
  QElapsedTimer m_sinceLastReport;
};

}  // namespace maury::ui
