// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QString>

#include "workbench/figure/Ink.h"

class QPalette;

namespace maury::ui {

using workbench::Ink;

/// Colours of the window and of the figures. UI thread only.
struct Theme {
  enum class Kind { Light, Dark, Print };

  Kind kind = Kind::Light;
  QColor window, card, border;
  QColor text, muted, accent;
  QColor shaded;  ///< panels with few or no stars
  QColor hover;   ///< controls under the pointer, chosen rows
  /// Colours of verdicts: bluish green, yellow and vermilion of Okabe & Ito, darkened or lightened for legible text.
  QColor good, doubtful, bad;

  bool isDark() const { return kind == Kind::Dark; }
  /// Returns the colour of an ink of a figure in this theme.
  QColor colour(const Ink& ink) const;

  static const Theme& light();
  static const Theme& dark();
  static const Theme& print();  ///< black on white, for exported figures
  static const Theme& ofKind(Kind kind);

  /// Returns the screen's theme; light until setCurrent() is called.
  static const Theme& current();
  /// Changes the screen's theme, sets the application's palette, style sheet and font, and emits
  /// ThemeNotifier::changed().
  static void setCurrent(Kind kind);
  /// Returns Dark if the palette's window is darker than its text, else Light (Qt 6.4 has no other way to find out).
  static Kind kindOf(const QPalette& palette);
};

/// Notifier of theme changes, for widgets that store colours themselves.
class ThemeNotifier : public QObject {
  Q_OBJECT
public:
  static ThemeNotifier& instance();
Q_SIGNALS:
  void changed();
};

/// Returns an ink of this colour in every theme; the theme's text colour if `colour` is invalid.
Ink fixedInk(const QColor& colour);

/// Returns the colour of a label (workbench::labelInk()) in the current theme.
QColor labelColour(const QString& name);
/// Returns the colour of the named subset created as number `index`, from 0 (workbench::subsetRgb()).
QColor subsetColour(int index);

/// Returns the family of the system's sans-serif font or, if its digits differ in width, of an installed font whose
/// digits do not.
QString tabularSans();
/// Returns the font of a figure's text, in scene pixels (12 px = 9 pt at 96 dpi).
QFont figureFont(int pixels = 12);

}  // namespace maury::ui
