// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

class QLineEdit;

namespace maury::ui {

/// Parses strictly increasing numbers such as "6, 7, 7.6", separated by commas, semicolons or spaces, with a decimal
/// point in every locale. Returns nullopt for any other text.
std::optional<std::vector<double>> increasingNumbers(const QString& text);
/// Returns numbers as text, e.g. "6, 7, 7.6".
QString numberListText(const std::vector<double>& numbers);
/// If `invalid`, marks the field and makes `reason` its tooltip; otherwise clears the mark and makes `help` its
/// tooltip.
void markInvalid(QLineEdit* edit, bool invalid, const QString& reason, const QString& help = {});

}  // namespace maury::ui
