// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/CurveRaster.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maury::ui {

namespace {

constexpr int kSamples = 4;  ///< across a column of pixels; along it the share inside is exact

/// The shares inside a column's pixels of intervals added up.
class ColumnShares {
public:
  explicit ColumnShares(int height) : m_part(static_cast<std::size_t>(height) + 1), m_whole(m_part.size() + 1) {}

  void add(float top, float bottom, float weight) {
    const auto height = static_cast<float>(m_part.size() - 1);
    top = std::clamp(top, 0.0F, height);
    bottom = std::clamp(bottom, 0.0F, height);
    const auto first = static_cast<std::size_t>(top), last = static_cast<std::size_t>(bottom);
    m_first = std::min(m_first, first);
    m_end = std::max(m_end, last + 1);
    if (first == last) {
      m_part[first] += weight * (bottom - top);
      return;
    }
    m_part[first] += weight * (static_cast<float>(first + 1) - top);
    m_part[last] += weight * (bottom - static_cast<float>(last));
    m_whole[first + 1] += weight;
    m_whole[last] -= weight;
  }

  /// Adds the shares of 255 to a column of the image, and forgets them.
  void moveTo(uchar* column, qsizetype bytesPerLine) {
    float inside = 0.0F;
    for (std::size_t row = m_first; row < m_end; ++row) {
      inside += m_whole[row];
      const float share = 255.0F * (inside + m_part[row]) + 0.5F;
      m_part[row] = m_whole[row] = 0.0F;
      if (row + 1 == m_part.size()) break;  // the bottom edge itself
      uchar& pixel = column[static_cast<qsizetype>(row) * bytesPerLine];
      pixel = static_cast<uchar>(std::min(255, pixel + static_cast<int>(share)));
    }
    m_first = m_part.size();
    m_end = 0;
  }

private:
  std::vector<float> m_part;   ///< of pixels at an interval's ends
  std::vector<float> m_whole;  ///< changes, from row to row, of what covers whole pixels
  std::size_t m_first = m_part.size(), m_end = 0;
};

void addStrip(const BandStrip& strip, const QRectF& area, QImage& image, ColumnShares& shares) {
  const double scaleX = image.width() / area.width(), scaleY = image.height() / area.height();
  const qsizetype count = strip.upper.size();
  const bool falls = strip.upper.first().x() > strip.upper.last().x();
  const auto index = [&](qsizetype i) { return falls ? count - 1 - i : i; };
  const auto x = [&](qsizetype i) { return (strip.upper[index(i)].x() - area.left()) * scaleX; };
  const auto y = [&](const QPolygonF& edge, qsizetype i) { return (edge[index(i)].y() - area.top()) * scaleY; };
  const auto inside = [&image](double edge) { return static_cast<int>(std::clamp(edge, 0.0, 1.0 * image.width())); };
  const int first = inside(std::floor(x(0))), end = inside(std::ceil(x(count - 1)));
  qsizetype segment = 0;
  for (int column = first; column < end; ++column) {
    for (int sample = 0; sample < kSamples; ++sample) {
      const double at = column + (sample + 0.5) / kSamples;
      while (segment + 2 < count && x(segment + 1) < at)
        ++segment;
      const double from = x(segment), to = x(segment + 1);
      if (at < from || at > to) continue;
      const double share = to > from ? (at - from) / (to - from) : 0.0;
      const auto edgeAt = [&](const QPolygonF& edge) {
        return static_cast<float>((1.0 - share) * y(edge, segment) + share * y(edge, segment + 1));
      };
      shares.add(edgeAt(strip.upper), edgeAt(strip.lower), 1.0F / kSamples);
    }
    shares.moveTo(image.bits() + column, image.bytesPerLine());
  }
}

/// Adds segments to a picture's shares.
class SegmentShares {
public:
  SegmentShares(QImage& image, double width)
      : m_bits(image.bits()), m_stride(image.bytesPerLine()), m_size(image.size()), m_width(width) {}

