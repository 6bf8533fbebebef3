// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/FoldedInput.h"
#include "spectra/LineList.h"
#include "spectra/WavelengthGrid.h"
#include "validation/TruthFilter.h"
#include "workbench/figure/Figure.h"

namespace maury::workbench {

/// Attribution maps of one label for single stars, one row of the heat map each.
struct StarRows {
  std::size_t label = 0;      ///< index of the label in the map
  std::vector<float> values;  ///< N × P
  std::vector<float> sorted;  ///< N: the value by which the stars are sorted, ascending
  std::string sortTitle;      ///< axis title of that value: "[α/M]"
};

/// Content of the figures: a spectrum with a band, and the attribution map of each label. P is the number of pixels.
struct SpectrumContent {
  spectra::WavelengthGrid grid;
  std::vector<float> flux;    ///< P
  std::vector<float> spread;  ///< P: 1σ of the flux of a single star, or the scatter over the stars; empty: no band
  std::shared_ptr<const attribution::AttributionMap> map;  ///< nullptr: show only the spectrum
  /// Ideal response of a mock, drawn over the derivatives; nullptr: unknown.
  std::shared_ptr<const validation::TruthFilter> truth;
  std::shared_ptr<const StarRows> stars;         ///< for the heat map
  std::vector<attribution::FoldedInput> folded;  ///< inputs of basis coefficients as curves over wavelength
  spectra::LineList lines;                       ///< lines to mark
  double lineHalfWidthNm = 0.03;
  std::string note;  ///< in the corner of the spectrum: "mean of 412 stars, mock survey"
};

/// Appearance of the figures of a spectrum.
struct SpectrumAppearance {
  enum class View { Maps, Stars, Inputs };
  View view = View::Maps;
  std::optional<std::size_t> colouredBy{};  ///< index of the label whose attribution colours the spectrum
  bool twoWindows = false;   ///< show two wavelength windows side by side, with separate zooms (View::Maps)
  bool showsTruth = false;   ///< draw the ideal response over the derivatives, if it is known (View::Maps)
  bool foldsInputs = false;  ///< draw content.folded over wavelength, not as bars (View::Inputs)
};

/// Returns the figure of the selected view, or the maps if the content that the view needs is missing. Thread-safe. The
/// zoom in wavelength is kept as long as the grid of wavelengths stays the same. `inputs`: inputs of the model, in its
/// order.
Figure spectrumPageFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                          const std::vector<network::ModelInput>& inputs);

/// Returns the spectrum with one row per label below it.
Figure spectrumFigure(const SpectrumContent& content, const SpectrumAppearance& appearance);

}  // namespace maury::workbench
