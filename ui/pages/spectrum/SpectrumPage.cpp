// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumPage.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <span>

#include "mock/stars/MockPhotometry.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/pages/spectrum/LearnedCard.h"
#include "ui/pages/spectrum/MethodCard.h"
#include "ui/pages/spectrum/StarCard.h"
#include "ui/pages/spectrum/WhatIfCard.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 306;
constexpr int kElementsInRow = 5;
constexpr double kUsualDepth = 0.10;
constexpr int kLineHalfWidthPixels = 1;
/// A peak belongs to a line within this many pixels, about the resolution of a well-sampled spectrograph.
constexpr double kResolutionPixels = 2.0;
constexpr double kZoomNm = 1.5;

double pixelWidthNm(const spectra::WavelengthGrid& grid) {
  return (grid.last() - grid.first()) / static_cast<double>(std::max<std::size_t>(grid.size(), 2) - 1);
}

}  // namespace

SpectrumPage::SpectrumPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildFigureCard(), 1);

  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  m_star = new StarCard;
  m_learned = new LearnedCard;
  column->addWidget(m_star);
  m_method = new MethodCard;
  column->addWidget(m_method);
  column->addWidget(m_learned);
  m_whatIf = new WhatIfCard;
  column->addWidget(m_whatIf);
  column->addWidget(buildLinesCard());
  column->addStretch(1);
  m_learned->hide();
  m_method->hide();
  m_whatIf->hide();
  layout->addWidget(side);

  connect(m_star, &StarCard::stepped, &session, &Session::stepStar);
  connect(m_learned, &LearnedCard::peakChosen, this, &SpectrumPage::zoomTo);
  connect(m_learned, &LearnedCard::labelChanged, this, [this] {
    if (m_method->view() == MethodCard::View::Stars) computeStars();
    draw();
  });
  connect(m_whatIf, &WhatIfCard::edited, this, &SpectrumPage::tryWhatIf);
  connect(m_view, &FigureView::rangesChanged, this, [this] {
    if (m_whatIf->changesAnything()) tryWhatIf();
  });
  connect(m_method, &MethodCard::methodChanged, this, &SpectrumPage::outdate);
  connect(m_method, &MethodCard::viewChanged, this, [this] {
    if (m_method->view() == MethodCard::View::Stars && (m_starsStale || !m_content.stars)) computeStars();
    draw();
  });
  connect(&session, &Session::surveyChanged, this, &SpectrumPage::surveyChanged);
  connect(&session, &Session::modelChanged, this, [this] {
    // One noisy star says little about a network: what it has learned shows in the mean.
    m_mode->setCurrent(1);
    outdate();
  });
  connect(&session, &Session::catalogueChanged, this, &SpectrumPage::outdate);
  connect(&session, &Session::chosenRowsChanged, this, &SpectrumPage::outdate);
  connect(&session, &Session::currentStarChanged, this, [this] {
    m_mode->setCurrent(0);
    outdate();
  });
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
  connect(m_mode, &SegmentedControl::chosen, this, &SpectrumPage::outdate);
  m_view = new FigureView;
  m_view->setExportName(QStringLiteral("spectrum"));
  m_readout = new QLabel;
  m_readout->setProperty("role", "muted");
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_view, 1);
  m_figureCard->body()->addWidget(m_readout);
  m_figureCard->body()->addWidget(m_reason, 1);
  connect(m_view, &FigureView::hovered, this, [this](int row, int column, double wavelength, double value) {
    showReadout(row, column, wavelength, value);
  });
  connect(m_view, &FigureView::hoverLeft, this, [this] { m_readout->setText(QStringLiteral(" ")); });
  return m_figureCard;
}

Card* SpectrumPage::buildLinesCard() {
  m_lines = new Card(tr("Lines"));
  m_depth = new QDoubleSpinBox;
  m_depth->setLocale(QLocale::c());
  m_depth->setRange(0.0, 0.9);
  m_depth->setDecimals(2);
  m_depth->setSingleStep(0.02);
  m_depth->setValue(kUsualDepth);
  m_depth->setToolTip(tr("Depth of the line in HD 176650, the reference giant, as a share of the continuum"));
  m_lines->addRow(tr("deeper than"), m_depth);
  connect(m_depth, &QDoubleSpinBox::valueChanged, this, [this] {
    chooseLines();
    draw();
  });
  return m_lines;
}

bool SpectrumPage::meanMode() const {
  return m_mode->current() == 1;
}

