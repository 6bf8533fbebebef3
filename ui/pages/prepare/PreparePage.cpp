// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepare/PreparePage.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "survey/recipe/Recipe.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/prepare/StepsCard.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "workbench/preparing/PrepareFigure.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 344;

/// Returns the flux at the pixel nearest to a wavelength, with its error if known; a dash outside the grid.
QString fluxText(const survey::Dataset& star, double nm) {
  if (star.grid.empty() || nm < star.grid.first() || nm > star.grid.last()) return QStringLiteral("–");
  const std::size_t pixel = star.grid.nearest(nm);
  QString text = numberText(static_cast<double>(star.flux[pixel]));
  if (!star.fluxError.empty())
    text += QStringLiteral(" ± ") + numberText(static_cast<double>(star.fluxError[pixel]), 2);
  return text;
}

}  // namespace

PreparePage::PreparePage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildSide());
  layout->addWidget(buildFigureCard(), 1);

  connect(m_steps, &StepsCard::changed, this, &PreparePage::invalidate);
  connect(&session, &Session::surveyChanged, this, &PreparePage::surveyChanged);
  for (auto signal : {&Session::filterChanged, &Session::currentStarChanged})
    connect(&session, signal, this, &PreparePage::invalidate);
  connect(&session.commands().prepare.runner(), &JobRunner::runningChanged, this, &PreparePage::showApply);
  connect(&session.commands().prepare.runner(), &JobRunner::progressed, this, [this](const Progress& progress) {
    if (progress.total > 0)
      m_progress->setText(
          tr("%1 of %2 %3")
              .arg(countText(progress.done), countText(progress.total), QString::fromStdString(progress.unit)));
  });
  surveyChanged();
}

QWidget* PreparePage::buildSide() {
  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  m_steps = new StepsCard;
  column->addWidget(buildStarCard());
  column->addWidget(m_steps);
  column->addWidget(buildApplyCard());
  column->addStretch(1);
  return side;
}

Card* PreparePage::buildStarCard() {
  m_starCard = new Card(tr("Star"));
  auto* line = new QHBoxLayout;
  line->setSpacing(4);
  m_id = new QLineEdit;
  m_id->setObjectName(QStringLiteral("starId"));
  m_id->setToolTip(tr("Type the id of a star of the survey and press Enter"));
  line->addWidget(m_id, 1);
  for (const int step : {-1, 1}) {
    auto* button = new QToolButton;
    button->setObjectName(step < 0 ? QStringLiteral("starBefore") : QStringLiteral("starAfter"));
    button->setText(step < 0 ? QStringLiteral("‹") : QStringLiteral("›"));
    button->setToolTip(step < 0 ? tr("Previous star that passes the filter") : tr("Next star that passes the filter"));
    button->setAutoRepeat(true);
    connect(button, &QToolButton::clicked, this, [this, step] { session().stepStar(step); });
    line->addWidget(button);
  }
  m_position = new QLabel;
  m_position->setProperty("role", "muted");
  m_starCard->body()->addLayout(line);
  m_starCard->body()->addWidget(m_position);
  connect(m_id, &QLineEdit::returnPressed, this, &PreparePage::goToStar);
  return m_starCard;
}

Card* PreparePage::buildApplyCard() {
  auto* card = new Card(tr("All stars"));
  m_apply = new QPushButton;
  m_apply->setObjectName(QStringLiteral("applySteps"));
  m_apply->setProperty("role", "primary");
  m_stop = new QPushButton(tr("Stop"));
  m_stop->setObjectName(QStringLiteral("stopSteps"));
  m_restore = new QPushButton(tr("Restore the survey as opened"));
  m_restore->setObjectName(QStringLiteral("restoreSurvey"));
  m_save = new QPushButton(tr("Save survey as…"));
  m_save->setObjectName(QStringLiteral("saveSurvey"));
  m_progress = new QLabel;
  m_progress->setProperty("role", "muted");
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(m_apply, 1);
  line->addWidget(m_stop);
  line->addWidget(m_progress, 1);
  card->body()->addLayout(line);
  card->body()->addWidget(m_restore);
  card->body()->addWidget(m_save);
  connect(m_apply, &QPushButton::clicked, this, &PreparePage::apply);
  connect(m_stop, &QPushButton::clicked, this, [this] { session().commands().prepare.runner().requestStop(); });
  connect(m_restore, &QPushButton::clicked, this, &PreparePage::restore);
  connect(m_save, &QPushButton::clicked, this, &PreparePage::save);
  return card;
}

Card* PreparePage::buildFigureCard() {
  m_figureCard = new Card(tr("Before and after"));
  m_view = new FigureView;
  m_view->setExportName(QStringLiteral("prepared"));
  m_readout = new QLabel(QStringLiteral(" "));
  m_readout->setProperty("role", "muted");
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_view, 1);
  m_figureCard->body()->addWidget(m_readout);
  m_figureCard->body()->addWidget(m_reason, 1);
  connect(m_view, &FigureView::hovered, this, [this](int, int, double wavelength, double) { showReadout(wavelength); });
  connect(m_view, &FigureView::hoverEnded, this, [this] { m_readout->setText(QStringLiteral(" ")); });
  return m_figureCard;
}

void PreparePage::surveyChanged() {
  m_steps->setSurvey(session().survey().get());
  invalidate();
}

