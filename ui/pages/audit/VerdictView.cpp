// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/VerdictView.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "attribution/audit/AuditWords.h"
#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/audit/VerdictChip.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/theme/Theme.h"
#include "workbench/spectrum/SpectrumContent.h"

namespace maury::ui {

namespace {

constexpr int kOverviewRowHeight = 40, kMinimumTestRowHeight = 22;

using attribution::AuditTest;

/// Test with a column of its own in the overview: the column's heading and tooltip.
struct TestColumn {
  AuditTest test;
  QString heading, toolTip;
};

std::vector<TestColumn> testColumns() {
  using View = VerdictView;
  return {{AuditTest::Learned, View::tr("R²"),
           View::tr("R² on stars not used in training. Ideal: 1; 0 is no better than predicting the mean")},
          {AuditTest::SpectrumShuffled, View::tr("spectra\nshuffled"),
           View::tr("Fraction of R² that remains when spectra are exchanged among stars. Above 0.2 the label comes "
                    "from the other inputs")},
          {AuditTest::AtFixedLabel, View::tr("correlated\nlabel fixed"),
           View::tr("Slope of predicted against true values at fixed values of the most correlated label. Ideal: 1. "
                    "Below 0.5 the network follows that label instead")},
          {AuditTest::OwnLines, View::tr("own\nlines"),
           View::tr("Fraction of the gradient map within lines of the label's own elements")},
          {AuditTest::RandomWeights, View::tr("random\nweights"),
           View::tr("Rank correlation of the gradient map with that of untrained networks. Above 0.5 the map reflects "
                    "the architecture, not the training")},
          {AuditTest::InputsAlone, View::tr("inputs\nalone"), View::tr("R² of networks trained without the spectrum")}};
}

QString testText(const attribution::AuditResult& result) {
  return QString::fromStdString(attribution::testName(result.test, survey::displayName(result.subject)));
}

template <typename Result>
QString sentenceText(const Result& result) {
  return QString::fromStdString(attribution::sentenceOf(result));
}

/// Returns a number with two decimals, or three if the error is below 0.01; a dash if it is not finite.
QString numberText(double value, double error) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  const int decimals = error < 0.01 ? 3 : 2;
  return valueText(value, decimals);
}

QString valueAndError(const attribution::AuditResult& result) {
  const QString value = numberText(result.value, result.error);
  if (!std::isfinite(result.value) || !std::isfinite(result.error)) return value;
  return QStringLiteral("%1\u00a0±\u00a0%2").arg(value, numberText(result.error, result.error));
}

void setVerdict(QTableWidgetItem& item, attribution::Verdict verdict) {
  item.setData(VerdictChip::kVerdictRole, static_cast<int>(verdict));
}

/// Returns the verdict's name; empty for an informational result.
QString verdictText(attribution::Verdict verdict) {
  return verdict == attribution::Verdict::Number ? QString()
                                                 : QString::fromStdString(attribution::verdictName(verdict));
}

QTableWidget* makeTable(const char* name, const QStringList& heads, QWidget* parent) {
  auto* table = new QTableWidget(parent);
  table->setObjectName(QString::fromLatin1(name));
  styleCardTable(*table, heads);
  table->setItemDelegate(new VerdictChip(table));
  table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table->setWordWrap(true);
  table->horizontalHeader()->setHighlightSections(false);
  return table;
}

}  // namespace

VerdictView::VerdictView(QWidget* parent)
    : QWidget(parent), m_overviewCard(new Card(tr("What was learned"))), m_testsCard(new Card({})) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);

  const std::vector<TestColumn> columns = testColumns();
  QStringList heads{tr("label")};
  for (const TestColumn& test : columns)
    heads << test.heading;
  heads << tr("summary");
  m_overview = makeTable("auditLabels", heads, this);
  const int last = m_overview->columnCount() - 1;
  for (int column = 0; column <= last; ++column) {
    const bool isWords = column == 0 || column == last;
    auto* head = m_overview->horizontalHeaderItem(column);
    head->setTextAlignment((isWords ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignBottom);
    if (!isWords) head->setToolTip(columns[static_cast<std::size_t>(column - 1)].toolTip);
  }
  m_overview->horizontalHeader()->setSectionResizeMode(last, QHeaderView::Stretch);
  m_overview->verticalHeader()->setDefaultSectionSize(kOverviewRowHeight);
  m_overview->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_overview->setSelectionMode(QAbstractItemView::SingleSelection);
  m_overview->setToolTip(tr("Click a label to see all its tests below"));
  m_overviewCard->body()->addWidget(m_overview);
  connect(m_overview, &QTableWidget::currentCellChanged, this, [this](int row, int, int before, int) {
    if (row != before) fillTests();
  });

  m_tests = makeTable("auditTests", {tr("test"), tr("value"), tr("verdict"), tr("what it means")}, this);
  for (const int column : {0, 2, 3})
    m_tests->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_tests->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
  m_tests->verticalHeader()->setMinimumSectionSize(kMinimumTestRowHeight);
  m_tests->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_tests->setSelectionMode(QAbstractItemView::NoSelection);
  m_tests->setFocusPolicy(Qt::NoFocus);
  m_tests->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_testsCard->body()->addWidget(m_tests);

  layout->addWidget(m_overviewCard);
  layout->addWidget(m_testsCard, 1);
  // The colours of the labels depend on the theme.
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &VerdictView::fill);
}

