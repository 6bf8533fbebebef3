// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/OptionBox.h"

#include <QDoubleSpinBox>
#include <QSpinBox>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/pages/parts/IntBox.h"

namespace maury::ui {

namespace {

constexpr double kLargestReal = 1e9;  // of a box without a limit

int asInt(double number) {
  constexpr double kLargest = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(number, -kLargest, kLargest));
}

QDoubleSpinBox* realBox(const OptionDescription& option) {
  const double factor = option.percent ? 100.0 : 1.0;
  auto* box = new QDoubleSpinBox;
  box->setLocale(QLocale::c());
  box->setDecimals(option.decimals);
  const double least = option.aboveLow ? option.low + std::pow(10.0, -option.decimals) : option.low;
  box->setRange(std::max(factor * least, -kLargestReal), std::min(factor * option.high, kLargestReal));
  box->setSingleStep(factor * option.step);
  box->setFixedWidth(kControlWidth);
  return box;
}

}  // namespace

QWidget* optionBox(const OptionDescription& option, const QString& objectName) {
  QAbstractSpinBox* made = nullptr;
  const QString suffix = option.unit.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(option.unit);
  if (std::holds_alternative<double>(option.defaultValue)) {
    QDoubleSpinBox* box = realBox(option);
    box->setSuffix(suffix);
    made = box;
  } else {
    const bool isUnsigned = std::holds_alternative<std::uint64_t>(option.defaultValue);
    QSpinBox* box = intBox("", asInt(isUnsigned ? std::max(option.low, 0.0) : option.low), asInt(option.high), 0);
    box->setSuffix(suffix);
    made = box;
  }
  made->setObjectName(objectName);
  made->setToolTip(QString::fromStdString(option.help));
  showOption(*made, option, option.defaultValue);
  return made;
}

void showOption(QWidget& box, const OptionDescription& option, const OptionValue& value) {
  if (auto* real = qobject_cast<QDoubleSpinBox*>(&box)) {
    real->setValue((option.percent ? 100.0 : 1.0) * std::get<double>(value));
  } else if (auto* whole = qobject_cast<QSpinBox*>(&box)) {
    const auto* count = std::get_if<std::uint64_t>(&value);
    whole->setValue(asInt(count ? static_cast<double>(*count) : static_cast<double>(std::get<std::int64_t>(value))));
  }
}

OptionValue shownOption(const QWidget& box, const OptionDescription& option) {
  if (const auto* real = qobject_cast<const QDoubleSpinBox*>(&box))
    return option.percent ? real->value() / 100.0 : real->value();
  const int number = qobject_cast<const QSpinBox*>(&box)->value();
  if (std::holds_alternative<std::uint64_t>(option.defaultValue)) return static_cast<std::uint64_t>(number);
  return static_cast<std::int64_t>(number);
}

}  // namespace maury::ui
