// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Application.h"

#include <QEvent>
#include <QLabel>

#include "base/process/Log.h"
#include "ui/jobs/ExceptionText.h"

namespace maury::ui {

namespace {

constexpr qint64 kRepeatMs = 1000;

/// Makes a label that is about to be shown for the first time show its text without interpreting markup, unless its
/// format was set. Tool tips are labels too.
void showPlainText(QObject* receiver, const QEvent& event) {
  if (event.type() != QEvent::Polish) return;
  auto* label = qobject_cast<QLabel*>(receiver);
  if (label != nullptr && label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
}

}  // namespace

bool Application::notify(QObject* receiver, QEvent* event) {
  try {
    showPlainText(receiver, *event);
    return QApplication::notify(receiver, event);
  } catch (...) {
    report(describeException().sentence);
  }
  return false;
}

void Application::report(const QString& sentence) noexcept {
  try {
    const bool isRepeated =
        sentence == m_lastSentence && m_sinceLastReport.isValid() && m_sinceLastReport.elapsed() < kRepeatMs;
    if (isRepeated) return;
    m_lastSentence = sentence;
    m_sinceLastReport.start();
    log::error(sentence.toStdString());
    Q_EMIT exceptionCaught(sentence);
  } catch (...) {  // the message itself failed; the log was tried first
  }
}

}  // namespace maury::ui
