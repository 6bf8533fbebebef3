// SPDX-License-Identifier: GPL-3.0-or-later
// AuditPage: its long calls of core.
#include <QFileInfo>
#include <QRegularExpression>
#include <QSpinBox>
#include <algorithm>
#include <iterator>
#include <numeric>

#include "attribution/maps/AttributionOptions.h"
#include "base/ShellWord.h"
#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/audit/ExperimentCard.h"
#include "ui/pages/audit/VerdictView.h"
#include "ui/pages/parts/Card.h"
#include "ui/session/Session.h"
#include "validation/WithheldBaselines.h"

namespace maury::ui {

namespace {

constexpr double kMarkedDepth = 0.10;

std::vector<std::size_t> allRows(const survey::Dataset& survey) {
  std::vector<std::size_t> rows(survey.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

/// The lines that can be seen in the mean of these stars as the model takes them.
spectra::LineList seenLines(const network::Model& model, const survey::Dataset& survey,
                            const std::vector<std::size_t>& rows, Job& job) {
  const survey::Dataset mean = attribution::meanStar(model, survey, rows, job, 0);
  spectra::LineList lines = spectra::linesOn(mean.grid), seen;
  spectra::measureDepths(lines, mean.grid, mean.flux);
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(seen),
               [](const spectra::SpectralLine& line) { return line.depth >= kMarkedDepth; });
  return seen;
}

}  // namespace

/// For a worker: the rows that the choice of stars means now.
std::function<std::vector<std::size_t>()> AuditPage::rowsToUse() const {
  if (stars() == Stars::TestPart) {
    return [survey = session().survey(), model = *session().model()] {
      return attribution::unseenRows(model, *survey, allRows(*survey));
    };
  }
  return [rows = stars() == Stars::Selection ? session().chosenRows() : session().rows()] { return *rows; };
}

AuditPage::Command AuditPage::commandOf(const QString& name, const QString& words) const {
  Command command{name, words, stars(), session().filterText()};
  if (command.stars != Stars::Filter || !session().catalogue()) return command;
  static const QRegularExpression kName(QStringLiteral("[A-Za-z_]\\w*"));
  for (auto match = kName.globalMatch(command.filter); match.hasNext();) {
    const std::string found = survey::canonicalLabelName(match.next().captured().toStdString());
    if (session().catalogue()->findLabel(found) != nullptr) command.filtersPredicted = true;
  }
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
  attribution::AuditOptions options;
  options.repeats = m_repeats->value();
  const Command command = commandOf(QStringLiteral("audit"), QStringLiteral(" --repeats %1").arg(options.repeats));
  auto isFirst = std::make_shared<bool>(true);
  const auto take = [this, isFirst, command, generation = m_generation](const attribution::AuditResult& result) {
    if (generation != m_generation) return;
    if (*isFirst) {  // the old results stay until then
      m_verdicts->keepOnly({attribution::AuditTest::InputsAlone, attribution::AuditTest::SpectrumAlone});
      m_commands[static_cast<std::size_t>(View::Verdicts)] = command;
    }
    m_verdicts->add({result});
    if (*isFirst) showView();
    *isFirst = false;
  };
  m_runner.run(
      tr("audit"),
      [rows = rowsToUse(), survey = session().survey(), model = *session().model(), options, take](
          Job& job, const JobRunner::Post& post) {
        const spectra::LineList lines = spectra::linesOn(model.info().grid);
        const std::vector<std::size_t> chosen = rows();
        attribution::audit(model, *survey, chosen, lines, options, job,
                           [&](const attribution::AuditResult& result) { post([take, result] { take(result); }); });
        return std::min(attribution::unseenRows(model, *survey, chosen).size(), options.mostStars);
      },
      [this, repeats = options.repeats, generation = m_generation](std::size_t tested) {
        if (generation != m_generation) return;
        m_verdicts->card().setRemark(tr("%1 test stars · %2 repeats").arg(countText(tested)).arg(repeats));
      });
}

void AuditPage::runBaselines() {
  validation::BaselineOptions options;
  options.members = m_members->value();
  options.maxEpochs = m_epochs->value();
  // Without training stars there is nothing to train on: the test part alone means all.
  const auto rows = stars() == Stars::TestPart
                        ? std::function([survey = session().survey()] { return allRows(*survey); })
                        : rowsToUse();
  m_runner.run(
      tr("baselines"),
      [rows, survey = session().survey(), model = *session().model(), options](Job& job) {
        return validation::baselineResults(validation::withheldBaselines(model, *survey, rows(), options, job));
      },
      [this, generation = m_generation](const std::vector<attribution::AuditResult>& results) {
        if (generation != m_generation) return;
        m_verdicts->add(results);
        showView();
      });
}

void AuditPage::runExperiment() {
  const auto options = m_experiment->options();
  if (!options) return showStatus(tr("Correct what is marked."), true);
  ExperimentContent content;
  content.kind = options->kind;
  content.windowNm = options->windowNm;
  content.models = {session().modelName()};
  if (m_second) content.models << QFileInfo(m_second->path).completeBaseName();
  content.note = session().survey()->provenance.isMock ? tr("mock survey") : QString();
  const auto at = static_cast<std::size_t>(options->kind);

  QString words = QStringLiteral(" --stars %1").arg(m_experiment->mostStars());
  if (m_second) words += QStringLiteral(" --model ") + QString::fromStdString(shellWord(m_second->path.toStdString()));
  if (options->kind == attribution::ExperimentKind::Mask)
    words += QStringLiteral(" --window %1").arg(options->windowNm);
  if (!options->values.empty()) words += QStringLiteral(" --values");
  for (const double value : options->values)
    words += QLatin1Char(' ') + QString::number(value, 'g', 9);
  const Command command =
      commandOf(QStringLiteral("experiment ") + QString::fromStdString(attribution::experimentNames()[at]), words);

  std::vector<network::Model> models{*session().model()};
  if (m_second) models.push_back(m_second->model);
  const QString doings[] = {tr("shifting"), tr("adding noise"), tr("masking")};
  m_runner.run(
      doings[at],
      [rows = rowsToUse(), survey = session().survey(), models, options = *options, most = m_experiment->mostStars(),
       content](Job& job) mutable {
        const std::vector<std::size_t> some = survey::thinned(rows(), most);
        content.stars = some.size();
        content.grid = models.front().info().grid;
        content.experiment = attribution::experimentOf(options, content.grid);
        for (const network::Model& model : models) {
          content.curves.push_back(
              {model.info().labels, attribution::sensitivity(model, *survey, some, content.experiment.values,
                                                             content.experiment.perturbation, job)});
        }
        if (content.kind == attribution::ExperimentKind::Mask)
          content.lines = seenLines(models.front(), *survey, some, job);
        return content;
      },
      [this, at, command, generation = m_generation](ExperimentContent done) {
        if (generation != m_generation) return;
        m_contents[at] = std::move(done);
        m_commands[at + 1] = command;
        showView();
      });
}

}  // namespace maury::ui
