// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPainter>
#include <QSizeF>
#include <QString>

namespace maury::ui {

/// Single lines of figure text with sub- and superscripts: "_{eff}" and "^{−2}" in braces, or "_eff" after a single
/// letter ("T_eff", "R_0"). Underscores in column names ("phot_g_mean_mag") are kept. Drawn as text, which remains text
/// in PDF and SVG.
namespace rich {

/// Returns the width and height of a line, px.
QSizeF size(const QString& markup, const QFont& font);
/// Returns the height of capitals, for vertical centring.
double capHeight(const QFont& font);
/// Draws a line aligned to `anchor`: horizontally by Qt::AlignLeft/HCenter/Right, vertically by AlignTop/VCenter/Bottom
/// (VCenter centres the capitals) or AlignBaseline. Uses the painter's pen.
void draw(QPainter& painter, const QPointF& anchor, int alignment, const QString& markup, const QFont& font);
/// Draws a line rotated about `anchor` by `degrees` (−90 reads upwards).
void drawRotated(QPainter& painter, const QPointF& anchor, double degrees, int alignment, const QString& markup,
                 const QFont& font);
/// Returns the text without markup, for accessible names and file names.
QString plain(const QString& markup);

}  // namespace rich
}  // namespace maury::ui
