// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditPage.h"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QStyle>
#include <filesystem>
#include <functional>

#include "attribution/audit/Audit.h"
#include "base/ShellWord.h"
#include "ui/dialogs/ExportCatalogueDialog.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/audit/ExperimentCard.h"
#include "ui/pages/audit/VerdictView.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/WindowMenus.h"
#include "validation/WithheldBaselines.h"

namespace maury::ui {

namespace {

constexpr int kSideWidth = 300;
enum StackPage { ReasonPage, VerdictPage, FigurePage };

QLabel* mutedLabel(const QString& text = {}) {
  auto* label = new QLabel(text);
  label->setProperty("role", "muted");
  label->setWordWrap(true);
  return label;
}

QPushButton* button(const char* name, bool isPrimary) {
  auto* result = new QPushButton;
  result->setObjectName(QString::fromLatin1(name));
  if (isPrimary) result->setProperty("role", "primary");
  return result;
}

}  // namespace

AuditPage::AuditPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  layout->addWidget(buildMain(), 1);
  auto* side = new SideColumn(kSideWidth);
  side->column()->addWidget(buildStarsCard());
  side->column()->addWidget(buildAuditCard());
  m_experiment = new ExperimentCard;
  m_experimentStatus = mutedLabel();
  m_experiment->body()->addWidget(m_experimentStatus);
  side->column()->addWidget(m_experiment);
  side->column()->addStretch(1);
  layout->addWidget(side);

  connect(m_experiment, &ExperimentCard::runClicked, this, [this] { startOrStop(Work::Experiment); });
  connect(m_experiment, &ExperimentCard::addModelClicked, this, [this] {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Another model"), lastFolder(), tr("Models (*.safetensors)"));
    if (path.isEmpty()) return;
    keepLastFolder(path);
    layBeside(path);
  });
  connect(m_experiment, &ExperimentCard::removeModelClicked, this, [this] {
    m_second.reset();
    m_experiment->setBeside({});
  });
  connectSession();
  session.jobs().add(&m_runner);
  forget();
}

void AuditPage::connectSession() {
  connect(&session(), &Session::surveyChanged, this, &AuditPage::forget);
  connect(&session(), &Session::modelChanged, this, &AuditPage::forget);
  connect(&session(), &Session::chosenRowsChanged, this, &AuditPage::outdate);
  connect(&m_runner, &JobRunner::progressed, this,
          [this](const Progress& progress) { showStatus(progressText(m_runner.title(), progress)); });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showStatus(message, true); });
  connect(&m_runner, &JobRunner::stopped, this, [this] { showStatus(tr("Stopped.")); });
  connect(&m_runner, &JobRunner::finished, this, [this] { showStatus({}); });
  connect(&m_runner, &JobRunner::runningChanged, this, [this](bool running) {
    if (!running) m_work = Work::None;
    updateButtons();
  });
  connect(&m_modelRunner, &JobRunner::failed, this,
          [this](const QString& message) { session().report(Severity::Problem, message); });
}

QWidget* AuditPage::buildMain() {
  auto* main = new QWidget;
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  auto* row = new QHBoxLayout;
  m_views = new SegmentedControl({tr("verdicts"), tr("radial velocity"), tr("noise"), tr("masked window")});
  m_views->setObjectName(QStringLiteral("auditView"));
  connect(m_views, &SegmentedControl::chosen, this, &AuditPage::showView);
  m_save = new QPushButton(tr("Save table…"));
  m_save->setObjectName(QStringLiteral("auditSave"));
  connect(m_save, &QPushButton::clicked, this, [this] {
    const QString name =
        QFileInfo(session().modelName()).completeBaseName() + QLatin1Char('-') +
        QString::fromStdString(
            view() == View::Verdicts
                ? std::string("audit")
                : attribution::experimentNames()[static_cast<std::size_t>(static_cast<int>(view()) - 1)]);
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save table"), QStringLiteral("%1/%2.csv").arg(lastFolder(), name),
                                     ExportCatalogueDialog::fileFilters());
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
    keepLastFolder(path);
    saveTable(path);
  });
  row->addWidget(m_views);
  row->addStretch(1);
  row->addWidget(m_save);
  column->addLayout(row);

  m_stack = new QStackedLayout;
  m_reasonCard = new Card({});
  m_reason = mutedLabel();
  m_reason->setAlignment(Qt::AlignCenter);
  m_reasonCard->body()->addWidget(m_reason, 1);
  m_verdicts = new VerdictView;
  m_stack->addWidget(m_reasonCard);
  m_stack->addWidget(m_verdicts);
  m_stack->addWidget(buildExperimentCard());
  column->addLayout(m_stack, 1);
  return main;
}

Card* AuditPage::buildExperimentCard() {
  m_experimentFigureCard = new Card({});
  m_figure = new FigureView;
  m_experimentFigureCard->body()->addWidget(m_figure, 1);
  return m_experimentFigureCard;
}

