// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/drawing/RichText.h"

#include <QFontMetricsF>
#include <algorithm>
#include <vector>

namespace maury::ui::rich {

namespace {

enum class Level { Base, Sub, Super };

struct Run {
  QString text;
  Level level = Level::Base;
};

constexpr double kScriptSize = 0.72;  ///< size relative to the base font; TeX sets 7 pt scripts in 10 pt text
constexpr double kSubDrop = 0.22;     ///< relative to the height of the base font's capitals
constexpr double kSuperRise = 0.52;   ///< relative to the height of the base font's capitals

bool followsSingleLetter(const QString& markup, qsizetype position) {
  return position >= 1 && markup[position - 1].isLetter() && (position < 2 || !markup[position - 2].isLetterOrNumber());
}

std::vector<Run> parse(const QString& markup) {
  std::vector<Run> runs;
  const auto append = [&runs](const QString& text, Level level) {
    if (text.isEmpty()) return;
    if (!runs.empty() && runs.back().level == level)
      runs.back().text += text;
    else
      runs.push_back({text, level});
  };
  for (qsizetype i = 0; i < markup.size();) {
    const QChar c = markup[i];
    const bool script = (c == u'_' || c == u'^') && i + 1 < markup.size();
    const Level level = c == u'_' ? Level::Sub : Level::Super;
    if (script && markup[i + 1] == u'{') {
      const qsizetype end = markup.indexOf(u'}', i);
      const qsizetype stop = end < 0 ? markup.size() : end;
      append(markup.mid(i + 2, stop - i - 2), level);
      i = stop + 1;
    } else if (c == u'_' && script && followsSingleLetter(markup, i)) {
      qsizetype stop = i + 1;
      while (stop < markup.size() && markup[stop].isLetterOrNumber())
        ++stop;
      append(markup.mid(i + 1, stop - i - 1), level);
      i = stop;
    } else {
      append(QString(c), Level::Base);
      ++i;
    }
  }
  return runs;
}

QFont fontOf(Level level, const QFont& font) {
  if (level == Level::Base) return font;
  QFont script = font;
  script.setPixelSize(std::max(7, static_cast<int>(font.pixelSize() * kScriptSize + 0.5)));
  return script;
}

double widthOf(const std::vector<Run>& runs, const QFont& font) {
  double width = 0.0;
  for (const Run& run : runs)
    width += QFontMetricsF(fontOf(run.level, font)).horizontalAdvance(run.text);
  return width;
}

}  // namespace

QSizeF size(const QString& markup, const QFont& font) {
  const QFontMetricsF metrics(font);
  return {widthOf(parse(markup), font), metrics.ascent() + metrics.descent()};
}

double capHeight(const QFont& font) {
  return QFontMetricsF(font).capHeight();
}

void draw(QPainter& painter, const QPointF& anchor, int alignment, const QString& markup, const QFont& font) {
  const std::vector<Run> runs = parse(markup);
  const QFontMetricsF metrics(font);
  double x = anchor.x(), y = anchor.y();
  if (alignment & Qt::AlignHCenter) x -= widthOf(runs, font) / 2;
  if (alignment & Qt::AlignRight) x -= widthOf(runs, font);
  if (alignment & Qt::AlignTop) y += metrics.ascent();
  if (alignment & Qt::AlignBottom) y -= metrics.descent();
  if (alignment & Qt::AlignVCenter) y += metrics.capHeight() / 2;
  for (const Run& run : runs) {
    const QFont runFont = fontOf(run.level, font);
    const double shift = run.level == Level::Sub     ? kSubDrop * metrics.capHeight()
                         : run.level == Level::Super ? -kSuperRise * metrics.capHeight()
                                                     : 0.0;
    painter.setFont(runFont);
    painter.drawText(QPointF(x, y + shift), run.text);
    x += QFontMetricsF(runFont).horizontalAdvance(run.text);
  }
}

void drawRotated(QPainter& painter, const QPointF& anchor, double degrees, int alignment, const QString& markup,
                 const QFont& font) {
  painter.save();
  painter.translate(anchor);
  painter.rotate(degrees);
  draw(painter, {0, 0}, alignment, markup, font);
  painter.restore();
}

QString plain(const QString& markup) {
  QString text;
  for (const Run& run : parse(markup))
    text += run.text;
  return text;
}

}  // namespace maury::ui::rich
