// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainingView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>
#include <cmath>
#include <utility>

#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/OutlinePoints.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/pages/train/runs/EpochSlider.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/selection/ShownSubsets.h"

namespace maury::ui {

namespace {

constexpr int kMaxLabels = 5;  ///< largest number of labels drawn side by side
constexpr double kSmallGap = 6.0;

/// Returns a grid of two stacked panels with a common x axis; the lower one has this share of the height.
GridSpec twoPanelGrid(double lowerShare) {
  GridSpec grid;
  grid.rows = 2;
  grid.rowStretch = {1.0 - lowerShare, lowerShare};
  grid.shareY = false;
  grid.gap = kSmallGap;
  return grid;
}

}  // namespace

TrainingView::TrainingView(const Selection& selection, QWidget* parent) : QWidget(parent), m_selection(selection) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  auto* top = new QHBoxLayout;
  top->setSpacing(12);
  top->addWidget(buildLossCard(), 1);
  top->addWidget(buildMapCard(), 1);
  column->addLayout(top, 5);
  column->addWidget(buildLabelsCard(), 3);
  m_waiting = new QLabel;
  m_waiting->setAlignment(Qt::AlignCenter);
  m_waiting->setWordWrap(true);
  m_waiting->setProperty("role", "muted");
  column->addWidget(m_waiting, 8);
  show(nullptr);
}

Card* TrainingView::buildLossCard() {
  m_lossCard = new Card(tr("Loss"));
  m_loss = new FigureView(twoPanelGrid(0.24));
  m_loss->setObjectName(QStringLiteral("lossFigure"));
  m_loss->setExportName(QStringLiteral("loss"));
  m_lossCard->body()->addWidget(m_loss);
  return m_lossCard;
}

Card* TrainingView::buildMapCard() {
  m_mapCard = new Card(tr("Attribution map by epoch"));
  m_mapLabel = new QComboBox;
  m_mapLabel->setObjectName(QStringLiteral("mapLabel"));
  m_mapCard->addToHeader(m_mapLabel);
  connect(m_mapLabel, &QComboBox::activated, this, &TrainingView::refreshMap);
  m_map = new FigureView(twoPanelGrid(0.34));
  m_map->setObjectName(QStringLiteral("mapFigure"));
  m_map->setExportName(QStringLiteral("forming-map"));
  m_mapCard->body()->addWidget(m_map);
  m_epoch = new EpochSlider;
  connect(m_epoch, &EpochSlider::moved, this, &TrainingView::refresh);
  m_mapCard->body()->addWidget(m_epoch);
  return m_mapCard;
}

Card* TrainingView::buildLabelsCard() {
  m_labelsCard = new Card(tr("Validation set"));
  m_form = new SegmentedControl({tr("one-to-one"), tr("residuals")});
  m_form->setObjectName(QStringLiteral("labelsForm"));
  m_labelsCard->addToHeader(m_form);
  connect(m_form, &SegmentedControl::chosen, this, &TrainingView::refreshLabels);
  m_tool = new SelectionTool;
  m_tool->setObjectName(QStringLiteral("labelsTool"));
  m_labelsCard->addToHeader(m_tool);
  m_labels = new FigureView;
  m_tool->addView(m_labels);
  connect(m_labels, &FigureView::outlined, this,
          [this](int, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
            selectStars(column, outline, modifiers);
          });
  m_labels->setObjectName(QStringLiteral("labelsFigure"));
  m_labels->setExportName(QStringLiteral("validation"));
  m_labelsCard->body()->addWidget(m_labels);
  return m_labelsCard;
}

void TrainingView::show(std::shared_ptr<const workbench::TrainingRun> run) {
  m_run = std::move(run);
  m_part = 0;
  m_epoch->followLatest();
  m_mapLabel->clear();
  if (m_run) {
    for (const std::string& label : m_run->labels)
      m_mapLabel->addItem(QString::fromStdString(survey::displayName(label)));
    m_mapLabel->setCurrentIndex(m_mapLabel->count() - 1);
  }
  refresh();
}

void TrainingView::setOverlays(std::vector<workbench::LossOverlay> overlays) {
  m_overlays = std::move(overlays);
  if (m_run && !m_run->log.empty()) refreshLoss();
}

void TrainingView::setWaiting(const QString& sentence) {
  m_waiting->setText(sentence);
}

void TrainingView::refresh() {
  if (!showCards()) return;
  showSlider();
  refreshLoss();
  refreshMap();
  refreshLabels();
}

bool TrainingView::refreshPart() {
  // Draw all figures before a card is first shown, so that none appears empty.
  if (m_mapCard->isHidden() || m_labelsCard->isHidden()) {
    refresh();
    return true;
  }
  if (m_part == 0) {
    showSlider();
    refreshLoss();
  } else if (m_part == 1) {
    refreshMap();
  } else {
    refreshLabels();
  }
  m_part = (m_part + 1) % 3;
  return m_part == 0;
}

