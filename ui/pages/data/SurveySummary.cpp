// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/SurveySummary.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

/// `values` is stars × width; a star lacks the quantity when any of its elements is missing.
QuantitySummary quantity(const std::string& name, const std::string& unit, const std::vector<float>& values,
                         std::size_t width, std::size_t stars) {
  QuantitySummary summary;
  summary.name = labelText(name);
  if (!unit.empty() && unit != "dex") summary.name += QStringLiteral(" (%1)").arg(QString::fromStdString(unit));
  if (width > 1) summary.name += QStringLiteral(" × %1").arg(width);
  float low = std::numeric_limits<float>::infinity();
  float high = -low;
  for (std::size_t star = 0; star < stars; ++star) {
    bool missing = false;
    for (std::size_t i = 0; i < width; ++i) {
      const float value = values[star * width + i];
      missing = missing || std::isnan(value);
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    summary.missing += missing ? 1 : 0;
  }
  if (low > high) {
    summary.range = QStringLiteral("–");
    return summary;
  }
  const int decimals = high - low > 100.0F ? 0 : 2;
  summary.range = QStringLiteral("%1 – %2").arg(valueText(low, decimals), valueText(high, decimals));
  return summary;
}

QString samplingText(const spectra::WavelengthGrid& grid) {
  if (grid.size() < 2) return {};
  const double first = grid[1] - grid[0];
  const double last = grid[grid.size() - 1] - grid[grid.size() - 2];
  const QString narrow = QString::number(std::min(first, last), 'g', 3);
  const QString wide = QString::number(std::max(first, last), 'g', 3);
  return narrow == wide ? QStringLiteral("%1 nm").arg(narrow) : QStringLiteral("%1–%2 nm").arg(narrow, wide);
}

QString joined(const std::vector<std::string>& texts) {
  QStringList list;
  for (const std::string& text : texts)
    list << QString::fromStdString(text);
  return list.join(QStringLiteral("; "));
}

}  // namespace

SurveySummary summarise(const survey::Dataset& survey) {
  SurveySummary summary;
  summary.stars = survey.starCount();
  summary.pixels = survey.pixelCount();
  summary.origin = QString::fromStdString(survey.provenance.origin);
  summary.preprocessing = joined(survey.provenance.preprocessing);
  summary.remarks = joined(survey.provenance.notes);
  summary.hasFluxErrors = !survey.fluxError.empty();
  if (summary.pixels > 0) {
    summary.grid = QStringLiteral("%1–%2 nm").arg(survey.grid.first(), 0, 'f', 2).arg(survey.grid.last(), 0, 'f', 2);
    summary.sampling = samplingText(survey.grid);
    const auto missing =
        std::count_if(survey.flux.begin(), survey.flux.end(), [](float flux) { return std::isnan(flux); });
    if (!survey.flux.empty())
      summary.missingPixels = static_cast<double>(missing) / static_cast<double>(survey.flux.size());
  }
  for (const auto& label : survey.labels) {
    summary.labels.push_back(quantity(label.name, label.unit, label.values, 1, summary.stars));
  }
  for (const auto& input : survey.inputs) {
    summary.inputs.push_back(quantity(input.name, input.unit, input.values, input.width, summary.stars));
  }
  return summary;
}

}  // namespace maury::ui
