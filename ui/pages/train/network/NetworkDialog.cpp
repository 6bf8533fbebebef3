// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/NetworkDialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "network/description/DescriptionJson.h"
#include "network/description/HybridLayout.h"
#include "network/description/Presets.h"
#include "network/description/WindowText.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/train/network/LayerTable.h"
#include "ui/pages/train/network/NetworkSettings.h"
#include "workbench/outputs/OutputFiles.h"

namespace maury::ui {

namespace {

constexpr int kWindowLines = 3;
constexpr int kProblemLines = 2;
/// Size limit for files to open, in bytes; descriptions of networks are much smaller.
constexpr qint64 kMaxFileSize = 1 << 20;

QString sentenceOf(const Error& error) {
  return QString::fromUtf8(error.what());
}

void setQuietly(QPlainTextEdit& edit, const QString& text, bool& showing) {
  showing = true;
  edit.setPlainText(text);
  showing = false;
}

/// Returns the name of the preset that equals the description; empty if there is none.
std::string matchingPreset(network::NetworkDescription description) {
  for (const std::string& name : network::presetNames()) {
    description.preset = name;
    if (network::toJson(description) == network::toJson(network::presetDescription(name))) return name;
  }
  return {};
}

}  // namespace

NetworkDialog::NetworkDialog(const network::NetworkDescription& description, const QString& preset,
                             NetworkSurvey survey, QWidget* parent)
    : QDialog(parent), m_preset(preset), m_survey(std::move(survey)) {
  setWindowTitle(tr("Network"));
  setObjectName(QStringLiteral("networkDialog"));
  m_text = new QPlainTextEdit;
  m_text->setObjectName(QStringLiteral("networkText"));
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  fixed.setPixelSize(13);
  m_text->setFont(fixed);
  m_pages = new QStackedWidget;
  auto* layers = buildLayers();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 16, 16, 16);
  layout->setSpacing(8);
  layout->addWidget(buildHeader());
  m_pages->addWidget(layers);
  m_pages->addWidget(m_text);
  layout->addWidget(m_pages, 1);
  layout->addWidget(buildFooter());
  connect(m_table, &LayerTable::edited, this, &NetworkDialog::edited);
  connect(m_table, &QTableWidget::currentCellChanged, this, &NetworkDialog::updateButtons);
  connect(m_text, &QPlainTextEdit::textChanged, this, &NetworkDialog::readText);
  connect(m_windows, &QPlainTextEdit::textChanged, this, &NetworkDialog::readWindows);
  resize(920, 700);
  show(description);
  m_table->setCurrentCell(1, 1);
  m_table->setFocus();
}

QPushButton* NetworkDialog::addButton(const char* name, const QString& text, const QString& toolTip) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromLatin1(name));
  button->setToolTip(toolTip);
  button->setAutoDefault(false);
  return button;
}

QWidget* NetworkDialog::buildHeader() {
  auto* header = new QWidget;
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  m_form = new SegmentedControl({tr("Layers"), tr("Text")});
  m_form->setObjectName(QStringLiteral("networkForm"));
  connect(m_form, &SegmentedControl::chosen, this, [this](int page) {
    if (m_textProblem.isEmpty()) showText();  // in the standard layout, however it was typed
    m_pages->setCurrentIndex(page);
  });
  auto* open = addButton("openNetwork", tr("Open…"), tr("Open a network description (.json)"));
  m_save =
      addButton("saveNetwork", tr("Save…"), tr("Save this network as .json, which the command line can read as well"));
  auto* reset =
      addButton("resetNetwork", tr("Reset to preset"), tr("Discard all changes and restore %1").arg(m_preset));
  connect(open, &QPushButton::clicked, this, &NetworkDialog::chooseFileToOpen);
  connect(m_save, &QPushButton::clicked, this, &NetworkDialog::chooseFileToSave);
  connect(reset, &QPushButton::clicked, this, [this] { show(network::presetDescription(m_preset.toStdString())); });
  row->addWidget(m_form);
  row->addStretch(1);
  for (QPushButton* button : {open, m_save, reset})
    row->addWidget(button);
  return header;
}