void SpectrumPage::surveyChanged() {
  const auto survey = session().survey();
  if (survey && !survey->grid.empty()) {
    m_allLines = spectra::linesOn(survey->grid);
    rebuildElementButtons();
    chooseLines();
  }
  outdate();
}

std::vector<std::size_t> SpectrumPage::chosenRows() const {
  const auto& rows = *session().chosenRows();
  if (meanMode()) return rows;
  if (session().currentStar()) return {*session().currentStar()};
  if (!rows.empty()) return {rows.front()};
  return {};
}

void SpectrumPage::refresh() {
  const auto survey = session().survey();
  if (!survey) return showReason(tr("Open a survey with spectra."));
  if (survey->grid.empty()) return showReason(tr("This survey is a catalogue: it has no spectra."));
  const std::vector<std::size_t> rows = chosenRows();
  if (rows.empty()) return showReason(tr("No star passes the filter."));
  m_starsStale = true;
  m_runner.run(
      tr("attribution"),
      [this, request = requestFor(rows)](Job& job, const JobRunner::Post& post) {
        return computeSpectrum(request, job, [&](const SpectrumResult& soFar) {
          post([this, soFar]() mutable { show(std::move(soFar)); });
        });
      },
      [this](SpectrumResult result) {
        show(std::move(result));
        if (m_method->view() == MethodCard::View::Stars) computeStars();
      });
}

SpectrumRequest SpectrumPage::requestFor(const std::vector<std::size_t>& rows) const {
  return {session().survey(),
          session().model(),
          rows,
          *session().chosenRows(),
          session().catalogue(),
          m_method->options(),
          m_method->baseline() == MethodCard::Baseline::MeanOfStars};
}

/// The heat map's stars: those that are looked at, sorted by the label that is looked at.
void SpectrumPage::computeStars() {
  if (!session().survey() || !session().model() || !m_content.map) return;
  m_starsStale = false;
  m_starsRunner.run(
      tr("attribution star by star"),
      [request = requestFor({}), stars = session().stars(), label = m_learned->label()](Job& job) {
        return computeStarRows(request, *stars, label, job);
      },
      [this](StarRows starRows) {
        m_content.stars = std::make_shared<const StarRows>(std::move(starRows));
        draw();
      });
}

/// The labels of the changed star, and its spectrum over that of the star as it is.
void SpectrumPage::tryWhatIf() {
  if (!m_subject || !session().model() || !m_content.map) return;
  const bool overSpectrum = m_method->view() != MethodCard::View::Inputs;
  if (!m_whatIf->changesAnything() && overSpectrum) m_view->panel().removeLayer(QStringLiteral("whatIf"));
  const AxisSpec& x = m_view->panel().xAxis();
  m_whatIfRunner.run(
      tr("what if"),
      [subject = m_subject, model = *session().model(), done = m_whatIf->perturbation({x.low, x.high})](Job& job) {
        return computeWhatIf(model, *subject, done, job);
      },
      [this, overSpectrum](std::pair<survey::Dataset, std::vector<float>> result) {
        m_whatIf->show(result.first);
        Q_EMIT whatIfShown();
        if (!overSpectrum || !m_whatIf->changesAnything() || result.second.size() != m_content.grid.size()) return;
        LineStyle style;
        style.ink = Ink::Role::Accent;
        m_view->panel().setLine(QStringLiteral("whatIf"), m_content.grid.nm(),
                                {result.second.begin(), result.second.end()}, style);
      });
}

QString SpectrumPage::remarkOf(const SpectrumResult& computed) const {
  const bool oneStar = computed.stars == 1;
  if (!computed.misfit.isEmpty()) return computed.misfit;
  if (!m_content.map) {
    return oneStar ? tr("band: 1σ of the flux")
                   : tr("mean of %1 stars · band: their scatter").arg(countText(computed.stars));
  }
  const attribution::AttributionMap& map = *m_content.map;
  QString stars = tr("%1 stars").arg(countText(map.stars));
  if (map.stars < computed.wanted)
    stars = tr("%1 of %2 stars so far").arg(countText(map.stars), countText(computed.wanted));
  // What matters most first: a narrow card elides the end.
  QStringList remarks;
  if (!oneStar) remarks << stars;
  if (!map.completenessError.empty()) {
    const double worst = *std::max_element(map.completenessError.begin(), map.completenessError.end());
    remarks << tr("parts add up to within %1 %").arg(numberText(100.0 * worst, 2));
  }
  remarks << tr("band: spread of %1 members").arg(map.members);
  if (computed.prepared) remarks << tr("prepared as the model's");
  return remarks.join(QStringLiteral(" · "));
}

