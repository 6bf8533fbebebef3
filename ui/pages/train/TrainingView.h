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

/// Figures of one training: loss and learning rate; the map of a label as it forms, with the current epoch; and that
/// epoch's labels against the reference.
class TrainingView : public QWidget {
  Q_OBJECT

public:
  explicit TrainingView(const Selection& selection, QWidget* parent = nullptr);

  /// Shows another run, at its newest epoch; nullptr: none.
  void show(std::shared_ptr<const workbench::TrainingRun> run);
  const std::shared_ptr<const workbench::TrainingRun>& run() const { return m_run; }
  /// Draws the same run again, after its log has grown.
  void refresh();
  /// Does the same in three parts, one a call, so that none keeps the UI thread for long; returns true with the last.
  bool refreshPart();
  void setOverlays(std::vector<workbench::LossOverlay> overlays);
  const std::vector<workbench::LossOverlay>& overlays() const { return m_overlays; }
  /// Sets the sentence that is shown while there is nothing to draw.
  void setWaiting(const QString& sentence);
  /// Returns the labels of the current epoch.
  std::vector<workbench::OneToOne> labelsShown() const;
  /// Says whether the stars of the run are rows of the open survey: then the selection is drawn over their labels, and
  /// outlines drawn there select stars.
  void setLinked(bool linked);
  /// Draws the labels again, after the selection has changed.
  void showSelection();

Q_SIGNALS:
  /// Rows of Session::stars() within a line drawn round labels.
  void caught(const std::vector<std::size_t>& rows, const QString& what, Qt::KeyboardModifiers modifiers);

private:
  Card* buildLossCard();
  Card* buildMapCard();
  Card* buildLabelsCard();
  const workbench::EpochSnapshot* snapshot() const;
  /// Shows the cards that there is something for; false without any.
  bool showCards();
  void showSlider();
  void refreshLoss();
  void refreshMap();
  void refreshLabels();
  void catchStars(int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
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
  int m_part = 0;  ///< refreshPart() draws it next
};

}  // namespace maury::ui
