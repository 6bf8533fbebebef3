// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/ThemeChoice.h"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QString>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

const auto kKey = QStringLiteral("theme");

/// Returns the kind of the desktop's palette. It is read only once, because our own palette replaces it afterwards.
Theme::Kind systemKind() {
  static const Theme::Kind kind = Theme::kindOf(QApplication::palette());
  return kind;
}

void apply(ThemeChoice choice) {
  const Theme::Kind system = systemKind();
  if (choice == ThemeChoice::System) {
    Theme::setCurrent(system);
  } else {
    Theme::setCurrent(choice == ThemeChoice::Dark ? Theme::Kind::Dark : Theme::Kind::Light);
  }
}

}  // namespace

void applySavedTheme() {
  apply(themeChoice());
}

ThemeChoice themeChoice() {
  const QString saved = QSettings().value(kKey).toString();
  if (saved == "light") return ThemeChoice::Light;
  return saved == "dark" ? ThemeChoice::Dark : ThemeChoice::System;
}

void setThemeChoice(ThemeChoice choice) {
  if (choice == ThemeChoice::System) {
    QSettings().remove(kKey);
  } else {
    QSettings().setValue(kKey, choice == ThemeChoice::Dark ? "dark" : "light");
  }
  apply(choice);
}

}  // namespace maury::ui
