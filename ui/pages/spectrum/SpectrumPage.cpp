// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumPage.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <map>
#include <numeric>
#include <span>

#include "attribution/StarMaps.h"
#include "base/Random.h"
#include "survey/LabelNames.h"
#include "survey/MeanSpectrum.h"
#include "ui/Session.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/Card.h"
#include "ui/pages/SegmentedControl.h"
#include "ui/pages/spectrum/LearnedCard.h"
#include "ui/pages/spectrum/MethodCard.h"
#include "ui/pages/spectrum/StarCard.h"
#include "ui/plot/FigureExport.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 306;
constexpr int kElementsInRow = 5;
/// Stars of one answer of a gradient at most, and of a method that runs the network so many times more often.
constexpr std::size_t kMostStarsForMap = 10000;
constexpr std::size_t kFewestStarsForMap = 100;
/// The first picture, in well under half a second with eight members; each next one has twice as many stars.
constexpr std::size_t kFirstStars = 64;
constexpr std::size_t kMostStarsForHeatMap = 480;
constexpr std::size_t kMostStarsForBaseline = 2000;
constexpr double kUsualDepth = 0.10;
constexpr int kLineHalfWidthPixels = 1;
/// A peak belongs to a line within this many pixels, about the resolution of a well-sampled spectrograph.
constexpr double kResolutionPixels = 2.0;
constexpr double kZoomNm = 1.5;

double pixelWidthNm(const spectra::WavelengthGrid& grid) {
  return (grid.last() - grid.first()) / static_cast<double>(std::max<std::size_t>(grid.size(), 2) - 1);
}

/// At most `most` of the rows, evenly spread over them.
std::vector<std::size_t> thinned(const std::vector<std::size_t>& rows, std::size_t most) {
  if (rows.size() <= most) return rows;
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < most; ++i)
    chosen.push_back(rows[i * rows.size() / most]);
  return chosen;
}

}  // namespace

struct SpectrumPage::Request {
  std::shared_ptr<const survey::Dataset> survey;
  std::optional<network::Model> model;
  std::vector<std::size_t> rows;    ///< that are averaged
  std::vector<std::size_t> filter;  ///< all that pass it
  attribution::AttributionOptions options;
  bool meanAsBaseline = false;
};

struct SpectrumPage::Computed {
  survey::MeanSpectrum spectrum;
  spectra::WavelengthGrid grid;  ///< of the spectrum: the survey's, or the model's where its steps were applied
  std::vector<float> error;      ///< of the one star
  bool prepared = false;         ///< the model's steps were applied
  std::shared_ptr<const attribution::AttributionMap> map;
  std::shared_ptr<const validation::TruthFilter> truth;
  std::size_t stars = 0;
  std::size_t wanted = 0;  ///< stars of the map once it is whole
  QString misfit;          ///< why there is no map although there is a model

  void takeSpectrum(const survey::Dataset& dataset, const std::vector<std::size_t>& rows) {
    spectrum = survey::meanSpectrum(dataset, rows);
    grid = dataset.grid;
    const auto errors = rows.size() == 1 ? dataset.fluxErrorOf(rows.front()) : std::span<const float>();
    error.assign(errors.begin(), errors.end());
  }
};

