// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/LayerTable.h"

#include <QHeaderView>
#include <algorithm>
#include <span>
#include <string_view>

#include "ui/models/StarColumns.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/pages/train/network/ParameterDelegate.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

using network::LayerParameter;

/// Largest number that may be typed if `high` itself is not allowed, as a fraction of `high`.
constexpr double kOpenLimitFraction = 0.99;

/// Calls visit(parameter, value) for each parameter of the layer.
template <typename SomeLayer, typename Visit>
void visitParameters(SomeLayer& layer, const Visit& visit) {
  std::visit([&](auto& kind) { kind.visitParameters(kind, visit); }, layer.kind);
}

bool holdsLayers(const network::Layer& layer) {
  return std::visit([]<typename Kind>(const Kind&) { return network::kHoldsLayers<Kind>; }, layer.kind);
}

const std::vector<network::Layer>* innerLayers(const network::Layer& layer) {
  return std::visit(
      []<typename Kind>(const Kind& kind) -> const std::vector<network::Layer>* {
        if constexpr (network::kHoldsLayers<Kind>) return &kind.layers;
        return nullptr;
      },
      layer.kind);
}

bool needsPositions(const network::Layer& layer) {
  return std::visit([](const auto& kind) { return kind.kNeedsPositions; }, layer.kind);
}

/// Returns the name of a layer's kind, e.g. "layer norm".
QString nameOf(const network::Layer& layer) {
  return QString::fromStdString(network::kindName(layer)).replace(QLatin1Char('-'), QLatin1Char(' '));
}

QString numberText(double value) {
  return QString::number(value, 'g', 6);
}

/// Returns a residual block that preserves the shape after the last convolution or dense layer of `before`.
network::Residual matchingBlock(std::span<const network::Layer> before) {
  network::Convolution convolution;
  convolution.kernel = 3;
  convolution.padded = true;
  for (const network::Layer& layer : before) {
    if (const auto* dense = std::get_if<network::Dense>(&layer.kind))
      return {{network::Dense{dense->units, dense->slope}, network::Dense{dense->units, 1.0}}};
    if (const auto* earlier = std::get_if<network::Convolution>(&layer.kind)) {
      convolution.filters = earlier->filters;
      convolution.slope = earlier->slope;
    }
  }
  network::Convolution last = convolution;
  last.slope = 1.0;  // linear: the sum has no activation before it
  return {{convolution, last}};
}

/// Visitor that writes the value of a parameter into its cell.
struct CellFiller {
  QTableWidgetItem& item;

  void operator()(const LayerParameter& about, int value) const { setNumber(about, QString::number(value), true); }
  void operator()(const LayerParameter& about, double value) const { setNumber(about, numberText(value), false); }
  void operator()(const LayerParameter& /*about*/, bool value) const {
    item.setFlags(item.flags() | Qt::ItemIsUserCheckable);
    item.setCheckState(value ? Qt::Checked : Qt::Unchecked);
  }
  void setNumber(const LayerParameter& about, const QString& text, bool isWhole) const {
    item.setFlags(item.flags() | Qt::ItemIsEditable);
    item.setData(ParameterDelegate::IsWhole, isWhole);
    item.setData(ParameterDelegate::Lowest, about.low);
    item.setData(ParameterDelegate::Highest, about.highAllowed ? about.high : about.high * kOpenLimitFraction);
    item.setText(text);
  }
};

/// Visitor that reads the value of a parameter from its cell.
struct CellReader {
  const QTableWidgetItem& item;

  void operator()(int& value) const { value = item.text().toInt(); }
  void operator()(double& value) const { value = item.text().toDouble(); }
  void operator()(bool& value) const { value = item.checkState() == Qt::Checked; }
};

}  // namespace

LayerTable::LayerTable(QWidget* parent) : QTableWidget(parent) {
  QStringList titles{tr("layer")};
  std::vector<const char*> help;
  network::forEachKind([&](const auto& kind) {
    kind.visitParameters(kind, [&](const LayerParameter& about, const auto& /*value*/) {
      const QString title = QString::fromUtf8(about.column);
      if (titles.contains(title)) return;
      titles << title;
      m_headings.push_back(about.column);
      help.push_back(about.help);
    });
  });
  titles << tr("shape") << tr("parameters");
  styleCardTable(*this, titles);
  for (std::size_t i = 0; i < m_headings.size(); ++i)
    horizontalHeaderItem(static_cast<int>(i) + 1)->setToolTip(QString::fromUtf8(help[i]));
  horizontalHeaderItem(layerColumn())->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setSectionResizeMode(layerColumn(), QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                  QAbstractItemView::AnyKeyPressed);
  setItemDelegate(new ParameterDelegate(this));
  connect(this, &QTableWidget::itemChanged, this, &LayerTable::readCell);
}

