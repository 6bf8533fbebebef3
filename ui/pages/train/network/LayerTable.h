// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "ui/pages/train/network/NetworkSize.h"

namespace maury::ui {

/// A network's layers, branch by branch, with cells to edit, and their shapes and parameters. Each edit changes
/// description() and is told; the owner answers with setSize().
class LayerTable : public QTableWidget {
  Q_OBJECT

public:
  enum Column { Layer, Width, Kernel, Pool, L2, Padded, Dropout, Shape, Parameters, ColumnCount };

  explicit LayerTable(QWidget* parent = nullptr);

  void setDescription(const network::NetworkDescription& description);
  const network::NetworkDescription& description() const { return m_description; }
  /// Shapes and parameters of description(); nullptr where it has none.
  void setSize(const NetworkSize* size);

  /// Both put a layer after the chosen row, or as near as its kind can stand.
  void addConvolution();
  void addDense();
  /// Of the chosen layer, or of the auxiliary branch whose heading is chosen.
  void removeChosen();
  bool canRemove() const;
  /// Swaps the chosen layer with the one before (−1) or after (+1) it in its branch.
  void moveChosen(int step);
  bool canMove(int step) const;

Q_SIGNALS:
  void edited();

private:
  enum class Kind { Heading, Convolution, Dense, Output };
  struct Row {
    Kind kind = Kind::Heading;
    int branch = 0;  ///< 0 the spectrum's, then the auxiliary ones, last the joined layers
    int layer = 0;   ///< among those of its kind in the branch
  };

  int joinedBranch() const { return static_cast<int>(m_description.auxiliary.size()) + 1; }
  std::vector<network::DenseLayer>& denseOf(int branch);
  Row chosen() const;
  int rowOf(Kind kind, int branch, int layer) const;
  int layersLike(const Row& row) const;
  void rebuild();
  void addHeading(int branch);
  void addLayer(const Row& row);
  void fillValues(int row);
  void readCell(QTableWidgetItem* item);
  void change(Kind kind, int branch, int layer);

  network::NetworkDescription m_description;
  std::vector<Row> m_rows;
  bool m_filling = false;
};

}  // namespace maury::ui
