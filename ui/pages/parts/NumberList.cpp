// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/NumberList.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QStyle>
#include <cmath>

namespace maury::ui {

std::optional<std::vector<double>> increasingNumbers(const QString& text) {
  static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
  std::vector<double> numbers;
  for (const QString& word : text.split(separators, Qt::SkipEmptyParts)) {
    bool read = false;
    const double number = word.toDouble(&read);
    if (!read || !std::isfinite(number) || (!numbers.empty() && number <= numbers.back())) return std::nullopt;
    numbers.push_back(number);
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

QString numberListText(const std::vector<double>& numbers) {
  QStringList words;
  for (const double number : numbers)
    words << QString::number(number, 'g', 6);
  return words.join(QStringLiteral(", "));
}

void markInvalid(QLineEdit* edit, bool invalid, const QString& reason, const QString& help) {
  edit->setToolTip(invalid ? reason : help);
  if (edit->property("invalid").toBool() == invalid) return;
  edit->setProperty("invalid", invalid);
  edit->style()->unpolish(edit);
  edit->style()->polish(edit);
}

}  // namespace maury::ui
