// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/ValidatePage.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iterator>

#include "base/ShellWord.h"
#include "io/tables/Table.h"
#include "survey/dataset/LabelNames.h"
#include "survey/dataset/Split.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/validate/ValidateFigures.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"
#include "ui/shell/WindowMenus.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 372;
/// Stars a bin whose bounds are found; their median does not need more, and each takes 2 ms.
constexpr std::size_t kBoundStars = 150;
/// The words of m_part, in its order.
constexpr std::array kParts{survey::Part::Test, survey::Part::Validation, survey::Part::Training};

QString labelValueText(double value, const std::string& unit) {
  return valueText(value, survey::scatterDecimals(unit));
}

QString percentText(double share) {
  return std::isfinite(share) ? QString::number(100.0 * share, 'f', 0) : QStringLiteral("–");
}

QString labelName(const std::string& label, const std::string& unit) {
  return QString::fromStdString(survey::displayName(label) + survey::unitSuffix(unit));
}

void setHint(QTableWidget& table, int column, const QString& hint) {
  table.horizontalHeaderItem(column)->setToolTip(hint);
}

}  // namespace

struct ValidatePage::Computed {
  std::shared_ptr<const survey::Dataset> catalogue;
  std::vector<std::size_t> rows;
  std::size_t lookedAt = 0;  ///< of which rows are those of the part
  ValidateContent content;
  QString reason;  ///< why there is none
};

ValidatePage::ValidatePage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildFigureCard(), 1);
  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  column->addWidget(buildStarsCard());
  column->addWidget(buildAgreementCard());
  column->addWidget(buildPrecisionCard());
  column->addStretch(1);
  layout->addWidget(side);

  connect(&session, &Session::surveyChanged, this, &ValidatePage::outdate);
  connect(&session, &Session::modelChanged, this, &ValidatePage::outdate);
  connect(&session, &Session::catalogueChanged, this, &ValidatePage::outdate);
  connect(&session, &Session::chosenRowsChanged, this, &ValidatePage::outdate);
  connect(&session.selection(), &Selection::subsetsChanged, this, [this] {
    if (form() == Form::OneToOne) showFigure();
  });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  connect(&m_boundRunner, &JobRunner::failed, this,
          [this](const QString& message) { Page::session().report(Severity::Warning, message); });
  connect(&session.jobs(), &JobBoard::changed, this, [this] {  // a prediction that was stopped
    if (m_awaitsPrediction && Page::session().jobs().current() == nullptr) outdate();
  });
  session.jobs().add(&m_runner);
  session.jobs().add(&m_boundRunner);
  showReason(tr("Open a survey."));
}

Card* ValidatePage::buildFigureCard() {
  m_figureCard = new Card(tr("Agreement with references"));
  m_form = new SegmentedControl({tr("One to one"), tr("Against S/N"), tr("Coverage")});
  m_form->setObjectName(QStringLiteral("validateForm"));
  connect(m_form, &SegmentedControl::chosen, this, &ValidatePage::showFigure);
  m_figureCard->addToHeader(m_form);
  m_tool = new SelectionTool;
  m_tool->setObjectName(QStringLiteral("validateTool"));
  m_figureCard->addToHeader(m_tool);
  m_figure = new FigureView;
  m_tool->drive(m_figure);
  connect(m_figure, &FigureView::outlined, this, &ValidatePage::catchStars);
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_predict = new QPushButton(tr("Predict labels"));
  m_predict->setObjectName(QStringLiteral("validatePredict"));
  m_predict->setProperty("role", "primary");
  connect(m_predict, &QPushButton::clicked, this, [this] {
    session().predict();
    m_awaitsPrediction = true;
    m_predict->hide();
    m_reason->setText(tr("Predicting …"));
  });
  m_empty = new QWidget;
  auto* empty = new QVBoxLayout(m_empty);
  empty->setSpacing(12);
  empty->addStretch(1);
  empty->addWidget(m_reason);
  empty->addWidget(m_predict, 0, Qt::AlignHCenter);
  empty->addStretch(1);
  m_figureCard->body()->addWidget(m_figure, 1);
  m_figureCard->body()->addWidget(m_empty, 1);
  return m_figureCard;
}

