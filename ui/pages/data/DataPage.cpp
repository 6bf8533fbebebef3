// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/DataPage.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/ExportCatalogueDialog.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/models/StarTableModel.h"
#include "ui/pages/data/SubsetRowDelegate.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 320;
constexpr int kRowHeight = 26;
constexpr int kRowsToMeasure = 200;  ///< rows whose texts determine a column's width
constexpr int kCellPadding = 20;
constexpr int kMaxOneLineName = 18;  ///< characters of a label's or input's name that fit on one line
constexpr int kMaxColumnWidth = 260;
constexpr int kMaxOneLineValue = 20;  ///< characters that fit next to a fact's name

QLabel* cell(const QString& text, const char* role, Qt::Alignment alignment, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  if (role) label->setProperty("role", role);
  label->setAlignment(alignment | Qt::AlignTop);
  return label;
}

void addFact(QGridLayout* grid, const QString& name, const QString& value, QWidget* parent) {
  const int row = grid->rowCount();
  grid->addWidget(cell(name, "muted", Qt::AlignLeft, parent), row, 0);
  QLabel* text = cell(value, nullptr, Qt::AlignRight, parent);
  if (value.size() > kMaxOneLineValue) {
    // A long file name has no spaces to break at: insert a zero-width space after each separator.
    QString breakable = value;
    for (const QChar separator : {QChar('_'), QChar('/'), QChar('-'), QChar('.')}) {
      breakable.replace(separator, QString(separator) + QChar(0x200B));
    }
    text->setText(breakable);
    text->setToolTip(value);
    text->setWordWrap(true);
  }
  grid->addWidget(text, row, 1);
}

QString missingText(std::size_t missing) {
  return missing == 0 ? QStringLiteral("0") : countText(missing);
}

}  // namespace

DataPage::DataPage(Session& session, QWidget* parent) : Page(session, parent), m_model(new StarTableModel(this)) {
  setProperty("role", "page");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 12, 12, 12);
  row->setSpacing(12);
  row->addWidget(buildTable(), 1);
  row->addWidget(buildSide());

  connect(&session, &Session::surveyChanged, this, &DataPage::updateSummary);
  connect(&session, &Session::catalogueChanged, this, &DataPage::updateSummary);
  connect(&session, &Session::filterChanged, this, &DataPage::updateTable);
  connect(&session, &Session::notesChanged, this, &DataPage::showNotes);
  connect(&session, &Session::currentStarChanged, this, &DataPage::showCurrentStar);
  for (auto signal : {&Selection::changed, &Selection::subsetsChanged})
    connect(&session.selection(), signal, this, [this] {
      showCounts();
      m_table->viewport()->update();
    });
  connect(m_model, &StarTableModel::settled, this, &DataPage::tableSettled);
  updateSummary();
  updateTable();
}

QWidget* DataPage::buildTable() {
  m_tableCard = new Card(tr("Stars"), this);
  m_export = new QPushButton(tr("Export rows…"), m_tableCard);
  m_export->setToolTip(tr("Write these rows in this order to a file: FITS, VOTable, CSV or ECSV"));
  connect(m_export, &QPushButton::clicked, this, &DataPage::exportRows);
  m_select = new QPushButton(tr("Select rows"), m_tableCard);
  m_select->setObjectName(QStringLiteral("selectRows"));
  m_select->setToolTip(tr("Select the stars of the highlighted rows in every view (Shift or Ctrl highlights several)"));
  connect(m_select, &QPushButton::clicked, this, &DataPage::selectRows);
  m_tableCard->addToHeader(m_select);
  m_tableCard->addToHeader(m_export);

  m_table = new QTableView(m_tableCard);
  m_table->setModel(m_model);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_table->setItemDelegate(new SubsetRowDelegate(session().selection(), *m_model, m_table));
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_table->setTabKeyNavigation(false);
  m_table->setCornerWidget(new QWidget(m_table));
  m_table->verticalHeader()->hide();
  // Fixed height: the view must not query the height of each of a million rows.
  m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setSectionsMovable(true);
  m_table->horizontalHeader()->setSortIndicatorClearable(true);
  m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  m_table->setSortingEnabled(true);
  m_tableCard->body()->addWidget(m_table, 1);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DataPage::chooseRow);
  return m_tableCard;
}

QWidget* DataPage::buildSide() {
  auto* side = new SideColumn(kSideWidth, 0, this);
  m_side = side->column();
  return side;
}

void DataPage::updateTable() {
  m_model->setStars(session().stars(), session().rows());
}

void DataPage::tableSettled() {
  showCounts();
  m_export->setEnabled(m_model->rowCount() > 0);
  fitColumns();
  showCurrentStar();
}

void DataPage::showCounts() {
  const int rows = m_model->rowCount();
  QString remark = rows == 1 ? tr("1 row") : tr("%1 rows").arg(countText(static_cast<std::size_t>(rows)));
  if (!session().selection().isEmpty()) {
    const auto& set = *session().selection().set();
    const auto& order = *m_model->order();
    const auto count =
        std::count_if(order.begin(), order.end(), [&set](std::size_t star) { return set.contains(star); });
    remark += tr(" · %1 selected").arg(countText(static_cast<std::size_t>(count)));
  }
  m_tableCard->setRemark(remark);
}

