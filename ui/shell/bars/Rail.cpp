// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/Rail.h"

#include <QAbstractButton>
#include <QKeySequence>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {
constexpr int kRailWidth = 84;
constexpr int kEntryHeight = 66;
constexpr int kAccentBar = 3;
constexpr int kIconSize = 22;
}  // namespace

/// Button of the rail. It paints itself, because a style sheet cannot place an icon above a word with a bar at the
/// edge.
class RailButton : public QAbstractButton {
public:
  RailButton(const QString& title, const QString& iconName, QWidget* parent)
      : QAbstractButton(parent), m_icon(iconName) {
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setFixedSize(kRailWidth, kEntryHeight);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(title);
  }

protected:
  void paintEvent(QPaintEvent*) override {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QColor colour = isChecked() ? theme.accent : theme.muted;
    if (isChecked()) {
      painter.fillRect(rect(), theme.hover);
      painter.fillRect(QRect(0, 0, kAccentBar, height()), theme.accent);
    } else if (underMouse() && isEnabled()) {
      painter.fillRect(rect(), theme.hover);
    }
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    const int left = (width() - kIconSize) / 2;
    painter.drawPixmap(left, 12, iconPixmap(m_icon, colour, kIconSize, devicePixelRatioF()));
    QFont words = font();
    words.setPixelSize(12);
    words.setBold(isChecked());
    painter.setFont(words);
    painter.setPen(colour);
    painter.drawText(QRect(0, 38, width(), 18), Qt::AlignCenter, text());
    if (hasFocus()) {
      painter.setPen(QPen(theme.accent, 1));
      painter.drawRect(rect().adjusted(4, 2, -3, -3));
    }
  }

private:
  QString m_icon;
};

Rail::Rail(QWidget* parent) : QFrame(parent), m_layout(new QVBoxLayout(this)) {
  setProperty("role", "rail");
  setFixedWidth(kRailWidth + 1);
  m_layout->setContentsMargins(0, 8, 1, 8);
  m_layout->setSpacing(0);
  m_layout->addStretch();
}

void Rail::addEntry(const QString& title, const QString& iconName) {
  const int index = static_cast<int>(m_buttons.size());
  auto* button = new RailButton(title, iconName, this);
  m_layout->insertWidget(index, button);
  m_buttons.push_back(button);
  connect(button, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
  if (index < 9) {
    const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index));
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WindowShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, index] {
      if (isEnabled()) Q_EMIT chosen(index);
    });
    button->setToolTip(QStringLiteral("%1 (%2)").arg(title, keys.toString(QKeySequence::NativeText)));
  }
}

void Rail::setCurrent(int index) {
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    // An exclusive button cannot be unchecked, so exclusivity is lifted meanwhile.
    m_buttons[i]->setAutoExclusive(false);
    m_buttons[i]->setChecked(static_cast<int>(i) == index);
    m_buttons[i]->setAutoExclusive(true);
  }
}

}  // namespace maury::ui