Card* ValidatePage::buildStarsCard() {
  auto* card = new Card(tr("Stars"));
  m_part = new SegmentedControl({tr("Test"), tr("Validation"), tr("Training"), tr("All")});
  m_part->setObjectName(QStringLiteral("validatePart"));
  m_part->setToolTip(tr("The part of the model's split: it was trained on Training and stopped on Validation"));
  connect(m_part, &SegmentedControl::chosen, this, [this](int part) {
    m_wantedPart = part;
    outdate();
  });
  m_count = new QLabel;
  m_count->setProperty("role", "muted");
  m_count->setWordWrap(true);
  m_count->hide();
  card->body()->addWidget(m_part, 0, Qt::AlignLeft);
  card->body()->addWidget(m_count);
  return card;
}

Card* ValidatePage::buildAgreementCard() {
  m_agreementCard = new Card(tr("All S/N"));
  m_agreement = new QTableWidget;
  m_agreement->setObjectName(QStringLiteral("validateAgreement"));
  dressAsReport(*m_agreement, {tr("label"), tr("bias"), tr("σ"), tr("robust"), tr("in 1, 2 σ")});
  m_agreement->horizontalHeader()->setStretchLastSection(true);
  setHint(*m_agreement, 1, tr("Mean of prediction − reference"));
  setHint(*m_agreement, 2, tr("Standard deviation about the bias"));
  setHint(*m_agreement, 3, tr("1.4826 × median deviation from the median"));
  setHint(*m_agreement, 4, tr("% of stars within one and two stated σ; a Gaussian's: 68, 95"));
  m_agreementCard->body()->addWidget(m_agreement);
  return m_agreementCard;
}

Card* ValidatePage::buildPrecisionCard() {
  m_precisionCard = new Card(tr("By S/N"));
  m_label = new QComboBox;
  m_label->setObjectName(QStringLiteral("validateLabel"));
  m_precisionCard->addToHeader(m_label);
  connect(m_label, &QComboBox::activated, this, &ValidatePage::fillPrecision);
  m_precision = new QTableWidget;
  m_precision->setObjectName(QStringLiteral("validatePrecision"));
  dressAsReport(*m_precision, {tr("S/N"), tr("stars"), tr("scatter"), tr("bound"), tr("ratio")});
  m_precision->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  setHint(*m_precision, 2, tr("1.4826 × median deviation from the median"));
  setHint(*m_precision, 3, tr("Cramér–Rao bound of an unbiased estimate from spectrum and inputs (mock surveys only)"));
  setHint(*m_precision, 4, tr("Scatter of the deviations that are each divided by their star's bound"));
  auto* save = new QPushButton(tr("Save table…"));
  save->setObjectName(QStringLiteral("validateSave"));
  connect(save, &QPushButton::clicked, this, &ValidatePage::savePrecision);
  m_precisionCard->body()->addWidget(m_precision);
  m_precisionCard->body()->addWidget(save, 0, Qt::AlignLeft);
  return m_precisionCard;
}

ValidatePage::Form ValidatePage::form() const {
  return static_cast<Form>(m_form->current());
}

void ValidatePage::refresh() {
  m_awaitsPrediction = false;
  const auto stars = session().stars();
  if (!stars) return showReason(tr("Open a survey."));
  if (!session().catalogue() && session().canPredict()) {
    showReason(tr("The model's labels are compared with the survey's own once they are predicted."));
    m_predict->show();
    return;
  }
  const auto model = session().model();
  for (int part = 0; part < static_cast<int>(kParts.size()); ++part)
    m_part->setWordEnabled(part, model.has_value(), tr("Open the model: it says which stars are in this part"));
  m_part->setCurrent(model ? m_wantedPart : static_cast<int>(kParts.size()));
  m_boundRunner.requestStop();
  if (!hasContent()) m_reason->setText(tr("Comparing …"));
  const auto part = static_cast<std::size_t>(m_part->current());
  m_runner.run(
      tr("validation"),
      [stars, chosen = session().chosenRows(), passing = session().rows(), model, part](Job& job) {
        Computed computed;
        computed.catalogue = stars;
        computed.lookedAt = chosen->size();
        try {
          std::vector<std::size_t> inPart;
          if (model && part < kParts.size())
            inPart = model->info().split.apply(*stars)[static_cast<std::size_t>(kParts[part])];
          const auto within = [&](const std::vector<std::size_t>& rows) {
            if (!model || part >= kParts.size()) return rows;
            std::vector<std::size_t> both;
            std::set_intersection(inPart.begin(), inPart.end(), rows.begin(), rows.end(), std::back_inserter(both));
            return both;
          };
          computed.rows = within(*chosen);
          computed.content = validateStars(*stars, computed.rows, within(*passing), job);
        } catch (const Error& error) {
          if (error.kind() != ErrorKind::Mismatch) throw;
          computed.reason = QString::fromUtf8(error.what());
        }
        return computed;
      },
      [this](Computed computed) { show(std::move(computed)); });
}

