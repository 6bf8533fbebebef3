// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPainter>
#include <QSizeF>
#include <QString>

namespace maury::ui {

/// One line of figure text with sub- and superscripts: "_{eff}" and "^{−2}" in braces, or "_eff" after a single letter
/// ("T_eff", "R_0"); the underscores of column names ("phot_g_mean_mag") stay. Drawn as text, so it is text in PDF and
/// SVG.
namespace rich {

QSizeF size(const QString& markup, const QFont& font);
/// Height of a line without descenders or scripts, for vertical centring.
double capHeight(const QFont& font);
/// Draws with the anchor at `at`: horizontal by Qt::AlignLeft/HCenter/Right, vertical by AlignTop/VCenter/Bottom
/// (VCenter centres the capitals), or AlignBaseline. Uses the painter's pen.
void draw(QPainter& painter, const QPointF& at, int alignment, const QString& markup, const QFont& font);
/// The same turned about `at` by `degrees` (−90 reads upwards).
void drawTurned(QPainter& painter, const QPointF& at, double degrees, int alignment, const QString& markup,
                const QFont& font);
/// The text without markup, for accessible names and file names.
QString plain(const QString& markup);

}  // namespace rich
}  // namespace maury::ui
