// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "workbench/training/TrainingFigures.h"
#include "workbench/training/TrainingRun.h"
#include "workbench/validation/OneToOneFigure.h"

class QComboBox;
class QLabel;

namespace maury::ui {

class Card;
class EpochSlider;
class FigureView;
class SegmentedControl;
class Selection;
class SelectionTool;

/// Figures of one training: loss and learning rate; the attribution map of a label at all epochs and at the current
/// one; predicted against reference labels at the current epoch.
class TrainingView : public QWidget {
  Q_OBJECT

public:
  explicit TrainingView(const Selection& selection, QWidget* parent = nullptr);

  /// Shows another run at its latest epoch; nullptr for none.
  void show(std::shared_ptr<const workbench::TrainingRun> run);
  const std::shared_ptr<const workbench::TrainingRun>& run() const { return m_run; }
  /// Redraws the run after its log has grown.
  void refresh();
  /// Does the same in three parts, one per call, so that no call blocks the UI thread for long. Returns true after the
  /// last.
  bool refreshPart();
  void setOverlays(std::vector<workbench::LossOverlay> overlays);
  const std::vector<workbench::LossOverlay>& overlays() const { return m_overlays; }
  /// Sets the sentence to show while there is nothing to draw.
  void setWaiting(const QString& sentence);
  /// Returns predicted and reference labels at the current epoch.
  std::vector<workbench::OneToOne> labelsShown() const;
  /// Sets whether the run's stars are rows of the open survey. If so, the selection is drawn over their labels, and
  /// outlines drawn there select stars.
  void setLinked(bool linked);
  /// Redraws the labels after the selection has changed.
  void showSelection();

Q_SIGNALS:
  /// The user drew an outline around labels; `rows` of Session::stars() lie inside. `undoName` is for the Undo menu.
  void starsOutlined(const std::vector<std::size_t>& rows, const QString& undoName, Qt::KeyboardModifiers modifiers);

private:
  Card* buildLossCard();
  Card* buildMapCard();
  Card* buildLabelsCard();
  const workbench::EpochSnapshot* snapshot() const;
  /// Shows the cards that have something to draw. Returns false if none has.
  bool showCards();
  void showSlider();
  void refreshLoss();
  void refreshMap();
  void refreshLabels();
  void selectStars(int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
  workbench::OneToOneForm form() const;

  const Selection& m_selection;

  std::shared_ptr<const workbench::TrainingRun> m_run;
  std::vector<workbench::LossOverlay> m_overlays;
  Card* m_lossCard = nullptr;
  FigureView* m_loss = nullptr;
  Card* m_mapCard = nullptr;
  QComboBox* m_mapLabel = nullptr;
  FigureView* m_map = nullptr;
  EpochSlider* m_epoch = nullptr;
  Card* m_labelsCard = nullptr;
  SegmentedControl* m_form = nullptr;
  SelectionTool* m_tool = nullptr;
  bool m_linked = false;
  FigureView* m_labels = nullptr;
  QLabel* m_waiting = nullptr;
  int m_part = 0;  ///< part that the next refreshPart() draws
};

}  // namespace maury::ui