namespace {

/// Forward and backward passes a star beside those of the gradient.
std::size_t costOf(const attribution::AttributionOptions& options, std::size_t pixels) {
  switch (options.method) {
    case attribution::AttributionMethod::SmoothGrad:
      return static_cast<std::size_t>(options.samples);
    case attribution::AttributionMethod::IntegratedGradients:
      return static_cast<std::size_t>(options.steps);
    case attribution::AttributionMethod::Occlusion:
      return std::max<std::size_t>(pixels / 10, 1);
    default:
      return 1;
  }
}

/// The same order every time (Fisher–Yates).
void shuffle(std::vector<std::size_t>& rows) {
  Random random(1);
  for (std::size_t i = rows.size(); i > 1; --i)
    std::swap(rows[i - 1], rows[static_cast<std::size_t>(random.below(i))]);
}

std::shared_ptr<const validation::TruthFilter> truthOf(const survey::Dataset& stars,
                                                       const std::vector<std::size_t>& rows,
                                                       const survey::Dataset& population) {
  // The mock's spectra are those of a window; on another grid the truth is not known.
  if (!validation::hasTruth(stars) || !validation::hasTruth(population)) return nullptr;
  try {
    return std::make_shared<const validation::TruthFilter>(validation::truthFilter(stars, rows, population));
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace

/// The spectrum and the map over it, with ever more stars.
void SpectrumPage::attribute(const Request& request, Computed& computed, Job& job,
                             const std::function<void(const Computed&)>& showSoFar) {
  const network::Model& model = *request.model;
  const survey::Recipe missing = model.missingSteps(*request.survey);
  attribution::AttributionOptions options = request.options;
  const std::size_t cost = costOf(options, model.info().grid.size());
  std::vector<std::size_t> rows = thinned(request.rows, std::max(kMostStarsForMap / cost, kFewestStarsForMap));
  if (attribution::takesBaseline(options.method) && request.meanAsBaseline) {
    options.baseline = std::make_shared<const survey::Dataset>(
        attribution::meanStar(model, *request.survey, thinned(request.filter, kMostStarsForBaseline), job));
  }
  survey::Dataset copy;
  const survey::Dataset* stars = request.survey.get();
  if (!missing.empty()) {
    copy = stars->select(rows);
    survey::RecipeReport unasked;
    missing.apply(copy, unasked, [&](std::size_t) { job.checkpoint(); });
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    stars = &copy;
    computed.prepared = true;
    computed.stars = rows.size();
    computed.takeSpectrum(copy, rows);
  } else {
    computed.takeSpectrum(*stars, request.rows);
  }
  computed.truth = truthOf(*stars, rows, *request.survey);

  computed.wanted = rows.size();
  attribution::AttributionRun run(model, options);
  ProgressMeter meter(job, "attributing", "spectra", rows.size());
  shuffle(rows);  // so that the first picture is like the last
  for (std::size_t first = 0, next = kFirstStars; first < rows.size(); first = next, next *= 2) {
    next = std::min(next, rows.size());
    run.add(*stars, std::span(rows).subspan(first, next - first), job, meter);
    computed.map = std::make_shared<const attribution::AttributionMap>(run.map());
    if (next < rows.size()) showSoFar(computed);
  }
}

SpectrumPage::SpectrumPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildFigureCard(), 1);

  auto* side = new QWidget;
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  m_star = new StarCard;
  m_learned = new LearnedCard;
  column->addWidget(m_star);
  m_method = new MethodCard;
  column->addWidget(m_method);
  column->addWidget(m_learned);
  column->addWidget(buildLinesCard());
  column->addStretch(1);
  m_learned->hide();
  m_method->hide();
  auto* scroll = new QScrollArea;
  scroll->setWidget(side);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(kSideWidth);
  layout->addWidget(scroll);

  connect(m_star, &StarCard::stepped, &session, &Session::stepStar);
  connect(m_learned, &LearnedCard::peakChosen, this, &SpectrumPage::zoomTo);
  connect(m_learned, &LearnedCard::labelChanged, this, [this] {
    if (m_method->view() == MethodCard::View::Stars) computeStars();
    draw();
  });
  connect(m_method, &MethodCard::methodChanged, this, &SpectrumPage::selectionChanged);
  connect(m_method, &MethodCard::viewChanged, this, [this] {
    if (m_method->view() == MethodCard::View::Stars && (m_starsStale || !m_content.stars)) computeStars();
    draw();
  });
  connect(&session, &Session::surveyChanged, this, &SpectrumPage::surveyChanged);
  connect(&session, &Session::modelChanged, this, [this] {
    // One noisy star says little about a network: what it has learned shows in the mean.
    m_mode->setCurrent(1);
    selectionChanged();
  });
  connect(&session, &Session::catalogueChanged, this, &SpectrumPage::selectionChanged);
  connect(&session, &Session::filterChanged, this, &SpectrumPage::selectionChanged);
  connect(&session, &Session::currentStarChanged, this, [this] {
    m_mode->setCurrent(0);
    selectionChanged();
  });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  session.jobs().add(&m_runner);
  session.jobs().add(&m_starsRunner);
  surveyChanged();
}

Card* SpectrumPage::buildFigureCard() {
  m_figureCard = new Card(tr("Spectrum"));
  m_mode = new SegmentedControl({tr("one star"), tr("mean of the filter")});
  m_mode->setObjectName(QStringLiteral("spectrumMode"));
  m_figureCard->addToHeader(m_mode);
  connect(m_mode, &SegmentedControl::chosen, this, &SpectrumPage::selectionChanged);
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
  connect(m_view, &FigureView::hovered, this,
          [this](int, int, double wavelength, double value) { showReadout(wavelength, value); });
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

void SpectrumPage::activated() {
  if (m_stale) compute();
}

void SpectrumPage::surveyChanged() {
  const auto survey = session().survey();
  if (survey && !survey->grid.empty()) {
    m_allLines = spectra::linesOn(survey->grid);
    rebuildElementButtons();
    chooseLines();
  }
  selectionChanged();
}

void SpectrumPage::selectionChanged() {
  m_stale = true;
  if (isVisible()) compute();
}

std::vector<std::size_t> SpectrumPage::chosenRows() const {
  const auto& rows = *session().rows();
  if (meanMode()) return rows;
  if (session().currentStar()) return {*session().currentStar()};
  if (!rows.empty()) return {rows.front()};
  return {};
}

void SpectrumPage::compute() {
  const auto survey = session().survey();
  if (!survey) return showReason(tr("Open a survey with spectra."));
  if (survey->grid.empty()) return showReason(tr("This survey is a catalogue: it has no spectra."));
  const std::vector<std::size_t> rows = chosenRows();
  if (rows.empty()) return showReason(tr("No star passes the filter."));
  m_stale = false;
  m_starsStale = true;
  Request request{survey,
                  session().model(),
                  rows,
                  *session().rows(),
                  m_method->options(),
                  m_method->baseline() == MethodCard::Baseline::MeanOfFilter};
  m_runner.run(
      tr("attribution"),
      [this, request = std::move(request)](Job& job, const JobRunner::Post& post) {
        Computed computed;
        computed.stars = request.rows.size();
        if (request.model) {
          try {
            attribute(request, computed, job,
                      [&](const Computed& soFar) { post([this, soFar]() mutable { show(std::move(soFar)); }); });
            return computed;
          } catch (const Error& error) {
            if (error.kind() != ErrorKind::Mismatch) throw;
            computed.misfit = QString::fromUtf8(error.what());
          }
        }
        computed.takeSpectrum(*request.survey, request.rows);
        return computed;
      },
      [this](Computed computed) {
        show(std::move(computed));
        if (m_method->view() == MethodCard::View::Stars) computeStars();
      });
}

/// The heat map's stars: those of the filter, sorted by the label that is looked at.
void SpectrumPage::computeStars() {
  const auto survey = session().survey();
  const auto model = session().model();
  if (!survey || !model || !m_content.map) return;
  m_starsStale = false;
  const std::size_t label = m_learned->label();
  const std::string name = m_content.map->labels[label].name;
  std::vector<std::size_t> rows = *session().rows();
  const auto stars = session().stars();
  m_starsRunner.run(
      tr("attribution star by star"),
      [survey, model, stars, label, name, rows = std::move(rows), options = m_method->options()](Job& job) {
        std::vector<double> values =
            stars->hasNumeric(name) ? stars->numeric(name) : std::vector<double>(stars->starCount(), 0.0);
        std::vector<std::size_t> sorted;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(sorted),
                     [&](std::size_t row) { return std::isfinite(values[row]); });
        std::stable_sort(sorted.begin(), sorted.end(),
                         [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
        sorted =
            thinned(sorted, std::max(kMostStarsForHeatMap / costOf(options, survey->pixelCount()), kFewestStarsForMap));
        StarRows result;
        result.label = label;
        result.sortTitle = QString::fromStdString(survey::axisLabel(name, stars->unitOf(name)));
        if (!sorted.empty()) result.values = attribution::starMaps(*model, *survey, sorted, label, options, job);
        for (const std::size_t row : sorted)
          result.sorted.push_back(static_cast<float>(values[row]));
        return result;
      },
      [this](StarRows starRows) {
        m_content.stars = std::make_shared<const StarRows>(std::move(starRows));
        draw();
      });
}

QString SpectrumPage::remarkOf(const Computed& computed) const {
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
  QString remark = tr("band: spread of %1 members").arg(map.members);
  if (!oneStar) remark = stars + QStringLiteral(" · ") + remark;
  if (!map.completenessError.empty()) {
    const double worst = *std::max_element(map.completenessError.begin(), map.completenessError.end());
    remark += tr(" · parts add up to within %1 %").arg(numberText(100.0 * worst, 2));
  }
  if (computed.prepared) remark += tr(" · prepared as the model's");
  return remark;
}

void SpectrumPage::show(Computed computed) {
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
    m_star->showMean(*session().stars(), rows);
  }
  m_learned->setVisible(m_content.map != nullptr);
  m_method->setVisible(m_content.map != nullptr);
  if (m_content.map) {
    m_method->setTruthKnown(m_content.truth != nullptr);
    m_method->setInputsKnown(!session().model()->info().inputs.empty());
    m_learned->show(m_content.map, session().model()->info().inputs, session().catalogue(), m_allLines,
                    kResolutionPixels * pixelWidthNm(m_content.grid));
  }
  m_reason->hide();
  m_view->show();
  m_readout->show();
  m_star->show();
  m_lines->show();
  draw();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void SpectrumPage::draw() {
  if (m_content.flux.empty()) return;
  const bool attributed = m_content.map != nullptr;
  SpectrumContent content = m_content;
  if (!m_method->truthWanted()) content.truth = nullptr;
  if (content.truth)
    content.note += tr(" · grey below: the best linear filter at S/N %1").arg(numberText(content.truth->snr, 2));
  content.twoWindows = attributed && m_method->twoWindows();
  if (attributed && m_method->colourSpectrum()) content.colouredBy = m_learned->label();
  if (attributed && m_method->view() == MethodCard::View::Inputs)
    return drawInputs(*m_view, content, session().model()->info().inputs);
  if (attributed && m_method->view() == MethodCard::View::Stars && m_content.stars && !m_content.stars->sorted.empty())
    return drawStars(*m_view, content);
  drawSpectrum(*m_view, content);
}

void SpectrumPage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_starsRunner.requestStop();
  const bool had = !m_content.flux.empty();
  m_content = {};
  for (QWidget* widget : std::initializer_list<QWidget*>{m_view, m_readout, m_star, m_method, m_learned, m_lines})
    widget->hide();
  m_figureCard->setRemark({});
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

void SpectrumPage::showReadout(double wavelengthNm, double value) {
  const auto pixel = m_content.grid.nearest(wavelengthNm);
  QString text =
      tr("λ %1 nm · flux %2").arg(wavelengthNm, 0, 'f', 3).arg(static_cast<double>(m_content.flux[pixel]), 0, 'f', 3);
  text += tr(" · pointer %1").arg(numberText(value, 3));
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
