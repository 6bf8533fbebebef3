// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/maps/AttributionOptions.h"
#include "ui/pages/parts/Card.h"
#include "workbench/spectrum/SpectrumFigure.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace maury::ui {

class SegmentedControl;

/// How the attribution is computed and how it is shown.
class MethodCard : public Card {
  Q_OBJECT

public:
  enum class Baseline { Continuum, MeanOfStars };

  explicit MethodCard(QWidget* parent = nullptr);

  /// Method and its numbers; the baseline is left to the page, which has the stars.
  attribution::AttributionOptions options() const;
  Baseline baseline() const;
  workbench::SpectrumAppearance::View view() const;
  /// What is shown, but for the label whose colours the spectrum has.
  workbench::SpectrumAppearance appearance() const;
  bool coloursSpectrum() const;
  /// The truth is known of mock surveys alone, and only drawn over derivatives.
  void setTruthKnown(bool known);
  /// Inputs beside the spectrum to show.
  void setInputsKnown(bool known);
  /// Whether coefficients can be folded back to wavelength; if not, why.
  void setFoldable(bool foldable, const QString& reason);

Q_SIGNALS:
  void methodChanged();  ///< what was computed no longer holds
  void viewChanged();    ///< the same, drawn in another way

private:
  void fitRows();

  SegmentedControl *m_view, *m_inputAxis;
  QComboBox *m_method, *m_baseline;
  QSpinBox *m_steps, *m_samples;
  QDoubleSpinBox *m_noise, *m_window;
  QCheckBox *m_twoWindows, *m_colour, *m_truth;
  bool m_truthKnown = false, m_foldable = false;
};

}  // namespace maury::ui
