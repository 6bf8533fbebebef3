// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SideColumn.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>

namespace maury::ui {

namespace {

/// Event filter that passes wheel events on to the parent while the control has no focus.
class WheelGuard : public QObject {
public:
  explicit WheelGuard(QObject* parent) : QObject(parent) { setObjectName(kName); }
  /// Returns true if the control has a guard. Searches by name, because this class has no meta-object and a search by
  /// type would match any child.
  static bool guards(const QObject& control) {
    return control.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly) != nullptr;
  }

protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* control = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || control == nullptr || control->hasFocus()) return false;
    event->ignore();
    return true;
  }

private:
  static inline const QString kName = QStringLiteral("sideColumn.wheelGuard");
};

bool turnsWithWheel(const QWidget* widget) {
  return qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
         qobject_cast<const QComboBox*>(widget) != nullptr ||
         (qobject_cast<const QAbstractSlider*>(widget) != nullptr &&
          qobject_cast<const QScrollBar*>(widget) == nullptr);
}

}  // namespace

SideColumn::SideColumn(int width, int gap, QWidget* parent) : QScrollArea(parent) {
  auto* cards = new QWidget;
  cards->setProperty("role", "page");
  m_column = new QVBoxLayout(cards);
  m_column->setContentsMargins(0, 0, gap, 0);
  m_column->setSpacing(12);
  setWidget(cards);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFixedWidth(width);
}

void SideColumn::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  for (QWidget* control : widget()->findChildren<QWidget*>()) {
    if (!turnsWithWheel(control) || WheelGuard::guards(*control)) continue;
    control->setFocusPolicy(Qt::StrongFocus);  // the wheel must not move the focus
    control->installEventFilter(new WheelGuard(control));
  }
}

}  // namespace maury::ui
