// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

class QLineEdit;

namespace maury::ui {

/// "6, 7, 7.6" as numbers that increase strictly; nothing when it is not that. Commas, semicolons or blanks between
/// them, a point as the decimal sign whatever the locale.
std::optional<std::vector<double>> increasingNumbers(const QString& text);
/// "6, 7, 7.6".
QString numberListText(const std::vector<double>& numbers);
/// Marks a field whose text is invalid, with the reason as its tool tip; or clears the mark, and the tool tip is
/// `help`.
void markInvalid(QLineEdit* edit, bool invalid, const QString& reason, const QString& help = {});

}  // namespace maury::ui
