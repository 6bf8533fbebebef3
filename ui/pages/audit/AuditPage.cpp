// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditPage.h"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>

#include "attribution/audit/Audit.h"
#include "attribution/audit/AuditWords.h"
#include "base/text/ShellWord.h"
#include "io/tables/WriteTable.h"
#include "ui/dialogs/ExportCatalogueDialog.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/jobs/ProgressText.h"
#include "ui/pages/audit/AuditControls.h"
#include "ui/pages/audit/ExperimentCard.h"
#include "ui/pages/audit/ExperimentView.h"
#include "ui/pages/audit/VerdictView.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/FilesInUse.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {
constexpr int kSideWidth = 300;
enum StackPage { ReasonPage, VerdictPage, FigurePage };
}  // namespace

AuditPage::AuditPage(Session& session, QWidget* parent)
    : Page(session, parent),
      m_views(new SegmentedControl({tr("verdicts"), tr("radial velocity"), tr("noise"), tr("masked window")})),
      m_reason(mutedLabel()),
      m_experimentStatus(mutedLabel()),
      m_reasonCard(new Card({})),
      m_verdicts(new VerdictView),
      m_experiments(new ExperimentView),
      m_stars(new AuditStarsCard(session)),
      m_audit(new AuditControls),
      m_experiment(new ExperimentCard),
      m_save(new QPushButton(tr("Save table…"))) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildMain(), 1);
  layout->addWidget(buildSide());
  connect(m_audit, &AuditControls::startClicked, this, [this] { startOrStop(Work::Audit); });
  connect(m_audit, &AuditControls::baselinesClicked, this, [this] { startOrStop(Work::Baselines); });
  connect(m_experiment, &ExperimentCard::runClicked, this, [this] { startOrStop(Work::Experiment); });
  connect(m_experiment, &ExperimentCard::addModelClicked, this, &AuditPage::chooseSecondModel);
  connect(m_experiment, &ExperimentCard::removeModelClicked, this, [this] {
    m_secondModel.reset();
    m_experiment->setSecondModel({});
  });
  connectSession();
  connectRunner();
  session.jobs().add(&m_runner);
  clearResults();
}

void AuditPage::connectSession() {
  connect(&session(), &Session::surveyChanged, this, &AuditPage::clearResults);
  connect(&session(), &Session::modelChanged, this, &AuditPage::clearResults);
  connect(&session(), &Session::chosenRowsChanged, this, &AuditPage::invalidate);
  connect(&m_modelRunner, &JobRunner::failed, this,
          [this](const QString& message) { session().report(Severity::Problem, message); });
}

void AuditPage::connectRunner() {
  connect(&m_runner, &JobRunner::progressed, this,
          [this](const Progress& progress) { showStatus(progressText(m_runner.title(), progress)); });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showStatus(message, true); });
  connect(&m_runner, &JobRunner::stopped, this, [this] { showStatus(tr("Stopped.")); });
  connect(&m_runner, &JobRunner::finished, this, [this] { showStatus({}); });
  connect(&m_runner, &JobRunner::runningChanged, this, [this](bool running) {
    if (!running) m_work = Work::None;
    updateButtons();
  });
}

QWidget* AuditPage::buildMain() {
  auto* main = new QWidget;
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  auto* row = new QHBoxLayout;
  m_views->setObjectName(QStringLiteral("auditView"));
  connect(m_views, &SegmentedControl::chosen, this, &AuditPage::showView);
  m_save->setObjectName(QStringLiteral("auditSave"));
  connect(m_save, &QPushButton::clicked, this, &AuditPage::chooseTableFile);
  row->addWidget(m_views);
  row->addStretch(1);
  row->addWidget(m_save);
  column->addLayout(row);

  m_stack = new QStackedLayout;
  m_reason->setAlignment(Qt::AlignCenter);
  m_reasonCard->body()->addWidget(m_reason, 1);
  m_stack->addWidget(m_reasonCard);
  m_stack->addWidget(m_verdicts);
  m_stack->addWidget(m_experiments);
  column->addLayout(m_stack, 1);
  return main;
}

QWidget* AuditPage::buildSide() {
  auto* side = new SideColumn(kSideWidth);
  side->column()->addWidget(m_stars);
  side->column()->addWidget(m_audit);
  m_experiment->body()->addWidget(m_experimentStatus);
  side->column()->addWidget(m_experiment);
  side->column()->addStretch(1);
  return side;
}

AuditPage::View AuditPage::view() const {
  return static_cast<View>(m_views->current());
}

attribution::ExperimentKind AuditPage::shownKind() const {
  return static_cast<attribution::ExperimentKind>(static_cast<int>(view()) - 1);
}

const workbench::ExperimentContent* AuditPage::shownContent() const {
  return view() == View::Verdicts ? nullptr : m_experiments->content(shownKind());
}

const AuditPage::Command& AuditPage::shownCommand() const {
  return m_commands[static_cast<std::size_t>(view())];
}

QString AuditPage::reason() const {
  const auto& survey = session().survey();
  if (!survey) return tr("Open a survey with spectra.");
  if (survey->grid.empty()) return tr("This survey is a catalogue without spectra. Open one with spectra.");
  if (!session().model()) return tr("Open a model, or train one, to audit it.");
  if (view() == View::Verdicts && m_verdicts->results().empty()) {
    return tr(
        "Start the audit to see whether each label was learned, from the spectrum or from the other inputs, and "
        "from\nits own lines or from labels that correlate with it. Only stars not used in training are tested.");
  }
  if (view() != View::Verdicts && !shownContent()) return tr("Run the experiment to see how the labels respond.");
  return {};
}

