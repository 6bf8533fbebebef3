// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "ui/pages/train/network/NetworkSize.h"

namespace maury::ui {

/// Table of a network's layers, branch by branch, with cells to edit, and their shapes and parameters. Its columns are
/// those that the kinds of layers describe. Each edit changes description() and is told; the owner answers with
/// setSize().
class LayerTable : public QTableWidget {
  Q_OBJECT

public:
  explicit LayerTable(QWidget* parent = nullptr);

  void setDescription(const network::NetworkDescription& description);
  const network::NetworkDescription& description() const { return m_description; }
  /// Shapes and parameters of description(); nullptr where it has none.
  void setSize(const NetworkSize* size);

  /// Puts a layer after the chosen row, or as near as its kind can stand; the layers of a residual block are fitted to
  /// the convolution or dense layer before it.
  void addLayer(network::Layer layer);
  /// Of the chosen layer, or of the auxiliary branch whose heading is chosen.
  void removeChosen();
  bool canRemove() const;
  /// Swaps the chosen layer with the one before (−1) or after (+1) it in its branch or block.
  void moveChosen(int step);
  bool canMove(int step) const;

  /// The column of a heading of network::LayerParameter.
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
    std::vector<std::size_t> path;  ///< of a layer: its place in the branch, then in the block there, and so on

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
  std::vector<const char*> m_headings;  ///< of the columns between layer and shape
  std::vector<Row> m_rows;
  bool m_filling = false;
};

}  // namespace maury::ui
