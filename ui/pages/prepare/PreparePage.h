// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/pages/Page.h"
#include "workbench/preparing/StepPreview.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace maury::ui {

class Card;
class FigureView;
class StepsCard;

/// Preprocessing: a list of steps to edit, a preview of one star before and after them, and a button that applies them
/// to all stars.
class PreparePage : public Page {
  Q_OBJECT

public:
  explicit PreparePage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Prepare"); }
  QString iconName() const override { return QStringLiteral("prepare"); }
  bool canExportFigure() const override { return m_drawn; }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return m_drawn; }
  /// Returns the `maury --render prepare` command for the displayed star and steps.
  QString commandLine() const override;

private:
  QWidget* buildSide();
  Card* buildStarCard();
  Card* buildApplyCard();
  Card* buildFigureCard();
  void surveyChanged();
  /// Returns the row of the current star or, if there is none, of the first star that passes the filter.
  std::optional<std::size_t> shownRow() const;
  void refresh() override;
  void showReason(const QString& reason);
  void showStar(std::size_t row);
  void showApply();
  void showReadout(double wavelengthNm);
  void goToStar();
  void apply();
  void restore();
  void save();

  workbench::StepPreview m_preview;
  bool m_drawn = false;

  StepsCard* m_steps = nullptr;
  Card* m_starCard = nullptr;
  QLineEdit* m_id = nullptr;
  QLabel* m_position = nullptr;
  QPushButton* m_apply = nullptr;
  QPushButton* m_stop = nullptr;
  QPushButton* m_restore = nullptr;
  QPushButton* m_save = nullptr;
  QLabel* m_progress = nullptr;
  Card* m_figureCard = nullptr;
  FigureView* m_view = nullptr;
  QLabel* m_readout = nullptr;
  QLabel* m_reason = nullptr;
};

}  // namespace maury::ui