QWidget* NetworkDialog::buildLayers() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_table = new LayerTable;
  m_table->setObjectName(QStringLiteral("networkLayers"));
  column->addWidget(m_table, 1);
  m_layerButtons = new QWidget;
  auto* row = new QHBoxLayout(m_layerButtons);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  auto* convolution = addButton("addConvolution", tr("Add convolution"), tr("Add a convolution after the chosen row"));
  auto* dense =
      addButton("addDense", tr("Add dense layer"), tr("Add a dense layer after the chosen row, in its branch"));
  m_remove = addButton("removeLayer", tr("Remove"), tr("Remove the chosen layer or the chosen branch of inputs"));
  m_up = addButton("layerUp", tr("Move up"), tr("Move the layer up within its branch"));
  m_down = addButton("layerDown", tr("Move down"), tr("Move the layer down within its branch"));
  auto* other = addButton("addLayer", tr("Add other"), tr("Add a layer of any kind after the chosen row"));
  other->setMenu(buildKindMenu(other));
  connect(convolution, &QPushButton::clicked, m_table, [this] { m_table->addLayer(network::Convolution{}); });
  connect(dense, &QPushButton::clicked, m_table, [this] { m_table->addLayer(network::Dense{}); });
  connect(m_remove, &QPushButton::clicked, m_table, &LayerTable::removeChosen);
  connect(m_up, &QPushButton::clicked, m_table, [this] { m_table->moveChosen(-1); });
  connect(m_down, &QPushButton::clicked, m_table, [this] { m_table->moveChosen(+1); });
  for (QPushButton* button : {convolution, dense, other, m_remove, m_up, m_down})
    row->addWidget(button);
  row->addStretch(1);
  column->addWidget(m_layerButtons);
  m_settings = new NetworkSettings;
  connect(m_settings, &NetworkSettings::scalingEdited, this,
          [this](network::InputScaling scaling) { change([=](auto& description) { description.scaling = scaling; }); });
  connect(m_settings, &NetworkSettings::slopeEdited, this,
          [this](double slope) { change([slope](auto& description) { setActivationSlope(description, slope); }); });
  connect(m_settings, &NetworkSettings::varianceEdited, this,
          [this](bool predicts) { change([=](auto& description) { description.predictsVariance = predicts; }); });
  column->addWidget(m_settings);
  return page;
}

QMenu* NetworkDialog::buildKindMenu(QWidget* parent) {
  auto* menu = new QMenu(parent);
  network::forEachKind([&]<typename Kind>(const Kind& kind) {
    const QString name = QString::fromLatin1(Kind::kKind);
    QAction* action = menu->addAction(QString(name).replace(QLatin1Char('-'), QLatin1Char(' ')));
    action->setObjectName(name);
    connect(action, &QAction::triggered, m_table, [this, kind] { m_table->addLayer(kind); });
  });
  return menu;
}

QWidget* NetworkDialog::buildFooter() {
  auto* footer = new QWidget;
  auto* column = new QVBoxLayout(footer);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_totals = new QLabel;
  m_totals->setObjectName(QStringLiteral("networkTotals"));
  m_totals->setProperty("role", "number");
  column->addWidget(m_totals);
  column->addWidget(new QLabel(tr("label windows")));
  m_windows = new QPlainTextEdit;
  m_windows->setObjectName(QStringLiteral("networkWindows"));
  m_windows->setPlaceholderText(
      tr("One label per line, with the elements or vacuum wavelengths (nm) that it may "
         "use:\nalpham=Ca,Si,Ti,Mg\nmh=855.0-856.2"));
  m_windows->setTabChangesFocus(true);
  m_windows->setFixedHeight(m_windows->fontMetrics().lineSpacing() * kWindowLines + 24);
  column->addWidget(m_windows);
  m_problem = new QLabel;
  m_problem->setObjectName(QStringLiteral("networkProblem"));
  m_problem->setProperty("role", "bad");
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->setWordWrap(true);
  m_problem->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  // Fixed height, so that nothing moves when the sentence appears or disappears.
  m_problem->setFixedHeight(m_problem->fontMetrics().lineSpacing() * kProblemLines + 4);
  column->addWidget(m_problem);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_ok = buttons->button(QDialogButtonBox::Ok);
  m_ok->setObjectName(QStringLiteral("networkOk"));
  m_ok->setProperty("role", "primary");
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(buttons);
  return footer;
}

network::NetworkDescription NetworkDialog::description() const {
  network::NetworkDescription description = m_table->description();
  description.preset = matchingPreset(description);
  return description;
}

void NetworkDialog::show(const network::NetworkDescription& description) {
  m_textProblem.clear();
  m_windowsProblem.clear();
  m_table->setDescription(description);
  showText();
  showWindows();
  check();
}

void NetworkDialog::showText() {
  setQuietly(*m_text, QString::fromStdString(network::toJson(description())), m_showing);
}

void NetworkDialog::showWindows() {
  QStringList lines;
  for (const network::LabelWindows& windows : m_table->description().windows)
    lines << QString::fromStdString(network::windowsText(windows));
  setQuietly(*m_windows, lines.join(QLatin1Char('\n')), m_showing);
}