void SpectrumPage::show(SpectrumResult computed) {
  const auto survey = session().survey();
  if (!survey || survey->grid.empty()) return;
  const std::vector<std::size_t> rows = chosenRows();
  const bool first = m_content.flux.empty();
  m_content.grid = std::move(computed.grid);
  m_content.flux = std::move(computed.spectrum.mean);
  spectra::measureDepths(m_allLines, m_content.grid, m_content.flux);
  chooseLines();
  m_content.spread = std::move(computed.spectrum.spread);
  const bool oneStar = computed.stars == 1;
  if (oneStar) m_content.spread = std::move(computed.error);
  m_content.map = std::move(computed.map);
  m_content.truth = std::move(computed.truth);
  m_subject = std::move(computed.subject);
  m_content.lineHalfWidthNm = kLineHalfWidthPixels * pixelWidthNm(m_content.grid);
  m_content.note = oneStar ? QString() : tr("mean of %1 stars").arg(countText(computed.stars));
  if (survey->provenance.isMock) m_content.note += oneStar ? tr("mock survey") : tr(", mock survey");
  m_figureCard->setTitle(m_content.map ? tr("What the network reads") : tr("Spectrum"));
  m_figureCard->setRemark(remarkOf(computed));

  if (oneStar && !rows.empty()) {
    const auto& filter = *session().rows();
    const auto place = std::lower_bound(filter.begin(), filter.end(), rows.front());
    m_star->showStar(*session().stars(), rows.front(), static_cast<std::size_t>(place - filter.begin()), filter.size());
  } else {
    m_star->showMean(*session().stars(), rows, session().chosenRows() != session().rows());
  }
  m_learned->setVisible(m_content.map != nullptr);
  m_method->setVisible(m_content.map != nullptr);
  m_whatIf->setVisible(m_content.map != nullptr);
  if (m_content.map) {
    m_method->setTruthKnown(m_content.truth != nullptr);
    m_method->setInputsKnown(!session().model()->info().inputs.empty());
    offerFolding();
    m_learned->show(m_content.map, session().model()->info().inputs, std::move(computed.skills), m_allLines,
                    kResolutionPixels * pixelWidthNm(m_content.grid));
  }
  m_reason->hide();
  m_view->show();
  m_readout->show();
  m_star->show();
  m_lines->show();
  draw();
  if (m_content.map) {
    m_whatIf->setChoices(m_allLines, session().model()->info().inputs);
    tryWhatIf();
    Q_EMIT mapShown(m_content.map->stars, computed.wanted);
  }
  if (first) Q_EMIT exportFigureAvailableChanged();
}

std::vector<attribution::FoldedInput> SpectrumPage::foldedInputs() const {
  if (!attribution::isDerivative(m_content.map->method)) return {};
  return attribution::foldedInputs(*m_content.map, session().model()->info(), [this](std::string_view input) {
    return mock::xpBasis(session().survey()->provenance, input);
  });
}

void SpectrumPage::offerFolding() {
  const auto& inputs = session().model()->info().inputs;
  const bool vectors = std::any_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.width > 1; });
  if (!vectors) return m_method->setFoldable(false, tr("This network takes no coefficients."));
  if (!attribution::isDerivative(m_content.map->method))
    return m_method->setFoldable(false, tr("Derivatives alone can be folded: choose gradient or SmoothGrad."));
  if (foldedInputs().empty()) {
    return m_method->setFoldable(false, tr("Gaia's own XP functions and their wavelengths are not in this program: "
                                           "only a mock survey's coefficients can be folded."));
  }
  m_method->setFoldable(true, tr("The change of the label per flux added at a wavelength; f/c₀: in units of the first "
                                 "coefficient"));
}

