// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace maury::ui {

/// A cell of a small table of results.
QTableWidgetItem* cell(const QString& text, Qt::Alignment alignment = Qt::AlignRight);

/// Makes a table one of a card: nothing to edit, no grid, no frame, no row numbers, as high as its rows (fitHeight()).
void dressAsCardTable(QTableWidget& table, const QStringList& headers);
/// The same for one that is only read: nothing in it can be chosen, and its first column is words.
void dressAsReport(QTableWidget& table, const QStringList& headers);
/// The table shows all its rows; the page around it scrolls.
void fitHeight(QTableWidget& table);

}  // namespace maury::ui