Card* AuditPage::buildStarsCard() {
  auto* card = new Card(tr("Stars"));
  m_stars = new SegmentedControl({tr("selection"), tr("filter"), tr("test part")});
  m_stars->setObjectName(QStringLiteral("auditStars"));
  m_stars->setCurrent(static_cast<int>(Stars::Filter));
  m_stars->setToolTip(
      tr("The selected stars that pass the filter, all that pass it, or all that training has not used"));
  connect(m_stars, &SegmentedControl::chosen, this, &AuditPage::countStars);
  auto* row = new QHBoxLayout;
  row->addWidget(m_stars);
  row->addStretch(1);
  card->body()->addLayout(row);
  m_count = mutedLabel();
  m_count->setObjectName(QStringLiteral("auditCount"));
  card->body()->addWidget(m_count);
  return card;
}

Card* AuditPage::buildAuditCard() {
  m_auditCard = new Card(tr("Verdicts"));
  m_auditOptions.addRow(*m_auditCard, "repeats", QStringLiteral("auditRepeats"));
  m_start = button("auditStart", true);
  connect(m_start, &QPushButton::clicked, this, [this] { startOrStop(Work::Audit); });
  m_auditCard->body()->addWidget(m_start);

  m_auditCard->body()->addSpacing(8);
  m_auditCard->body()->addWidget(
      mutedLabel(tr("Baselines: networks trained anew on the inputs alone, and on the spectrum alone.")));
  m_baselineOptions.addRow(*m_auditCard, "members", QStringLiteral("baselineMembers"));
  m_baselineOptions.addRow(*m_auditCard, "maxEpochs", QStringLiteral("baselineEpochs"));
  m_baselines = button("auditBaselines", false);
  connect(m_baselines, &QPushButton::clicked, this, [this] { startOrStop(Work::Baselines); });
  m_auditCard->body()->addWidget(m_baselines);
  m_auditStatus = mutedLabel();
  m_auditStatus->setObjectName(QStringLiteral("auditStatus"));
  m_auditCard->body()->addWidget(m_auditStatus);
  return m_auditCard;
}

AuditPage::View AuditPage::view() const {
  return static_cast<View>(m_views->current());
}

AuditPage::Stars AuditPage::stars() const {
  return static_cast<Stars>(m_stars->current());
}

const ExperimentContent* AuditPage::shownContent() const {
  if (view() == View::Verdicts) return nullptr;
  const auto& content = m_contents[static_cast<std::size_t>(static_cast<int>(view()) - 1)];
  return content ? &*content : nullptr;
}

const AuditPage::Command& AuditPage::shownCommand() const {
  return m_commands[static_cast<std::size_t>(view())];
}

QString AuditPage::reason() const {
  const auto& survey = session().survey();
  if (!survey) return tr("Open a survey with spectra.");
  if (survey->grid.empty()) return tr("This survey is a catalogue: it has no spectra.");
  if (!session().model()) return tr("Open a model, or train one: an audit asks what a network learned.");
  if (view() == View::Verdicts && m_verdicts->results().empty()) {
    return tr(
        "Start the audit: was each label learned, from the spectrum or from the inputs beside it, from its own\n"
        "lines or from what goes along with it? Only stars that training has not used are asked.");
  }
  if (view() != View::Verdicts && !shownContent()) return tr("Run the experiment to see how the labels answer.");
  return {};
}

/// Another survey or model: what was found was not of it.
void AuditPage::forget() {
  ++m_generation;
  m_runner.requestStop();
  m_verdicts->card().setRemark({});
  for (auto& content : m_contents)
    content.reset();
  m_commands.fill({});
  m_verdicts->setLabels(session().model() ? session().model()->info().labels : std::vector<network::ModelLabel>{});
  showStatus({});
  showView();
  outdate();
}

void AuditPage::showView() {
  const bool isVerdicts = view() == View::Verdicts;
  // Else the focus of a button that is hidden goes to the first button of the window.
  const Card* hidden = isVerdicts ? m_experiment : m_auditCard;
  if (hidden->isAncestorOf(QApplication::focusWidget())) setFocus();
  m_auditCard->setVisible(isVerdicts);
  m_experiment->setVisible(!isVerdicts);
  if (!isVerdicts) m_experiment->setKind(static_cast<attribution::ExperimentKind>(static_cast<int>(view()) - 1));
  const QString why = reason();
  m_reason->setText(why);
  m_reasonCard->setTitle(viewTitle());
  m_stack->setCurrentIndex(!why.isEmpty() ? ReasonPage : isVerdicts ? VerdictPage : FigurePage);
  if (why.isEmpty() && !isVerdicts) showFigure();
  updateButtons();
  Q_EMIT exportFigureAvailableChanged();
}

/// Of the card in the middle.
QString AuditPage::viewTitle() const {
  const ExperimentContent* content = shownContent();
  switch (view()) {
    case View::Velocity:
      return tr("Change of the labels when spectra are shifted");
    case View::Noise:
      return tr("Scatter of the labels when noise is added");
    case View::Mask:
      return content ? tr("Change of the labels when a window of %1 nm is masked").arg(content->windowNm)
                     : tr("Change of the labels when a window is masked");
    case View::Verdicts:
      break;
  }
  return tr("What was learned");
}

