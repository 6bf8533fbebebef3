// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumPage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/Error.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/spectrum/LearnedCard.h"
#include "ui/pages/spectrum/LinesCard.h"
#include "ui/pages/spectrum/MethodCard.h"
#include "ui/pages/spectrum/SpectrumView.h"
#include "ui/pages/spectrum/StarCard.h"
#include "ui/pages/spectrum/WhatIfCard.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"
#include "workbench/spectrum/SpectrumContent.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 306;
/// Largest distance in pixels between a peak and its line; about the resolution of a well-sampled spectrograph.
constexpr double kResolutionPixels = 2.0;

using View = workbench::SpectrumAppearance::View;

}  // namespace

SpectrumPage::SpectrumPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildFigureCard(), 1);
  layout->addWidget(buildSide());
  connectCards();
  connectSession();
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  session.jobs().add(&m_runner);
  session.jobs().add(&m_starsRunner);
  surveyChanged();
}

Card* SpectrumPage::buildFigureCard() {
  m_figureCard = new Card(tr("Spectrum"));
  m_mode = new SegmentedControl({tr("one star"), tr("mean of the stars")});
  m_mode->setObjectName(QStringLiteral("spectrumMode"));
  m_figureCard->addToHeader(m_mode);
  connect(m_mode, &SegmentedControl::chosen, this, &SpectrumPage::invalidate);
  m_view = new SpectrumView;
  m_readout = new QLabel;
  m_readout->setProperty("role", "muted");
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_view, 1);
  m_figureCard->body()->addWidget(m_readout);
  m_figureCard->body()->addWidget(m_reason, 1);
  connect(m_view, &SpectrumView::readout, m_readout, &QLabel::setText);
  return m_figureCard;
}

QWidget* SpectrumPage::buildSide() {
  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  m_star = new StarCard;
  m_method = new MethodCard;
  m_learned = new LearnedCard;
  m_whatIf = new WhatIfCard;
  m_lines = new LinesCard;
  for (QWidget* card : std::initializer_list<QWidget*>{m_star, m_method, m_learned, m_whatIf, m_lines})
    column->addWidget(card);
  column->addStretch(1);
  for (QWidget* card : std::initializer_list<QWidget*>{m_method, m_learned, m_whatIf})
    card->hide();
  return side;
}

void SpectrumPage::connectCards() {
  connect(m_star, &StarCard::stepped, &session(), &Session::stepStar);
  connect(m_learned, &LearnedCard::peakChosen, m_view, &SpectrumView::zoomAround);
  connect(m_learned, &LearnedCard::labelChanged, this, [this] {
    if (m_method->view() == View::Stars) computeStars();
    draw();
  });
  connect(m_lines, &LinesCard::changed, this, &SpectrumPage::draw);
  connect(m_whatIf, &WhatIfCard::edited, this, &SpectrumPage::tryWhatIf);
  connect(m_whatIf, &WhatIfCard::predicted, this, [this](const std::vector<float>& flux) {
    if (m_whatIf->changesAnything()) m_view->showChanged(flux);
    Q_EMIT whatIfShown();
  });
  connect(m_view, &FigureView::rangesChanged, this, [this] {
    if (m_whatIf->changesAnything()) tryWhatIf();
  });
  connect(m_method, &MethodCard::methodChanged, this, &SpectrumPage::invalidate);
  connect(m_method, &MethodCard::viewChanged, this, [this] {
    if (m_method->view() == View::Stars && (m_starsStale || !m_content.stars)) computeStars();
    draw();
  });
}

void SpectrumPage::connectSession() {
  connect(&session(), &Session::surveyChanged, this, &SpectrumPage::surveyChanged);
  connect(&session(), &Session::modelChanged, this, [this] {
    // A single noisy star says little about what the network learned: show the mean.
    m_mode->setCurrent(1);
    invalidate();
  });
  connect(&session(), &Session::catalogueChanged, this, &SpectrumPage::invalidate);
  connect(&session(), &Session::chosenRowsChanged, this, &SpectrumPage::invalidate);
  connect(&session(), &Session::currentStarChanged, this, [this] {
    m_mode->setCurrent(0);
    invalidate();
  });
}

bool SpectrumPage::showsMean() const {
  return m_mode->current() == 1;
}

void SpectrumPage::surveyChanged() {
  const auto survey = session().survey();
  if (survey && !survey->grid.empty()) m_lines->setGrid(survey->grid);
  invalidate();
}

std::vector<std::size_t> SpectrumPage::chosenRows() const {
  const auto& rows = *session().chosenRows();
  if (showsMean()) return rows;
  if (session().currentStar()) return {*session().currentStar()};
  if (!rows.empty()) return {rows.front()};
  return {};
}

