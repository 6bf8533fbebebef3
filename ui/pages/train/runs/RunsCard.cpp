// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/RunsCard.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <algorithm>
#include <cmath>

#include "base/text/Duration.h"
#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr int kRowsShown = 4;  ///< visible rows; three if there is a scroll bar
enum Column { Run, Network, Stars, Epochs, Loss, Time, FirstLabel };

QString scatterText(double scatter, const std::string& unit) {
  return std::isfinite(scatter) ? QString::number(scatter, 'f', survey::scatterDecimals(unit)) : QStringLiteral("–");
}

}  // namespace

RunsCard::RunsCard(QWidget* parent)
    : Card(tr("Runs"), parent),
      m_table(new QTableWidget),
      m_useModel(new QPushButton(tr("Use this model"))),
      m_save(new QPushButton(tr("Save model…"))) {
  setRemark(tr("Labels: mean σ of the members, validation set · tick runs to compare"));
  m_save->setObjectName(QStringLiteral("saveModel"));
  m_useModel->setObjectName(QStringLiteral("useModel"));
  addToHeader(m_useModel);
  addToHeader(m_save);
  m_table->setObjectName(QStringLiteral("runs"));
  styleCardTable(*m_table, {tr("run"), tr("network"), tr("stars"), tr("epochs"), tr("loss"), tr("time")});
  for (const int column : {Run, Network})
    m_table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->horizontalHeaderItem(Epochs)->setToolTip(tr("Best epoch of each member"));
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                          kRowsShown * m_table->verticalHeader()->defaultSectionSize() + 2);
  body()->addWidget(m_table);
  connect(m_useModel, &QPushButton::clicked, this, &RunsCard::useClicked);
  connect(m_save, &QPushButton::clicked, this, &RunsCard::saveClicked);
  connect(m_table, &QTableWidget::currentCellChanged, this, [this](int row, int, int before, int) {
    if (row == before) return;
    showButtons();
    Q_EMIT currentChanged();
  });
  connect(m_table, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem* item) {
    if (item->column() == Run) Q_EMIT ticksChanged();
  });
  showButtons();
}

void RunsCard::add(RunPointer run, bool makeCurrent) {
  for (std::size_t i = 0; i < run->labels.size(); ++i) {
    if (std::find(m_labels.begin(), m_labels.end(), run->labels[i]) != m_labels.end()) continue;
    m_labels.push_back(run->labels[i]);
    m_units.push_back(run->units[i]);
  }
  m_runs.insert(m_runs.begin(), std::move(run));
  {
    const QSignalBlocker blocker(m_table);
    m_table->insertRow(0);
    showLabels();
    auto* name = cell({}, Qt::AlignLeft);
    name->setFlags(name->flags() | Qt::ItemIsUserCheckable);
    name->setCheckState(Qt::Unchecked);
    name->setData(Qt::DecorationRole,
                  QColor(QRgb{workbench::kRunRgb[static_cast<std::size_t>(m_added++) % workbench::kRunRgb.size()]}));
    m_table->setItem(0, Run, name);
    for (int row = 0; row < m_table->rowCount(); ++row)
      fill(row);
    if (makeCurrent) m_table->setCurrentCell(0, Run);
  }
  showButtons();
  if (makeCurrent) Q_EMIT currentChanged();
}

void RunsCard::remove(const RunPointer& run) {
  const auto place = std::find(m_runs.begin(), m_runs.end(), run);
  if (place == m_runs.end()) return;
  const int row = static_cast<int>(place - m_runs.begin());
  m_runs.erase(place);
  {
    const QSignalBlocker blocker(m_table);
    m_table->removeRow(row);
  }
  showButtons();
  Q_EMIT currentChanged();
}

void RunsCard::update(const RunPointer& run) {
  const auto place = std::find(m_runs.begin(), m_runs.end(), run);
  if (place == m_runs.end()) return;
  {
    const QSignalBlocker blocker(m_table);
    fill(static_cast<int>(place - m_runs.begin()));
  }
  m_table->viewport()->update();
  showButtons();
}

