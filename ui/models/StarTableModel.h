// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

/// Table model of some rows of a dataset, in the dataset's order or sorted by a column. Text is formatted only for
/// visible cells, so a million rows are cheap. Columns are analysed and rows sorted on a worker; the old rows stay
/// until it has finished.
class StarTableModel : public QAbstractTableModel {
  Q_OBJECT

public:
  using RowsPointer = std::shared_ptr<const std::vector<std::size_t>>;

  explicit StarTableModel(QObject* parent = nullptr);

  /// Shows `rows` of `stars`, sorted by the same column as before.
  void setStars(std::shared_ptr<const survey::Dataset> stars, RowsPointer rows);

  /// Returns the dataset's row at a row of the table; rowOfStar() is the inverse.
  std::size_t starAt(int tableRow) const { return (*m_order)[static_cast<std::size_t>(tableRow)]; }
  std::optional<int> rowOfStar(std::size_t star) const;
  const RowsPointer& order() const { return m_order; }  ///< all rows in display order

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  /// Sorts by a column, numbers by value with missing ones last in either order; ties keep the dataset's order. Column
  /// −1 restores the dataset's order.
  void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
  /// The requested rows are now displayed.
  void settled();

private:
  struct Content {
    std::shared_ptr<const survey::Dataset> stars;
    std::vector<StarColumn> columns;
  };
  void update(std::shared_ptr<const survey::Dataset> stars, RowsPointer rows);
  void show(std::shared_ptr<const Content> content, RowsPointer rows, RowsPointer order);

  std::shared_ptr<const Content> m_content;
  RowsPointer m_rows;   ///< in the dataset's order
  RowsPointer m_order;  ///< in display order
  std::shared_ptr<const survey::Dataset> m_requestedStars;
  RowsPointer m_requestedRows;
  int m_sortColumn = -1;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
  JobRunner m_runner;
};

}  // namespace maury::ui
