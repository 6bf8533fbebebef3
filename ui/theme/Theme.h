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

/// The colours of the window and of the figures. GUI thread only.
struct Theme {
  enum class Kind { Light, Dark, Print };

  Kind kind = Kind::Light;
  QColor window, card, border;
  QColor text, muted, accent;
  QColor shaded;  ///< a panel with few or no stars
  QColor hover;   ///< a control under the pointer, a chosen row
  /// Of verdicts: bluish green, yellow and vermilion of Okabe & Ito, as dark or light as the theme's text needs.
  QColor good, doubtful, bad;

  bool isDark() const { return kind == Kind::Dark; }
  /// Returns the colour of an ink of a figure in this theme.
  QColor colour(const Ink& ink) const;

  static const Theme& light();
  static const Theme& dark();
  static const Theme& print();  ///< white and black, for exported figures whatever the screen shows
  static const Theme& of(Kind kind);

  /// The screen's theme. Light until setCurrent().
  static const Theme& current();
  /// Changes the screen's theme: application palette, style sheet and font follow, then ThemeNotifier::changed is sent.
  static void setCurrent(Kind kind);
  /// Dark where the palette's window is darker than its text (Qt 6.4 has no other query).
  static Kind kindOf(const QPalette& palette);
};

/// Tells widgets that keep colours of their own that the theme has changed.
class ThemeNotifier : public QObject {
  Q_OBJECT
public:
  static ThemeNotifier& instance();
Q_SIGNALS:
  void changed();
};

/// Returns an ink of this colour in every theme; the theme's text colour if `colour` is invalid.
Ink fixedInk(const QColor& colour);

/// The colour of a label (workbench::labelInk()) in the current theme.
QColor labelColour(const QString& name);
/// Colours of named subsets in order of creation: high-α pink, low-α blue, then Okabe–Ito; repeats after eight.
QColor subsetColour(int index);

/// The system's sans, or the first installed sans whose digits are equally wide where the system's are not.
QString tabularSans();
/// Text of a figure, in pixels of the scene (12 px = 9 pt at 96 dpi).
QFont figureFont(int pixels = 12);

/// Style sheet of the application. Widgets opt in by dynamic properties:
///   QFrame     card=true                       white, 8 px radius, 1 px border
///   QLabel     role=title | muted | number | heading | good | bad
///   QPushButton role=primary | quiet | menu
///   QToolButton role=rail | segment | chip       (segment: checkable buttons side by side,
///   place=first|middle|last|only) QFrame     role=topbar | statusbar | rail | separator
QString applicationStyleSheet(const Theme& theme);

}  // namespace maury::ui