void AuditPage::showFigure() {
  const ExperimentContent& content = *shownContent();
  const QString bands[] = {tr("band: scatter over the stars"), tr("band: error of the scatter"),
                           tr("band: scatter over the stars")};
  m_experimentFigureCard->setTitle(viewTitle());
  m_experimentFigureCard->setRemark(bands[static_cast<int>(content.kind)]);
  m_figure->setExportName(
      QStringLiteral("audit-") +
      QString::fromStdString(attribution::experimentNames()[static_cast<std::size_t>(content.kind)]));
  drawExperiment(*m_figure, content);
  if (m_drawn != content.kind) m_figure->resetZoom();
  m_drawn = content.kind;
}

void AuditPage::countStars() {
  const bool anySelected = !session().selection().isEmpty();
  m_stars->setWordEnabled(static_cast<int>(Stars::Selection), anySelected,
                          anySelected ? QString() : tr("No star is selected"));
  if (!anySelected && stars() == Stars::Selection) m_stars->setCurrent(static_cast<int>(Stars::Filter));
  if (!session().survey() || !session().model()) return m_count->clear();
  m_countRunner.run(
      tr("counting"),
      [rows = rowsToUse(), survey = session().survey(), model = *session().model()](Job&) {
        const std::vector<std::size_t> chosen = rows();
        return std::pair(chosen.size(), attribution::unseenRows(model, *survey, chosen).size());
      },
      [this](std::pair<std::size_t, std::size_t> counts) {
        m_count->setText(
            tr("%1 stars, of which training has not used %2.").arg(countText(counts.first), countText(counts.second)));
      });
}

void AuditPage::updateButtons() {
  const bool canRun = session().survey() && !session().survey()->grid.empty() && session().model();
  const auto show = [&](QPushButton& button, Work work, const QString& text) {
    const bool isThis = m_runner.running() && m_work == work;
    button.setText(isThis ? tr("Stop") : text);
    const bool isFree = isThis || !m_runner.running();
    button.setEnabled(canRun && isFree);
    button.setToolTip(isFree ? QString() : tr("Stop what runs first: %1").arg(m_runner.title()));
  };
  show(*m_start, Work::Audit, tr("Start audit"));
  show(*m_baselines, Work::Baselines, tr("Train baselines"));
  show(m_experiment->runButton(), Work::Experiment, tr("Run"));
  m_save->setEnabled(view() == View::Verdicts ? !m_verdicts->results().empty() : shownContent() != nullptr);
}

void AuditPage::showStatus(const QString& text, bool isBad) {
  QLabel* label = m_work == Work::Experiment ? m_experimentStatus : m_auditStatus;
  for (QLabel* each : {m_auditStatus, m_experimentStatus}) {
    each->setText(each == label ? text : QString());
    each->setVisible(!each->text().isEmpty());
  }
  const char* role = isBad ? "bad" : "muted";
  if (label->property("role").toString() == QLatin1String(role)) return;
  label->setProperty("role", role);
  label->style()->unpolish(label);
  label->style()->polish(label);
}

void AuditPage::exportFigure(const QString& path) {
  if (shownContent()) ui::exportFigure(*m_figure, std::filesystem::path(path.toStdString()));
}

void AuditPage::saveTable(const QString& path) {
  try {
    const ExperimentContent* content = shownContent();
    io::writeTable(path.toStdString(),
                   content ? attribution::experimentTable(content->experiment, content->curves, content->stars)
                           : attribution::auditTable(m_verdicts->results()));
  } catch (const Error& error) {
    session().report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

void AuditPage::layBeside(const QString& path) {
  m_modelRunner.run(
      tr("opening a model"), [path](Job&) { return network::Model::load(path.toStdString()); },
      [this, path](network::Model model) {
        m_second = SecondModel{std::move(model), path};
        m_experiment->setBeside(QFileInfo(path).completeBaseName());
      });
}

QString AuditPage::commandLine() const {
  const QString path = session().surveyPath();
  if (path.isEmpty() || session().canRestoreSurvey())
    throw Error(ErrorKind::Usage, "The command line needs these stars in a file: save the survey first.");
  if (session().modelPath().isEmpty())
    throw Error(ErrorKind::Usage, "Save the model first, then the command line can name it.");
  const Command& command = shownCommand();
  if (command.stars == Stars::Selection || (command.stars == Stars::TestPart && view() != View::Verdicts))
    throw Error(ErrorKind::Usage, "The command line takes the stars of a filter: choose 'filter' and run it again.");
  if (command.filtersPredicted) {
    throw Error(ErrorKind::Usage,
                "The filter is on predicted labels, which the survey's file lacks: filter by something else and run it "
                "again.");
  }
  const auto word = [](const QString& text) { return QString::fromStdString(shellWord(text.toStdString())); };
  QString line =
      QStringLiteral("maury-cli %1 %2 --model %3").arg(command.name, word(path), word(session().modelPath()));
  if (command.stars == Stars::Filter && !command.filter.isEmpty())
    line += QStringLiteral(" --filter ") + word(command.filter);
  return line + command.words;
}

}  // namespace maury::ui
