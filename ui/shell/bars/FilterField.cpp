// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/FilterField.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QCursor>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>
#include <algorithm>
#include <chrono>

#include "survey/filter/Filter.h"
#include "survey/filter/FilterCompletion.h"
#include "survey/filter/FilterPresets.h"
#include "ui/models/StarColumns.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

using namespace std::chrono_literals;

const QColor kProblem(0xD5, 0x5E, 0x00);  // Okabe–Ito vermilion

/// Returns the UTF-16 position that corresponds to a byte position in UTF-8.
int utf16Position(const std::string& text, std::size_t byte) {
  return static_cast<int>(QString::fromUtf8(text.data(), static_cast<qsizetype>(byte)).size());
}

/// Returns true if the stars have all columns that the preset needs.
bool isApplicable(const survey::Dataset& stars, const survey::FilterPreset& preset) {
  try {
    survey::filterRows(stars.select({}), std::string(preset.text));
    return true;
  } catch (const survey::FilterError&) {
    return false;
  }
}

}  // namespace

FilterField::FilterField(Session& session, QWidget* parent)
    : QLineEdit(parent),
      m_session(session),
      m_menu(new QMenu(this)),
      m_completer(new QCompleter(this)),
      m_candidates(new QStringListModel(m_completer)),
      m_hint(new QLabel) {
  setObjectName("filter");
  setFixedHeight(28);
  setPlaceholderText(tr("All stars – or e.g. snr > 15 && snr < 25 && logg < 2.2"));
  setAccessibleName(tr("Filter"));
  setMinimumWidth(260);
  m_clear = addAction(QIcon(), QLineEdit::TrailingPosition);
  m_clear->setToolTip(tr("Show all stars"));
  m_presets = addAction(QIcon(), QLineEdit::TrailingPosition);
  m_presets->setToolTip(tr("Show example filters and the names that filters can use"));
  m_hint->setWordWrap(true);
  m_hint->setObjectName("filterHint");
  m_hint->hide();

  m_delay.setSingleShot(true);
  m_delay.setInterval(300ms);
  connect(&m_delay, &QTimer::timeout, this, &FilterField::apply);
  // setCompleter() is not used, because it would complete the whole text as one word.
  m_completer->setModel(m_candidates);
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setWidget(this);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterField::complete);
  connect(this, &QLineEdit::textEdited, this, [this] {
    m_delay.start();
    offerCompletions();
  });
  connect(this, &QLineEdit::textChanged, this, [this] { m_clear->setVisible(!text().isEmpty()); });
  connect(this, &QLineEdit::returnPressed, this, [this] {
    const QAbstractItemView* list = m_completer->popup();
    const bool listHandlesEnter = list->isVisible() && list->currentIndex().isValid();  // complete() then handles Enter
    if (!listHandlesEnter) apply();
  });
  connect(m_clear, &QAction::triggered, this, [this] {
    clear();
    apply();
  });
  connect(m_presets, &QAction::triggered, this, [this] {
    fillMenu();
    m_menu->popup(mapToGlobal(QPoint(width() - m_menu->sizeHint().width(), height() + 2)));
  });
  connect(&m_session, &Session::filterChanged, this, &FilterField::showState);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &FilterField::restyle);
  m_clear->setVisible(false);
  restyle();
}

void FilterField::apply() {
  m_delay.stop();
  m_completer->popup()->hide();
  m_session.setFilter(text());
}

void FilterField::offerCompletions() {
  QStringList candidates;
  int begin = 0;
  if (const auto stars = m_session.stars()) {
    const std::string written = text().toStdString();
    const auto cursor = static_cast<std::size_t>(text().left(cursorPosition()).toUtf8().size());
    const auto found = survey::completions(written, cursor, survey::filterableNames(*stars));
    for (const std::string& candidate : found.candidates)
      candidates.append(QString::fromStdString(candidate));
    begin = utf16Position(written, found.replaced.begin);
  }
  QAbstractItemView* list = m_completer->popup();
  if (candidates.isEmpty()) return list->hide();
  m_candidates->setStringList(candidates);
  const int listWidth = list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + 8;
  m_completer->complete(QRect(xOfCharacter(begin), 0, listWidth, height()));
}

void FilterField::complete(const QString& candidate) {
  const std::string written = text().toStdString();
  const auto cursor = static_cast<std::size_t>(text().left(cursorPosition()).toUtf8().size());
  const survey::SourceRange replaced = survey::completions(written, cursor, {}).replaced;
  const int begin = utf16Position(written, replaced.begin);
  setSelection(begin, utf16Position(written, replaced.end) - begin);
  insert(candidate);
  m_delay.start();
}

