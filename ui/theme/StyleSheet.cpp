// SPDX-License-Identifier: GPL-3.0-or-later
// The application's style sheet: flat cards with a radius of 8 px and a border of 1 px, on a grid of 8 px.
#include "ui/theme/StyleSheet.h"

#include <utility>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr const char* kSheet = R"(
QWidget { color: @text; font-size: 13px; }
QMainWindow, QDialog, QWidget[role="page"] { background: @window; }
QToolTip { background: @card; color: @text; border: 1px solid @border; padding: 4px 6px; }

QFrame[card="true"] { background: @card; border: 1px solid @border; border-radius: 8px; }
QFrame[role="topbar"] { background: @card; border: none; border-bottom: 1px solid @border; }
QFrame[role="statusbar"] { background: @card; border: none; border-top: 1px solid @border; }
QFrame[role="rail"] { background: @card; border: none; border-right: 1px solid @border; }
QFrame[role="separator"] { background: @border; border: none; max-height: 1px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-weight: 600; color: @muted; }
QLabel[role="heading"] { font-size: 17px; font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="number"] { font-weight: 600; }
QLabel[role="good"] { color: @good; font-weight: 600; }
QLabel[role="bad"] { color: @bad; font-weight: 600; }

QPushButton, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QToolButton[role="chip"] {
  background: @card; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; min-height: 18px;
  selection-background-color: @accent; selection-color: @onAccent;
}
QPushButton { padding: 4px 12px; outline: none; }
QPushButton:hover, QComboBox:hover, QToolButton[role="chip"]:hover { background: @hover; }
QPushButton:pressed, QToolButton[role="chip"]:pressed { background: @border; }
QPushButton:disabled, QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: @muted; background: @window; }
QPushButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QToolButton:focus { border-color: @accent; }
QPushButton[role="primary"] { background: @accent; border-color: @accent; color: @onAccent; font-weight: 600; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[role="primary"]:disabled { background: @border; border-color: @border; color: @muted; }
QPushButton[role="menu"] { padding-right: 26px; }
QPushButton::menu-indicator { image: url(:/icons/chevron-down.svg); width: 8px; height: 8px; subcontrol-origin: padding; subcontrol-position: right center; right: 10px; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: @accent; }
QPushButton[role="quiet"]:hover { background: @hover; }
QLineEdit[state="bad"], QLineEdit[invalid="true"] { border-color: @bad; }
QToolButton[role="chip"]:checked { background: @chosen; border-color: @chosen; color: @accent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 16px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron-up.svg); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/chevron-down.svg); width: 8px; height: 8px; }
QLineEdit[role="expression"] { font-family: monospace; color: @accent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down.svg); width: 8px; height: 8px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @border; selection-background-color: @hover; selection-color: @text; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton[role="rail"] { border: none; border-left: 3px solid transparent; border-radius: 0; padding: 9px 2px 8px 0; color: @muted; font-size: 12px; }
QToolButton[role="rail"]:hover { background: @hover; }
QToolButton[role="rail"]:checked { background: @hover; border-left-color: @accent; color: @accent; font-weight: 600; }
QToolButton[role="rail"]:focus { border-left-color: @muted; }
QToolButton[role="rail"]:checked:focus { border-left-color: @accent; }
QToolButton[role="segment"] { background: @card; border: 1px solid @border; border-radius: 0; border-right: none; padding: 4px 9px; min-height: 16px; }
QToolButton[role="segment"]:hover { background: @hover; }
QToolButton[role="segment"]:checked { background: @chosen; color: @accent; font-weight: 600; }
QToolButton[role="segment"]:disabled { color: @muted; background: @window; }
QToolButton[role="segment"][place="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[role="segment"][place="last"] { border-right: 1px solid @border; border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[role="segment"][place="only"] { border-right: 1px solid @border; border-radius: 6px; }

QCheckBox, QRadioButton { background: transparent; spacing: 6px; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator { width: 13px; height: 13px; border: 1px solid @muted; background: @card; }
QCheckBox::indicator, QTableView::indicator { border-radius: 3px; }
QTableView::indicator { width: 11px; height: 11px; } /* columns are fitted to 13 px without the border */
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @border; background: @window; }
QCheckBox::indicator:checked, QTableView::indicator:checked { border-color: @accent; background: @accent; image: url(:/icons/check.svg); }
QRadioButton::indicator:checked { border: 4px solid @accent; width: 7px; height: 7px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QSlider { background: transparent; min-height: 18px; }
QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -3px 0; border-radius: 5px; background: @accent; }
QSlider::handle:horizontal:focus { border: 2px solid @card; }
QProgressBar { background: @border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QAbstractItemView { background: @card; alternate-background-color: @card; border: none; gridline-color: @border; selection-background-color: @chosen; selection-color: @text; outline: none; }
QTableView::item, QTreeView::item { padding: 3px 6px; border-bottom: 1px solid @border; }
QTableView::item:selected, QTreeView::item:selected { background: @chosen; color: @text; }
QHeaderView { background: @card; }
QHeaderView::section { background: @card; color: @muted; border: none; border-bottom: 1px solid @border; padding: 4px 6px; font-weight: 400; }
QTableCornerButton::section { background: @card; border: none; }

QMenuBar { background: @card; }
QMenuBar::item { background: transparent; padding: 4px 8px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @card; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QGraphicsView { background: transparent; border: none; }
)";

/// Returns the colour at `fraction` of the way from a to b.
QColor mixColours(const QColor& a, const QColor& b, double fraction) {
  const auto part = [fraction](int x, int y) { return static_cast<int>(x + (y - x) * fraction + 0.5); };
  return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

}  // namespace

QString applicationStyleSheet(const Theme& theme) {
  QString sheet = QString::fromLatin1(kSheet);
  // Longer names come first, because @accentHover starts with @accent.
  const std::pair<const char*, QColor> colours[] = {
      {"@accentHover", mixColours(theme.accent, theme.text, 0.15)},
      {"@onAccent", theme.isDark() ? theme.window : theme.card},
      {"@chosen", mixColours(theme.card, theme.accent, 0.14)},
      {"@accent", theme.accent},
      {"@border", theme.border},
      {"@window", theme.window},
      {"@muted", theme.muted},
      {"@hover", theme.hover},
      {"@card", theme.card},
      {"@text", theme.text},
      {"@good", theme.good},
      {"@bad", theme.bad},
  };
  for (const auto& [name, colour] : colours)
    sheet.replace(QLatin1String(name), colour.name());
  return sheet;
}

}  // namespace maury::ui