int LayerTable::columnOf(const char* heading) const {
  const auto found = std::find_if(m_headings.begin(), m_headings.end(),
                                  [&](const char* each) { return std::string_view(each) == heading; });
  return static_cast<int>(found - m_headings.begin()) + 1;
}

LayerTable::Layers& LayerTable::chainOf(const Row& row) {
  Layers* layers = &m_description.branches[row.branch].layers;
  for (std::size_t depth = 0; depth + 1 < row.path.size(); ++depth)
    layers = const_cast<Layers*>(innerLayers((*layers)[row.path[depth]]));
  return *layers;
}

network::Layer& LayerTable::layerOf(const Row& row) {
  return chainOf(row)[row.path.back()];
}

void LayerTable::setDescription(const network::NetworkDescription& description) {
  const int row = currentRow(), column = currentColumn();
  m_description = description;
  rebuild();
  setCurrentCell(std::min(row, rowCount() - 1), column);
}

void LayerTable::rebuild() {
  m_filling = true;
  setRowCount(0);
  clearSpans();
  m_rows.clear();
  for (std::size_t branch = 0; branch < m_description.branches.size(); ++branch) {
    addHeading(branch);
    addRows(m_description.branches[branch].layers, {RowKind::Layer, branch, {}});
  }
  addCells({RowKind::Output, m_description.branches.empty() ? 0 : m_description.branches.size() - 1, {}}, tr("output"));
  hideUnusedColumns();
  m_filling = false;
}

void LayerTable::addHeading(std::size_t branch) {
  const int row = rowCount();
  insertRow(row);
  const network::Branch& about = m_description.branches[branch];
  QStringList inputs;
  for (const std::string& name : about.auxiliaryInputs())
    inputs << QString::fromStdString(name);
  QString text = QString::fromStdString(about.name);
  if (!inputs.isEmpty()) text += QStringLiteral(": ") + inputs.join(QStringLiteral(", "));
  auto* item = cell(text, Qt::AlignLeft);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setForeground(Theme::current().muted);
  item->setToolTip(text);
  QFont font = item->font();
  font.setBold(true);
  item->setFont(font);
  setItem(row, layerColumn(), item);
  setSpan(row, layerColumn(), 1, columnCount());
  m_rows.push_back({RowKind::Heading, branch, {}});
}

void LayerTable::addRows(const Layers& layers, Row row) {
  row.path.push_back(0);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    row.path.back() = i;
    const QString indent(static_cast<qsizetype>(4 * (row.path.size() - 1)), QLatin1Char(' '));
    addCells(row, indent + nameOf(layers[i]));
    if (const Layers* inner = innerLayers(layers[i])) addRows(*inner, row);
  }
}

void LayerTable::addCells(const Row& row, const QString& name) {
  const int place = rowCount();
  insertRow(place);
  m_rows.push_back(row);
  for (int column = 0; column < columnCount(); ++column) {
    const bool isName = column == layerColumn();
    auto* item = cell(isName ? name : QString(), isName ? Qt::AlignLeft : Qt::AlignRight);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    if (column >= shapeColumn()) item->setForeground(Theme::current().muted);
    setItem(place, column, item);
  }
  fillValues(place);
}

void LayerTable::fillValues(int row) {
  const Row& tableRow = m_rows[static_cast<std::size_t>(row)];
  if (tableRow.kind != RowKind::Layer) return;
  visitParameters(std::as_const(layerOf(tableRow)), [&](const LayerParameter& about, const auto& value) {
    CellFiller{*item(row, columnOf(about.column))}(about, value);
  });
}

void LayerTable::hideUnusedColumns() {
  std::vector<bool> used(m_headings.size(), false);
  for (const Row& row : m_rows) {
    if (row.kind != RowKind::Layer) continue;
    visitParameters(std::as_const(layerOf(row)), [&](const LayerParameter& about, const auto& /*value*/) {
      used[static_cast<std::size_t>(columnOf(about.column)) - 1] = true;
    });
  }
  for (std::size_t i = 0; i < used.size(); ++i)
    setColumnHidden(static_cast<int>(i) + 1, !used[i]);
}

void LayerTable::setSize(const NetworkSize* size) {
  m_filling = true;
  std::size_t layer = 0;
  for (int row = 0; row < rowCount(); ++row) {
    const Row& tableRow = m_rows[static_cast<std::size_t>(row)];
    // The parameters of a block include those of its layers.
    if (tableRow.kind == RowKind::Heading || tableRow.path.size() > 1) continue;
    const network::LayerRow* known = size != nullptr && layer < size->rows.size() ? &size->rows[layer] : nullptr;
    item(row, shapeColumn())->setText(known ? QString::fromStdString(known->shape) : QString());
    item(row, parametersColumn())->setText(known && known->parameters > 0 ? countText(known->parameters) : QString());
    ++layer;
  }
  m_filling = false;
}

