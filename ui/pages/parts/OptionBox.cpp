// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/OptionBox.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "ui/pages/parts/IntBox.h"
#include "ui/pages/parts/NumberList.h"

namespace maury::ui {

namespace {

constexpr double kLargestReal = 1e9;  // limit of spin boxes whose option has none

int asInt(double number) {
  constexpr double kLargest = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(number, -kLargest, kLargest));
}

QDoubleSpinBox* makeRealBox(const OptionDescription& option) {
  const double factor = option.percent ? 100.0 : 1.0;
  auto* box = new QDoubleSpinBox;
  box->setLocale(QLocale::c());
  box->setDecimals(option.decimals);
  const double minimum = option.aboveLow ? option.low + std::pow(10.0, -option.decimals) : option.low;
  box->setRange(std::max(factor * minimum, -kLargestReal), std::min(factor * option.high, kLargestReal));
  box->setSingleStep(factor * option.step);
  box->setFixedWidth(kControlWidth);
  return box;
}

QAbstractSpinBox* makeNumberBox(const OptionDescription& option) {
  const QString suffix = option.unit.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(option.unit);
  if (std::holds_alternative<double>(option.defaultValue)) {
    QDoubleSpinBox* box = makeRealBox(option);
    box->setSuffix(suffix);
    return box;
  }
  const bool isUnsigned = std::holds_alternative<std::uint64_t>(option.defaultValue);
  QSpinBox* box = makeIntBox("", asInt(isUnsigned ? std::max(option.low, 0.0) : option.low), asInt(option.high), 0);
  box->setSuffix(suffix);
  return box;
}

QWidget* makeControl(const OptionDescription& option) {
  if (std::holds_alternative<bool>(option.defaultValue)) return new QCheckBox(QString::fromStdString(option.label));
  if (std::holds_alternative<std::vector<double>>(option.defaultValue)) return new QLineEdit;
  return makeNumberBox(option);
}

std::vector<double> scaleNumbers(std::vector<double> numbers, double factor) {
  for (double& number : numbers)
    number *= factor;
  return numbers;
}

std::vector<double> parseNumbers(const QLineEdit& field, const OptionDescription& option) {
  std::vector<double> numbers = increasingNumbers(field.text()).value_or(std::vector<double>());
  if (option.percent)
    for (double& number : numbers)
      number /= 100.0;  // a division, not a product with 0.01, yields exactly the fraction that was typed
  try {
    checkOption(option, numbers);
    return numbers;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

QWidget* makeOptionBox(const OptionDescription& option, const QString& objectName) {
  QWidget* control = makeControl(option);
  control->setObjectName(objectName);
  control->setToolTip(QString::fromStdString(option.help));
  showOption(*control, option, option.defaultValue);
  return control;
}

void showOption(QWidget& box, const OptionDescription& option, const OptionValue& value) {
  const double factor = option.percent ? 100.0 : 1.0;
  if (auto* real = qobject_cast<QDoubleSpinBox*>(&box)) {
    real->setValue(factor * std::get<double>(value));
  } else if (auto* whole = qobject_cast<QSpinBox*>(&box)) {
    const auto* count = std::get_if<std::uint64_t>(&value);
    whole->setValue(asInt(count ? static_cast<double>(*count) : static_cast<double>(std::get<std::int64_t>(value))));
  } else if (auto* choice = qobject_cast<QCheckBox*>(&box)) {
    choice->setChecked(std::get<bool>(value));
  } else if (auto* field = qobject_cast<QLineEdit*>(&box)) {
    field->setText(numberListText(scaleNumbers(std::get<std::vector<double>>(value), factor)));
  }
}

OptionValue optionValue(const QWidget& box, const OptionDescription& option) {
  if (const auto* real = qobject_cast<const QDoubleSpinBox*>(&box))
    return option.percent ? real->value() / 100.0 : real->value();
  if (const auto* choice = qobject_cast<const QCheckBox*>(&box)) return choice->isChecked();
  if (const auto* field = qobject_cast<const QLineEdit*>(&box)) return parseNumbers(*field, option);
  const int number = qobject_cast<const QSpinBox*>(&box)->value();
  if (std::holds_alternative<std::uint64_t>(option.defaultValue)) return static_cast<std::uint64_t>(number);
  return static_cast<std::int64_t>(number);
}

}  // namespace maury::ui