  void add(const QPointF& a, const QPointF& b) {
    if (std::abs(b.x() - a.x()) >= std::abs(b.y() - a.y()))
      addAlong(a.x(), a.y(), b.x(), b.y(), m_size.width(), m_size.height(), 1, m_stride);
    else
      addAlong(a.y(), a.x(), b.y(), b.x(), m_size.height(), m_size.width(), m_stride, 1);
  }

private:
  /// A segment from (u0, v0) to (u1, v1) that is at least as long along u as along v.
  void addAlong(double u0, double v0, double u1, double v1, int sizeU, int sizeV, qsizetype stepU, qsizetype stepV) {
    if (u0 > u1) {
      std::swap(u0, u1);
      std::swap(v0, v1);
    }
    if (!(u1 > u0)) return;
    const double slope = (v1 - v0) / (u1 - u0), half = 0.5 * m_width * std::sqrt(1.0 + slope * slope);
    const int first = std::max(0, static_cast<int>(u0)), last = std::min(sizeU - 1, static_cast<int>(u1));
    for (int u = first; u <= last; ++u) {
      const double from = std::max<double>(u, u0), to = std::min<double>(u + 1, u1);
      const double centre = v0 + slope * (0.5 * (from + to) - u0), low = centre - half, high = centre + half;
      const int top = std::max(0, static_cast<int>(std::floor(low)));
      const int bottom = std::min(sizeV - 1, static_cast<int>(std::floor(high)));
      for (int v = top; v <= bottom; ++v) {
        const double share = (std::min<double>(v + 1, high) - std::max<double>(v, low)) * (to - from);
        uchar& pixel = m_bits[u * stepU + v * stepV];
        pixel = static_cast<uchar>(std::min(255, pixel + static_cast<int>(255.0 * share + 0.5)));
      }
    }
  }

  uchar* m_bits;
  qsizetype m_stride;
  QSize m_size;
  double m_width;
};

/// A picture of shares of 255, all 0, that stand for so much of the colour.
QImage blankShares(const QSize& size, const QColor& colour) {
  QImage image(size, QImage::Format_Indexed8);
  const QRgb whole = colour.rgba();  // once, for a colour's parts take a call each
  QList<QRgb> table(256);
  for (int share = 0; share < 256; ++share)
    table[share] = qRgba(qRed(whole), qGreen(whole), qBlue(whole), qAlpha(whole) * share / 255);
  image.setColorTable(table);
  image.fill(0);
  return image;
}

}  // namespace

bool isMonotone(const std::vector<BandStrip>& strips) {
  return std::all_of(strips.begin(), strips.end(), [](const BandStrip& strip) {
    const auto rises = [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); };
    const auto falls = [](const QPointF& a, const QPointF& b) { return a.x() > b.x(); };
    return std::is_sorted(strip.upper.begin(), strip.upper.end(), rises) ||
           std::is_sorted(strip.upper.begin(), strip.upper.end(), falls);
  });
}

QImage bandImage(const std::vector<BandStrip>& strips, const QRectF& area, const QSize& size, const QColor& colour) {
  QImage image = blankShares(size, colour);
  ColumnShares shares(size.height());
  for (const BandStrip& strip : strips)
    addStrip(strip, area, image, shares);
  return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

QImage curveImage(const std::vector<QPolygonF>& curves, const QRectF& area, const QSize& size, double width,
                  const QColor& colour) {
  QImage image = blankShares(size, colour);
  const double scaleX = size.width() / area.width(), scaleY = size.height() / area.height();
  const auto onScreen = [&](const QPointF& point) {
    return QPointF((point.x() - area.left()) * scaleX, (point.y() - area.top()) * scaleY);
  };
  SegmentShares shares(image, width * std::sqrt(scaleX * scaleY));
  for (const QPolygonF& curve : curves) {
    if (curve.size() == 1) {
      const QPointF half(0.5 * width, 0.0);
      shares.add(onScreen(curve[0] - half), onScreen(curve[0] + half));
    }
    for (qsizetype i = 1; i < curve.size(); ++i)
      shares.add(onScreen(curve[i - 1]), onScreen(curve[i]));
  }
  return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace maury::ui
