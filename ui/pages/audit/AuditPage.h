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

/// Page that judges how the network learned each label, in verdicts, and runs three experiments on the spectra:
/// shifting them, adding noise and masking a window.
class AuditPage : public Page {
  Q_OBJECT

public:
  explicit AuditPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Audit"); }
  QString iconName() const override { return QStringLiteral("audit"); }
  bool canExportFigure() const override { return shownContent() != nullptr; }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return !shownCommand().options.isEmpty(); }
  QString commandLine() const override;

  /// Writes the displayed results as a table in the format of the suffix; reports a failure to the session.
  void saveTable(const QString& path);
  /// Reads a second model for the experiments on a worker thread; reports a failure to the session.
  void openSecondModel(const QString& path);

private:
  enum class View { Verdicts, Velocity, Noise, Mask };
  enum class Work { None, Audit, Baselines, Experiment };
  using Stars = AuditStarsCard::Stars;
  struct SecondModel {
    network::Model model;
    QString path;
  };
  /// Parts of the command that repeats a result, and the stars that the result is based on.
  struct Command {
    QString name;     ///< e.g. "experiment rv"
    QString options;  ///< without survey, model and filter
    Stars stars = Stars::Filter;
    QString filter;
    bool filtersPredicted = false;  ///< true if the filter refers to predicted labels
  };

  QWidget* buildMain();
  QWidget* buildSide();
  void connectSession();
  void connectRunner();

  View view() const;
  /// Returns the experiment of the displayed view. Precondition: view() is not View::Verdicts.
  attribution::ExperimentKind shownKind() const;
  const workbench::ExperimentContent* shownContent() const;
  const Command& shownCommand() const;
  QString reason() const;
  void clearResults();
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
  Command makeCommand(const QString& name, const QString& options) const;
  Command makeExperimentCommand(const attribution::ExperimentOptions& options) const;

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

  std::array<Command, 4> m_commands;  ///< indexed by View
  std::optional<SecondModel> m_secondModel;
  Work m_work = Work::None;
  int m_generation = 0;  ///< incremented with each new survey or model; results of earlier generations are dropped
  JobRunner m_runner, m_modelRunner;
};

}  // namespace maury::ui
