// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "spectra/LineList.h"
#include "ui/pages/parts/OptionBox.h"
#include "workbench/spectrum/LineOptionTable.h"
#include "workbench/spectrum/SpectrumContent.h"

class QToolButton;

namespace maury::ui {

/// Card that chooses the lines that are marked over the spectrum, by a minimum depth and by element.
class LinesCard : public Card {
  Q_OBJECT

public:
  explicit LinesCard(QWidget* parent = nullptr);

  /// Offers the lines within the wavelength range of another survey.
  void setGrid(const spectra::WavelengthGrid& grid);
  /// Measures the depths of the lines in this normalised spectrum, unless the line list has depths.
  void measure(const spectra::WavelengthGrid& grid, const std::vector<float>& flux);
  const spectra::LineList& allLines() const { return m_lines; }
  /// Returns the criteria for the lines to mark.
  workbench::LineChoice choice() const;
  spectra::LineList selectLines() const { return workbench::selectLines(m_lines, choice()); }

Q_SIGNALS:
  void changed();  ///< selectLines() has changed

private:
  void rebuildElementButtons();

  spectra::LineList m_lines;
  OptionBoxes<workbench::LineChoice> m_options{workbench::lineOptionTable()};
  QWidget* m_depth = nullptr;
  QWidget* m_elementButtons = nullptr;
  std::vector<QToolButton*> m_elements;
};

}  // namespace maury::ui