void VerdictView::setLabels(const std::vector<network::ModelLabel>& labels) {
  m_labels = labels;
  m_results.clear();
  m_overview->setRowCount(static_cast<int>(labels.size()));
  fill();
  m_overview->setCurrentCell(static_cast<int>(workbench::defaultLabel(labels)), 0);
  constexpr int kMaxVisibleRows = 8;
  const int rows = std::min(m_overview->rowCount(), kMaxVisibleRows);
  m_overview->setFixedHeight(m_overview->horizontalHeader()->sizeHint().height() + rows * kOverviewRowHeight + 2);
}

void VerdictView::add(const std::vector<attribution::AuditResult>& results) {
  for (const attribution::AuditResult& result : results) {
    const auto same = std::find_if(m_results.begin(), m_results.end(),
                                   [&result](const auto& other) { return other.isSameTest(result); });
    if (same == m_results.end())
      m_results.push_back(result);
    else
      *same = result;
  }
  fill();
}

void VerdictView::dropAllBut(const std::vector<AuditTest>& tests) {
  std::erase_if(m_results, [&tests](const attribution::AuditResult& result) {
    return std::find(tests.begin(), tests.end(), result.test) == tests.end();
  });
  fill();
}

void VerdictView::fill() {
  for (int row = 0; row < m_overview->rowCount(); ++row)
    fillOverviewRow(row);
  const bool hasBaselines = std::any_of(m_results.begin(), m_results.end(),
                                        [](const auto& result) { return result.test == AuditTest::InputsAlone; });
  m_overview->setColumnHidden(m_overview->columnCount() - 2, !hasBaselines);
  fillTests();
}

void VerdictView::fillOverviewRow(int row) {
  const std::string& label = m_labels[static_cast<std::size_t>(row)].name;
  auto* name = cell(QString::fromStdString(survey::displayName(label)), Qt::AlignLeft);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  name->setFont(bold);
  name->setForeground(labelColour(QString::fromStdString(label)));
  m_overview->setItem(row, 0, name);
  const std::vector<TestColumn> columns = testColumns();
  for (int column = 1; column <= static_cast<int>(columns.size()); ++column) {
    auto* item = cell({}, Qt::AlignHCenter);
    for (const attribution::AuditResult& result : m_results) {
      if (result.label != label || result.test != columns[static_cast<std::size_t>(column - 1)].test) continue;
      // An infinite error selects two decimals, which is enough for a chip.
      constexpr double kAnyError = std::numeric_limits<double>::infinity();
      item->setText(numberText(result.value, kAnyError));
      item->setToolTip(QStringLiteral("%1: %2\n%3").arg(testText(result), valueAndError(result), sentenceText(result)));
      setVerdict(*item, result.verdict);
    }
    m_overview->setItem(row, column, item);
  }
  const bool hasResult =
      std::any_of(m_results.begin(), m_results.end(), [&label](const auto& result) { return result.label == label; });
  const QString summary = sentenceText(attribution::summaryOf(m_results, label));
  auto* words = cell(hasResult ? summary : QString(), Qt::AlignLeft);
  words->setToolTip(words->text());
  m_overview->setItem(row, static_cast<int>(columns.size()) + 1, words);
}

void VerdictView::fillTests() {
  const int current = m_overview->currentRow();
  if (current < 0 || static_cast<std::size_t>(current) >= m_labels.size()) return m_tests->setRowCount(0);
  const std::string& label = m_labels[static_cast<std::size_t>(current)].name;
  m_testsCard->setTitle(tr("All tests of %1").arg(QString::fromStdString(survey::displayName(label))));
  // Tests with a verdict first, then informational ones.
  std::vector<attribution::AuditResult> labelResults;
  std::copy_if(m_results.begin(), m_results.end(), std::back_inserter(labelResults),
               [&label](const auto& result) { return result.label == label; });
  std::stable_partition(labelResults.begin(), labelResults.end(),
                        [](const auto& result) { return result.verdict != attribution::Verdict::Number; });
  int row = 0;
  for (const attribution::AuditResult& result : labelResults) {
    if (row == m_tests->rowCount()) m_tests->insertRow(row);
    m_tests->setItem(row, 0, cell(testText(result), Qt::AlignLeft));
    m_tests->setItem(row, 1, cell(valueAndError(result)));
    auto* verdict = cell(verdictText(result.verdict), Qt::AlignLeft);
    setVerdict(*verdict, result.verdict);
    m_tests->setItem(row, 2, verdict);
    m_tests->setItem(row, 3, cell(sentenceText(result), Qt::AlignLeft));
    ++row;
  }
  m_tests->setRowCount(row);
}

}  // namespace maury::ui
