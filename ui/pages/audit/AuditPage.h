// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "attribution/audit/AuditOptionTable.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/audit/ExperimentFigure.h"
#include "ui/pages/parts/OptionBox.h"
#include "validation/BaselineOptionTable.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace maury::ui {

class Card;
class ExperimentCard;
class FigureView;
class SegmentedControl;
class VerdictView;

/// What the network learned of each label, in verdicts; and three experiments on the stars: shifted, made noisier, and
/// masked.
class AuditPage : public Page {
  Q_OBJECT

public:
  explicit AuditPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Audit"); }
  QString iconName() const override { return QStringLiteral("audit"); }
  bool canExportFigure() const override { return shownContent() != nullptr; }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return !shownCommand().words.isEmpty(); }
  QString commandLine() const override;

  /// Writes what is shown as a table, its form told by the suffix; a failure is reported.
  void saveTable(const QString& path);
  /// Reads a second model for the experiments; a failure is reported.
  void layBeside(const QString& path);

private:
  enum class View { Verdicts, Velocity, Noise, Mask };
  enum class Stars { Selection, Filter, TestPart };
  enum class Work { None, Audit, Baselines, Experiment };
  struct SecondModel {
    network::Model model;
    QString path;
  };
  /// The command that repeats a result, `words` without survey and filter; and what it was of.
  struct Command {
    QString name, words;
    Stars stars = Stars::Filter;
    QString filter;
    bool filtersPredicted = false;  ///< the filter names labels that are predictions
  };

  QWidget* buildMain();
  Card* buildExperimentCard();
  Card* buildStarsCard();
  Card* buildAuditCard();
  void connectSession();

  View view() const;
  Stars stars() const;
  const ExperimentContent* shownContent() const;
  const Command& shownCommand() const;
  QString reason() const;
  QString viewTitle() const;
  void forget();
  void showView();
  void showFigure();
  void refresh() override { countStars(); }
  void countStars();
  void updateButtons();
  void showStatus(const QString& text, bool isBad = false);

  // AuditRuns.cpp
  std::function<std::vector<std::size_t>()> rowsToUse() const;
  void startOrStop(Work work);
  void runAudit();
  void runBaselines();
  void runExperiment();
  Command commandOf(const QString& name, const QString& words) const;

  SegmentedControl *m_views, *m_stars;
  QStackedLayout* m_stack = nullptr;
  QLabel *m_reason, *m_count, *m_auditStatus, *m_experimentStatus;
  VerdictView* m_verdicts;
  Card *m_experimentFigureCard, *m_auditCard, *m_reasonCard;
  FigureView* m_figure;
  ExperimentCard* m_experiment;
  QPushButton *m_save, *m_start, *m_baselines;
  OptionBoxes<attribution::AuditOptions> m_auditOptions{attribution::auditOptionTable()};
  OptionBoxes<validation::BaselineOptions> m_baselineOptions{validation::baselineOptionTable()};

  std::array<std::optional<ExperimentContent>, 3> m_contents;
  std::array<Command, 4> m_commands;  ///< by View
  std::optional<SecondModel> m_second;
  std::optional<attribution::ExperimentKind> m_drawn;
  Work m_work = Work::None;
  int m_generation = 0;  ///< counts surveys and models: what was begun for another is dropped
  JobRunner m_runner, m_countRunner, m_modelRunner;
};

}  // namespace maury::ui
