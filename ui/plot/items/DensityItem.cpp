// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/DensityItem.h"

#include <cmath>

#include "ui/plot/ColourMap.h"

namespace maury::ui {

namespace {

/// Image pixels per scene pixel in a file, where cell edges are then accurate to 0.06 mm.
constexpr double kFileScale = 3.0;

/// Returns the index of the cell that each of `pixels` along an axis shows, or −1.
std::vector<int> cellsAlong(const AxisMap& map, int pixels, double low, double high, std::size_t cells) {
  std::vector<int> index(static_cast<std::size_t>(pixels), -1);
  const double first = std::min(map.pixelLow, map.pixelHigh), length = std::abs(map.pixelHigh - map.pixelLow);
  for (int i = 0; i < pixels; ++i) {
    const double value = map.toValue(first + (i + 0.5) / pixels * length);
    const double cell = std::floor((value - low) / (high - low) * static_cast<double>(cells));
    if (cell >= 0.0 && cell < static_cast<double>(cells)) index[static_cast<std::size_t>(i)] = static_cast<int>(cell);
  }
  return index;
}

}  // namespace

void DensityItem::set(DensityCells cells) {
  m_cells = std::move(cells);
  if (m_cells.values.size() != m_cells.columns * m_cells.rows) m_cells = {};
  contentChanged();
}

QImage DensityItem::renderImage(const QSize& size) {
  const ColourMap map(m_cells.scale.map, theme().isDark());
  std::vector<QRgb> colours(m_cells.values.size());
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double value = m_cells.values[i];
    if (m_cells.zeroIsBlank && value == 0.0) continue;  // most cells are blank
    const double place = m_cells.scale.place(value);
    if (!std::isnan(place)) colours[i] = map.at(place);
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  const auto columns = cellsAlong(frame().xMap(), size.width(), m_cells.xLow, m_cells.xHigh, m_cells.columns);
  const auto rows = cellsAlong(frame().yMap(), size.height(), m_cells.yLow, m_cells.yHigh, m_cells.rows);
  for (int y = 0; y < size.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    const int row = rows[static_cast<std::size_t>(y)];
    for (int x = 0; x < size.width(); ++x) {
      const int column = columns[static_cast<std::size_t>(x)];
      line[x] = row < 0 || column < 0
                    ? 0
                    : colours[static_cast<std::size_t>(row) * m_cells.columns + static_cast<std::size_t>(column)];
    }
  }
  return image;
}

/// Paints the cells into a file; a screen gets the cached image instead.
void DensityItem::paintLayer(QPainter& painter) {
  const QSize pixels = (frame().area.size() * kFileScale).toSize();
  if (m_cells.values.empty() || pixels.isEmpty()) return;
  const QImage image = renderImage(pixels);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(frame().area, image, QRectF(image.rect()));
}

}  // namespace maury::ui
