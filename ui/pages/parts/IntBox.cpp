// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/IntBox.h"

#include <QLocale>
#include <QSpinBox>

namespace maury::ui {

QSpinBox* makeIntBox(const char* objectName, int low, int high, int value) {
  auto* box = new QSpinBox;
  box->setObjectName(QString::fromLatin1(objectName));
  box->setLocale(QLocale::c());
  box->setRange(low, high);
  box->setValue(value);
  box->setFixedWidth(kControlWidth);
  return box;
}

}  // namespace maury::ui
