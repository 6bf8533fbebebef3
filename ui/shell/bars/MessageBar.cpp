// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/MessageBar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPropertyAnimation>
#include <QShortcut>
#include <QToolButton>
#include <algorithm>
#include <chrono>

#include "base/text/Printable.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

using namespace std::chrono_literals;

constexpr int kSlideMs = 140;
constexpr int kMinHeight = 40;
constexpr int kMargin = 11;
constexpr int kSideWidth = 96;  ///< total width of icon, close button and margins

QColor colourOf(Severity severity) {
  switch (severity) {
    case Severity::Problem:
      return {0xD5, 0x5E, 0x00};  // Okabe–Ito vermilion
    case Severity::Warning:
      return {0xC4, 0x86, 0x00};  // Okabe–Ito orange, darkened to be legible on white
    case Severity::Information:
      break;
  }
  return Theme::current().accent;
}

QString iconOf(Severity severity) {
  if (severity == Severity::Problem) return QStringLiteral("problem");
  return severity == Severity::Warning ? QStringLiteral("warning") : QStringLiteral("information");
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_close(new QToolButton(this)),
      m_animation(new QPropertyAnimation(this, "maximumHeight", this)) {
  setObjectName("messageBar");
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_close->setAutoRaise(true);
  m_close->setToolTip(tr("Dismiss (Esc)"));
  m_close->setAccessibleName(tr("Dismiss"));
  m_icon->setFixedSize(20, 20);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 4, 10, 4);
  row->setSpacing(10);
  row->addWidget(m_icon);
  row->addWidget(m_text, 1);
  row->addWidget(m_close);

  m_animation->setDuration(kSlideMs);
  m_animation->setEasingCurve(QEasingCurve::OutCubic);
  connect(m_animation, &QPropertyAnimation::finished, this, [this] { setVisible(m_shown); });
  m_dismissTimer.setSingleShot(true);
  m_dismissTimer.setInterval(8s);
  connect(&m_dismissTimer, &QTimer::timeout, this, &MessageBar::dismiss);
  connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
  auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
  escape->setContext(Qt::WindowShortcut);
  connect(escape, &QShortcut::activated, this, &MessageBar::dismiss);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &MessageBar::restyle);
  setMinimumHeight(0);
  setMaximumHeight(0);
  hide();
  restyle();
}

QString MessageBar::sentence() const {
  return m_shown ? m_text->text() : QString();
}

int MessageBar::fullHeight() const {
  const int textWidth = std::max(200, width() - kSideWidth);
  const QRect wrapped =
      m_text->fontMetrics().boundingRect(QRect(0, 0, textWidth, 1000), Qt::TextWordWrap, m_text->text());
  return std::max(kMinHeight, wrapped.height() + 2 * kMargin);
}

void MessageBar::showMessage(Severity severity, const QString& sentence) {
  m_severity = severity;
  m_text->setText(QString::fromStdString(printableLines(sentence.toStdString())));
  restyle();
  m_shown = true;
  slide(true);
  if (severity == Severity::Information) {
    m_dismissTimer.start();
  } else {
    m_dismissTimer.stop();
  }
}

void MessageBar::dismiss() {
  if (!m_shown) return;
  m_shown = false;
  m_dismissTimer.stop();
  slide(false);
}

void MessageBar::slide(bool isOpening) {
  m_animation->stop();
  if (isOpening) show();
  m_animation->setStartValue(std::min(maximumHeight(), fullHeight()));
  m_animation->setEndValue(isOpening ? fullHeight() : 0);
  m_animation->start();
}

void MessageBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  // A narrower window needs more lines.
  if (m_shown && m_animation->state() != QPropertyAnimation::Running && maximumHeight() != fullHeight()) {
    setMaximumHeight(fullHeight());
  }
}

void MessageBar::restyle() {
  const Theme& theme = Theme::current();
  const QColor colour = colourOf(m_severity);
  setStyleSheet(QStringLiteral("QFrame#messageBar { background: %1; border: none; border-left: 4px solid %2;"
                               " border-bottom: 1px solid %3; } QFrame#messageBar QToolButton { border: none;"
                               " background: transparent; }")
                    .arg(theme.card.name(), colour.name(), theme.border.name()));
  m_icon->setPixmap(iconPixmap(iconOf(m_severity), colour, 20, devicePixelRatioF()));
  m_close->setIcon(icon("close", 16));
}

}  // namespace maury::ui