void LayerTable::readCell(QTableWidgetItem* item) {
  if (m_filling) return;
  const Row& tableRow = m_rows[static_cast<std::size_t>(item->row())];
  if (tableRow.kind != RowKind::Layer) return;
  visitParameters(layerOf(tableRow), [&](const LayerParameter& about, auto& value) {
    if (columnOf(about.column) == item->column()) CellReader{*item}(value);
  });
  Q_EMIT edited();
}

LayerTable::Row LayerTable::chosen() const {
  if (currentRow() < 0) return m_rows.empty() ? Row{} : m_rows.back();
  return m_rows[static_cast<std::size_t>(currentRow())];
}

void LayerTable::change(const Row& row) {
  const int column = std::max(currentColumn(), 0);
  rebuild();
  const auto place = std::find(m_rows.begin(), m_rows.end(), row);
  setCurrentCell(place == m_rows.end() ? -1 : static_cast<int>(place - m_rows.begin()), column);
  Q_EMIT edited();
}

LayerTable::Row LayerTable::placeFor(const network::Layer& layer) {
  Row row = chosen();
  if (row.kind == RowKind::Output) row.path = {m_description.branches[row.branch].layers.size()};
  if (row.kind == RowKind::Heading) row.path = {0};
  if (row.kind == RowKind::Layer) {
    const Layers* inner = innerLayers(layerOf(row));
    if (inner != nullptr && inner->empty())
      row.path.push_back(0);
    else
      ++row.path.back();
  }
  row.kind = RowKind::Layer;
  if (!needsPositions(layer) || row.path.size() > 1) return row;
  // The spectrum must still have positions: insert it no later than after the last layer that needs them.
  const auto& branches = m_description.branches;
  const auto flux = std::find_if(branches.begin(), branches.end(), [](const auto& each) { return each.readsFlux(); });
  if (flux == branches.end()) return row;
  std::size_t last = 0;
  for (std::size_t i = 0; i < flux->layers.size(); ++i)
    if (needsPositions(flux->layers[i])) last = i + 1;
  const auto branch = static_cast<std::size_t>(flux - branches.begin());
  const std::size_t place = row.branch == branch ? std::min(row.path.front(), last) : last;
  return {RowKind::Layer, branch, {place}};
}

void LayerTable::addLayer(network::Layer layer) {
  if (m_description.branches.empty()) return;
  const Row row = placeFor(layer);
  Layers& chain = chainOf(row);
  const auto place = static_cast<std::ptrdiff_t>(row.path.back());
  if (holdsLayers(layer)) layer = matchingBlock(std::span(chain).first(row.path.back()));
  chain.insert(chain.begin() + place, std::move(layer));
  change(row);
}

bool LayerTable::canRemove() const {
  const Row row = chosen();
  if (row.kind != RowKind::Heading) return row.kind == RowKind::Layer;
  if (row.branch >= m_description.branches.size()) return false;
  const network::Branch& branch = m_description.branches[row.branch];
  return !branch.readsFlux() && branch.from.empty();
}

void LayerTable::removeChosen() {
  if (!canRemove()) return;
  Row row = chosen();
  if (row.kind == RowKind::Heading) {
    m_description.removeBranch(m_description.branches[row.branch].name);
    row.branch = std::min(row.branch, m_description.branches.size() - 1);
    change({RowKind::Heading, row.branch, {}});
    return;
  }
  Layers& chain = chainOf(row);
  chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(row.path.back()));
  if (!chain.empty()) {
    row.path.back() = std::min(row.path.back(), chain.size() - 1);
  } else {
    row.path.pop_back();
    if (row.path.empty()) row.kind = RowKind::Heading;
  }
  change(row);
}

bool LayerTable::canMove(int step) const {
  const Row row = chosen();
  if (row.kind != RowKind::Layer) return false;
  const auto size = static_cast<std::ptrdiff_t>(const_cast<LayerTable*>(this)->chainOf(row).size());
  const auto place = static_cast<std::ptrdiff_t>(row.path.back()) + step;
  return place >= 0 && place < size;
}

void LayerTable::moveChosen(int step) {
  if (!canMove(step)) return;
  Row row = chosen();
  Layers& chain = chainOf(row);
  const auto from = static_cast<std::ptrdiff_t>(row.path.back());
  std::iter_swap(chain.begin() + from, chain.begin() + from + step);
  row.path.back() = static_cast<std::size_t>(from + step);
  change(row);
}

}  // namespace maury::ui
