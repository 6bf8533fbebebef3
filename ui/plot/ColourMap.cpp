// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ColourMap.h"

#include <QFile>
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace maury::ui {

namespace {

using Table = std::array<QRgb, 256>;

/// Reads resources/colourmaps/NAME.csv.
Table readTable(const char* name) {
  QFile file(QStringLiteral(":/colourmaps/%1.csv").arg(QLatin1String(name)));
  if (!file.open(QIODevice::ReadOnly)) qFatal("The colour map %s is missing from the resources.", name);
  Table table{};
  std::size_t entry = 0;
  while (!file.atEnd() && entry < table.size()) {
    const QList<QByteArray> parts = file.readLine().trimmed().split(',');
    bool isNumber = false;
    const int red = parts[0].toInt(&isNumber);
    if (isNumber && parts.size() == 3) table[entry++] = qRgb(red, parts[1].toInt(), parts[2].toInt());
  }
  return table;
}

const Table& tableOf(ColourMapName name, bool darkBackground) {
  static const Table cividis = readTable("cividis"), viridis = readTable("viridis"), diverging = readTable("diverging"),
                     divergingDark = readTable("diverging-dark");
  switch (name) {
    case ColourMapName::Viridis:
      return viridis;
    case ColourMapName::Diverging:
      return darkBackground ? divergingDark : diverging;
    case ColourMapName::Cividis:
      break;
  }
  return cividis;
}

/// Fraction of a sequential map that is skipped on a dark card, where its darkest sixth would hide single stars.
constexpr double kDarkStart = 0.17;

/// Returns the part of a map above the fraction `from`, stretched to a full table.
Table trimStart(const Table& whole, double from) {
  Table table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double place = 255.0 * from + (1.0 - from) * static_cast<double>(i);
    const auto below = std::min(static_cast<std::size_t>(place), whole.size() - 2);
    const double weight = place - static_cast<double>(below);
    const auto mix = [weight](int a, int b) { return static_cast<int>(std::lround(a + weight * (b - a))); };
    const QRgb a = whole[below], b = whole[below + 1];
    table[i] = qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
  }
  return table;
}

}  // namespace

ColourMap::ColourMap(ColourMapName name, bool darkBackground) : m_table(tableOf(name, darkBackground)) {
  if (name == ColourMapName::Diverging) return;
  if (darkBackground)
    m_table = trimStart(m_table, kDarkStart);
  else
    std::reverse(m_table.begin(), m_table.end());
}

QRgb ColourMap::at(double t) const {
  return m_table[static_cast<std::size_t>(std::lround(std::clamp(t, 0.0, 1.0) * 255.0))];
}

}  // namespace maury::ui
