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

/// Shows how far predicted labels can be trusted: one to one against the references, against S/N next to the physical
/// limit, and whether the stated error bars hold what they promise. Of a part of the model's split, among the stars of
/// filter and selection.
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
  QString reasonAgainst(const Computed& computed) const;
  void showReason(const QString& reason, bool offersPrediction = false);
  void showFigure();
  void computeBounds();
  void selectOutlined(int row, int column, const QPolygonF& outline, const QString& what,
                      Qt::KeyboardModifiers modifiers);

  workbench::ValidateContent m_content;
  std::shared_ptr<const survey::Dataset> m_catalogue;  ///< m_content's
  std::vector<std::size_t> m_rows;                     ///< of it
  int m_chosenPart = 0;             ///< of m_part, once there is a model to say which stars are in it
  bool m_awaitsPrediction = false;  ///< of the session; asked for here
  bool m_boundsKnown = false;       ///< m_content has them, or has none to have

  ValidateFigureCard* m_figure;
  SegmentedControl* m_part;
  QLabel* m_count;
  AgreementCard* m_agreement;
  PrecisionCard* m_precision;
  JobRunner m_runner;
  JobRunner m_boundRunner;
};

}  // namespace maury::ui