void SpectrumPage::draw() {
  if (m_content.flux.empty()) return;
  const bool attributed = m_content.map != nullptr;
  SpectrumContent content = m_content;
  if (!m_method->truthWanted()) content.truth = nullptr;
  if (content.truth)
    content.truthNote = tr("grey below: the best linear filter at S/N %1").arg(std::lround(content.truth->snr));
  content.twoWindows = attributed && m_method->twoWindows();
  if (attributed && m_method->colourSpectrum()) content.colouredBy = m_learned->label();
  if (attributed && m_method->view() == MethodCard::View::Inputs) {
    if (m_method->foldedWanted()) content.folded = foldedInputs();
    return drawInputs(*m_view, content, session().model()->info().inputs);
  }
  if (attributed && m_method->view() == MethodCard::View::Stars && m_content.stars && !m_content.stars->sorted.empty())
    return drawStars(*m_view, content);
  drawSpectrum(*m_view, content);
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

void SpectrumPage::showReadout(int row, int column, double wavelengthNm, double value) {
  if (m_method->view() == MethodCard::View::Inputs) {  // coefficients and XP wavelengths are none of the spectrum's
    const bool overWavelength = m_view->panel(0, column).xAxis().title.endsWith(QStringLiteral("(nm)"));
    m_readout->setText((overWavelength ? tr("λ %1 nm · ").arg(wavelengthNm, 0, 'f', 1) : QString()) +
                       tr("pointer %1").arg(numberText(value, 3)));
    return;
  }
  const auto pixel = m_content.grid.nearest(wavelengthNm);
  QString text =
      tr("λ %1 nm · flux %2").arg(wavelengthNm, 0, 'f', 3).arg(static_cast<double>(m_content.flux[pixel]), 0, 'f', 3);
  const auto& map = m_content.map;
  if (m_method->view() == MethodCard::View::Maps && map && row > 0) {
    const std::size_t label = static_cast<std::size_t>(row) - 1, pixels = map->grid.size();
    text += QStringLiteral(" · %1 ").arg(attributionTitle(*map, label).remove(QStringLiteral(" (K)"))) +
            numberText(static_cast<double>(map->mean[label * pixels + pixel]), 3);
    if (map->members > 1)
      text += QStringLiteral(" ± ") + numberText(static_cast<double>(map->spread[label * pixels + pixel]), 2);
    if (map->labels[label].unit == "K") text += QStringLiteral(" K");
  }
  const double reach = 10.0 * pixelWidthNm(m_content.grid);
  if (const auto* line = spectra::nearestLine(m_allLines, wavelengthNm, reach)) {
    text += tr(" · nearest line %1 %2 nm").arg(QString::fromStdString(line->species)).arg(line->vacuumNm, 0, 'f', 3);
  }
  m_readout->setText(text);
}

void SpectrumPage::rebuildElementButtons() {
  std::map<QString, int> counts;
  for (const auto& line : m_allLines)
    ++counts[QString::fromStdString(line.element())];
  delete m_elementButtons;
  m_elements.clear();
  m_elementButtons = new QWidget;
  auto* grid = new QGridLayout(m_elementButtons);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  for (const auto& [element, count] : counts) {
    auto* button = new QToolButton;
    button->setText(element);
    button->setCheckable(true);
    button->setChecked(true);
    button->setProperty("role", "chip");
    button->setToolTip(tr("%n lines of %1", nullptr, count).arg(element));
    connect(button, &QToolButton::toggled, this, [this] {
      chooseLines();
      draw();
    });
    const int place = static_cast<int>(m_elements.size());
    grid->addWidget(button, place / kElementsInRow, place % kElementsInRow);
    m_elements.push_back(button);
  }
  grid->setColumnStretch(kElementsInRow, 1);
  m_lines->body()->addWidget(m_elementButtons);
}

void SpectrumPage::chooseLines() {
  m_content.lines.clear();
  // A list without measured depths is shown whole.
  const bool measured =
      std::any_of(m_allLines.begin(), m_allLines.end(), [](const auto& line) { return line.depth > 0; });
  m_depth->setEnabled(measured);
  for (const auto& line : m_allLines) {
    const QString element = QString::fromStdString(line.element());
    const bool wanted = std::any_of(m_elements.begin(), m_elements.end(), [&element](const QToolButton* button) {
      return button->isChecked() && button->text() == element;
    });
    if (wanted && (!measured || line.depth >= m_depth->value())) m_content.lines.push_back(line);
  }
}

void SpectrumPage::zoomTo(double wavelengthNm) {
  if (m_method->view() == MethodCard::View::Inputs) return;
  const AxisSpec& y = m_view->panel().yAxis();
  m_view->zoomTo(0, 0, wavelengthNm - kZoomNm, wavelengthNm + kZoomNm, y.low, y.high);
}

void SpectrumPage::exportFigure(const QString& path) {
  if (!m_content.flux.empty()) ui::exportFigure(*m_view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
