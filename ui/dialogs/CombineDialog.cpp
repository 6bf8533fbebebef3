// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/CombineDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <initializer_list>
#include <utility>
#include <variant>
#include <vector>

#include "ui/dialogs/LastFolder.h"
#include "ui/models/StarColumns.h"
#include "ui/session/Paths.h"
#include "workbench/stars/CombineSurveys.h"

namespace maury::ui {

namespace {

constexpr int kMinWidth = 560;
constexpr int kCountLines = 4;

QComboBox* makeChoice(const QString& objectName) {
  auto* choice = new QComboBox;
  choice->setObjectName(objectName);
  choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  choice->setMinimumContentsLength(24);
  return choice;
}

/// Returns true for a column of real numbers, such as a velocity.
bool isReal(const io::Column& column) {
  return std::holds_alternative<std::vector<double>>(column.values);
}

}  // namespace

CombineDialog::CombineDialog(const Session& session, QWidget* parent) : QDialog(parent), m_survey(session.survey()) {
  setWindowTitle(tr("Combine arms and repeats"));
  setMinimumWidth(kMinWidth);
  m_sources = {std::make_shared<const survey::CombineSource>(m_survey, session.surveyName().toStdString())};
  auto* about = new QLabel(
      tr("Join the spectra of %1 (%2) with those of the same stars in other files, or co-add the repeats of a star.")
          .arg(session.surveyName(), starCountText(m_survey->starCount())));
  about->setWordWrap(true);
  m_counts = new QLabel;
  m_counts->setObjectName(QStringLiteral("combineCounts"));
  m_counts->setWordWrap(true);
  // Reserve the lines from the start, so that the window does not jump when the numbers arrive.
  m_counts->setMinimumHeight(kCountLines * m_counts->fontMetrics().lineSpacing());
  m_counts->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_combine = buttons->button(QDialogButtonBox::Ok);
  m_combine->setText(tr("Combine"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  for (QWidget* widget : {static_cast<QWidget*>(about), makeFiles(), makeForm(), static_cast<QWidget*>(m_counts),
                          static_cast<QWidget*>(buttons)})
    layout->addWidget(widget);

  for (JobRunner* runner : {&m_reading, &m_matching})
    connect(runner, &JobRunner::failed, this, [this](const QString& sentence) { m_counts->setText(sentence); });
  connect(&m_reading, &JobRunner::runningChanged, this, [this](bool running) { m_add->setEnabled(!running); });
  for (QComboBox* choice : {m_by, m_repeats, m_velocity})
    connect(choice, &QComboBox::currentIndexChanged, this, &CombineDialog::showCounts);
  connect(m_grid, &QLineEdit::editingFinished, this, &CombineDialog::showCounts);
  showFiles();
  showCounts();
}

QWidget* CombineDialog::makeFiles() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 8, 0, 0);
  m_files = new QLabel;
  m_files->setObjectName(QStringLiteral("combineFiles"));
  m_files->setWordWrap(true);
  m_add = new QPushButton(tr("Add files…"));
  m_add->setObjectName(QStringLiteral("combineAdd"));
  m_add->setAutoDefault(false);
  connect(m_add, &QPushButton::clicked, this, &CombineDialog::chooseFiles);
  layout->addWidget(m_files, 1);
  layout->addWidget(m_add);
  return row;
}

QWidget* CombineDialog::makeForm() {
  m_by = makeChoice(QStringLiteral("combineBy"));
  m_by->addItem(tr("Ids"), QStringLiteral("id"));
  m_velocity = makeChoice(QStringLiteral("combineVelocity"));
  m_velocity->addItem(tr("No shift"), QString());
  for (const io::Column& column : m_survey->columns) {
    const QString name = QString::fromStdString(column.name);
    m_by->addItem(name, name);
    if (isReal(column)) m_velocity->addItem(name, name);
  }
  m_repeats = makeChoice(QStringLiteral("combineRepeats"));
  m_repeats->addItem(tr("Keep apart"), static_cast<int>(survey::Repeats::Keep));
  m_repeats->addItem(tr("Co-add: weighted mean"), static_cast<int>(survey::Repeats::Mean));
  m_repeats->addItem(tr("Co-add: median"), static_cast<int>(survey::Repeats::Median));
  m_grid = new QLineEdit;
  m_grid->setObjectName(QStringLiteral("combineGrid"));
  m_grid->setPlaceholderText(tr("Pixels of the arms, or first:step:pixels in nm"));

  auto* form = new QWidget;
  auto* rows = new QFormLayout(form);
  rows->setContentsMargins(0, 8, 0, 8);
  for (const auto& [key, control] : std::initializer_list<std::pair<const char*, QWidget*>>{
           {"by", m_by}, {"repeats", m_repeats}, {"velocityColumn", m_velocity}, {"import.grid", m_grid}}) {
    rows->addRow(m_options.labelOf(key), control);
    control->setToolTip(m_options.helpOf(key));
  }
  auto* only = qobject_cast<QCheckBox*>(m_options.add("onlyComplete", QStringLiteral("combineOnlyComplete")));
  connect(only, &QCheckBox::toggled, this, &CombineDialog::showCounts);
  rows->addRow(QString(), only);
  return form;
}

void CombineDialog::chooseFiles() {
  const QStringList paths = QFileDialog::getOpenFileNames(
      this, tr("Add files"), lastFolder(),
      tr("Surveys and spectra (*.fits *.fit *.fits.gz *.csv *.ecsv *.vot *.xml *.zip *.gz);;All files (*)"));
  if (paths.isEmpty()) return;
  saveLastFolder(paths.front());
  addFiles(paths);
}

void CombineDialog::addFiles(const QStringList& paths) {
  std::vector<std::filesystem::path> files;
  for (const QString& path : paths)
    files.push_back(toPath(path));
  m_combine->setEnabled(false);
  m_counts->setText(tr("Reading…"));
  m_reading.run(
      tr("reading"), [files](Job& job) { return workbench::readCombineFiles(files, job); },
      [this](const workbench::CombineFiles& read) {
        m_sources.insert(m_sources.end(), read.sources.begin(), read.sources.end());
        showFiles();
        showCounts();
      });
}

void CombineDialog::showFiles() {
  QStringList names;
  for (std::size_t file = 1; file < m_sources.size(); ++file)
    names << tr("%1 (%2)").arg(QString::fromStdString(m_sources[file]->name()),
                               starCountText(m_sources[file]->starCount()));
  m_files->setText(names.isEmpty() ? tr("No other file.") : names.join(QStringLiteral(", ")));
}

survey::CombineOptions CombineDialog::options() const {
  survey::CombineOptions options;
  m_options.applyTo(options);
  options.by = m_by->currentData().toString().toStdString();
  options.repeats = static_cast<survey::Repeats>(m_repeats->currentData().toInt());
  if (options.repeats != survey::Repeats::Keep)
    options.velocityColumn = m_velocity->currentData().toString().toStdString();
  const std::string grid = m_grid->text().trimmed().toStdString();
  if (!grid.empty()) options.import.grid = survey::parseGrid(grid);
  return options;
}

void CombineDialog::showCounts() {
  m_velocity->setEnabled(m_repeats->currentData().toInt() != static_cast<int>(survey::Repeats::Keep));
  m_combine->setEnabled(false);
  if (m_reading.running()) return;
  survey::CombineOptions chosen;
  try {
    chosen = options();
  } catch (const Error&) {
    m_counts->setText(tr("The grid is first wavelength (nm), step (nm) and number of pixels: 846.02:0.03:800."));
    return;
  }
  if (m_sources.size() == 1 && chosen.repeats == survey::Repeats::Keep) {
    m_counts->setText(tr("Add files with other arms of these stars, or choose how to co-add repeats."));
    return;
  }
  m_matching.run(
      tr("matching"),
      [sources = m_sources, chosen](Job& job) { return workbench::previewCombination(sources, chosen, job); },
      [this](const std::string& counts) {
        m_counts->setText(QString::fromStdString(counts));
        m_combine->setEnabled(true);
      });
}

}  // namespace maury::ui
