// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "ui/pages/train/network/NetworkSize.h"

namespace maury::ui {

/// Editable table of a network's layers, branch by branch, with their shapes and numbers of parameters. It has one
/// column per kind of layer parameter. Each edit changes description() and emits edited(), after which the owner must
/// call setSize().
class LayerTable : public QTableWidget {
  Q_OBJECT

public:
  explicit LayerTable(QWidget* parent = nullptr);

  void setDescription(const network::NetworkDescription& description);
  const network::NetworkDescription& description() const { return m_description; }
  /// Shows the shapes and numbers of parameters of description(); nullptr if it has none because it is invalid.
  void setSize(const NetworkSize* size);

  /// Inserts a layer after the chosen row, or at the nearest position where its kind is allowed. The layers of a
  /// residual block are matched to the convolution or dense layer before it.
  void addLayer(network::Layer layer);
  /// Removes the chosen layer, or the auxiliary branch whose heading is chosen.
  void removeChosen();
  bool canRemove() const;
  /// Swaps the chosen layer with the one before (−1) or after (+1) it in its branch or block.
  void moveChosen(int step);
  bool canMove(int step) const;

  /// Returns the column with the heading of a network::LayerParameter.
  int columnOf(const char* heading) const;
  static int layerColumn() { return 0; }
  int shapeColumn() const { return columnCount() - 2; }
  int parametersColumn() const { return columnCount() - 1; }

Q_SIGNALS:
  void edited();

private:
  enum class RowKind { Heading, Layer, Output };
  using Layers = std::vector<network::Layer>;
  struct Row {
    RowKind kind = RowKind::Heading;
    std::size_t branch = 0;
    std::vector<std::size_t> path;  ///< index of the layer in its branch, then in the block at that index, and so on

    bool operator==(const Row&) const = default;
  };

  Layers& chainOf(const Row& row);
  network::Layer& layerOf(const Row& row);
  Row chosen() const;
  void rebuild();
  void addHeading(std::size_t branch);
  void addRows(const Layers& layers, Row row);
  void addCells(const Row& row, const QString& name);
  void fillValues(int row);
  void readCell(QTableWidgetItem* item);
  void hideUnusedColumns();
  Row placeFor(const network::Layer& layer);
  void change(const Row& row);

  network::NetworkDescription m_description;
  std::vector<const char*> m_headings;  ///< headings of the columns between layer and shape
  std::vector<Row> m_rows;
  bool m_filling = false;
};

}  // namespace maury::ui
