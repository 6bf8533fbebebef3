// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QVBoxLayout>

namespace maury::ui {

/// The narrow column of cards beside a page's figures. It scrolls when it is longer than the page, and the wheel
/// scrolls it wherever the pointer is: sliders, number boxes and combos leave the wheel to it until they have been
/// clicked.
class SideColumn : public QScrollArea {
  Q_OBJECT

public:
  /// `width` in px; `gap` keeps the scroll bar off the cards where the column stands left of the figures.
  explicit SideColumn(int width, int gap = 0, QWidget* parent = nullptr);

  /// Cards are added to it.
  QVBoxLayout* column() const { return m_column; }

protected:
  void showEvent(QShowEvent* event) override;

private:
  QVBoxLayout* m_column;
};

}  // namespace maury::ui
