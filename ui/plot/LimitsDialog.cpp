// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/LimitsDialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <cmath>

#include "ui/plot/items/drawing/RichText.h"

namespace maury::ui {

LimitsDialog::LimitsDialog(const Axis& x, const Axis& y, QWidget* parent) : QDialog(parent), m_x(x), m_y(y) {
  setWindowTitle(tr("Axis limits"));
  auto* grid = new QGridLayout(this);
  grid->setSpacing(8);
  grid->setContentsMargins(16, 16, 16, 16);
  const double values[4] = {x.low, x.high, y.low, y.high};
  const Axis* axes[2] = {&m_x, &m_y};
  for (int row = 0; row < 2; ++row) {
    const QString name = axes[row]->title.empty() ? (row == 0 ? tr("Horizontal axis") : tr("Vertical axis"))
                                                  : rich::plain(QString::fromStdString(axes[row]->title));
    auto* title = new QLabel(name);
    title->setTextFormat(Qt::PlainText);
    grid->addWidget(title, row, 0);
    for (int side = 0; side < 2; ++side) {
      auto* edit = new QLineEdit(QString::number(values[2 * row + side], 'g', 8));
      edit->setAccessibleName(name + (side == 0 ? tr(", lower limit") : tr(", upper limit")));
      connect(edit, &QLineEdit::textChanged, this, &LimitsDialog::check);
      grid->addWidget(edit, row, 1 + 2 * side);
      m_edits[static_cast<std::size_t>(2 * row + side)] = edit;
    }
    grid->addWidget(new QLabel(tr("to")), row, 2);
  }
  m_problem = new QLabel;
  m_problem->setProperty("role", "bad");
  grid->addWidget(m_problem, 2, 0, 1, 4);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_accept = buttons->button(QDialogButtonBox::Ok);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  grid->addWidget(buttons, 3, 0, 1, 4);
}

std::array<double, 4> LimitsDialog::limits() const {
  std::array<double, 4> values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    bool ok = false;
    // A pasted readout may contain a true minus sign.
    values[i] = m_edits[i]->text().trimmed().replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
    if (!ok) values[i] = std::numeric_limits<double>::quiet_NaN();
  }
  return values;
}

void LimitsDialog::check() {
  const auto [xLow, xHigh, yLow, yHigh] = limits();
  QString problem;
  for (const double value : {xLow, xHigh, yLow, yHigh})
    if (!std::isfinite(value)) problem = tr("Enter a number for each limit.");
  if (problem.isEmpty() && (!(xLow < xHigh) || !(yLow < yHigh)))
    problem = tr("The lower limit must be below the upper limit.");
  if (problem.isEmpty() && ((m_x.logarithmic && xLow <= 0) || (m_y.logarithmic && yLow <= 0)))
    problem = tr("Limits of a logarithmic axis must be above zero.");
  m_problem->setText(problem);
  m_accept->setEnabled(problem.isEmpty());
}

}  // namespace maury::ui
