// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/pages/parts/Card.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/validation/ValidateContent.h"

class QLabel;
class QPolygonF;
class QPushButton;

namespace maury::ui {

class FigureView;
class SegmentedControl;
class SelectionTool;

/// The page's figure in one of three forms, or the reason why there is none.
class ValidateFigureCard : public Card {
  Q_OBJECT

public:
  enum class Form { OneToOne, Precision, Coverage };

  explicit ValidateFigureCard(QWidget* parent = nullptr);

  Form form() const;
  FigureView& figure() { return *m_figure; }
  /// Draws the chosen form.
  void showContent(const workbench::ValidateContent& content, const std::vector<workbench::Subset>& subsets);
  /// Shows a sentence in place of the figure, with a button that requests a prediction if `offersPrediction`.
  void showReason(const QString& reason, bool offersPrediction = false);
  /// Replaces the sentence of showReason().
  void setReason(const QString& reason);

Q_SIGNALS:
  void formChosen();
  void predictClicked();
  /// The user drew an outline in a panel of the form OneToOne. `undoName` is for the Undo menu.
  void outlined(int row, int column, const QPolygonF& outline, const QString& undoName,
                Qt::KeyboardModifiers modifiers);

private:
  QWidget* buildEmpty();

  SegmentedControl* m_form;
  SelectionTool* m_tool;
  FigureView* m_figure;
  QLabel* m_reason;
  QPushButton* m_predict;
  QWidget* m_empty;  ///< shown in place of the figure
};

}  // namespace maury::ui
