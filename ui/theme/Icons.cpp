// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Icons.h"

#include <QByteArray>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/theme/Theme.h"

/// Registers the drawings, which the linker otherwise drops from a static library. Q_INIT_RESOURCE must be used outside
/// namespaces.
static bool loadDrawings() {
  Q_INIT_RESOURCE(maury);
  return true;
}

namespace maury::ui {

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal ratio) {
  [[maybe_unused]] static const bool loaded = loadDrawings();
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QByteArray drawing = file.readAll();
  drawing.replace("currentColor", colour.name().toLatin1());
  QSvgRenderer renderer(drawing);
  QPixmap pixmap(QSize(size, size) * ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  renderer.render(&painter);
  painter.end();
  pixmap.setDevicePixelRatio(ratio);
  return pixmap;
}

QIcon icon(const QString& name, const QColor& colour, const QColor& checkedColour, int size) {
  QIcon result;
  for (const qreal ratio : {1.0, 2.0, 3.0}) {
    result.addPixmap(iconPixmap(name, colour, size, ratio), QIcon::Normal, QIcon::Off);
    result.addPixmap(iconPixmap(name, checkedColour, size, ratio), QIcon::Normal, QIcon::On);
  }
  return result;
}

QIcon programIcon() {
  QIcon result;
  for (const int size : {16, 24, 32, 48, 64, 128, 256})
    result.addPixmap(iconPixmap("maury", Qt::white, size, 1.0));
  return result;
}

QIcon icon(const QString& name, int size) {
  const Theme& theme = Theme::current();
  return icon(name, theme.muted, theme.accent, size);
}

}  // namespace maury::ui
