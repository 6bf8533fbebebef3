// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/StartPage.h"

#include <QDir>
#include <QFileInfo>
#include <QFontMetrics>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <array>
#include <filesystem>
#include <system_error>

#include "base/text/Duration.h"
#include "mock/MockSurvey.h"
#include "ui/models/StarColumns.h"
#include "ui/session/MockFile.h"
#include "ui/session/Paths.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/shell/RecentFiles.h"
#include "ui/shell/SpectrumPicture.h"
#include "workbench/opening/KeptWork.h"
#include "workbench/training/RunFolders.h"

namespace maury::ui {

namespace {

constexpr int kCardsWidth = 400;
constexpr int kScrollBarSpace = 12;
constexpr int kMaxRecentShown = 4;

struct MockSize {
  const char* word;
  std::size_t stars;
};
constexpr std::array kMockSizes{MockSize{QT_TRANSLATE_NOOP("StartPage", "Small"), 5000},
                                MockSize{QT_TRANSLATE_NOOP("StartPage", "Medium"), 20000},
                                MockSize{QT_TRANSLATE_NOOP("StartPage", "Large"), 100000}};

QLabel* label(const QString& text, const char* role, QWidget* parent) {
  auto* result = new QLabel(text, parent);
  result->setProperty("role", role);
  result->setWordWrap(true);
  return result;
}

/// Returns a card with a heading and an optional muted sentence; the caller adds the controls below.
QFrame* makeCard(const QString& heading, const QString& sentence, QWidget* parent) {
  auto* card = new QFrame(parent);
  card->setProperty("card", true);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(16, 14, 16, 14);
  column->setSpacing(8);
  column->addWidget(label(heading, "title", card));
  if (!sentence.isEmpty()) column->addWidget(label(sentence, "muted", card));
  return card;
}

void clear(QLayout* layout) {
  while (QLayoutItem* item = layout->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
}

}  // namespace

StartPage::StartPage(RecentFiles& recent, QWidget* parent)
    : QWidget(parent), m_recent(recent), m_cards(new QWidget(this)) {
  m_cards->setProperty("role", "page");
  auto* cards = new QVBoxLayout(m_cards);
  cards->setContentsMargins(0, 0, kScrollBarSpace, 0);
  cards->setSpacing(12);
  cards->addWidget(keptCard());
  cards->addWidget(unfinishedCard());
  cards->addWidget(openCard());
  cards->addWidget(mockCard());
  cards->addWidget(recentCard());
  cards->addStretch();

  auto* row = new QHBoxLayout;
  row->setSpacing(16 - kScrollBarSpace);
  auto* scroll = new QScrollArea(this);  // in a low window the cards scroll rather than shrink
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidgetResizable(true);
  scroll->setFixedWidth(kCardsWidth + kScrollBarSpace);
  scroll->setWidget(m_cards);
  row->addWidget(scroll);
  row->addWidget(new SpectrumPicture(this), 1);

  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(32, 28, 32, 28);
  page->setSpacing(4);
  page->addWidget(label(tr("What has the network learned from the light of stars?"), "heading", this));
  page->addWidget(
      label(tr("Train it on spectra, see which lines each label comes from, and map the stars across the Galaxy."),
            "muted", this));
  page->addSpacing(16);
  page->addLayout(row, 1);

  connect(&m_recent, &RecentFiles::changed, this, &StartPage::fillRecent);
  fillRecent();
  fillMock();
  fillUnfinished();
  fillKept();
}

QWidget* StartPage::openCard() {
  QFrame* card = makeCard(
      tr("Open a survey"),
      tr("A survey file, FITS or Gaia RVS spectra with labels, or a catalogue. You can also drop files here."), this);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  auto* open = new QPushButton(tr("Open a survey…"), card);
  open->setProperty("role", "primary");
  auto* folder = new QPushButton(tr("Open a folder…"), card);
  row->addWidget(open);
  row->addWidget(folder);
  row->addStretch();
  static_cast<QVBoxLayout*>(card->layout())->addLayout(row);
  connect(open, &QPushButton::clicked, this, &StartPage::openClicked);
  connect(folder, &QPushButton::clicked, this, &StartPage::openFolderClicked);
  return card;
}

QWidget* StartPage::mockCard() {
  QFrame* card = makeCard(
      tr("Try the mock Milky Way"),
      tr("Spectra as Gaia would observe them, with known labels. Created once and kept for the next time."), this);
  m_mockList = new QVBoxLayout;
  m_mockList->setSpacing(4);
  static_cast<QVBoxLayout*>(card->layout())->addLayout(m_mockList);
  return card;
}

QWidget* StartPage::recentCard() {
  m_recentCard = makeCard(tr("Recent files"), {}, this);
  m_recentList = new QVBoxLayout;
  m_recentList->setSpacing(2);
  static_cast<QVBoxLayout*>(m_recentCard->layout())->addLayout(m_recentList);
  return m_recentCard;
}

QWidget* StartPage::unfinishedCard() {
  m_unfinishedCard = makeCard(tr("Unfinished training"), {}, this);
  m_unfinishedList = new QVBoxLayout;
  m_unfinishedList->setSpacing(8);
  static_cast<QVBoxLayout*>(m_unfinishedCard->layout())->addLayout(m_unfinishedList);
  return m_unfinishedCard;
}

void StartPage::fillUnfinished() {
  clear(m_unfinishedList);
  const auto unfinished = workbench::unfinishedTrainings(toPath(trainingsFolder()));
  m_unfinishedCard->setVisible(!unfinished.empty());
  if (unfinished.empty()) return;
  m_unfinishedList->addWidget(label(QString::fromStdString(unfinished.front().words()), "muted", this));
  auto* resume = new QPushButton(tr("Resume"), this);
  resume->setObjectName(QStringLiteral("startPageGoOn"));
  m_unfinishedList->addWidget(resume, 0, Qt::AlignLeft);
  const QString folder = toText(unfinished.front().folder);
  connect(resume, &QPushButton::clicked, this, [this, folder] { Q_EMIT resumeClicked(folder); });
}

QWidget* StartPage::keptCard() {
  m_keptCard = makeCard(tr("Kept from an earlier session"), {}, this);
  m_keptList = new QVBoxLayout;
  m_keptList->setSpacing(8);
  static_cast<QVBoxLayout*>(m_keptCard->layout())->addLayout(m_keptList);
  return m_keptCard;
}

void StartPage::fillKept() {
  clear(m_keptList);
  const auto kept = workbench::keptWork(toPath(keptFolder()));
  m_keptCard->setVisible(!kept.empty());
  if (kept.empty()) return;
  QString words = QString::fromStdString(kept.front().words());
  if (kept.size() > 1) words += tr(" (sessions before it: %1)").arg(kept.size() - 1);
  auto* text = label(words, "muted", this);
  text->setObjectName(QStringLiteral("keptWords"));
  m_keptList->addWidget(text);
  auto* row = new QWidget(this);
  auto* buttons = new QHBoxLayout(row);
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(8);
  auto* open = new QPushButton(tr("Open"), row);
  open->setObjectName(QStringLiteral("openKept"));
  open->setToolTip(tr("Open these files; they stay until you discard them"));
  auto* discard = new QPushButton(tr("Discard"), row);
  discard->setObjectName(QStringLiteral("discardKept"));
  discard->setToolTip(tr("Delete these files"));
  buttons->addWidget(open);
  buttons->addWidget(discard);
  buttons->addStretch();
  m_keptList->addWidget(row);
  connect(open, &QPushButton::clicked, this, &StartPage::openKeptClicked);
  connect(discard, &QPushButton::clicked, this, [this, folder = toText(kept.front().folder)] { discardKept(folder); });
}

void StartPage::discardKept(const QString& folder) {
  m_discardRunner.run(
      {},
      [path = toPath(folder)](Job&) {
        std::error_code ignored;  // files that stay are offered again
        std::filesystem::remove_all(path, ignored);
      },
      [this] { fillKept(); });
}

void StartPage::fillMock() {
  clear(m_mockList);
  const double perStar = measuredSecondsPerMockStar();
  for (const MockSize& size : kMockSizes) {
    QString detail = starCountText(size.stars);
    if (QFileInfo::exists(mockFilePath(size.stars, mock::MockOptions{}.seed))) {
      detail += tr(", already created");
    } else if (perStar > 0.0) {
      detail += tr(", takes about %1")
                    .arg(QString::fromStdString(roughDurationText(perStar * static_cast<double>(size.stars))));
    }
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* button = new QPushButton(tr(size.word), row);
    button->setFixedSize(96, button->sizeHint().height());
    connect(button, &QPushButton::clicked, this, [this, stars = size.stars] { Q_EMIT mockClicked(stars); });
    auto* text = label(detail, "muted", row);
    text->setWordWrap(false);
    layout->addWidget(button);
    layout->addWidget(text, 1);
    m_mockList->addWidget(row);
  }
}

void StartPage::fillRecent() {
  clear(m_recentList);
  const QStringList paths = m_recent.paths().mid(0, kMaxRecentShown);
  m_recentCard->setVisible(!paths.isEmpty());
  for (const QString& path : paths) {
    const QFileInfo file(path);
    auto* button = new QPushButton(this);
    button->setProperty("role", "quiet");
    button->setCursor(Qt::PointingHandCursor);
    const int textWidth = kCardsWidth - 64;
    QString folder = file.absolutePath();
    if (folder.startsWith(QDir::homePath())) folder.replace(0, QDir::homePath().size(), "~");
    button->setText(QFontMetrics(button->font())
                        .elidedText(QStringLiteral("%1   %2").arg(file.fileName(), folder), Qt::ElideMiddle, textWidth)
                        .replace('&', "&&"));
    button->setToolTip(path);
    button->setStyleSheet("text-align: left;");
    connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentClicked(path); });
    m_recentList->addWidget(button);
  }
}

void StartPage::setBusy(bool busy) {
  m_cards->setEnabled(!busy);
}

void StartPage::showEvent(QShowEvent* event) {
  fillMock();
  fillUnfinished();
  fillKept();
  QWidget::showEvent(event);
}

}  // namespace maury::ui
