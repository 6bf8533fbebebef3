// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "ui/pages/parts/Card.h"

class QToolButton;

namespace maury::ui {

/// Id of the displayed star, or the number of stars averaged, with predicted and reference labels side by side and
/// buttons for the previous and next star.
class StarCard : public Card {
  Q_OBJECT

public:
  explicit StarCard(QWidget* parent = nullptr);

  /// Shows one star of `stars` (a catalogue or a survey), number `place` (from 0) of the `count` stars in the filter.
  void showStar(const survey::Dataset& stars, std::size_t row, std::size_t place, std::size_t count);
  /// Shows mean labels of these rows: the selected stars if `selected`, otherwise all that pass the filter.
  void showMean(const survey::Dataset& stars, const std::vector<std::size_t>& rows, bool selected);

Q_SIGNALS:
  void stepped(int steps);

private:
  void clearRows();
  void addLabelRow(const QString& name, const QString& value, const QString& reference, bool heading = false);

  QWidget* m_buttons;
  QLabel* m_id;
  QLabel* m_place;
  QWidget* m_rows = nullptr;
};

}  // namespace maury::ui
