// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/NetworkCard.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <algorithm>

#include "base/Error.h"
#include "network/description/Presets.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/train/network/NetworkDialog.h"

namespace maury::ui {

namespace {

constexpr int kRowHeight = 21;
constexpr int kMaxVisibleRows = 12;

/// Returns the name of the default preset for this survey.
QString defaultPreset(const survey::Dataset& schema) {
  if (schema.findInput("bp_coefficients") != nullptr) return QStringLiteral("hybrid-rvs");
  return QStringLiteral("spectrum-small");
}

}  // namespace

NetworkCard::NetworkCard(QWidget* parent)
    : Card(tr("Network"), parent),
      m_choice(new QComboBox),
      m_edit(new QPushButton(tr("Edit…"))),
      m_layers(new QTableWidget),
      m_problem(new QLabel) {
  m_choice->setObjectName(QStringLiteral("preset"));
  for (const std::string& name : network::presetNames())
    m_choice->addItem(QString::fromStdString(name));
  m_preset = m_choice->currentText();
  m_edit->setObjectName(QStringLiteral("editNetwork"));
  addToHeader(m_choice);
  addToHeader(m_edit);
  connect(m_choice, &QComboBox::activated, this, &NetworkCard::applyChoice);
  connect(m_edit, &QPushButton::clicked, this, &NetworkCard::edit);

  m_layers->setColumnCount(3);
  m_layers->setHorizontalHeaderLabels({tr("layer"), tr("shape"), tr("parameters")});
  m_layers->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_layers->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_layers->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_layers->verticalHeader()->hide();
  m_layers->verticalHeader()->setDefaultSectionSize(kRowHeight);
  m_layers->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_layers->setSelectionMode(QAbstractItemView::NoSelection);
  m_layers->setFocusPolicy(Qt::NoFocus);
  m_layers->setShowGrid(false);
  m_layers->setFrameShape(QFrame::NoFrame);
  m_layers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  body()->addWidget(m_layers);
  m_problem->setWordWrap(true);
  m_problem->setProperty("role", "bad");
  body()->addWidget(m_problem);
  m_problem->hide();
}

void NetworkCard::setSurvey(const survey::Dataset* schema, const std::vector<std::string>& labels) {
  const bool another = schema != m_schema;
  m_schema = schema;
  m_survey = schema ? NetworkSurvey(*schema, labels) : NetworkSurvey();
  if (another && schema != nullptr && !m_edited) choose(defaultPreset(*schema));
  fill();
}

void NetworkCard::show(const training::TrainingOptions& options) {
  const QString preset = QString::fromStdString(options.network.preset);
  if (preset.isEmpty()) {
    training::TrainingOptions edited = options;
    edited.labels.clear();
    edited.checkpointFolder.clear();
    edited.resume = false;
    setEdited(edited);
  } else if (m_choice->findText(preset) >= 0) {
    choose(preset);
  }
  fill();
}

void NetworkCard::choose(const QString& preset) {
  const bool another = m_edited || preset != m_preset;
  m_edited.reset();
  m_preset = preset;
  m_choice->setCurrentText(preset);
  const int edited = static_cast<int>(network::presetNames().size());
  if (m_choice->count() > edited) m_choice->removeItem(edited);
  if (another) Q_EMIT presetChosen(preset);
}

void NetworkCard::applyChoice() {
  const bool isPreset = m_choice->currentIndex() < static_cast<int>(network::presetNames().size());
  if (isPreset) choose(m_choice->currentText());
  fill();
}

void NetworkCard::edit() {
  auto* dialog = new NetworkDialog(options().network, m_preset, m_survey, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    training::TrainingOptions edited = options();
    edited.network = dialog->description();
    show(edited);
  });
  dialog->open();
}

void NetworkCard::setEdited(const training::TrainingOptions& options) {
  m_edited = options;
  // Match the loss to the network's output: the Gaussian loss needs a predicted variance, the others must not have one.
  if (options.network.predictsVariance)
    m_edited->loss = training::Loss::Gaussian;
  else if (options.loss == training::Loss::Gaussian)
    m_edited->loss = training::Loss::Robust;
  const int place = static_cast<int>(network::presetNames().size());
  if (m_choice->count() == place) m_choice->addItem(tr("edited"));
  m_choice->setCurrentIndex(place);
}

training::TrainingOptions NetworkCard::options() const {
  return m_edited ? *m_edited : training::presetOptions(m_preset.toStdString());
}

void NetworkCard::fill() {
  m_ready = false;
  m_layers->setRowCount(0);
  m_problem->hide();
  const bool canTrain = !m_survey.labels.empty() && !m_survey.grid.empty();
  m_edit->setEnabled(canTrain);
  m_edit->setToolTip(canTrain ? tr("Edit the layers, as a table or as text")
                              : tr("Open a survey with spectra and labels first"));
  if (canTrain) {
    try {
      const network::NetworkDescription description = options().network;
      const NetworkSize size = sizeOf(description, m_survey);
      fillLayers(size);
      requireTrainable(description, size, m_survey);
      m_ready = true;
    } catch (const Error& error) {
      m_problem->setText(QString::fromUtf8(error.what()));
      m_problem->show();
    }
  }
  const int rows = std::min(m_layers->rowCount(), kMaxVisibleRows);
  m_layers->setFixedHeight(m_layers->horizontalHeader()->sizeHint().height() + kRowHeight * rows + 2);
  Q_EMIT changed();
}

void NetworkCard::fillLayers(const NetworkSize& size) {
  const auto addRow = [this](const QString& layer, const QString& shape, const QString& parameters, bool bold) {
    const int row = m_layers->rowCount();
    m_layers->insertRow(row);
    int column = 0;
    for (const QString& text : {layer, shape, parameters}) {
      auto* item = new QTableWidgetItem(text);
      item->setToolTip(text);
      item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
      QFont font = item->font();
      font.setBold(bold);
      item->setFont(font);
      m_layers->setItem(row, column++, item);
    }
  };
  for (const auto& row : size.rows) {
    const QString branch = row.branch == "spectrum" || row.branch == "joined"
                               ? QString()
                               : QString::fromStdString(row.branch) + QStringLiteral(": ");
    addRow(branch + QString::fromStdString(row.layer), QString::fromStdString(row.shape),
           row.parameters > 0 ? countText(row.parameters) : QString(), false);
  }
  addRow(tr("total"), {}, countText(size.parameters), true);
}

}  // namespace maury::ui