void ValidatePage::show(Computed computed) {
  const std::size_t around = computed.content.around.size();
  m_count->setText(
      computed.rows.size() < around
          ? tr("%1 of %2 stars are selected; the numbers below are theirs")
                .arg(countText(computed.rows.size()), countText(around))
          : tr("%1 of the %2 stars looked at").arg(countText(computed.rows.size()), countText(computed.lookedAt)));
  m_count->show();
  if (!computed.reason.isEmpty()) return showReason(computed.reason);
  if (computed.rows.empty()) return showReason(tr("None of the stars looked at is in this part."));
  if (computed.content.reports.empty()) {
    return showReason(session().model()
                          ? tr("These stars have no reference labels to compare with: join a catalogue that has them.")
                          : tr("Open a model, or train one: its labels are compared with the survey's own."));
  }
  const bool first = !hasContent();
  m_content = std::move(computed.content);
  m_catalogue = std::move(computed.catalogue);
  m_rows = std::move(computed.rows);
  m_boundsKnown = !m_content.isMock || m_content.precision.empty();
  const QString before = m_label->currentData().toString();
  m_label->clear();
  for (const auto& label : m_content.precision)
    m_label->addItem(labelName(label.label, label.unit), QString::fromStdString(label.label));
  m_label->setCurrentIndex(std::max(m_label->findData(before), 0));
  m_empty->hide();
  m_predict->hide();
  for (QWidget* widget : std::initializer_list<QWidget*>{m_figure, m_form, m_tool, m_agreementCard})
    widget->show();
  m_precisionCard->setVisible(!m_content.precision.empty());
  fillAgreement();
  fillPrecision();
  showFigure();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void ValidatePage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_boundRunner.requestStop();
  const bool had = hasContent();
  m_content = {};
  for (QWidget* widget : std::initializer_list<QWidget*>{m_figure, m_form, m_tool, m_agreementCard, m_precisionCard})
    widget->hide();
  m_figureCard->setRemark({});
  m_reason->setText(reason);
  m_empty->show();
  m_predict->hide();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

void ValidatePage::showFigure() {
  if (!hasContent()) return;
  const bool none = form() == Form::Precision && m_content.precision.empty();
  m_figure->setVisible(!none);
  m_empty->setVisible(none);
  m_reason->setText(none ? m_content.noPrecision : QString());
  const bool ofStars = form() == Form::OneToOne;
  m_tool->setCatches(ofStars, ofStars ? QString() : tr("Stars are caught one to one"));
  if (form() == Form::OneToOne) {
    m_figure->setExportName(QStringLiteral("one-to-one"));
    m_figureCard->setRemark(tr("against the survey's labels"));
    drawAgreement(*m_figure, m_content, session().selection());
  } else if (form() == Form::Coverage) {
    m_figure->setExportName(QStringLiteral("coverage"));
    m_figureCard->setRemark(tr("below: error bars too small"));
    drawCoverage(*m_figure, m_content);
  } else if (!none) {
    m_figure->setExportName(QStringLiteral("precision"));
    const bool truth = m_content.precision.front().againstTruth;
    m_figureCard->setRemark(truth ? tr("against the mock's truth") : tr("errors of the references included"));
    drawPrecision(*m_figure, m_content);
    computeBounds();
  }
}

void ValidatePage::catchStars(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
  const auto panel = agreementPanel(m_content, row, column);
  if (form() != Form::OneToOne || !panel) return;
  session().selection().combine(
      rowsOutlined(m_content.oneToOne[*panel], OneToOneForm::Values, outline, m_content.around), m_tool->stepName(),
      Selection::modeOf(modifiers));
}

/// Costly and for one form only: found when that is asked for.
void ValidatePage::computeBounds() {
  if (m_boundsKnown || m_boundRunner.running()) return;
  validation::PrecisionOptions options;
  options.boundStars = kBoundStars;
  options.grid = session().model() ? session().model()->info().grid : m_catalogue->grid;
  m_boundRunner.run(
      tr("Cramér–Rao bound"),
      [catalogue = m_catalogue, rows = m_rows, options](Job& job) {
        return validation::precisionBySnr(*catalogue, rows, options, job);
      },
      [this](std::vector<validation::LabelPrecision> precision) {
        std::erase_if(precision, [](const auto& label) { return label.bins.empty(); });
        m_content.precision = std::move(precision);
        m_boundsKnown = true;
        fillPrecision();
        if (form() == Form::Precision) drawPrecision(*m_figure, m_content);
      });
}

void ValidatePage::fillAgreement() {
  m_agreement->setRowCount(static_cast<int>(m_content.reports.size()));
  for (int row = 0; row < m_agreement->rowCount(); ++row) {
    const validation::LabelReport& report = m_content.reports[static_cast<std::size_t>(row)];
    m_agreement->setItem(row, 0, cell(labelName(report.label, report.unit), Qt::AlignLeft));
    m_agreement->setItem(row, 1, cell(labelValueText(report.residuals.bias, report.unit)));
    m_agreement->setItem(row, 2, cell(labelValueText(report.residuals.sigma, report.unit)));
    m_agreement->setItem(row, 3, cell(labelValueText(report.residuals.robustSigma, report.unit)));
    m_agreement->setItem(
        row, 4, cell(QStringLiteral("%1, %2 %").arg(percentText(report.withinOne), percentText(report.withinTwo))));
  }
  fitHeight(*m_agreement);
}

void ValidatePage::fillPrecision() {
  const int index = m_label->currentIndex();
  if (index < 0 || index >= static_cast<int>(m_content.precision.size())) return;
  const validation::LabelPrecision& label = m_content.precision[static_cast<std::size_t>(index)];
  m_precision->setRowCount(static_cast<int>(label.bins.size()));
  for (int row = 0; row < m_precision->rowCount(); ++row) {
    const validation::PrecisionBin& bin = label.bins[static_cast<std::size_t>(row)];
    m_precision->setItem(row, 0, cell(QStringLiteral("%1–%2").arg(bin.snrLow).arg(bin.snrHigh), Qt::AlignLeft));
    m_precision->setItem(row, 1, cell(countText(bin.stars)));
    m_precision->setItem(row, 2,
                         cell(QStringLiteral("%1 ± %2").arg(labelValueText(bin.scatter, label.unit),
                                                            labelValueText(bin.scatterError, label.unit))));
    m_precision->setItem(row, 3, cell(labelValueText(bin.bound, label.unit)));
    const bool known = std::isfinite(bin.overBound);
    m_precision->setItem(row, 4, cell(known ? QString::number(bin.overBound, 'f', 2) : QStringLiteral("–")));
  }
  fitHeight(*m_precision);
}

void ValidatePage::savePrecision() {
  const QString name = QFileInfo(session().surveyPath()).completeBaseName();
  QString path = QFileDialog::getSaveFileName(this, tr("Save table"),
                                              QStringLiteral("%1/%2-precision.csv").arg(lastFolder(), name),
                                              tr("Tables (*.csv *.ecsv *.fits *.vot)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
  keepLastFolder(path);
  try {
    io::writeTable(path.toStdString(), validation::precisionTable(m_content.precision));
    session().report(Severity::Information, tr("Written to %1.").arg(path));
  } catch (const Error& error) {
    session().report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

QString ValidatePage::commandLine() const {
  const QString path = session().surveyPath();
  if (path.isEmpty() || session().canRestoreSurvey())
    throw Error(ErrorKind::Usage, "The command line needs these stars in a file: save the survey first.");
  if (!session().model() || session().modelPath().isEmpty())
    throw Error(ErrorKind::Usage, "The command line needs the network in a file: save the model first.");
  if (*session().chosenRows() != *session().rows())
    throw Error(ErrorKind::Usage, "The command line knows a filter but no selection: clear the selection first.");
  const auto part = static_cast<std::size_t>(m_part->current());
  const std::string filter = session().filterText().toStdString();
  return QString::fromStdString(
      "maury-cli precision " + shellWord(path.toStdString()) + " --model " +
      shellWord(session().modelPath().toStdString()) + " --part " +
      (part < kParts.size() ? std::string(survey::partName(kParts[part])) : std::string("all")) +
      (filter.empty() ? std::string() : " --filter " + shellWord(filter)));
}

void ValidatePage::exportFigure(const QString& path) {
  if (hasContent()) ui::exportFigure(*m_figure, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
