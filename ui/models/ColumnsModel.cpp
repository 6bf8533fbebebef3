// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ColumnsModel.h"

#include <algorithm>
#include <utility>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

QString valuesOf(const workbench::ColumnRow& column) {
  QStringList values;
  for (const std::string& sample : column.samples)
    values << (sample.empty() ? ColumnsModel::tr("missing") : text(sample));
  return values.join(QStringLiteral("  "));
}

QString fieldText(const workbench::ColumnRow& column, int field) {
  switch (field) {
    case ColumnsModel::Name:
      return text(column.name);
    case ColumnsModel::Role:
      return text(column.role);
    case ColumnsModel::Unit:
      return column.unit.empty() ? QStringLiteral("–") : text(column.unit);
    case ColumnsModel::Values:
      return valuesOf(column);
    default:
      return text(column.doubt.empty() ? column.why : column.doubt);
  }
}

QString toolTipOf(const workbench::ColumnRow& column, int field) {
  if (field == ColumnsModel::Name) return ColumnsModel::tr("%1, in %2").arg(text(column.name), text(column.file));
  if (field == ColumnsModel::Why && !column.doubt.empty() && !column.why.empty())
    return text(column.doubt) + '\n' + text(column.why);
  return fieldText(column, field);
}

}  // namespace

void ColumnsModel::setColumns(std::vector<workbench::ColumnRow> columns) {
  const bool isSame = std::equal(columns.begin(), columns.end(), m_columns.begin(), m_columns.end(),
                                 [](const auto& a, const auto& b) { return a.name == b.name && a.file == b.file; });
  if (isSame) {  // the view keeps its place
    m_columns = std::move(columns);
    if (!m_columns.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, FieldCount - 1));
    return;
  }
  beginResetModel();
  m_columns = std::move(columns);
  endResetModel();
}

int ColumnsModel::rowOf(const QString& name) const {
  const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                  [&](const workbench::ColumnRow& column) { return text(column.name) == name; });
  return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

int ColumnsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int ColumnsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : FieldCount;
}

QVariant ColumnsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const workbench::ColumnRow& column = columnAt(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return fieldText(column, index.column());
    case Qt::EditRole:
      if (index.column() == Role) return column.isStated ? text(column.word) : QString();
      return text(index.column() == Unit ? column.unit : std::string());
    case Qt::ToolTipRole:
      return toolTipOf(column, index.column());
    case Qt::ForegroundRole:
      if (index.column() == Why) return column.doubt.empty() ? Theme::current().muted : Theme::current().doubtful;
      return {};
    default:
      return {};
  }
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Name:
      return tr("column");
    case Role:
      return tr("role");
    case Unit:
      return tr("unit");
    case Values:
      return tr("values");
    default:
      return tr("why, and what is odd");
  }
}

Qt::ItemFlags ColumnsModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  if (!index.isValid()) return flags;
  const workbench::ColumnRow& column = columnAt(index.row());
  const bool isEditable =
      (index.column() == Role && !column.choices.empty()) || (index.column() == Unit && column.takesUnit);
  return isEditable ? flags | Qt::ItemIsEditable : flags;
}

bool ColumnsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
  if (value == data(index, Qt::EditRole)) return true;
  const workbench::ColumnRow& column = columnAt(index.row());
  if (index.column() == Role)
    Q_EMIT roleStated(text(column.name), value.toString(), {});
  else
    Q_EMIT roleStated(text(column.name), text(column.word), value.toString().trimmed());
  return true;
}

}  // namespace maury::ui