/// Drops all results, which belong to the previous survey or model.
void AuditPage::clearResults() {
  ++m_generation;
  m_runner.requestStop();
  m_verdicts->card().setRemark({});
  m_experiments->clearResults();
  m_commands.fill({});
  m_verdicts->setLabels(session().model() ? session().model()->info().labels : std::vector<network::ModelLabel>{});
  showStatus({});
  showView();
  invalidate();
}

void AuditPage::showView() {
  const bool isVerdicts = view() == View::Verdicts;
  // Otherwise, if the hidden card has the focus, Qt would move the focus to the first button of the window.
  const QWidget* hidden = isVerdicts ? static_cast<QWidget*>(m_experiment) : m_audit;
  if (hidden->isAncestorOf(QApplication::focusWidget())) setFocus();
  m_audit->setVisible(isVerdicts);
  m_experiment->setVisible(!isVerdicts);
  if (!isVerdicts) m_experiment->setKind(shownKind());
  const QString why = reason();
  m_reason->setText(why);
  m_reasonCard->setTitle(isVerdicts ? tr("What was learned") : m_experiments->title(shownKind()));
  m_stack->setCurrentIndex(!why.isEmpty() ? ReasonPage : isVerdicts ? VerdictPage : FigurePage);
  if (why.isEmpty() && !isVerdicts) m_experiments->draw(shownKind());
  updateButtons();
  Q_EMIT exportFigureAvailableChanged();
}

void AuditPage::updateButtons() {
  const bool canRun = session().survey() && !session().survey()->grid.empty() && session().model();
  const auto show = [&](QPushButton& button, Work work, const QString& text) {
    const bool isThis = m_runner.running() && m_work == work;
    button.setText(isThis ? tr("Stop") : text);
    const bool isFree = isThis || !m_runner.running();
    button.setEnabled(canRun && isFree);
    button.setToolTip(isFree ? QString() : tr("Already running: %1. Stop it first.").arg(m_runner.title()));
  };
  show(m_audit->startButton(), Work::Audit, tr("Start audit"));
  show(m_audit->baselinesButton(), Work::Baselines, tr("Train baselines"));
  show(m_experiment->runButton(), Work::Experiment, tr("Run"));
  m_save->setEnabled(view() == View::Verdicts ? !m_verdicts->results().empty() : shownContent() != nullptr);
}

void AuditPage::showStatus(const QString& text, bool isBad) {
  const bool ofExperiment = m_work == Work::Experiment;
  setStatus(m_audit->status(), ofExperiment ? QString() : text, isBad);
  setStatus(*m_experimentStatus, ofExperiment ? text : QString(), isBad);
}

void AuditPage::exportFigure(const QString& path) {
  if (shownContent()) ui::exportFigure(m_experiments->figure(), toPath(path));
}

void AuditPage::chooseTableFile() {
  const std::string kind = view() == View::Verdicts
                               ? std::string("audit")
                               : attribution::experimentNames()[static_cast<std::size_t>(shownKind())];
  const QString name =
      QFileInfo(session().modelName()).completeBaseName() + QLatin1Char('-') + QString::fromStdString(kind);
  QString path =
      QFileDialog::getSaveFileName(this, tr("Save table"), QStringLiteral("%1/%2.csv").arg(lastFolder(), name),
                                   ExportCatalogueDialog::fileFilters());
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
  saveLastFolder(path);
  saveTable(path);
}

void AuditPage::saveTable(const QString& path) {
  try {
    const workbench::ExperimentContent* content = shownContent();
    requireNotOpen(toPath(path), openFilesOf(session()));
    io::writeTable(toPath(path),
                   content ? attribution::experimentTable(content->experiment, content->curves, content->stars)
                           : attribution::auditTable(m_verdicts->results()));
  } catch (const Error& error) {
    session().report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

void AuditPage::chooseSecondModel() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Another model"), lastFolder(), tr("Models (*.safetensors)"));
  if (path.isEmpty()) return;
  saveLastFolder(path);
  openSecondModel(path);
}

void AuditPage::openSecondModel(const QString& path) {
  m_modelRunner.run(
      tr("opening a model"), [file = toPath(path)](Job&) { return network::Model::load(file); },
      [this, path](network::Model model) {
        m_secondModel = SecondModel{std::move(model), path};
        m_experiment->setSecondModel(QFileInfo(path).completeBaseName());
      });
}

QString AuditPage::commandLine() const {
  const std::string survey = surveyFileOf(session()), model = modelFileOf(session());
  const Command& command = shownCommand();
  if (command.stars == Stars::Selection || (command.stars == Stars::TestPart && view() != View::Verdicts))
    throw Error(
        ErrorKind::Usage,
        "The command line cannot use a selection or the test part: choose 'filter' under Stars and run it again.");
  if (command.filtersPredicted) {
    throw Error(ErrorKind::Usage,
                "The filter uses predicted labels, which the survey's file does not contain: change the filter and run "
                "it again.");
  }
  const auto word = [](const std::string& text) { return QString::fromStdString(shellWord(text)); };
  QString line = QStringLiteral("maury-cli %1 %2 --model %3").arg(command.name, word(survey), word(model));
  if (command.stars == Stars::Filter && !command.filter.isEmpty())
    line += QStringLiteral(" --filter ") + word(command.filter.toStdString());
  return line + command.options;
}

}  // namespace maury::ui
