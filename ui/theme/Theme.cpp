// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPalette>
#include <QStyleFactory>
#include <algorithm>

#include "ui/theme/StyleSheet.h"
#include "workbench/figure/Inks.h"
#include "workbench/figure/StarLayers.h"

namespace maury::ui {

namespace {

const Theme* g_current = nullptr;

QPalette paletteOf(const Theme& theme) {
  QPalette palette;
  palette.setColor(QPalette::Window, theme.window);
  palette.setColor(QPalette::Base, theme.card);
  palette.setColor(QPalette::AlternateBase, theme.window);
  palette.setColor(QPalette::Button, theme.card);
  palette.setColor(QPalette::ToolTipBase, theme.card);
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText})
    palette.setColor(role, theme.text);
  palette.setColor(QPalette::PlaceholderText, theme.muted);
  palette.setColor(QPalette::Highlight, theme.accent);
  palette.setColor(QPalette::HighlightedText, theme.isDark() ? theme.window : theme.card);
  palette.setColor(QPalette::Link, theme.accent);
  palette.setColor(QPalette::Mid, theme.border);
  palette.setColor(QPalette::Light, theme.card);
  palette.setColor(QPalette::Dark, theme.border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, theme.muted);
  return palette;
}

bool hasTabularDigits(const QString& family) {
  QFont font(family);
  font.setPixelSize(64);
  const QFontMetricsF metrics(font);
  const double zero = metrics.horizontalAdvance(QLatin1Char('0'));
  for (char digit = '1'; digit <= '9'; ++digit)
    if (std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) > 0.5) return false;
  return true;
}

}  // namespace

const Theme& Theme::light() {
  static const Theme theme{Kind::Light,      QColor(0xF7F7F5), QColor(0xFFFFFF), QColor(0xE3E3DF),
                           QColor(0x1F2328), QColor(0x6B7280), QColor(0x2F5D8C), QColor(0xF2F2EC),
                           QColor(0xEEF2F6), QColor(0x007355), QColor(0x7A6200), QColor(0xB24A00)};
  return theme;
}

const Theme& Theme::dark() {
  static const Theme theme{Kind::Dark,       QColor(0x15171B), QColor(0x1D2026), QColor(0x2C3038),
                           QColor(0xE6E8EB), QColor(0x9AA3AF), QColor(0x7FB0E0), QColor(0x262A31),
                           QColor(0x252B35), QColor(0x2FC79B), QColor(0xE3C95B), QColor(0xF0884A)};
  return theme;
}

const Theme& Theme::print() {
  static const Theme theme{Kind::Print,      QColor(0xFFFFFF), QColor(0xFFFFFF), QColor(0xC8C8C8),
                           QColor(0, 0, 0),  QColor(0x5A5F66), QColor(0x2F5D8C), QColor(0xF2F2EC),
                           QColor(0xFFFFFF), QColor(0x007355), QColor(0x7A6200), QColor(0xB24A00)};
  return theme;
}

const Theme& Theme::ofKind(Kind kind) {
  return kind == Kind::Dark ? dark() : kind == Kind::Print ? print() : light();
}

const Theme& Theme::current() {
  return g_current ? *g_current : light();
}

void Theme::setCurrent(Kind kind) {
  g_current = &ofKind(kind);
  if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance())) {
    // Fusion uses only the palette; platform styles mix in their own colours.
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(*g_current));
    QFont font(tabularSans());
    font.setPixelSize(13);
    QApplication::setFont(font);
    application->setStyleSheet(applicationStyleSheet(*g_current));
  }
  Q_EMIT ThemeNotifier::instance().changed();
}

Theme::Kind Theme::kindOf(const QPalette& palette) {
  return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF() ? Kind::Dark
                                                                                                         : Kind::Light;
}

ThemeNotifier& ThemeNotifier::instance() {
  static ThemeNotifier notifier;
  return notifier;
}

QColor Theme::colour(const Ink& ink) const {
  QColor colour;
  if (ink.rgb()) {
    colour = QColor::fromRgb(*ink.rgb());
  } else {
    switch (ink.role()) {
      case Ink::Role::Text:
        colour = text;
        break;
      case Ink::Role::Muted:
        colour = muted;
        break;
      case Ink::Role::Accent:
        colour = accent;
        break;
      case Ink::Role::Border:
        colour = border;
        break;
    }
  }
  colour.setAlphaF(static_cast<float>(colour.alphaF() * ink.opacity()));
  return colour;
}

Ink fixedInk(const QColor& colour) {
  return colour.isValid() ? Ink(colour.rgb(), static_cast<double>(colour.alphaF())) : Ink();
}

QColor labelColour(const QString& name) {
  return Theme::current().colour(workbench::labelInk(name.toStdString()));
}

QColor subsetColour(int index) {
  return QColor(QRgb{workbench::subsetRgb(static_cast<std::size_t>(std::max(index, 0)))});
}

QString tabularSans() {
  static const QString family = [] {
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    if (hasTabularDigits(system)) return system;
    const QStringList installed = QFontDatabase::families();
    for (const char* name : {"Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial"})
      if (installed.contains(QLatin1String(name))) return QString::fromLatin1(name);
    return system;
  }();
  return family;
}

QFont figureFont(int pixels) {
  QFont font(tabularSans());
  font.setStyleHint(QFont::SansSerif);
  font.setPixelSize(pixels);
  return font;
}

}  // namespace maury::ui
