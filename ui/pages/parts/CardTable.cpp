// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/CardTable.h"

#include <QHeaderView>

namespace maury::ui {

namespace {
constexpr int kRowHeight = 22;
}

QTableWidgetItem* cell(const QString& text, Qt::Alignment alignment) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(alignment | Qt::AlignVCenter);
  return item;
}

void styleCardTable(QTableWidget& table, const QStringList& headers) {
  table.setColumnCount(static_cast<int>(headers.size()));
  table.setHorizontalHeaderLabels(headers);
  for (int column = 0; column < table.columnCount(); ++column)
    table.horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  table.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table.verticalHeader()->hide();
  table.verticalHeader()->setDefaultSectionSize(kRowHeight);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.setShowGrid(false);
  table.setFrameShape(QFrame::NoFrame);
  table.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void styleReportTable(QTableWidget& table, const QStringList& headers) {
  styleCardTable(table, headers);
  table.horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table.setSelectionMode(QAbstractItemView::NoSelection);
  table.setFocusPolicy(Qt::NoFocus);
}

void fitHeight(QTableWidget& table) {
  table.setFixedHeight(table.horizontalHeader()->sizeHint().height() + kRowHeight * table.rowCount() + 2);
}

}  // namespace maury::ui
