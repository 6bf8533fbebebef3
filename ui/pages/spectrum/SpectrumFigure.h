// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/FoldedInput.h"
#include "spectra/LineList.h"
#include "spectra/WavelengthGrid.h"
#include "validation/TruthFilter.h"

namespace maury::ui {

class FigureView;

/// One label's attribution star by star, for the heat map.
struct StarRows {
  std::size_t label = 0;      ///< of the map
  std::vector<float> values;  ///< N × P
  std::vector<float> sorted;  ///< N: the value that the stars are sorted by, ascending
  QString sortTitle;          ///< "[α/M]"
};

/// What the figure shows: a spectrum with a band, and below it one row a label with where the network reads it.
struct SpectrumContent {
  spectra::WavelengthGrid grid;
  std::vector<float> flux;    ///< P
  std::vector<float> spread;  ///< P: 1σ of the flux, or the scatter over the stars; empty: no band
  std::shared_ptr<const attribution::AttributionMap> map;  ///< nullptr: the spectrum alone
  std::shared_ptr<const validation::TruthFilter>
      truth;                                     ///< drawn over the derivatives; nullptr: not known or not asked
  std::shared_ptr<const StarRows> stars;         ///< for the heat map
  std::vector<attribution::FoldedInput> folded;  ///< inputs of coefficients that are drawn over wavelength
  spectra::LineList lines;                       ///< to be marked
  double lineHalfWidthNm = 0.03;
  QString note;                           ///< in the corner of the spectrum: "mean of 412 stars", "mock survey"
  QString truthNote;                      ///< what `truth` is; beside the note, or in the second window
  std::optional<std::size_t> colouredBy;  ///< the label whose attribution colours the spectrum
  bool twoWindows = false;                ///< two stretches of wavelength side by side, each with a zoom of its own
};

/// Draws into a view; the zoom is kept while the grid of wavelengths stays. GUI thread only.
void drawSpectrum(FigureView& view, const SpectrumContent& content);

/// The spectrum over a heat map of content.stars (wavelength × star, signed colours), with the sorting value beside it.
void drawStars(FigureView& view, const SpectrumContent& content);

/// How the inputs beside the spectrum move each label of content.map: a row a label, a column for each vector of
/// coefficients and one for the single numbers. Derivatives are multiplied with the input's scatter over the stars, so
/// that all bars of a row are in the label's unit; vectors among content.folded are curves over wavelength, each with
/// an axis of its own: the label per flux added there.
void drawInputs(FigureView& view, const SpectrumContent& content, const std::vector<network::ModelInput>& inputs);

}  // namespace maury::ui
