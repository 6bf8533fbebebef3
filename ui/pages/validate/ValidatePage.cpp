// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/ValidatePage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <array>
#include <optional>
#include <utility>

#include "survey/dataset/Split.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/OutlinePoints.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/validate/AgreementCard.h"
#include "ui/pages/validate/PrecisionCard.h"
#include "ui/pages/validate/ValidateFigureCard.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/selection/ShownSubsets.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "workbench/stars/ApplyModel.h"
#include "workbench/validation/OneToOneFigure.h"
#include "workbench/validation/ValidateFigures.h"
#include "workbench/validation/ValidationStars.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 470;
/// Parts in the order of the control, whose last word stands for all of them.
constexpr std::array kParts{survey::Part::Test, survey::Part::Validation, survey::Part::Training};

std::optional<survey::Part> partOf(int word) {
  const auto part = static_cast<std::size_t>(word);
  return part < kParts.size() ? std::optional(kParts[part]) : std::nullopt;
}

}  // namespace

struct ValidatePage::Computed {
  std::shared_ptr<const survey::Dataset> catalogue;
  std::vector<std::size_t> rows;
  std::size_t chosen = 0;  ///< number of filtered or selected stars; `rows` are those among them in the part
  workbench::ValidateContent content;
  QString reason;  ///< reason why there is no content; empty if there is
};

ValidatePage::ValidatePage(Session& session, QWidget* parent)
    : Page(session, parent),
      m_figure(new ValidateFigureCard),
      m_part(new SegmentedControl({tr("Test"), tr("Validation"), tr("Training"), tr("All")})),
      m_count(new QLabel),
      m_agreement(new AgreementCard),
      m_precision(new PrecisionCard(session)) {
  buildLayout();
  connectSession();
  connect(m_figure, &ValidateFigureCard::formChosen, this, &ValidatePage::showFigure);
  connect(m_figure, &ValidateFigureCard::predictClicked, this, &ValidatePage::predict);
  connect(m_figure, &ValidateFigureCard::outlined, this, &ValidatePage::selectOutlined);
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  connect(&m_boundRunner, &JobRunner::failed, this,
          [this](const QString& message) { Page::session().report(Severity::Warning, message); });
  session.jobs().add(&m_runner);
  session.jobs().add(&m_boundRunner);
  showReason(tr("Open a survey."));
}

void ValidatePage::buildLayout() {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(m_figure, 1);
  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  column->addWidget(buildStarsCard());
  column->addWidget(m_agreement);
  column->addWidget(m_precision);
  column->addStretch(1);
  layout->addWidget(side);
}

Card* ValidatePage::buildStarsCard() {
  auto* card = new Card(tr("Stars"));
  m_part->setObjectName(QStringLiteral("validatePart"));
  m_part->setToolTip(QString::fromStdString(findOption(workbench::validationStarsTable(), "part").description.help));
  connect(m_part, &SegmentedControl::chosen, this, [this](int part) {
    m_chosenPart = part;
    invalidate();
  });
  m_count->setProperty("role", "muted");
  m_count->setWordWrap(true);
  m_count->hide();
  card->body()->addWidget(m_part, 0, Qt::AlignLeft);
  card->body()->addWidget(m_count);
  return card;
}

void ValidatePage::connectSession() {
  for (auto signal :
       {&Session::surveyChanged, &Session::modelChanged, &Session::catalogueChanged, &Session::chosenRowsChanged})
    connect(&session(), signal, this, &ValidatePage::invalidate);
  connect(&session().selection(), &Selection::subsetsChanged, this, [this] {
    if (m_figure->form() == ValidateFigureCard::Form::OneToOne) showFigure();
  });
  connect(&session().jobs(), &JobBoard::changed, this, [this] {  // the prediction may have been stopped
    if (m_awaitsPrediction && session().jobs().current() == nullptr) invalidate();
  });
}

void ValidatePage::predict() {
  session().commands().predict.start();
  m_awaitsPrediction = true;
  m_figure->setReason(tr("Predicting …"));
}

void ValidatePage::refresh() {
  m_awaitsPrediction = false;
  const auto stars = session().stars();
  if (!stars) return showReason(tr("Open a survey."));
  if (!session().catalogue() && session().commands().predict.isReady())
    return showReason(tr("Predict the labels to compare them with the survey's."), true);
  const auto model = session().model();
  for (int part = 0; part < static_cast<int>(kParts.size()); ++part)
    m_part->setWordEnabled(part, model.has_value(), tr("Open the model, which defines the stars in this part"));
  m_part->setCurrent(model ? m_chosenPart : static_cast<int>(kParts.size()));
  m_boundRunner.requestStop();
  if (!hasContent()) m_figure->setReason(tr("Comparing …"));
  m_runner.run(
      tr("validation"),
      [stars, chosen = session().chosenRows(), passing = session().rows(), model,
       part = partOf(m_part->current())](Job& job) {
        Computed computed;
        computed.catalogue = stars;
        computed.chosen = chosen->size();
        const auto keepRows = [&](const std::vector<std::size_t>& rows) {
          return model ? workbench::rowsInPart(*model, *stars, rows, part) : rows;
        };
        try {
          computed.rows = keepRows(*chosen);
          computed.content = workbench::validateStars(*stars, computed.rows, keepRows(*passing), job);
        } catch (const Error& error) {
          if (error.kind() != ErrorKind::Mismatch) throw;
          computed.reason = QString::fromUtf8(error.what());
        }
        return computed;
      },
      [this](Computed computed) { show(std::move(computed)); });
}

