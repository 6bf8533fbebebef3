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

#include "base/Duration.h"
#include "mock/MockSurvey.h"
#include "ui/models/StarColumns.h"
#include "ui/session/MockFile.h"
#include "ui/session/Paths.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/shell/RecentFiles.h"
#include "ui/shell/SpectrumPicture.h"
#include "workbench/training/RunFolders.h"

namespace maury::ui {

namespace {

constexpr int kWaysWidth = 400;
constexpr int kScrollBarRoom = 12;
constexpr int kRecentShown = 4;

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

/// A card with a heading and one muted sentence; what can be clicked is added below.
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
    : QWidget(parent), m_recent(recent), m_ways(new QWidget(this)) {
  m_ways->setProperty("role", "page");
  auto* ways = new QVBoxLayout(m_ways);
  ways->setContentsMargins(0, 0, kScrollBarRoom, 0);
  ways->setSpacing(12);
  ways->addWidget(unfinishedCard());
  ways->addWidget(openCard());
  ways->addWidget(mockCard());
  ways->addWidget(recentCard());
  ways->addStretch();

  auto* row = new QHBoxLayout;
  row->setSpacing(16 - kScrollBarRoom);
  auto* scroll = new QScrollArea(this);  // in a low window the ways scroll rather than shrink
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidgetResizable(true);
  scroll->setFixedWidth(kWaysWidth + kScrollBarRoom);
  scroll->setWidget(m_ways);
  row->addWidget(scroll);
  row->addWidget(new SpectrumPicture(this), 1);

  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(32, 28, 32, 28);
  page->setSpacing(4);
  page->addWidget(label(tr("What has the network learned from the light of stars?"), "heading", this));
  page->addWidget(
      label(tr("Train it on spectra, see which lines each label comes from, and lay the stars over the Galaxy."),
            "muted", this));
  page->addSpacing(16);
  page->addLayout(row, 1);

  connect(&m_recent, &RecentFiles::changed, this, &StartPage::fillRecent);
  fillRecent();
  fillMock();
  fillUnfinished();
}

QWidget* StartPage::openCard() {
  QFrame* card =
      makeCard(tr("Open a survey"),
               tr("A survey file, FITS or Gaia RVS spectra with their labels, or a catalogue. Or drop it here."), this);
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
      tr("Spectra as Gaia would see them, with labels that are known: made here, kept for the next time."), this);
  m_mockList = new QVBoxLayout;
  m_mockList->setSpacing(4);
  static_cast<QVBoxLayout*>(card->layout())->addLayout(m_mockList);
  return card;
}

QWidget* StartPage::recentCard() {
  m_recentCard = makeCard(tr("Recent"), {}, this);
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
  auto* goOn = new QPushButton(tr("Go on"), this);
  goOn->setObjectName(QStringLiteral("startPageGoOn"));
  m_unfinishedList->addWidget(goOn, 0, Qt::AlignLeft);
  const QString folder = toText(unfinished.front().folder);
  connect(goOn, &QPushButton::clicked, this, [this, folder] { Q_EMIT goOnClicked(folder); });
}

void StartPage::fillMock() {
  clear(m_mockList);
  const double perStar = measuredSecondsPerMockStar();
  for (const MockSize& size : kMockSizes) {
    QString detail = tr("%1 stars").arg(countText(size.stars));
    if (QFileInfo::exists(mockFilePath(size.stars, mock::MockOptions{}.seed))) {
      detail += tr(", made already");
    } else if (perStar > 0.0) {
      detail += tr(", about %1 on this machine")
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
  const QStringList paths = m_recent.paths().mid(0, kRecentShown);
  m_recentCard->setVisible(!paths.isEmpty());
  for (const QString& path : paths) {
    const QFileInfo file(path);
    auto* button = new QPushButton(this);
    button->setProperty("role", "quiet");
    button->setCursor(Qt::PointingHandCursor);
    const int room = kWaysWidth - 64;
    QString folder = file.absolutePath();
    if (folder.startsWith(QDir::homePath())) folder.replace(0, QDir::homePath().size(), "~");
    button->setText(QFontMetrics(button->font())
                        .elidedText(QStringLiteral("%1   %2").arg(file.fileName(), folder), Qt::ElideMiddle, room)
                        .replace('&', "&&"));
    button->setToolTip(path);
    button->setStyleSheet("text-align: left;");
    connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentClicked(path); });
    m_recentList->addWidget(button);
  }
}

void StartPage::setBusy(bool busy) {
  m_ways->setEnabled(!busy);
}

void StartPage::showEvent(QShowEvent* event) {
  fillMock();
  fillUnfinished();
  QWidget::showEvent(event);
}

}  // namespace maury::ui