std::optional<std::size_t> PreparePage::shownRow() const {
  const auto& rows = *session().rows();
  if (session().currentStar()) return session().currentStar();
  return rows.empty() ? std::nullopt : std::optional<std::size_t>(rows.front());
}

void PreparePage::refresh() {
  const auto& survey = session().survey();
  if (!survey) return showReason(tr("Open a survey with spectra."));
  const auto row = shownRow();
  if (!row || *row >= survey->starCount())
    return showReason(tr("No star passes the filter. Widen it at the top of the window."));
  showStar(*row);
  m_preview = workbench::previewSteps(*survey, *row, m_steps->texts());
  m_steps->setProblem(QString::fromStdString(m_preview.problem));
  showApply();
  if (survey->grid.empty())
    return showReason(tr("This survey is a catalogue without spectra. Only steps on inputs can be applied."));
  const QString id = QString::fromStdString(survey->ids[*row]);
  m_figureCard->setRemark(survey->fluxError.empty() ? id : tr("%1 · band: 1σ of the flux").arg(id));
  m_reason->hide();
  m_view->show();
  m_readout->show();
  showFigure(*m_view, workbench::prepareFigure(m_preview));
  if (!std::exchange(m_drawn, true)) Q_EMIT exportFigureAvailableChanged();
}

void PreparePage::showReason(const QString& reason) {
  showApply();
  m_view->hide();
  m_readout->hide();
  m_figureCard->setRemark({});
  m_reason->setText(reason);
  m_reason->show();
  if (std::exchange(m_drawn, false)) Q_EMIT exportFigureAvailableChanged();
}

void PreparePage::showStar(std::size_t row) {
  const auto& rows = *session().rows();
  const auto place = std::lower_bound(rows.begin(), rows.end(), row);
  const bool inFilter = place != rows.end() && *place == row;
  m_id->setText(QString::fromStdString(session().survey()->ids[row]));
  m_id->setCursorPosition(0);
  m_position->setText(
      inFilter ? tr("%1 of %2 in the filter")
                     .arg(countText(static_cast<std::size_t>(place - rows.begin()) + 1), countText(rows.size()))
               : tr("not in the filter"));
}

void PreparePage::goToStar() {
  const auto& survey = session().survey();
  if (!survey) return;
  const std::size_t row = survey->rowOf(m_id->text().trimmed().toStdString());
  const bool unknown = row >= survey->starCount();
  m_id->setProperty("invalid", unknown);
  m_id->style()->unpolish(m_id);
  m_id->style()->polish(m_id);
  if (unknown)
    m_position->setText(tr("The survey has no star with this id."));
  else
    session().setCurrentStar(row);
}

void PreparePage::showApply() {
  const auto& survey = session().survey();
  const bool running = session().commands().prepare.runner().running();
  const std::size_t stars = survey ? survey->starCount() : 0;
  m_apply->setText(survey && survey->grid.empty() ? tr("Apply to all %1 stars").arg(countText(stars))
                                                  : tr("Apply to all %1 spectra").arg(countText(stars)));
  m_apply->setVisible(!running);
  m_apply->setEnabled(stars > 0 && !m_steps->texts().empty() && m_preview.after.has_value());
  m_stop->setVisible(running);
  m_progress->setVisible(running);
  if (!running) m_progress->clear();
  m_restore->setVisible(session().canRestoreSurvey());
  m_restore->setEnabled(!running);
  m_save->setEnabled(survey != nullptr && !running);
}

void PreparePage::showReadout(double wavelengthNm) {
  QString text =
      tr("λ %1 nm · as stored %2").arg(wavelengthNm, 0, 'f', 3).arg(fluxText(m_preview.before, wavelengthNm));
  if (m_preview.after) text += tr(" · after %1").arg(fluxText(*m_preview.after, wavelengthNm));
  m_readout->setText(text);
}

void PreparePage::apply() {
  try {
    session().commands().prepare.start(survey::Recipe::parse(m_steps->texts()), [this] { m_steps->setTexts({}); });
  } catch (const Error& error) {
    m_steps->setProblem(QString::fromUtf8(error.what()));
  }
}

void PreparePage::restore() {
  const auto prepared = session().survey();
  session().restoreSurvey();
  const auto& opened = session().survey();
  // Return the undone steps to the list, to be edited and applied again.
  const auto& all = prepared->provenance.preprocessing;
  const std::size_t before = std::min(opened->provenance.preprocessing.size(), all.size());
  m_steps->setTexts({all.begin() + static_cast<std::ptrdiff_t>(before), all.end()});
}

void PreparePage::save() {
  const QFileInfo file(session().surveyPath());
  const QString proposal = file.dir().filePath(file.completeBaseName() + QStringLiteral("-prepared.fits"));
  QString path = QFileDialog::getSaveFileName(this, tr("Save survey"), proposal, tr("Survey files (*.fits)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".fits");
  session().commands().save.saveSurvey(path);
}

QString PreparePage::commandLine() const {
  workbench::PageOptions options;
  options.steps = m_steps->texts();
  if (const auto row = shownRow()) options.star = idOfRow(*session().survey(), *row);
  return renderCommandOf(session(), "prepare", options, FigureFiles::Survey);
}

void PreparePage::exportFigure(const QString& path) {
  if (m_drawn) ui::exportFigure(*m_view, toPath(path));
}

}  // namespace maury::ui
