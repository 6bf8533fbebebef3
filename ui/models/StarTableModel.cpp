// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/StarTableModel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maury::ui {

namespace {

using Rows = std::vector<std::size_t>;

Rows sortRows(const StarColumn& column, const Rows& rows, Qt::SortOrder order) {
  const bool descending = order == Qt::DescendingOrder;
  Rows result = rows;
  if (column.isText()) {
    std::vector<QString> keys;
    keys.reserve(rows.size());
    for (const std::size_t star : rows)
      keys.push_back(column.text(star));
    std::vector<std::size_t> place(rows.size());
    for (std::size_t i = 0; i < place.size(); ++i)
      place[i] = i;
    std::stable_sort(place.begin(), place.end(), [&keys, descending](std::size_t a, std::size_t b) {
      return descending ? keys[b] < keys[a] : keys[a] < keys[b];
    });
    for (std::size_t i = 0; i < place.size(); ++i)
      result[i] = rows[place[i]];
    return result;
  }
  const auto firstMissing = std::stable_partition(result.begin(), result.end(),
                                                  [&column](std::size_t s) { return !std::isnan(column.number(s)); });
  std::stable_sort(result.begin(), firstMissing, [&column, descending](std::size_t a, std::size_t b) {
    return descending ? column.number(b) < column.number(a) : column.number(a) < column.number(b);
  });
  return result;
}

}  // namespace

StarTableModel::StarTableModel(QObject* parent)
    : QAbstractTableModel(parent),
      m_content(std::make_shared<Content>()),
      m_rows(std::make_shared<Rows>()),
      m_order(m_rows),
      m_requestedRows(m_rows) {}

void StarTableModel::setStars(std::shared_ptr<const survey::Dataset> stars, RowsPointer rows) {
  update(std::move(stars), std::move(rows));
}

void StarTableModel::update(std::shared_ptr<const survey::Dataset> stars, RowsPointer rows) {
  m_requestedStars = stars;
  m_requestedRows = rows;
  struct Result {
    std::shared_ptr<const Content> content;
    RowsPointer rows, order;
  };
  m_runner.run(
      QStringLiteral("sorting"),
      [stars, rows, old = m_content, column = m_sortColumn, order = m_sortOrder](Job&) {
        Result result{old, rows, rows};
        if (old->stars != stars) {
          result.content = std::make_shared<const Content>(Content{stars, starColumns(stars)});
        }
        const auto& columns = result.content->columns;
        if (column >= 0 && static_cast<std::size_t>(column) < columns.size()) {
          result.order =
              std::make_shared<const Rows>(sortRows(columns[static_cast<std::size_t>(column)], *rows, order));
        }
        return result;
      },
      [this](Result result) {
        show(std::move(result.content), std::move(result.rows), std::move(result.order));
        Q_EMIT settled();
      });
}

void StarTableModel::show(std::shared_ptr<const Content> content, RowsPointer rows, RowsPointer order) {
  beginResetModel();
  m_content = std::move(content);
  m_rows = std::move(rows);
  m_order = std::move(order);
  endResetModel();
}

std::optional<int> StarTableModel::rowOfStar(std::size_t star) const {
  const auto found = std::find(m_order->begin(), m_order->end(), star);
  if (found == m_order->end()) return std::nullopt;
  return static_cast<int>(found - m_order->begin());
}

int StarTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_order->size());
}

int StarTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_content->columns.size());
}

QVariant StarTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const StarColumn& column = m_content->columns[static_cast<std::size_t>(index.column())];
  if (role == Qt::DisplayRole) return column.text(starAt(index.row()));
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column.isText() ? Qt::AlignLeft : Qt::AlignRight));
  }
  return {};
}

QVariant StarTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  const StarColumn& column = m_content->columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.header();
  if (role == Qt::ToolTipRole) return tr("Name in a filter: %1").arg(column.name());
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column.isText() ? Qt::AlignLeft : Qt::AlignRight));
  }
  return {};
}

void StarTableModel::sort(int column, Qt::SortOrder order) {
  if (column == m_sortColumn && order == m_sortOrder) return;
  m_sortColumn = column;
  m_sortOrder = order;
  update(m_requestedStars, m_requestedRows);
}

}  // namespace maury::ui
