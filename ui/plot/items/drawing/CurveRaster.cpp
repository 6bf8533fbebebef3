// SPDX-License-Identifier: GPL-3.0-or-later
// Rasterises bands and curves by pixel coverage: the fraction of a pixel that lies inside. A band is sampled at four
// positions per pixel column. Each sample is an interval of y whose coverage of the column's pixels is exact: pixels at
// the ends of the interval get their parts, and whole pixels in between are counted through a difference array, so that
// an interval costs the same whatever its length. A curve is added segment by segment: along the axis it mainly
// follows, each step covers a short interval of the other axis. Coverage is collected in an 8-bit image whose colour
// table runs from transparent to the colour.
#include "ui/plot/items/drawing/CurveRaster.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maury::ui {

namespace {

constexpr int kSamples = 4;  ///< per pixel column

/// Coverage of a column's pixels, accumulated over intervals of y.
class ColumnCoverage {
public:
  explicit ColumnCoverage(int height) : m_part(static_cast<std::size_t>(height) + 1), m_whole(m_part.size() + 1) {}

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

  /// Adds the coverage, scaled to 255, to a column of the image and resets it.
  void flushTo(uchar* column, qsizetype bytesPerLine) {
    float inside = 0.0F;
    for (std::size_t row = m_first; row < m_end; ++row) {
      inside += m_whole[row];
      const float coverage = 255.0F * (inside + m_part[row]) + 0.5F;
      m_part[row] = m_whole[row] = 0.0F;
      if (row + 1 == m_part.size()) break;  // m_part has one more entry, for the bottom edge
      uchar& pixel = column[static_cast<qsizetype>(row) * bytesPerLine];
      pixel = static_cast<uchar>(std::min(255, pixel + static_cast<int>(coverage)));
    }
    m_first = m_part.size();
    m_end = 0;
  }

private:
  std::vector<float> m_part;   ///< coverage of the pixels at the ends of intervals
  std::vector<float> m_whole;  ///< differences between rows of the coverage by whole pixels
  std::size_t m_first = m_part.size(), m_end = 0;
};

void addStrip(const BandStrip& strip, const QRectF& area, QImage& image, ColumnCoverage& coverage) {
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
      const double sampleX = column + (sample + 0.5) / kSamples;
      while (segment + 2 < count && x(segment + 1) < sampleX)
        ++segment;
      const double from = x(segment), to = x(segment + 1);
      if (sampleX < from || sampleX > to) continue;
      const double fraction = to > from ? (sampleX - from) / (to - from) : 0.0;
      const auto edgeAt = [&](const QPolygonF& edge) {
        return static_cast<float>((1.0 - fraction) * y(edge, segment) + fraction * y(edge, segment + 1));
      };
      coverage.add(edgeAt(strip.upper), edgeAt(strip.lower), 1.0F / kSamples);
    }
    coverage.flushTo(image.bits() + column, image.bytesPerLine());
  }
}

/// Accumulator of the coverage of line segments in an image.
class SegmentCoverage {
public:
  SegmentCoverage(QImage& image, double width)
      : m_bits(image.bits()), m_stride(image.bytesPerLine()), m_size(image.size()), m_width(width) {}

  void add(const QPointF& a, const QPointF& b) {
    if (std::abs(b.x() - a.x()) >= std::abs(b.y() - a.y()))
      addAlong(a.x(), a.y(), b.x(), b.y(), m_size.width(), m_size.height(), 1, m_stride);
    else
      addAlong(a.y(), a.x(), b.y(), b.x(), m_size.height(), m_size.width(), m_stride, 1);
  }

private:
  /// Adds a segment from (u0, v0) to (u1, v1) that is at least as long along u as along v.
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
        const double coverage = (std::min<double>(v + 1, high) - std::max<double>(v, low)) * (to - from);
        uchar& pixel = m_bits[u * stepU + v * stepV];
        pixel = static_cast<uchar>(std::min(255, pixel + static_cast<int>(255.0 * coverage + 0.5)));
      }
    }
  }

  uchar* m_bits;
  qsizetype m_stride;
  QSize m_size;
  double m_width;
};

/// Returns an image of coverage (0–255), all 0, with a colour table from transparent to the colour.
QImage blankCoverage(const QSize& size, const QColor& colour) {
  QImage image(size, QImage::Format_Indexed8);
  const QRgb full = colour.rgba();  // converted once, because each component of a QColor costs a call
  QList<QRgb> table(256);
  for (int coverage = 0; coverage < 256; ++coverage)
    table[coverage] = qRgba(qRed(full), qGreen(full), qBlue(full), qAlpha(full) * coverage / 255);
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
  QImage image = blankCoverage(size, colour);
  ColumnCoverage coverage(size.height());
  for (const BandStrip& strip : strips)
    addStrip(strip, area, image, coverage);
  return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

QImage curveImage(const std::vector<QPolygonF>& curves, const QRectF& area, const QSize& size, double width,
                  const QColor& colour) {
  QImage image = blankCoverage(size, colour);
  const double scaleX = size.width() / area.width(), scaleY = size.height() / area.height();
  const auto onScreen = [&](const QPointF& point) {
    return QPointF((point.x() - area.left()) * scaleX, (point.y() - area.top()) * scaleY);
  };
  SegmentCoverage coverage(image, width * std::sqrt(scaleX * scaleY));
  for (const QPolygonF& curve : curves) {
    if (curve.size() == 1) {
      const QPointF half(0.5 * width, 0.0);
      coverage.add(onScreen(curve[0] - half), onScreen(curve[0] + half));
    }
    for (qsizetype i = 1; i < curve.size(); ++i)
      coverage.add(onScreen(curve[i - 1]), onScreen(curve[i]));
  }
  return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace maury::ui