void DataPage::fitColumns() {
  const QFontMetrics metrics(m_table->font());
  const int rows = std::min(kRowsToMeasure, m_model->rowCount());
  for (int column = 0; column < m_model->columnCount(); ++column) {
    const QString header = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    int width = metrics.horizontalAdvance(header) + 18;  // plus the sort arrow
    for (int row = 0; row < rows; ++row) {
      const QString text = m_model->index(row, column).data().toString();
      width = std::max(width, metrics.horizontalAdvance(text));
    }
    width = std::min(width + kCellPadding, kMaxColumnWidth);
    // While the survey stays the same, columns only grow, so that changing the filter does not make the table jump.
    const bool sameColumn = m_table->property(qPrintable(QStringLiteral("header%1").arg(column))).toString() == header;
    m_table->setProperty(qPrintable(QStringLiteral("header%1").arg(column)), header);
    m_table->setColumnWidth(column, sameColumn ? std::max(width, m_table->columnWidth(column)) : width);
  }
}

void DataPage::chooseRow() {
  const QModelIndex current = m_table->selectionModel()->currentIndex();
  if (current.isValid()) session().setCurrentStar(m_model->starAt(current.row()));
}

void DataPage::showCurrentStar() {
  const auto star = session().currentStar();
  const int row = star ? m_model->rowOfStar(*star).value_or(-1) : -1;
  const QSignalBlocker blocker(m_table->selectionModel());  // otherwise chooseRow() would change the current star
  if (row < 0) {
    m_table->clearSelection();
    m_table->setCurrentIndex({});
  } else if (m_table->currentIndex().row() != row) {
    m_table->selectRow(row);
  }
  m_table->viewport()->update();
}

void DataPage::updateSummary() {
  const auto stars = session().survey();
  if (!stars) return;
  m_summaryRunner.run(
      tr("summarising the survey"), [stars](Job&) { return workbench::summarise(*stars); },
      [this](const workbench::SurveySummary& summary) { showSummary(summary); });
}

void DataPage::showSummary(const workbench::SurveySummary& summary) {
  while (QLayoutItem* item = m_side->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  auto* card = new Card(tr("Survey"), this);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(1, 1);
  for (const workbench::SurveySummary::Fact& fact : summary.facts())
    addFact(grid, QString::fromStdString(fact.name), QString::fromStdString(fact.value), card);
  card->body()->addLayout(grid);
  m_side->addWidget(card);
  if (!summary.labels.empty()) m_side->addWidget(quantitiesCard(tr("Labels"), summary.labels));
  if (!summary.inputs.empty()) m_side->addWidget(quantitiesCard(tr("Other inputs"), summary.inputs));

  m_notesCard = new Card(tr("Notes from opening"), this);
  m_notes = new QLabel(m_notesCard);
  m_notes->setWordWrap(true);
  m_notes->setTextFormat(Qt::PlainText);
  m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_notesCard->body()->addWidget(m_notes);
  m_side->addWidget(m_notesCard);
  m_side->addStretch();
  showNotes();
}

Card* DataPage::quantitiesCard(const QString& title, const std::vector<workbench::QuantitySummary>& quantities) {
  auto* card = new Card(title, this);
  card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(0, 1);
  grid->addWidget(cell(tr("range"), "muted", Qt::AlignRight, card), 0, 1);
  grid->addWidget(cell(tr("missing"), "muted", Qt::AlignRight, card), 0, 2);
  for (const workbench::QuantitySummary& quantity : quantities) {
    const int row = grid->rowCount();
    const QString text = QString::fromStdString(quantity.name);
    QLabel* name = cell(text, nullptr, Qt::AlignLeft, card);
    // With word wrap on, QLabel requests the height of two lines even if one is enough.
    name->setWordWrap(text.size() > kMaxOneLineName);
    grid->addWidget(name, row, 0);
    grid->addWidget(cell(QString::fromStdString(quantity.range), nullptr, Qt::AlignRight, card), row, 1);
    grid->addWidget(cell(missingText(quantity.missing), quantity.missing ? nullptr : "muted", Qt::AlignRight, card),
                    row, 2);
  }
  card->body()->addLayout(grid);
  return card;
}

void DataPage::showNotes() {
  if (!m_notesCard) return;
  m_notes->setText(session().notes().join(QStringLiteral("\n\n")));
  m_notesCard->setVisible(!session().notes().isEmpty());
}

void DataPage::selectRows() {
  std::vector<std::size_t> stars;
  for (const QModelIndex& row : m_table->selectionModel()->selectedRows())
    stars.push_back(m_model->starAt(row.row()));
  session().selection().combine(stars, tr("rows"));
}

void DataPage::exportRows() {
  const QString name = QFileInfo(session().surveyPath()).completeBaseName();
  QString path =
      QFileDialog::getSaveFileName(this, tr("Export rows"), QStringLiteral("%1/%2-rows.csv").arg(lastFolder(), name),
                                   ExportCatalogueDialog::fileFilters());
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
  saveLastFolder(path);
  session().commands().exportStars.start(path, m_model->order());
}

}  // namespace maury::ui
