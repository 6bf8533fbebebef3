// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QVBoxLayout>

namespace maury::ui {

/// Narrow column of cards next to a page's figures, which scrolls when it is taller than the page. The mouse wheel
/// scrolls it even over sliders, spin boxes and combo boxes: these take the wheel only while they have the focus.
class SideColumn : public QScrollArea {
  Q_OBJECT

public:
  /// `width` and `gap` in px; `gap` separates the cards from the scroll bar if the column is left of the figures.
  explicit SideColumn(int width, int gap = 0, QWidget* parent = nullptr);

  /// Returns the layout to add cards to.
  QVBoxLayout* column() const { return m_column; }

protected:
  void showEvent(QShowEvent* event) override;

private:
  QVBoxLayout* m_column;
};

}  // namespace maury::ui