void FilterField::restyle() {
  QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  mono.setPixelSize(13);
  setFont(mono);
  m_clear->setIcon(icon("close", 16));
  m_presets->setIcon(icon("menu", 16));
  showState();
}

void FilterField::showState() {
  // Show a text that was set elsewhere, such as by a page, but do not overwrite one that is being typed.
  if (!m_delay.isActive() && text() != m_session.filterText()) setText(m_session.filterText());
  const Theme& theme = Theme::current();
  const bool problem = m_session.filterProblem().has_value();
  setStyleSheet(QStringLiteral("QLineEdit#filter { background: %1; color: %2; border: 1px solid %3; border-radius: 6px;"
                               " padding: 0 6px; font-family: \"%5\"; font-size: 13px; }"
                               "QLineEdit#filter:focus { border-color: %4; }")
                    .arg(theme.card.name(), theme.accent.name(), (problem ? kProblem : theme.border).name(),
                         (problem ? kProblem : theme.accent).name(), font().family()));
  setToolTip(problem ? m_session.filterProblem()->message : QString());
  placeHint();
  update();
}

int FilterField::xOfCharacter(int position) const {
  // QLineEdit reports only the position of its cursor; other characters are measured from there.
  const QFontMetrics metrics(font());
  const int toCursor = metrics.horizontalAdvance(text().left(cursorPosition()));
  return cursorRect().center().x() + metrics.horizontalAdvance(text().left(position)) - toCursor;
}

void FilterField::placeHint() {
  const auto& problem = m_session.filterProblem();
  if (!problem || !hasFocus() || !isVisible()) {
    m_hint->hide();
    return;
  }
  const Theme& theme = Theme::current();
  if (m_hint->parentWidget() != window()) m_hint->setParent(window());
  m_hint->setStyleSheet(QStringLiteral("QLabel#filterHint { background: %1; color: %2; border: 1px solid %3;"
                                       " border-radius: 6px; padding: 6px 10px; }")
                            .arg(theme.card.name(), theme.text.name(), kProblem.name()));
  m_hint->setText(problem->message);
  m_hint->setFixedWidth(width());
  m_hint->adjustSize();
  m_hint->move(mapTo(window(), QPoint(0, height() + 4)));
  m_hint->raise();
  m_hint->show();
}

void FilterField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  const auto& problem = m_session.filterProblem();
  if (!problem || text() != m_session.filterText()) return;
  const int position = std::clamp(problem->position, 0, static_cast<int>(text().size()));
  const int left = xOfCharacter(position);
  const int markWidth = std::max(6, QFontMetrics(font()).horizontalAdvance(text().mid(position, 1)));
  QPainter painter(this);
  painter.setPen(QPen(kProblem, 2));
  painter.drawLine(left, height() - 5, left + markWidth, height() - 5);
}

void FilterField::fillMenu() {
  m_menu->clear();
  const auto stars = m_session.stars();
  for (const survey::FilterPreset& preset : survey::filterPresets()) {
    const QString text = QString::fromUtf8(preset.text.data(), static_cast<qsizetype>(preset.text.size()));
    const QString meaning = QString::fromUtf8(preset.meaning.data(), static_cast<qsizetype>(preset.meaning.size()));
    QAction* action = m_menu->addAction(QStringLiteral("%1\t%2").arg(meaning, QString(text).replace("&", "&&")));
    action->setEnabled(stars && isApplicable(*stars, preset));
    connect(action, &QAction::triggered, this, [this, text] {
      setText(text);
      apply();
    });
  }
  if (!stars) return;
  m_menu->addSeparator();
  QMenu* names = m_menu->addMenu(tr("Insert a name"));
  names->setStyleSheet("QMenu { menu-scrollable: 1; }");
  for (const std::string& name : survey::filterableNames(*stars)) {
    const std::string unit = stars->unitOf(name);
    const QString shown =
        QString::fromStdString(name) + (unit.empty() ? QString() : "\t" + QString::fromStdString(unit));
    connect(names->addAction(shown), &QAction::triggered, this,
            [this, text = QString::fromStdString(survey::quoteName(name))] {
              insert(text);
              setFocus();
              m_delay.start();
            });
  }
}

void FilterField::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  placeHint();
}

void FilterField::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  placeHint();
}

void FilterField::moveEvent(QMoveEvent* event) {
  QLineEdit::moveEvent(event);
  placeHint();
}

void FilterField::resizeEvent(QResizeEvent* event) {
  QLineEdit::resizeEvent(event);
  placeHint();
}

}  // namespace maury::ui