void SpectrumPage::refresh() {
  const auto survey = session().survey();
  if (!survey) return showReason(tr("Open a survey with spectra."));
  if (survey->grid.empty()) return showReason(tr("This survey is a catalogue without spectra. Open one with spectra."));
  const std::vector<std::size_t> rows = chosenRows();
  if (rows.empty()) return showReason(tr("No star passes the filter. Widen it at the top of the window."));
  m_starsStale = true;
  m_runner.run(
      tr("attribution"),
      [this, request = requestFor(rows)](Job& job, const JobRunner::Post& post) {
        return workbench::computeSpectrum(request, job, [&](const workbench::SpectrumResult& soFar) {
          post([this, soFar]() mutable { show(std::move(soFar)); });
        });
      },
      [this](workbench::SpectrumResult result) {
        show(std::move(result));
        if (m_method->view() == View::Stars) computeStars();
      });
}

workbench::SpectrumRequest SpectrumPage::requestFor(const std::vector<std::size_t>& rows) const {
  return {session().survey(),
          session().model(),
          rows,
          *session().chosenRows(),
          session().catalogue(),
          m_method->options(),
          m_method->baseline() == MethodCard::Baseline::MeanOfStars};
}

/// Computes the heat map of the filtered or selected stars, sorted by the chosen label.
void SpectrumPage::computeStars() {
  if (!session().survey() || !session().model() || !m_content.map) return;
  m_starsStale = false;
  m_starsRunner.run(
      tr("attribution star by star"),
      [request = requestFor({}), stars = session().stars(), label = m_learned->label()](Job& job) {
        return workbench::computeStarRows(request, *stars, label, job);
      },
      [this](workbench::StarRows starRows) {
        m_content.stars = std::make_shared<const workbench::StarRows>(std::move(starRows));
        draw();
      });
}

/// Predicts the labels of the changed star and draws its spectrum over the original.
void SpectrumPage::tryWhatIf() {
  if (!m_content.map) return;
  if (!m_whatIf->changesAnything()) m_view->removeChanged();
  m_whatIf->predict(m_view->shownRange());
}

QString SpectrumPage::remarkOf(const workbench::SpectrumResult& computed) const {
  const bool oneStar = computed.stars == 1;
  if (!computed.misfit.empty()) return QString::fromStdString(computed.misfit);
  if (!computed.map) {
    return oneStar ? tr("Band: 1σ of the flux")
                   : tr("Mean of %1 stars · band: their scatter").arg(countText(computed.stars));
  }
  const attribution::AttributionMap& map = *computed.map;
  QString stars = tr("%1 stars").arg(countText(map.stars));
  if (map.stars < computed.totalStars)
    stars = tr("%1 of %2 stars so far").arg(countText(map.stars), countText(computed.totalStars));
  // The most important remark first: a narrow card cuts off the end.
  QStringList remarks;
  if (!oneStar) remarks << stars;
  if (!map.completenessError.empty()) {
    const double worst = *std::max_element(map.completenessError.begin(), map.completenessError.end());
    remarks << tr("contributions add up to the label within %1 %").arg(numberText(100.0 * worst, 2));
  }
  remarks << tr("band: scatter over an ensemble of %1").arg(map.members);
  if (computed.prepared) remarks << tr("with the model's preprocessing");
  QString remark = remarks.join(QStringLiteral(" · "));
  remark[0] = remark[0].toUpper();
  return remark;
}

void SpectrumPage::show(workbench::SpectrumResult computed) {
  const auto survey = session().survey();
  if (!survey || survey->grid.empty()) return;
  const std::vector<std::size_t> rows = chosenRows();
  const bool first = m_content.flux.empty();
  const auto stars = m_content.stars;  // keep the previous heat map until the new one is computed
  m_content = workbench::spectrumContent(computed, *survey, rows.empty() ? 0 : rows.front());
  m_content.stars = stars;
  m_lines->measure(m_content.grid, m_content.flux);
  m_figureCard->setTitle(m_content.map ? tr("Attribution") : tr("Spectrum"));
  m_figureCard->setRemark(remarkOf(computed));
  showStars(computed.stars);
  for (QWidget* card : std::initializer_list<QWidget*>{m_learned, m_method, m_whatIf})
    card->setVisible(m_content.map != nullptr);
  if (m_content.map) showMap(computed);
  m_reason->hide();
  for (QWidget* widget : std::initializer_list<QWidget*>{m_view, m_readout, m_star, m_lines})
    widget->show();
  draw();
  if (m_content.map) {
    m_whatIf->setChoices(m_lines->allLines(), session().model()->info().inputs);
    tryWhatIf();
    Q_EMIT mapShown(m_content.map->stars, computed.totalStars);
  }
  if (first) Q_EMIT exportFigureAvailableChanged();
}

