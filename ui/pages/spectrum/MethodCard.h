// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/maps/AttributionOptionTable.h"
#include "ui/pages/parts/OptionBox.h"
#include "workbench/spectrum/SpectrumFigure.h"

class QCheckBox;
class QComboBox;

namespace maury::ui {

class SegmentedControl;

/// Controls of how the attribution is computed and drawn.
class MethodCard : public Card {
  Q_OBJECT

public:
  enum class Baseline { Continuum, MeanOfStars };

  explicit MethodCard(QWidget* parent = nullptr);

  /// Returns the method and its numbers. The page, which has the stars, fills in the baseline.
  attribution::AttributionOptions options() const;
  Baseline baseline() const;
  workbench::SpectrumAppearance::View view() const;
  /// Returns the appearance of the figure except for the label that colours the spectrum.
  workbench::SpectrumAppearance appearance() const;
  bool coloursSpectrum() const;
  /// Offers the ideal response if `known`. It is known for mock surveys only and drawn with derivatives only.
  void setTruthKnown(bool known);
  /// Enables the view of the other inputs if the model has any.
  void setInputsKnown(bool known);
  /// Enables the view of coefficients over wavelength; `reason` is the tooltip, which explains why if not `foldable`.
  void setFoldable(bool foldable, const QString& reason);

Q_SIGNALS:
  void methodChanged();  ///< the attribution must be recomputed
  void viewChanged();    ///< the attribution must be redrawn

private:
  void fitRows();

  SegmentedControl *m_view, *m_inputAxis;
  QComboBox *m_method, *m_baseline;
  OptionBoxes<attribution::AttributionOptions> m_options{attribution::attributionOptionTable()};
  QWidget *m_steps, *m_samples, *m_noise, *m_window;
  QCheckBox *m_twoWindows, *m_colour, *m_truth;
  bool m_truthKnown = false, m_foldable = false;
};

}  // namespace maury::ui
