// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/WheelGuard.h"

#include <QEvent>
#include <QWidget>

namespace maury::ui {

namespace {

class WheelGuard : public QObject {
public:
  using QObject::QObject;

protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* control = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || control == nullptr || control->hasFocus()) return false;
    event->ignore();  // the parent gets it
    return true;
  }
};

}  // namespace

void guardWheel(QWidget* control) {
  control->setFocusPolicy(Qt::StrongFocus);  // not by the wheel
  control->installEventFilter(new WheelGuard(control));
}

}  // namespace maury::ui
