// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/pages/parts/Card.h"
#include "validation/Precision.h"

class QComboBox;
class QTableWidget;

namespace maury::ui {

class Session;

/// Table of the scatter of one label in bins of S/N next to its Cramér–Rao bound. Can write the tables of all labels to
/// a file.
class PrecisionCard : public Card {
  Q_OBJECT

public:
  explicit PrecisionCard(Session& session, QWidget* parent = nullptr);

  /// Shows these labels. Keeps the chosen label if it is among them.
  void showPrecision(const std::vector<validation::LabelPrecision>& precision);

private:
  void fill();
  void save();

  Session& m_session;
  std::vector<validation::LabelPrecision> m_precision;
  QComboBox* m_label;
  QTableWidget* m_table;
};

}  // namespace maury::ui
