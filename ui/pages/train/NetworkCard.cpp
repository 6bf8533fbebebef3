// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/NetworkCard.h"

#include <QComboBox>
#include <QHeaderView>
#include <QTableWidget>
#include <algorithm>

#include "base/Error.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

constexpr int kRowHeight = 21;
constexpr int kMostRowsShown = 12;

/// The preset a newcomer should start from on this survey.
QString usualPreset(const survey::Dataset& schema) {
  if (schema.findInput("bp_coefficients") != nullptr) return QStringLiteral("hybrid-rvs");
  return QStringLiteral("spectrum-small");
}

}  // namespace

NetworkCard::NetworkCard(QWidget* parent)
    : Card(tr("Network"), parent), m_preset(new QComboBox), m_layers(new QTableWidget), m_problem(new QLabel) {
  m_preset->setObjectName(QStringLiteral("preset"));
  for (const std::string& name : network::presetNames())
    m_preset->addItem(QString::fromStdString(name));
  addToHeader(m_preset);
  connect(m_preset, &QComboBox::activated, this, &NetworkCard::fill);
  connect(m_preset, &QComboBox::currentTextChanged, this, &NetworkCard::presetChosen);

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

void NetworkCard::setSurvey(const survey::Dataset* schema, std::size_t labels) {
  const bool another = schema != m_schema;
  m_schema = schema;
  m_labels = labels;
  if (another && schema != nullptr) m_preset->setCurrentText(usualPreset(*schema));
  fill();
}

void NetworkCard::choose(const QString& preset) {
  if (m_preset->findText(preset) < 0) return;
  m_preset->setCurrentText(preset);
  fill();
}

void NetworkCard::fill() {
  m_description.reset();
  m_layers->setRowCount(0);
  m_problem->hide();
  if (m_schema != nullptr && m_labels > 0 && !m_schema->grid.empty()) {
    try {
      const auto description = network::presetDescription(m_preset->currentText().toStdString());
      fillLayers(description);
      m_description = description;
    } catch (const Error& error) {
      m_problem->setText(QString::fromUtf8(error.what()));
      m_problem->show();
    }
  }
  const int rows = std::min(m_layers->rowCount(), kMostRowsShown);
  m_layers->setFixedHeight(m_layers->horizontalHeader()->sizeHint().height() + kRowHeight * rows + 2);
  Q_EMIT changed();
}

void NetworkCard::fillLayers(const network::NetworkDescription& description) {
  std::vector<std::size_t> widths;
  for (const auto& branch : description.auxiliary) {
    std::size_t width = 0;
    for (const std::string& name : branch.inputs) {
      const survey::AuxiliaryInput* input = m_schema->findInput(name);
      if (input == nullptr) {
        throw Error(ErrorKind::Mismatch, "This survey has no input '" + name + "': choose a network of spectra alone.");
      }
      width += input->width;
    }
    widths.push_back(width);
  }
  const auto rows = network::layerList(description, m_schema->pixelCount(), widths, m_labels);
  std::size_t total = 0;
  const auto addRow = [this](const QString& layer, const QString& shape, const QString& parameters, bool bold) {
    const int row = m_layers->rowCount();
    m_layers->insertRow(row);
    int column = 0;
    for (const QString& text : {layer, shape, parameters}) {
      auto* item = new QTableWidgetItem(text);
      item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
      QFont font = item->font();
      font.setBold(bold);
      item->setFont(font);
      m_layers->setItem(row, column++, item);
    }
  };
  for (const auto& row : rows) {
    total += row.parameters;
    const QString branch = row.branch == "spectrum" || row.branch == "joined"
                               ? QString()
                               : QString::fromStdString(row.branch) + QStringLiteral(": ");
    addRow(branch + QString::fromStdString(row.layer), QString::fromStdString(row.shape),
           row.parameters > 0 ? countText(row.parameters) : QString(), false);
  }
  addRow(tr("all"), {}, countText(total), true);
}

}  // namespace maury::ui
