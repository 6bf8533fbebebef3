// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "spectra/LineList.h"
#include "ui/plot/FigureView.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::ui {

/// Figure of the Spectrum page in any of its views, with a readout of the values at the pointer.
class SpectrumView : public FigureView {
  Q_OBJECT

public:
  explicit SpectrumView(QWidget* parent = nullptr);

  /// Draws a content. `inputs` are the model's; the readout names the nearest of `allLines`.
  void showContent(const workbench::SpectrumContent& content, const workbench::SpectrumAppearance& appearance,
                   const std::vector<network::ModelInput>& inputs, const spectra::LineList& allLines);
  /// Adds the spectrum of a changed star, which must have as many pixels as the content, until the next content.
  void showChanged(const std::vector<float>& flux);
  void removeChanged();
  /// Zooms to the surroundings of a wavelength; does nothing in the view of the inputs.
  void zoomAround(double wavelengthNm);
  /// Returns the displayed wavelength range.
  spectra::WavelengthRange shownRange() const;
  /// Returns the displayed figure.
  workbench::Figure contents() const;

Q_SIGNALS:
  /// Describes the values at the pointer; a space once the pointer has left.
  void readout(const QString& words);

private:
  bool showsInputs() const;
  void readOut(int row, int column, double wavelengthNm, double value);

  workbench::SpectrumContent m_content;
  workbench::SpectrumAppearance m_appearance;
  std::vector<network::ModelInput> m_inputs;
  spectra::LineList m_allLines;
};

}  // namespace maury::ui
