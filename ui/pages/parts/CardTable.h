// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace maury::ui {

/// Returns a cell of a small table of results.
QTableWidgetItem* cell(const QString& text, Qt::Alignment alignment = Qt::AlignRight);

/// Styles a table for a card: read-only, without grid, frame, row numbers and vertical scroll bar. Call fitHeight()
/// once it is filled.
void styleCardTable(QTableWidget& table, const QStringList& headers);
/// The same for a table whose rows cannot be selected and whose first column is text.
void styleReportTable(QTableWidget& table, const QStringList& headers);
/// Makes the table as high as its rows, so that the column around it scrolls and not the table.
void fitHeight(QTableWidget& table);

}  // namespace maury::ui
