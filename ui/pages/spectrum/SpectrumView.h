// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "spectra/LineList.h"
#include "ui/plot/FigureView.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::ui {

/// The figure of the Spectrum page in any of its views, with what lies below the pointer in words.
class SpectrumView : public FigureView {
  Q_OBJECT

public:
  explicit SpectrumView(QWidget* parent = nullptr);

  /// Shows a content; `inputs` are the model's, `allLines` those that the readout names.
  void showContent(const workbench::SpectrumContent& content, const workbench::SpectrumAppearance& appearance,
                   const std::vector<network::ModelInput>& inputs, const spectra::LineList& allLines);
  /// Adds the spectrum of a changed star, of as many pixels as the content's; until the next content.
  void showChanged(const std::vector<float>& flux);
  void removeChanged();
  /// Shows the surroundings of a wavelength, but in the inputs' view.
  void zoomAround(double wavelengthNm);
  /// The wavelengths in view.
  spectra::WavelengthRange shownRange() const;
  /// What is shown.
  workbench::Figure contents() const;

Q_SIGNALS:
  /// What lies below the pointer; a blank once it has left.
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
