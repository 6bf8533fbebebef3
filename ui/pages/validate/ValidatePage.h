// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/validate/ValidateContent.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace maury::ui {

class Card;
class FigureView;
class SegmentedControl;
class SelectionTool;

/// How far predicted labels can be trusted: against the references one to one, against S/N beside the physical limit,
/// and whether the stated error bars hold what they promise. Of a part of the model's split, among the stars that are
/// looked at.
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
  enum class Form { OneToOne, Precision, Coverage };
  struct Computed;

  Card* buildFigureCard();
  Card* buildStarsCard();
  Card* buildAgreementCard();
  Card* buildPrecisionCard();
  bool hasContent() const { return !m_content.reports.empty(); }
  Form form() const;
  void refresh() override;
  void computeBounds();
  void show(Computed computed);
  void showReason(const QString& reason);
  void showFigure();
  void catchStars(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
  void fillAgreement();
  void fillPrecision();
  void savePrecision();

  ValidateContent m_content;
  std::shared_ptr<const survey::Dataset> m_catalogue;  ///< m_content's
  std::vector<std::size_t> m_rows;                     ///< of it
  int m_wantedPart = 0;             ///< of m_part, once there is a model to say which stars are in it
  bool m_awaitsPrediction = false;  ///< of the session; asked for here
  bool m_boundsKnown = false;       ///< m_content has them, or has none to have

  Card* m_figureCard = nullptr;
  SegmentedControl *m_form = nullptr, *m_part = nullptr;
  SelectionTool* m_tool = nullptr;
  FigureView* m_figure = nullptr;
  QLabel *m_reason = nullptr, *m_count = nullptr;
  QWidget* m_empty = nullptr;  ///< in the figure's place
  QPushButton* m_predict = nullptr;
  Card *m_agreementCard = nullptr, *m_precisionCard = nullptr;
  QTableWidget *m_agreement = nullptr, *m_precision = nullptr;
  QComboBox* m_label = nullptr;
  JobRunner m_runner;
  JobRunner m_boundRunner;
};

}  // namespace maury::ui
