// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/Card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace maury::ui {

namespace {

/// Label that is cut with "…" when space is short, and hidden when too little would remain to be useful. The tooltip
/// has the full text.
class Remark : public QLabel {
  static constexpr int kMinimumWidth = 90;  ///< px

public:
  using QLabel::QLabel;

protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    if (contentsRect().width() < std::min(kMinimumWidth, fontMetrics().horizontalAdvance(text()))) return;
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), shown,
                          foregroundRole());
  }
};

}  // namespace

Card::Card(const QString& title, QWidget* parent) : QFrame(parent) {
  setProperty("card", true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 10, 12, 12);
  layout->setSpacing(8);

  m_header = new QHBoxLayout;
  m_header->setSpacing(8);
  m_title = new QLabel(title);
  m_title->setProperty("role", "title");
  m_remark = new Remark;
  m_remark->setProperty("role", "muted");
  // A long remark is cut rather than allowed to widen the card.
  m_remark->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_remark->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_header->addWidget(m_title);
  m_header->addWidget(m_remark, 1);
  layout->addLayout(m_header);

  m_body = new QVBoxLayout;
  m_body->setSpacing(6);
  layout->addLayout(m_body, 1);
}

QLabel* Card::addRow(const QString& name, const QString& value) {
  auto* label = new QLabel(value);
  label->setProperty("role", "number");
  label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  addRow(name, label);
  return label;
}

void Card::addRow(const QString& name, QWidget* control) {
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  auto* title = new QLabel(name);
  title->setBuddy(control);
  row->addWidget(title);
  row->addStretch(1);
  row->addWidget(control);
  m_body->addLayout(row);
}

}  // namespace maury::ui
