// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "workbench/validation/ValidateContent.h"

class QLabel;
class QPolygonF;

namespace maury::ui {

class AgreementCard;
class Card;
class PrecisionCard;
class SegmentedControl;
class ValidateFigureCard;

/// Page that compares predicted with reference labels: one to one, as scatter against S/N next to the Cramér–Rao bound,
/// and by the coverage of the stated error bars. Uses the filtered or selected stars in one part of the model's split.
class ValidatePage : public Page {
  Q_OBJECT

public:
  explicit ValidatePage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Validate"); }
  QString iconName() const override { return QStringLiteral("validate"); }
  bool canExportFigure() const override { return hasContent(); }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return hasContent(); }
  QString commandLine() const override;

private:
  struct Computed;

  void buildLayout();
  Card* buildStarsCard();
  void connectSession();
  bool hasContent() const { return !m_content.reports.empty(); }
  void refresh() override;
  void predict();
  void show(Computed computed);
  QString reasonNotShown(const Computed& computed) const;
  void showReason(const QString& reason, bool offersPrediction = false);
  void showFigure();
  void computeBounds();
  void selectOutlined(int row, int column, const QPolygonF& outline, const QString& undoName,
                      Qt::KeyboardModifiers modifiers);

  workbench::ValidateContent m_content;
  std::shared_ptr<const survey::Dataset> m_catalogue;  ///< catalogue of m_content
  std::vector<std::size_t> m_rows;                     ///< rows of m_catalogue that are compared
  int m_chosenPart = 0;             ///< index in m_part to use once there is a model, which defines the parts
  bool m_awaitsPrediction = false;  ///< true after the page has requested a prediction
  bool m_boundsKnown = false;       ///< true if m_content has its bounds or cannot have any

  ValidateFigureCard* m_figure;
  SegmentedControl* m_part;
  QLabel* m_count;
  AgreementCard* m_agreement;
  PrecisionCard* m_precision;
  JobRunner m_runner;
  JobRunner m_boundRunner;
};

}  // namespace maury::ui
