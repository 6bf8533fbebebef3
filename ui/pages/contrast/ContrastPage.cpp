// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/contrast/ContrastPage.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QTableWidget>
#include <algorithm>
#include <filesystem>

#include "base/Error.h"
#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 340;
}  // namespace

ContrastPage::ContrastPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildFigureCard(), 1);
  auto* side = new SideColumn(kSideWidth);
  QVBoxLayout* column = side->column();
  column->addWidget(buildSidesCard());
  column->addWidget(buildPartsCard());
  column->addStretch(1);
  layout->addWidget(side);

  connect(&session, &Session::surveyChanged, this, [this] {
    for (Side* each : {&m_a, &m_b}) {  // the subsets' rows are those of the previous survey
      if (each->subset) each->text->clear();
      each->subset = nullptr;
    }
    proposeSides();
    invalidate();
  });
  connect(&session, &Session::modelChanged, this, &ContrastPage::invalidate);
  connect(&session, &Session::catalogueChanged, this, [this] {
    proposeSides();
    invalidate();
  });
  connect(&session, &Session::filterChanged, this, &ContrastPage::invalidate);
  connect(&session.selection(), &Selection::contrastRequested, this, &ContrastPage::compare);
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  session.jobs().add(&m_runner);
  showReason(tr("Open a survey with spectra."));
}

Card* ContrastPage::buildFigureCard() {
  m_figureCard = new Card(tr("Difference between A and B"));
  m_spectra = new FigureView;
  m_spectra->setExportName(QStringLiteral("contrast"));
  m_waterfall = new FigureView;
  m_waterfall->setExportName(QStringLiteral("contrast-parts"));
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_spectra, 3);
  m_figureCard->body()->addWidget(m_waterfall, 2);
  m_figureCard->body()->addWidget(m_reason, 1);
  return m_figureCard;
}

void ContrastPage::addSide(Card& card, Side& side, const QString& name, const char* objectName) {
  side.text = new QLineEdit;
  side.text->setObjectName(QString::fromLatin1(objectName));
  side.text->setToolTip(tr("Filter for this set, in addition to the filter at the top of the window"));
  side.remark = new QLabel;
  side.remark->setProperty("role", "muted");
  side.remark->setWordWrap(true);
  auto* heading = new QLabel(name);
  heading->setBuddy(side.text);
  card.body()->addWidget(heading);
  card.body()->addWidget(side.text);
  card.body()->addWidget(side.remark);
  connect(side.text, &QLineEdit::editingFinished, this, [this, &side] {
    if (!side.text->isModified()) return;
    side.text->setModified(false);
    side.subset = nullptr;
    invalidate();
  });
}

Card* ContrastPage::buildSidesCard() {
  auto* card = new Card(tr("Sets of stars"));
  addSide(*card, m_a, tr("A"), "contrastA");
  addSide(*card, m_b, tr("B"), "contrastB");
  auto* hint =
      new QLabel(tr("Type a filter for each set, or save selections as subsets and choose Selection, Contrast with…"));
  hint->setProperty("role", "muted");
  hint->setWordWrap(true);
  card->body()->addWidget(hint);
  return card;
}

/// Compares two subsets in place of the fields' filters, and brings the page to the front.
void ContrastPage::compare(const NamedSubset& a, const NamedSubset& b) {
  const auto setSide = [](Side& side, const NamedSubset& subset) {
    side.text->setText(subset.name);
    side.text->setModified(false);
    side.subset = subset.rows;
  };
  setSide(m_a, a);
  setSide(m_b, b);
  invalidate();
  Q_EMIT frontRequested();
}

Card* ContrastPage::buildPartsCard() {
  m_partsCard = new Card(tr("Parts of the difference in"));
  m_label = new QComboBox;
  m_label->setObjectName(QStringLiteral("contrastLabel"));
  m_partsCard->addToHeader(m_label);
  connect(m_label, &QComboBox::activated, this, &ContrastPage::showLabel);
  m_summary = new QLabel;
  m_summary->setTextFormat(Qt::RichText);
  m_summary->setWordWrap(true);
  m_partsCard->body()->addWidget(m_summary);
  m_parts = new QTableWidget;
  m_parts->setObjectName(QStringLiteral("contrastParts"));
  styleReportTable(*m_parts, {tr("part"), tr("contribution"), tr("share")});
  m_parts->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_parts->setToolTip(tr("± is the scatter over the ensemble's members"));
  m_partsCard->body()->addWidget(m_parts);
  return m_partsCard;
}

/// Proposes high-α and low-α stars at equal [M/H], if the stars have both labels and both fields are empty.
void ContrastPage::proposeSides() {
  const auto stars = session().stars();
  if (!stars || !m_a.text->text().isEmpty() || !m_b.text->text().isEmpty()) return;
  const auto proposed = workbench::proposedSides(*stars);
  if (!proposed) return;
  m_a.text->setText(QString::fromStdString(proposed->a));
  m_b.text->setText(QString::fromStdString(proposed->b));
}

void ContrastPage::refresh() {
  const auto survey = session().survey();
  if (!survey) return showReason(tr("Open a survey with spectra."));
  if (survey->grid.empty()) return showReason(tr("This survey is a catalogue without spectra. Open one with spectra."));
  if (!session().model()) return showReason(tr("Open a model, or train one, to see how it distinguishes A from B."));
  const workbench::ContrastRequest request{survey,
                                           session().stars(),
                                           session().rows(),
                                           *session().model(),
                                           {m_a.text->text().toStdString(), m_a.subset},
                                           {m_b.text->text().toStdString(), m_b.subset}};
  if (request.a.filter.empty() || request.b.filter.empty())
    return showReason(tr("Type a filter for A and one for B, e.g. alpham > 0.2 and alpham < 0.1."));
  if (!m_content.contrast) m_reason->setText(tr("Comparing A with B …"));
  m_runner.run(
      tr("contrast"), [request](Job& job) { return workbench::computeContrast(request, job); },
      [this](workbench::ContrastResult computed) { show(std::move(computed)); });
}