bool TrainingView::showCards() {
  const bool hasEpochs = m_run && !m_run->log.empty();
  m_waiting->setVisible(!hasEpochs);
  m_lossCard->setVisible(hasEpochs);
  m_mapCard->setVisible(hasEpochs && m_run->log.hasMaps());
  m_labelsCard->setVisible(hasEpochs && snapshot() != nullptr && !m_run->watched.empty());
  return hasEpochs;
}

const workbench::EpochSnapshot* TrainingView::snapshot() const {
  if (!m_run || m_run->log.snapshots().empty()) return nullptr;
  const auto& snapshots = m_run->log.snapshots();
  return &snapshots[std::min(m_epoch->index(), snapshots.size() - 1)];
}

void TrainingView::showSlider() {
  std::vector<int> epochs;
  for (const workbench::EpochSnapshot& each : m_run->log.snapshots())
    epochs.push_back(each.epoch);
  m_epoch->setEpochs(std::move(epochs));
  if (snapshot() == nullptr) return;
  const int epoch = snapshot()->epoch;
  const double loss = m_run->log.validationLoss(epoch);
  m_epoch->setCaption(tr("Epoch %1, validation loss %2").arg(epoch).arg(loss, 0, 'g', 3));
}

void TrainingView::refreshLoss() {
  const workbench::TrainingLog& log = m_run->log;
  const bool live = m_run->bestEpochs.empty();
  QString remark = tr("Ensemble of %1 · epoch %2 of %3").arg(log.members()).arg(log.epochs()).arg(m_run->maxEpochs);
  if (live) remark += tr(" · %1 spectra/s").arg(countText(static_cast<std::size_t>(log.spectraPerSecond())));
  m_lossCard->setTitle(live ? tr("Loss") : tr("Loss of %1").arg(QString::fromStdString(m_run->name)));
  m_lossCard->setRemark(remark);
  const bool atNewest = snapshot() == nullptr || snapshot() == &log.snapshots().back();
  workbench::Panel loss = workbench::lossPanel(log, m_run->maxEpochs, m_overlays, atNewest ? 0 : snapshot()->epoch);
  const workbench::Axis epochs = loss.x;
  showPanel(m_loss->panel(0, 0), std::move(loss));
  showPanel(m_loss->panel(1, 0), workbench::learningRatePanel(log, epochs));
}

void TrainingView::refreshMap() {
  const workbench::EpochSnapshot* shown = snapshot();
  if (shown == nullptr || shown->map.empty() || m_mapLabel->currentIndex() < 0) return;
  const auto label = static_cast<std::size_t>(m_mapLabel->currentIndex());
  m_mapCard->setRemark(tr("∂label/∂flux, member 1"));
  showPanel(m_map->panel(0, 0), workbench::mapHistoryPanel(m_run->log, label, m_run->grid, shown->epoch));
  showPanel(m_map->panel(1, 0), workbench::epochMapPanel(m_run->log, *shown, m_run->labels[label], label, m_run->grid));
}

std::vector<workbench::OneToOne> TrainingView::labelsShown() const {
  if (snapshot() == nullptr) return {};
  std::vector<workbench::OneToOne> labels = m_run->watched;
  workbench::setPredictions(labels, snapshot()->prediction);
  return labels;
}

workbench::OneToOneForm TrainingView::form() const {
  return m_form->current() == 0 ? workbench::OneToOneForm::Values : workbench::OneToOneForm::Residuals;
}

void TrainingView::setLinked(bool linked) {
  if (std::exchange(m_linked, linked) != linked) showSelection();
}

void TrainingView::showSelection() {
  m_tool->setSelectionEnabled(m_linked,
                              m_linked ? QString() : tr("This training used other stars than the open survey's"));
  if (m_run && !m_labelsCard->isHidden()) refreshLabels();
}

void TrainingView::selectStars(int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
  const std::vector<workbench::OneToOne> labels = labelsShown();
  if (!m_linked || column >= static_cast<int>(labels.size())) return;
  Q_EMIT starsOutlined(workbench::rowsInOutline(labels[static_cast<std::size_t>(column)], form(),
                                                outlinePoints(outline), m_run->watchedRows),
                       m_tool->undoName(), modifiers);
}

void TrainingView::refreshLabels() {
  const std::vector<workbench::OneToOne> labels = labelsShown();
  if (labels.empty()) return;
  std::vector<workbench::OneToOneSubset> subsets;
  if (m_linked) subsets = workbench::oneToOneSubsets(shownSubsets(m_selection), m_run->watchedRows);
  const int count = std::min(static_cast<int>(labels.size()), kMaxLabels);
  m_labels->setGrid(workbench::oneToOneGrid(1, count));
  for (int i = 0; i < count; ++i)
    showPanel(m_labels->panel(0, i), workbench::oneToOnePanel(labels[static_cast<std::size_t>(i)], form(), subsets));
  m_labelsCard->setRemark(
      tr("Epoch %1, member 1, %2").arg(snapshot()->epoch).arg(starCountText(labels[0].reference.size())));
}

}  // namespace maury::ui