RunsCard::RunPointer RunsCard::current() const {
  const int row = m_table->currentRow();
  return row >= 0 && static_cast<std::size_t>(row) < m_runs.size() ? m_runs[static_cast<std::size_t>(row)] : nullptr;
}

std::vector<workbench::LossOverlay> RunsCard::overlays() const {
  std::vector<workbench::LossOverlay> overlays;
  for (int row = m_table->rowCount() - 1; row >= 0; --row) {
    const QTableWidgetItem* item = m_table->item(row, Run);
    const RunPointer& run = m_runs[static_cast<std::size_t>(row)];
    if (row == m_table->currentRow() || item->checkState() != Qt::Checked) continue;
    overlays.push_back({run->name, fixedInk(item->data(Qt::DecorationRole).value<QColor>()),
                        run->log.envelope(workbench::TrainingLog::Curve::ValidationLoss)});
  }
  return overlays;
}

void RunsCard::setModelInUse(const network::ModelInfo* info) {
  m_inUse = info;
  showButtons();
}

void RunsCard::showLabels() {
  m_table->setColumnCount(FirstLabel + static_cast<int>(m_labels.size()));
  for (std::size_t i = 0; i < m_labels.size(); ++i) {
    auto* head = cell(QString::fromStdString(survey::axisLabel(m_labels[i], m_units[i])));
    head->setToolTip(
        tr("σ of this label's residuals on the validation set, averaged over the members. The ensemble's is smaller."));
    m_table->setHorizontalHeaderItem(FirstLabel + static_cast<int>(i), head);
  }
}

void RunsCard::fill(int row) {
  const workbench::TrainingRun& run = *m_runs[static_cast<std::size_t>(row)];
  const auto put = [&](int column, const QString& text, Qt::Alignment alignment = Qt::AlignRight) {
    if (m_table->item(row, column) == nullptr) m_table->setItem(row, column, cell({}, alignment));
    m_table->item(row, column)->setText(text);
    m_table->item(row, column)->setToolTip(text);
  };
  const bool isOver = !run.bestEpochs.empty();
  const double loss = isOver ? run.validationLoss : run.log.lowestValidationLoss();
  put(Run, QString::fromStdString(run.name), Qt::AlignLeft);
  put(Network, QString::fromStdString(run.network), Qt::AlignLeft);
  put(Stars, run.stars > 0 ? countText(run.stars) : QStringLiteral("–"));
  put(Epochs,
      isOver ? QString::fromStdString(run.bestEpochs) : tr("%1 of %2").arg(run.log.epochs()).arg(run.maxEpochs));
  put(Loss, std::isfinite(loss) ? QString::number(loss, 'g', 3) : QStringLiteral("–"));
  put(Time, run.seconds ? QString::fromStdString(roughDurationText(*run.seconds)) : QStringLiteral("–"));
  for (std::size_t i = 0; i < m_labels.size(); ++i) {
    const auto place = std::find(run.labels.begin(), run.labels.end(), m_labels[i]);
    const int column = FirstLabel + static_cast<int>(i);
    put(column, place == run.labels.end()
                    ? QStringLiteral("–")
                    : scatterText(run.log.scatter(static_cast<std::size_t>(place - run.labels.begin())), m_units[i]));
  }
}

void RunsCard::showButtons() {
  const RunPointer run = current();
  m_save->setEnabled(run && run->model);
  m_save->setToolTip(run && run->model ? tr("Save the model of %1").arg(QString::fromStdString(run->name)) : QString());
  m_useModel->setEnabled(run && run->model && &run->model->info() != m_inUse);
  m_useModel->setToolTip(tr("Predict labels with the model of the chosen run and show it on the other pages"));
}

}  // namespace maury::ui
