// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/LinesCard.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QToolButton>
#include <map>

namespace maury::ui {

namespace {
constexpr int kElementsInRow = 5;
}

LinesCard::LinesCard(QWidget* parent) : Card(tr("Lines"), parent) {
  m_depth = m_options.addRow(*this, "minDepth", QStringLiteral("lineDepth"));
  connect(qobject_cast<QDoubleSpinBox*>(m_depth), &QDoubleSpinBox::valueChanged, this, &LinesCard::changed);
}

void LinesCard::setGrid(const spectra::WavelengthGrid& grid) {
  m_lines = spectra::linesOn(grid);
  m_depth->setEnabled(workbench::hasDepths(m_lines));
  rebuildElementButtons();
}

void LinesCard::measure(const spectra::WavelengthGrid& grid, const std::vector<float>& flux) {
  spectra::measureDepths(m_lines, grid, flux);
  m_depth->setEnabled(workbench::hasDepths(m_lines));
}

workbench::LineChoice LinesCard::choice() const {
  workbench::LineChoice choice;
  m_options.applyTo(choice);
  for (const QToolButton* button : m_elements)
    if (!button->isChecked()) choice.hiddenElements.push_back(button->text().toStdString());
  return choice;
}

void LinesCard::rebuildElementButtons() {
  std::map<QString, int> counts;
  for (const auto& line : m_lines)
    ++counts[QString::fromStdString(line.element())];
  delete m_elementButtons;
  m_elements.clear();
  m_elementButtons = new QWidget;
  auto* grid = new QGridLayout(m_elementButtons);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  for (const auto& [element, count] : counts) {
    auto* button = new QToolButton;
    button->setText(element);
    button->setCheckable(true);
    button->setChecked(true);
    button->setProperty("role", "chip");
    button->setToolTip(tr("Lines of %1: %2").arg(element).arg(count));
    connect(button, &QToolButton::toggled, this, &LinesCard::changed);
    const int place = static_cast<int>(m_elements.size());
    grid->addWidget(button, place / kElementsInRow, place % kElementsInRow);
    m_elements.push_back(button);
  }
  grid->setColumnStretch(kElementsInRow, 1);
  body()->addWidget(m_elementButtons);
}

}  // namespace maury::ui
