// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/EpochSlider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>

namespace maury::ui {

EpochSlider::EpochSlider(QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal)), m_caption(new QLabel) {
  m_slider->setObjectName(QStringLiteral("epochSlider"));
  m_slider->setToolTip(tr("Drag to the left to show the map and the labels of an earlier epoch"));
  m_caption->setObjectName(QStringLiteral("epochCaption"));
  m_caption->setProperty("role", "muted");
  // Wide enough for the longest caption, so that the slider does not change its width.
  m_caption->setMinimumWidth(m_caption->fontMetrics().horizontalAdvance(tr("Epoch 9999, validation loss 0.0000")));
  m_caption->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(m_slider, 1);
  row->addWidget(m_caption);
  connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
    m_chosenEpoch = value == m_slider->maximum() ? 0 : m_epochs[static_cast<std::size_t>(value)];
    Q_EMIT moved();
  });
}

void EpochSlider::setEpochs(std::vector<int> epochs) {
  m_epochs = std::move(epochs);
  const QSignalBlocker blocker(m_slider);
  const int last = std::max(0, static_cast<int>(m_epochs.size()) - 1);
  m_slider->setRange(0, last);
  m_slider->setPageStep(std::max(1, last / 10));
  m_slider->setEnabled(last > 0);
  int value = last;
  if (m_chosenEpoch > 0) {
    const auto after = std::upper_bound(m_epochs.begin(), m_epochs.end(), m_chosenEpoch);
    value = std::max(0, static_cast<int>(after - m_epochs.begin()) - 1);
  }
  m_slider->setValue(value);
}

std::size_t EpochSlider::index() const {
  return static_cast<std::size_t>(m_slider->value());
}

void EpochSlider::followLatest() {
  m_chosenEpoch = 0;
  const QSignalBlocker blocker(m_slider);
  m_slider->setValue(m_slider->maximum());
}

void EpochSlider::setCaption(const QString& caption) {
  m_caption->setText(caption);
}

}  // namespace maury::ui
