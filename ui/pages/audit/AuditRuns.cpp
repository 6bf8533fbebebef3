// SPDX-License-Identifier: GPL-3.0-or-later
// Members of AuditPage that run computations of core on a worker thread.
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "attribution/audit/Audit.h"
#include "attribution/audit/AuditOptionTable.h"
#include "attribution/experiments/ExperimentOptionTable.h"
#include "base/text/ShellWord.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/audit/AuditControls.h"
#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/audit/ExperimentCard.h"
#include "ui/pages/audit/ExperimentView.h"
#include "ui/pages/audit/VerdictView.h"
#include "ui/pages/parts/Card.h"
#include "ui/session/Session.h"
#include "validation/WithheldBaselines.h"
#include "workbench/stars/FilterStars.h"

namespace maury::ui {

AuditPage::Command AuditPage::makeCommand(const QString& name, const QString& options) const {
  Command command{name, options, m_stars->stars(), session().filterText()};
  if (command.stars != Stars::Filter || !session().catalogue()) return command;
  command.filtersPredicted =
      !workbench::namesOfPredictions(command.filter.toStdString(), *session().survey(), *session().catalogue()).empty();
  return command;
}

void AuditPage::startOrStop(Work work) {
  if (m_runner.running()) return m_runner.requestStop();
  m_work = work;
  showStatus({});
  if (work == Work::Audit)
    runAudit();
  else if (work == Work::Baselines)
    runBaselines();
  else
    runExperiment();
  updateButtons();
}

void AuditPage::runAudit() {
  const attribution::AuditOptions options = m_audit->options();
  const Command command = makeCommand(
      QStringLiteral("audit"), QString::fromStdString(maury::commandLine(attribution::auditOptionTable(), options)));
  auto isFirst = std::make_shared<bool>(true);
  const auto addResult = [this, isFirst, command, generation = m_generation](const attribution::AuditResult& result) {
    if (generation != m_generation) return;
    if (*isFirst) {  // earlier results stay visible until the first new one
      m_verdicts->dropAllBut({attribution::AuditTest::InputsAlone, attribution::AuditTest::SpectrumAlone});
      m_commands[static_cast<std::size_t>(View::Verdicts)] = command;
    }
    m_verdicts->add({result});
    if (*isFirst) showView();
    *isFirst = false;
  };
  m_runner.run(
      tr("audit"),
      [rows = m_stars->rows(), survey = session().survey(), model = *session().model(), options, addResult](
          Job& job, const JobRunner::Post& post) {
        const spectra::LineList lines = spectra::linesOn(model.info().grid);
        const std::vector<std::size_t> chosen = rows();
        attribution::audit(model, *survey, chosen, lines, options, job, [&](const attribution::AuditResult& result) {
          post([addResult, result] { addResult(result); });
        });
        return std::min(attribution::unseenRows(model, *survey, chosen).size(), options.maxStars);
      },
      [this, repeats = options.repeats, generation = m_generation](std::size_t tested) {
        if (generation != m_generation) return;
        m_verdicts->card().setRemark(tr("Test stars: %1 · repeats: %2").arg(countText(tested)).arg(repeats));
      });
}

void AuditPage::runBaselines() {
  // The test part has no training stars, and the baselines need some.
  const auto rows = m_stars->rowsWithTrainingStars();
  m_runner.run(
      tr("baselines"),
      [rows, survey = session().survey(), model = *session().model(), options = m_audit->baselineOptions()](Job& job) {
        return validation::baselineResults(validation::withheldBaselines(model, *survey, rows(), options, job));
      },
      [this, generation = m_generation](const std::vector<attribution::AuditResult>& results) {
        if (generation != m_generation) return;
        m_verdicts->add(results);
        showView();
      });
}

AuditPage::Command AuditPage::makeExperimentCommand(const attribution::ExperimentOptions& options) const {
  attribution::ExperimentOptions named = options;
  if (options.kind != attribution::ExperimentKind::Mask) named.windowNm = attribution::ExperimentOptions{}.windowNm;
  QString optionText = QString::fromStdString(maury::commandLine(attribution::experimentOptionTable(), named));
  if (m_secondModel)
    optionText += QStringLiteral(" --model ") + QString::fromStdString(shellWord(m_secondModel->path.toStdString()));
  const std::string& name = attribution::experimentNames()[static_cast<std::size_t>(options.kind)];
  return makeCommand(QStringLiteral("experiment ") + QString::fromStdString(name), optionText);
}

void AuditPage::runExperiment() {
  const auto options = m_experiment->options();
  if (!options) return showStatus(tr("Correct the marked fields."), true);
  std::vector<workbench::NamedModel> models{{*session().model(), session().modelName().toStdString()}};
  if (m_secondModel)
    models.push_back({m_secondModel->model, QFileInfo(m_secondModel->path).completeBaseName().toStdString()});
  const QString jobTitles[] = {tr("shifting the spectra"), tr("adding noise"), tr("masking a window")};
  const auto kind = static_cast<std::size_t>(options->kind);
  m_runner.run(
      jobTitles[kind],
      [rows = m_stars->rows(), survey = session().survey(), models, options = *options](Job& job) {
        return workbench::runExperiment(models, *survey, rows(), options, job);
      },
      [this, kind, command = makeExperimentCommand(*options),
       generation = m_generation](workbench::ExperimentContent done) {
        if (generation != m_generation) return;
        m_experiments->setContent(std::move(done));
        m_commands[kind + 1] = command;
        showView();
      });
}

}  // namespace maury::ui