/// Returns the reason why a result cannot be shown; empty if it can.
QString ValidatePage::reasonNotShown(const Computed& computed) const {
  if (!computed.reason.isEmpty()) return computed.reason;
  if (computed.rows.empty())
    return tr("None of the stars that pass the filter is in this part. Choose another part or widen the filter.");
  if (!computed.content.reports.empty()) return {};
  return session().model() ? tr("These stars have no reference labels to compare with. Join a catalogue that has them.")
                           : tr("Open a model, or train one, to compare its labels with the survey's.");
}

void ValidatePage::show(Computed computed) {
  const std::size_t around = computed.content.around.size();
  m_count->setText(
      computed.rows.size() < around
          ? tr("%1 of %2 stars are selected; the numbers below apply to them")
                .arg(countText(computed.rows.size()), countText(around))
          : tr("%1 of %2 stars are in this part").arg(countText(computed.rows.size()), countText(computed.chosen)));
  m_count->show();
  if (const QString reason = reasonNotShown(computed); !reason.isEmpty()) return showReason(reason);
  const bool first = !hasContent();
  m_content = std::move(computed.content);
  m_catalogue = std::move(computed.catalogue);
  m_rows = std::move(computed.rows);
  m_boundsKnown = !m_content.isMock || m_content.precision.empty();
  m_agreement->show();
  m_precision->setVisible(!m_content.precision.empty());
  m_agreement->showReports(m_content.reports);
  m_precision->showPrecision(m_content.precision);
  showFigure();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void ValidatePage::showReason(const QString& reason, bool offersPrediction) {
  m_runner.requestStop();
  m_boundRunner.requestStop();
  const bool had = hasContent();
  m_content = {};
  m_agreement->hide();
  m_precision->hide();
  m_figure->showReason(reason, offersPrediction);
  if (had) Q_EMIT exportFigureAvailableChanged();
}

void ValidatePage::showFigure() {
  if (!hasContent()) return;
  m_figure->showContent(m_content, shownSubsets(session().selection()));
  if (m_figure->form() == ValidateFigureCard::Form::Precision && !m_content.precision.empty()) computeBounds();
}

void ValidatePage::selectOutlined(int row, int column, const QPolygonF& outline, const QString& undoName,
                                  Qt::KeyboardModifiers modifiers) {
  const auto panel = workbench::agreementLabelIndex(m_content, row, column);
  if (!panel) return;
  session().selection().combine(workbench::rowsInOutline(m_content.oneToOne[*panel], workbench::OneToOneForm::Values,
                                                         outlinePoints(outline), m_content.around),
                                undoName, Selection::modeOf(modifiers));
}

/// Computes the bounds on a worker thread. They are costly and needed for one form only, so call this when that form is
/// chosen.
void ValidatePage::computeBounds() {
  if (m_boundsKnown || m_boundRunner.running()) return;
  const auto options =
      workbench::optionsWithBounds(session().model() ? session().model()->info().grid : m_catalogue->grid);
  m_boundRunner.run(
      tr("Cramér–Rao bound"),
      [catalogue = m_catalogue, rows = m_rows, options](Job& job) {
        return workbench::precisionOf(*catalogue, rows, options, job);
      },
      [this](std::vector<validation::LabelPrecision> precision) {
        m_content.precision = std::move(precision);
        m_boundsKnown = true;
        m_precision->showPrecision(m_content.precision);
        if (m_figure->form() == ValidateFigureCard::Form::Precision) showFigure();
      });
}

QString ValidatePage::commandLine() const {
  const std::string survey = surveyFileOf(session()), model = modelFileOf(session());
  if (*session().chosenRows() != *session().rows())
    throw Error(ErrorKind::Usage, "The command line cannot use a selection: clear the selection first.");
  return QString::fromStdString(
      workbench::precisionCommand(survey, model, {partOf(m_part->current()), session().filterText().toStdString()}));
}

void ValidatePage::exportFigure(const QString& path) {
  if (hasContent()) ui::exportFigure(m_figure->figure(), toPath(path));
}

}  // namespace maury::ui
