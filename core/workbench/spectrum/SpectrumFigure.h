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

/// One label's attribution star by star, for the heat map.
struct StarRows {
  std::size_t label = 0;      ///< of the map
  std::vector<float> values;  ///< N × P
  std::vector<float> sorted;  ///< N: the value that the stars are sorted by, ascending
  std::string sortTitle;      ///< "[α/M]"
};

/// What the figures show: a spectrum with a band, and below it one row a label with where the network reads it.
struct SpectrumContent {
  spectra::WavelengthGrid grid;
  std::vector<float> flux;    ///< P
  std::vector<float> spread;  ///< P: 1σ of the flux, or the scatter over the stars; empty: no band
  std::shared_ptr<const attribution::AttributionMap> map;  ///< nullptr: the spectrum alone
  std::shared_ptr<const validation::TruthFilter> truth;    ///< drawn over the derivatives; nullptr: not known
  std::shared_ptr<const StarRows> stars;                   ///< for the heat map
  std::vector<attribution::FoldedInput> folded;            ///< inputs of coefficients that are drawn over wavelength
  spectra::LineList lines;                                 ///< to be marked
  double lineHalfWidthNm = 0.03;
  std::string note;  ///< in the corner of the spectrum: "mean of 412 stars, mock survey"
};

/// What of the content is shown, and how.
struct SpectrumAppearance {
  enum class View { Maps, Stars, Inputs };
  View view = View::Maps;
  std::optional<std::size_t> colouredBy{};  ///< the label whose attribution colours the spectrum
  bool twoWindows = false;   ///< two stretches of wavelength side by side, each with a zoom of its own (View::Maps)
  bool showsTruth = false;   ///< the best linear filter over the derivatives, where it is known (View::Maps)
  bool foldsInputs = false;  ///< content.folded over wavelength, not as bars (View::Inputs)
};

/// Returns the figure of this view; the maps where what another view needs is not there. Any thread. The x that a
/// figure shows is kept while the grid of wavelengths stays. `inputs` are the model's, in its order.
Figure spectrumPageFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                          const std::vector<network::ModelInput>& inputs);

/// Returns the spectrum over a row a label.
Figure spectrumFigure(const SpectrumContent& content, const SpectrumAppearance& appearance);

/// Returns the spectrum over a heat map of content.stars (wavelength × star, signed colours), with the sorting value
/// next to it.
Figure starsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance);

/// Returns how the inputs next to the spectrum move each label of content.map: a row a label, a column for each vector
/// of coefficients and one for the single numbers. Derivatives are multiplied with the input's scatter over the stars,
/// so that all bars of a row are in the label's unit; vectors among content.folded are curves over wavelength, each
/// with an axis of its own: the label per flux added there.
Figure inputsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                    const std::vector<network::ModelInput>& inputs);

}  // namespace maury::workbench
