// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SegmentedControl.h"

#include <QButtonGroup>
#include <QFont>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QToolButton>

namespace maury::ui {

SegmentedControl::SegmentedControl(const QStringList& words, QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  for (int i = 0; i < words.size(); ++i) {
    auto* button = new QToolButton;
    button->setText(words[i]);
    button->setCheckable(true);
    button->setProperty("role", "segment");
    button->setProperty("place", words.size() == 1       ? "only"
                                 : i == 0                ? "first"
                                 : i == words.size() - 1 ? "last"
                                                         : "middle");
    // The chosen word is bold and therefore wider: reserve that width, so that words are neither cut nor moved.
    QFont chosenFont = button->font();
    chosenFont.setWeight(QFont::DemiBold);
    constexpr int kPadding = 24;  // px, padding and borders of the style sheet
    button->setMinimumWidth(QFontMetrics(chosenFont).horizontalAdvance(words[i]) + kPadding);
    m_group->addButton(button, i);
    layout->addWidget(button);
  }
  setCurrent(0);
  connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

int SegmentedControl::current() const {
  return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index) {
  if (auto* button = m_group->button(index)) button->setChecked(true);
}

void SegmentedControl::setWordEnabled(int index, bool enabled, const QString& reason) {
  if (auto* button = m_group->button(index)) {
    button->setEnabled(enabled);
    button->setToolTip(reason);
  }
}

}  // namespace maury::ui