template <typename Change>
void NetworkDialog::change(const Change& make) {
  network::NetworkDescription description = m_table->description();
  make(description);
  m_table->setDescription(description);
  edited();
}

void NetworkDialog::edited() {
  showText();
  check();
}

void NetworkDialog::readText() {
  if (m_showing) return;
  try {
    const auto read = network::descriptionFromJson(m_text->toPlainText().toStdString());
    const bool otherWindows = read.windows != m_table->description().windows;
    m_table->setDescription(read);
    m_textProblem.clear();
    if (otherWindows) {
      m_windowsProblem.clear();
      showWindows();
    }
  } catch (const Error& error) {
    m_textProblem = sentenceOf(error);
  }
  check();
}

void NetworkDialog::readWindows() {
  if (m_showing) return;
  try {
    network::NetworkDescription description = m_table->description();
    description.windows.clear();
    for (const QString& line : m_windows->toPlainText().split(QLatin1Char('\n'))) {
      if (line.trimmed().isEmpty()) continue;
      auto windows = network::windowsFromText(line.trimmed().toStdString(), m_survey.grid);
      for (const network::LabelWindows& earlier : description.windows)
        if (earlier.label == windows.label)
          throw Error(ErrorKind::Usage, tr("Label windows: '%1' has two lines. Combine them in one.")
                                            .arg(QString::fromStdString(windows.label))
                                            .toStdString());
      description.windows.push_back(std::move(windows));
    }
    m_windowsProblem.clear();
    m_table->setDescription(description);
    showText();
  } catch (const Error& error) {
    m_windowsProblem = sentenceOf(error);
  }
  check();
}

void NetworkDialog::check() {
  m_settings->show(m_table->description());
  QString problem = m_textProblem.isEmpty() ? m_windowsProblem : m_textProblem;
  m_totals->clear();
  m_table->setSize(nullptr);
  try {
    const NetworkSize size = sizeOf(m_table->description(), m_survey);
    m_table->setSize(&size);
    m_totals->setText(tr("%1 parameters · %2 MFLOP per spectrum")
                          .arg(countText(size.parameters))
                          .arg(static_cast<double>(size.flop) / 1e6, 0, 'f', 2));
    requireTrainable(m_table->description(), size, m_survey);
  } catch (const Error& error) {
    if (problem.isEmpty()) problem = sentenceOf(error);
  }
  if (!m_textProblem.isEmpty()) m_totals->clear();  // the totals would belong to the last valid text
  // Editing the table would overwrite an unfinished text.
  for (QWidget* widget : std::initializer_list<QWidget*>{m_table, m_layerButtons, m_settings, m_windows})
    widget->setEnabled(m_textProblem.isEmpty());
  showProblem(problem);
  m_ok->setEnabled(problem.isEmpty());
  m_save->setEnabled(m_textProblem.isEmpty() && m_windowsProblem.isEmpty());
  updateButtons();
}

void NetworkDialog::showProblem(const QString& problem) {
  m_problem->setText(problem);
  m_problem->setToolTip(problem);
}

void NetworkDialog::updateButtons() {
  m_remove->setEnabled(m_table->canRemove());
  m_up->setEnabled(m_table->canMove(-1));
  m_down->setEnabled(m_table->canMove(+1));
}

void NetworkDialog::openFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFileSize) {
    showProblem(tr("%1 cannot be read. Choose a network description (.json).").arg(QFileInfo(path).fileName()));
    return;
  }
  try {
    show(network::descriptionFromJson(file.readAll().toStdString()));
  } catch (const Error& error) {
    showProblem(QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), sentenceOf(error)));
  }
}

void NetworkDialog::saveFile(const QString& path) {
  try {
    workbench::requireWritableOutputs({{path.toStdString(), workbench::OutputKind::Network}}, {}, {});
    io::writeTextFile(path.toStdString(), network::toJson(description()) + "\n");
  } catch (const Error& error) {
    showProblem(sentenceOf(error));
  }
}

void NetworkDialog::chooseFileToOpen() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Open network"), QDir::homePath(), tr("Networks (*.json)"));
  if (!path.isEmpty()) openFile(path);
}

void NetworkDialog::chooseFileToSave() {
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Save network"), QDir::home().filePath(QStringLiteral("network.json")), tr("Networks (*.json)"));
  if (!path.isEmpty()) saveFile(path);
}

void NetworkDialog::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return;
  QDialog::keyPressEvent(event);
}

}  // namespace maury::ui