/// Shows the labels of the one star, or mean labels.
void SpectrumPage::showStars(std::size_t count) {
  const std::vector<std::size_t> rows = chosenRows();
  if (count == 1 && !rows.empty()) {
    const auto& filter = *session().rows();
    const auto place = std::lower_bound(filter.begin(), filter.end(), rows.front());
    m_star->showStar(*session().stars(), rows.front(), static_cast<std::size_t>(place - filter.begin()), filter.size());
  } else {
    m_star->showMean(*session().stars(), rows, session().chosenRows() != session().rows());
  }
}

/// Passes a new map to the cards that show it.
void SpectrumPage::showMap(workbench::SpectrumResult& computed) {
  const network::ModelInfo& info = session().model()->info();
  m_method->setTruthKnown(m_content.truth != nullptr);
  m_method->setInputsKnown(!info.inputs.empty());
  offerFolding();
  m_learned->show(m_content.map, info.inputs, std::move(computed.skills), m_lines->allLines(),
                  kResolutionPixels * m_content.grid.meanStepNm());
  m_whatIf->setSubject(*session().model(), std::move(computed.subject));
}

void SpectrumPage::offerFolding() {
  const network::ModelInfo& info = session().model()->info();
  const bool vectors =
      std::any_of(info.inputs.begin(), info.inputs.end(), [](const auto& input) { return input.width > 1; });
  m_content.folded = workbench::foldableInputs(*m_content.map, info, *session().survey());
  if (!vectors) return m_method->setFoldable(false, tr("This model has no input of XP coefficients."));
  if (!attribution::isDerivative(m_content.map->method))
    return m_method->setFoldable(false,
                                 tr("Only derivatives can be shown over wavelength. Choose gradient or SmoothGrad."));
  if (m_content.folded.empty()) {
    return m_method->setFoldable(false, tr("Gaia's XP basis functions are not included: only the coefficients of a "
                                           "mock survey can be shown over wavelength."));
  }
  m_method->setFoldable(
      true, tr("Change of the label per flux added at a wavelength; f/c₀: in units of the first coefficient"));
}

void SpectrumPage::draw() {
  if (m_content.flux.empty()) return;
  m_content.lines = m_lines->selectLines();
  workbench::SpectrumAppearance appearance = m_method->appearance();
  if (m_content.map && m_method->coloursSpectrum()) appearance.colouredBy = m_learned->label();
  const auto& model = session().model();
  m_view->showContent(m_content, appearance, model ? model->info().inputs : std::vector<network::ModelInput>(),
                      m_lines->allLines());
}

void SpectrumPage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_starsRunner.requestStop();
  const bool had = !m_content.flux.empty();
  m_content = {};
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_view, m_readout, m_star, m_method, m_learned, m_whatIf, m_lines})
    widget->hide();
  m_figureCard->setRemark({});
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

QString SpectrumPage::commandLine() const {
  workbench::PageOptions options;
  workbench::SpectrumPageRequest& request = options.spectrum;
  request.attribution = m_method->options();
  request.meanAsBaseline = m_method->baseline() == MethodCard::Baseline::MeanOfStars;
  request.appearance = m_method->appearance();
  request.lines = m_lines->choice();
  if (m_content.map) {
    request.colourSpectrum = m_method->coloursSpectrum();
    request.label = m_content.map->labels.at(m_learned->label()).name;
  }
  const bool sortsStars = m_content.map && request.appearance.view == View::Stars;
  const bool usesAllStars = showsMean() || request.meanAsBaseline || sortsStars;
  if (usesAllStars) options.filter = session().filterText().trimmed().toStdString();
  if (usesAllStars && *session().chosenRows() != *session().rows())
    throw Error(ErrorKind::Usage, "The command line cannot use a selection: clear the selection first.");
  const std::vector<std::size_t> rows = chosenRows();
  if (!showsMean() && !rows.empty()) options.star = idOfRow(*session().survey(), rows.front());
  return renderCommandOf(session(), "spectrum", options,
                         sortsStars      ? FigureFiles::Predictions
                         : m_content.map ? FigureFiles::Model
                                         : FigureFiles::Survey);
}

void SpectrumPage::exportFigure(const QString& path) {
  if (!m_content.flux.empty()) ui::exportFigure(*m_view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
