// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/SpectrumPicture.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <array>
#include <cmath>

#include "base/Random.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr double kFirstNm = 846.0;
constexpr double kLastNm = 870.0;
constexpr int kMapRows = 36;
constexpr int kMapColumns = 400;
constexpr double kLowestFlux = 0.20;  ///< limits of the flux axis
constexpr double kHighestFlux = 1.08;

struct Line {
  double nm, depth, widthNm;
  double response;  ///< derivative of the label that the network learns, from −1 to 1
};

/// The Ca II triplet (vacuum; Ritz wavelengths of NIST ASD), and some weaker lines for decoration.
constexpr std::array kLines{
    Line{850.035, 0.55, 0.16, -0.8}, Line{854.444, 0.70, 0.21, -1.0}, Line{866.452, 0.66, 0.19, -0.9},
    Line{847.10, 0.16, 0.06, 0.3},   Line{851.64, 0.20, 0.07, 0.5},   Line{857.9, 0.10, 0.05, -0.3},
    Line{859.83, 0.08, 0.05, 0.2},   Line{861.42, 0.15, 0.06, 0.4},   Line{864.84, 0.09, 0.06, -0.4},
    Line{867.71, 0.17, 0.06, 0.4},   Line{869.10, 0.22, 0.07, 0.6},   Line{852.9, 0.06, 0.05, -0.2},
    Line{863.0, 0.07, 0.04, 0.2}};

/// Returns Lorentzian lines on a continuum of 1 with a faint ripple.
double fluxAt(double nm) {
  double flux = 1.0 + 0.006 * std::sin(nm * 9.1) + 0.004 * std::sin(nm * 23.7);
  for (const Line& line : kLines) {
    const double u = (nm - line.nm) / line.widthNm;
    flux *= 1.0 - line.depth / (1.0 + u * u);
  }
  return flux;
}

/// Draws the network's sensitivity, one row per epoch from bottom to top: lines grow out of noise.
QImage drawMap(const Theme& theme) {
  QImage map(kMapColumns, kMapRows, QImage::Format_RGB32);
  const QColor positive(0xD5, 0x5E, 0x00);
  const QColor negative = theme.isDark() ? QColor(0x6B, 0xAE, 0xE8) : QColor(0x1F, 0x5F, 0xA8);
  Random random(7);
  for (int row = 0; row < kMapRows; ++row) {
    const double learned = 1.0 - std::exp(-row / 9.0);
    for (int column = 0; column < kMapColumns; ++column) {
      const double nm = kFirstNm + (kLastNm - kFirstNm) * (column + 0.5) / kMapColumns;
      double value = 0.22 * random.gaussian() * (1.0 - learned) + 0.012 * random.gaussian();
      for (const Line& line : kLines) {
        const double u = (nm - line.nm) / (0.9 * line.widthNm);
        value += learned * line.response * std::exp(-0.5 * u * u);
      }
      const double strength = std::min(1.0, std::abs(value));
      const QColor& hue = value > 0 ? positive : negative;
      const auto mix = [strength](int from, int to) { return static_cast<int>(from + (to - from) * strength); };
      map.setPixel(column, kMapRows - 1 - row,
                   qRgb(mix(theme.card.red(), hue.red()), mix(theme.card.green(), hue.green()),
                        mix(theme.card.blue(), hue.blue())));
    }
  }
  return map;
}

}  // namespace

SpectrumPicture::SpectrumPicture(QWidget* parent) : QWidget(parent) {
  setMinimumSize(360, 300);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
}

void SpectrumPicture::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(theme.border);
  painter.setBrush(theme.card);
  painter.drawRoundedRect(card, 8, 8);

  const QRectF inner = card.adjusted(24, 24, -24, -52);
  const QRectF upper(inner.left(), inner.top(), inner.width(), inner.height() * 0.55);
  const QRectF lower(inner.left(), upper.bottom(), inner.width(), inner.bottom() - upper.bottom());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(lower, drawMap(theme));

  const int steps = std::max(200, static_cast<int>(upper.width()) * 2);
  QPolygonF curve;
  for (int i = 0; i <= steps; ++i) {
    const double nm = kFirstNm + (kLastNm - kFirstNm) * i / steps;
    const double height = (fluxAt(nm) - kLowestFlux) / (kHighestFlux - kLowestFlux);
    curve << QPointF(upper.left() + upper.width() * i / steps, upper.bottom() - height * upper.height());
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.text, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(curve);
  painter.setPen(QPen(theme.text, 1.0));
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.drawRect(QRectF(upper.topLeft(), lower.bottomRight()));

  painter.setPen(theme.muted);
  QFont small = font();
  small.setPixelSize(12);
  painter.setFont(small);
  painter.drawText(
      QRectF(inner.left(), inner.bottom() + 8, inner.width(), 36), Qt::AlignLeft | Qt::TextWordWrap,
      tr("A spectrum around the Ca II triplet, and the wavelengths a network uses as it learns. A drawing, not data."));
}

}  // namespace maury::ui
