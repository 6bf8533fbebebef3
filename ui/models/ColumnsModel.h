// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

#include "workbench/opening/FileReview.h"

namespace maury::ui {

/// Table model of the columns of a file and what they are read as, one column of the file per row. An edit of a role or
/// unit changes nothing here: it is emitted, and the columns are set anew after the file was read again. UI thread
/// only.
class ColumnsModel : public QAbstractTableModel {
  Q_OBJECT

public:
  enum Field { Name, Role, Unit, Values, Why, FieldCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setColumns(std::vector<workbench::ColumnRow> columns);
  const workbench::ColumnRow& columnAt(int row) const { return m_columns.at(static_cast<std::size_t>(row)); }
  /// Returns the row of a column of the file; −1 if there is none.
  int rowOf(const QString& name) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  /// Returns a word of workbench::RoleChoice as the value to edit of a role.
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
  /// The user gives a column this role and unit; an empty word leaves the role to the program.
  void roleStated(const QString& column, const QString& word, const QString& unit);

private:
  std::vector<workbench::ColumnRow> m_columns;
};

}  // namespace maury::ui
