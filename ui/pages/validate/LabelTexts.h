// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

/// Returns a label's value as text for the page's tables: kelvins without decimals, others with three.
inline QString labelValueText(double value, const std::string& unit) {
  return valueText(value, survey::scatterDecimals(unit));
}

/// Returns "Teff (K)", or "[M/H]" for a label in dex.
inline QString labelHeading(const std::string& label, const std::string& unit) {
  return QString::fromStdString(survey::displayName(label) + survey::unitSuffix(unit));
}

}  // namespace maury::ui
