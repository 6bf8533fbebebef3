// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "attribution/AttributionMap.h"
#include "spectra/LineList.h"
#include "spectra/WavelengthGrid.h"

namespace maury::ui {

class FigureView;

/// What the figure shows: a spectrum with a band, and below it one row a label with where the network reads it.
struct SpectrumContent {
  spectra::WavelengthGrid grid;
  std::vector<float> flux;    ///< P
  std::vector<float> spread;  ///< P: 1σ of the flux, or the scatter over the stars; empty: no band
  std::shared_ptr<const attribution::AttributionMap> map;  ///< nullptr: the spectrum alone
  spectra::LineList lines;                                 ///< to be marked
  double lineHalfWidthNm = 0.03;
  QString note;  ///< in the corner of the spectrum: "mean of 412 stars", "mock survey"
};

/// Draws into a view; the zoom is kept while the grid of wavelengths stays. GUI thread only.
void drawSpectrum(FigureView& view, const SpectrumContent& content);

}  // namespace maury::ui