void ContrastPage::showSide(Side& side, const workbench::ContrastResult::Side& result) {
  const bool bad = !result.problem.empty();
  side.remark->setText(bad ? QString::fromStdString(result.problem) : starCountText(result.stars));
  side.text->setProperty("invalid", bad);
  side.remark->setProperty("role", bad ? "bad" : "muted");
  for (QWidget* widget : std::initializer_list<QWidget*>{side.text, side.remark}) {
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
  }
}

void ContrastPage::show(workbench::ContrastResult computed) {
  showSide(m_a, computed.a);
  showSide(m_b, computed.b);
  const bool anyInvalid = !computed.a.problem.empty() || !computed.b.problem.empty();
  if (anyInvalid && m_content.contrast) return;  // keep the last valid comparison
  if (anyInvalid) return showReason(tr("Correct the marked fields."));
  if (!computed.contrast) return showReason(QString::fromStdString(computed.reason));
  const bool first = m_content.contrast == nullptr;
  m_content = workbench::contrastContent(std::move(computed.contrast), *session().survey());
  const attribution::AttributionMap& map = m_content.contrast->map;

  const QString before = m_label->currentData().toString();
  m_label->clear();
  for (const network::ModelLabel& label : map.labels)
    m_label->addItem(QString::fromStdString(survey::displayName(label.name)), QString::fromStdString(label.name));
  const int previous = m_label->findData(before), standard = m_label->findData(QStringLiteral("alpham"));
  m_label->setCurrentIndex(std::max({previous, before.isEmpty() ? standard : -1, 0}));
  m_figureCard->setRemark(tr("Integrated gradients from B to A, %1 steps · band: scatter over an ensemble of %2")
                              .arg(m_content.contrast->steps)
                              .arg(map.members));
  m_reason->hide();
  for (QWidget* widget : std::initializer_list<QWidget*>{m_spectra, m_waterfall, m_partsCard})
    widget->show();
  showLabel();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void ContrastPage::showLabel() {
  if (!m_content.contrast || !session().model()) return;
  m_content.label = static_cast<std::size_t>(std::max(m_label->currentIndex(), 0));
  const attribution::Contrast& contrast = *m_content.contrast;
  const auto parts = workbench::contrastParts(m_content, *session().model());
  const std::string& unit = contrast.map.labels[m_content.label].unit;
  const QString unitText = unit.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(unit).toHtmlEscaped();
  const double difference = contrast.map.meanLabel[m_content.label] - contrast.map.baselineLabel[m_content.label];
  m_summary->setText(tr("A − B: <b>%1%4</b> between the mean stars (%2%4 between the mean predictions). The parts add "
                        "up to this within %3\u00a0%.")
                         .arg(signedText(difference, 3),
                              signedText(contrast.meanA[m_content.label] - contrast.meanB[m_content.label], 3),
                              numberText(100.0 * contrast.map.completenessError[m_content.label], 1), unitText));
  fillParts(parts);
  showFigure(*m_spectra, workbench::contrastFigure(m_content));
  showFigure(*m_waterfall, workbench::waterfallFigure(m_content, parts));
}

void ContrastPage::fillParts(const std::vector<attribution::ContrastPart>& parts) {
  double total = 0.0;
  for (const auto& part : parts)
    total += part.value;
  const int decimals = survey::scatterDecimals(m_content.contrast->map.labels[m_content.label].unit);
  m_parts->setRowCount(static_cast<int>(parts.size()));
  for (int row = 0; row < m_parts->rowCount(); ++row) {
    const auto& part = parts[static_cast<std::size_t>(row)];
    m_parts->setItem(row, 0, cell(QString::fromStdString(workbench::partName(part)), Qt::AlignLeft));
    m_parts->setItem(
        row, 1, cell(QStringLiteral("%1 ± %2").arg(valueText(part.value, decimals), valueText(part.error, decimals))));
    const QString share = valueText(100.0 * part.value / total, 1) + QStringLiteral(" %");
    m_parts->setItem(row, 2, cell(total != 0.0 ? share : QString()));
  }
  fitHeight(*m_parts);
}

void ContrastPage::showReason(const QString& reason) {
  m_runner.requestStop();
  const bool had = m_content.contrast != nullptr;
  m_content.contrast = nullptr;
  for (QWidget* widget : std::initializer_list<QWidget*>{m_spectra, m_waterfall, m_partsCard})
    widget->hide();
  m_figureCard->setRemark({});
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

QString ContrastPage::commandLine() const {
  if (m_a.subset || m_b.subset)
    throw Error(ErrorKind::Usage, "The command line cannot use a subset: type a filter for A and one for B.");
  workbench::PageOptions options;
  options.filter = session().filterText().trimmed().toStdString();
  options.contrast.a = m_a.text->text().toStdString();
  options.contrast.b = m_b.text->text().toStdString();
  options.contrast.label = m_label->currentData().toString().toStdString();
  return renderCommandOf(session(), "contrast", options, FigureFiles::Predictions);
}

void ContrastPage::exportFigure(const QString& path) {
  if (m_content.contrast) ui::exportFigure(*m_spectra, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
