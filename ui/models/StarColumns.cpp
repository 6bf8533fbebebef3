// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/StarColumns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include "survey/names/LabelNames.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/PredictedNames.h"
#include "workbench/figure/FigureText.h"

namespace maury::ui {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Returns the number of decimals that resolves about a ten-thousandth of the column's range: 0 for Teff, 3 for log g
/// and abundances.
int decimalsFor(double low, double high) {
  const double range = std::max(high - low, std::max(std::abs(low), std::abs(high)) * 1e-3);
  if (!(range > 0.0) || !std::isfinite(range)) return 2;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(range))), 0, 6);
}

}  // namespace

QString valueText(double value, int decimals) {
  return QString::fromStdString(workbench::valueText(value, decimals));
}

QString countText(std::size_t count) {
  return QString::fromStdString(workbench::countText(count));
}

QString starCountText(std::size_t count) {
  return QString::fromStdString(workbench::countWithNoun(count, "star", "stars"));
}

StarColumn::StarColumn(std::shared_ptr<const survey::Dataset> stars, Kind kind, std::size_t index)
    : m_stars(std::move(stars)), m_kind(kind), m_index(index) {
  std::string name = "id";
  std::string unit;
  if (kind == Kind::Label) {
    name = m_stars->labels[index].name;
    unit = m_stars->labels[index].unit;
  } else if (kind == Kind::Input) {
    name = m_stars->inputs[index].name;
    unit = m_stars->inputs[index].unit;
  } else if (kind == Kind::Column) {
    name = m_stars->columns[index].name;
    unit = m_stars->columns[index].unit;
  }
  m_name = QString::fromStdString(name);
  m_header = kind == Kind::Id ? QStringLiteral("id") : QString::fromStdString(survey::axisLabel(name, unit));
  if (kind == Kind::Label) m_uncertainties = survey::uncertaintiesOf(*m_stars, m_stars->labels[index]);
  if (isText()) return;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t star = 0; star < m_stars->starCount(); ++star) {
    const double value = number(star);
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  // Five decimals of a degree resolve 36 mas.
  const bool celestial = name == survey::kRightAscensionColumn || name == survey::kDeclinationColumn;
  m_decimals = celestial ? 5 : decimalsFor(low, high);
  if (kind == Kind::Label) m_decimals = std::min(m_decimals, 3);  // no survey measures a label more precisely
  // S/N, flags or years may be whole numbers stored as reals.
  bool isWhole = kind == Kind::Column && !celestial;
  for (std::size_t star = 0; isWhole && star < m_stars->starCount(); ++star) {
    const double value = number(star);
    isWhole = std::isnan(value) || value == std::floor(value);
  }
  if (isWhole) m_decimals = 0;
}

bool StarColumn::isText() const {
  return m_kind == Kind::Id || (m_kind == Kind::Column && m_stars->columns[m_index].isText());
}

double StarColumn::number(std::size_t star) const {
  switch (m_kind) {
    case Kind::Id:
      return kMissing;
    case Kind::Label:
      return m_stars->labels[m_index].values[star];
    case Kind::Input:
      return m_stars->inputs[m_index].values[star];
    case Kind::Column:
      break;
  }
  return std::visit(
      [star](const auto& values) -> double {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          return kMissing;
        } else {
          return static_cast<double>(values[star]);
        }
      },
      m_stars->columns[m_index].values);
}

QString StarColumn::text(std::size_t star) const {
  if (m_kind == Kind::Id) return QString::fromStdString(m_stars->ids[star]);
  if (m_kind == Kind::Column) {
    const io::ColumnValues& values = m_stars->columns[m_index].values;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
      return (*texts)[star].empty() ? QStringLiteral("–") : QString::fromStdString((*texts)[star]);
    }
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&values)) {
      return QString::number((*integers)[star]).replace('-', QChar(0x2212));
    }
  }
  const QString value = valueText(number(star), m_decimals);
  if (!m_uncertainties) return value;
  const double error = (*m_uncertainties)[star];
  return std::isfinite(error) ? QStringLiteral("%1 ± %2").arg(value, valueText(error, m_decimals)) : value;
}

std::vector<StarColumn> starColumns(const std::shared_ptr<const survey::Dataset>& stars) {
  std::vector<StarColumn> columns;
  if (!stars) return columns;
  columns.emplace_back(stars, StarColumn::Kind::Id, 0);
  std::set<std::size_t> references;  // columns that stand next to their prediction
  for (std::size_t i = 0; i < stars->labels.size(); ++i) {
    columns.emplace_back(stars, StarColumn::Kind::Label, i);
    const std::string& name = stars->labels[i].name;
    const auto reference = std::find_if(stars->columns.begin(), stars->columns.end(), [&](const io::Column& column) {
      return survey::isPredictedLabel(name) && column.name == survey::referenceName(name);
    });
    if (reference == stars->columns.end()) continue;
    const auto index = static_cast<std::size_t>(reference - stars->columns.begin());
    references.insert(index);
    columns.emplace_back(stars, StarColumn::Kind::Column, index);
  }
  for (std::size_t i = 0; i < stars->inputs.size(); ++i) {
    if (stars->inputs[i].width == 1) columns.emplace_back(stars, StarColumn::Kind::Input, i);
  }
  for (std::size_t i = 0; i < stars->columns.size(); ++i)
    if (!references.contains(i)) columns.emplace_back(stars, StarColumn::Kind::Column, i);
  return columns;
}

}  // namespace maury::ui
