// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "network/model/Model.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/audit/AuditStarsCard.h"
#include "workbench/audit/ExperimentFigure.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace maury::ui {

class AuditControls;
class Card;
class ExperimentCard;
class ExperimentView;
class SegmentedControl;
class VerdictView;

/// Shows what the network learned of each label, in verdicts; and three experiments on the stars: shifted, made noisier
/// and masked.
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
  void openSecondModel(const QString& path);

private:
  enum class View { Verdicts, Velocity, Noise, Mask };
  enum class Work { None, Audit, Baselines, Experiment };
  using Stars = AuditStarsCard::Stars;
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
  QWidget* buildSide();
  void connectSession();
  void connectRunner();

  View view() const;
  /// Of the view, which must not be that of verdicts.
  attribution::ExperimentKind shownKind() const;
  const workbench::ExperimentContent* shownContent() const;
  const Command& shownCommand() const;
  QString reason() const;
  void forget();
  void showView();
  void refresh() override { m_stars->count(); }
  void updateButtons();
  void showStatus(const QString& text, bool isBad = false);
  void chooseTableFile();
  void chooseSecondModel();

  // AuditRuns.cpp
  void startOrStop(Work work);
  void runAudit();
  void runBaselines();
  void runExperiment();
  Command commandOf(const QString& name, const QString& words) const;
  Command experimentCommand(const attribution::ExperimentOptions& options) const;

  SegmentedControl* m_views;
  QStackedLayout* m_stack = nullptr;
  QLabel *m_reason, *m_experimentStatus;
  Card* m_reasonCard;
  VerdictView* m_verdicts;
  ExperimentView* m_experiments;
  AuditStarsCard* m_stars;
  AuditControls* m_audit;
  ExperimentCard* m_experiment;
  QPushButton* m_save;

  std::array<Command, 4> m_commands;  ///< by View
  std::optional<SecondModel> m_second;
  Work m_work = Work::None;
  int m_generation = 0;  ///< counts surveys and models: what was begun for another is dropped
  JobRunner m_runner, m_modelRunner;
};

}  // namespace maury::ui
