// SPDX-License-Identifier: GPL-3.0-or-later
// Parts shared by the figures of spectra and of their attribution.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "spectra/LineList.h"
#include "workbench/figure/Figure.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Returns `count` values from index `first` as doubles.
std::vector<double> doubles(const std::vector<float>& values, std::size_t first, std::size_t count);
std::vector<double> doubles(const std::vector<float>& values);

Axis wavelengthAxis(const spectra::WavelengthGrid& grid);
/// Returns an axis symmetric about zero.
Axis signedAxis(const std::string& title, const std::vector<double>& values);
/// Returns a diverging scale, symmetric about zero. Its limit is the 99.5th percentile of the magnitudes.
ColourScale signedScale(const std::vector<double>& values);
/// Returns the title of an attribution axis: "∂[α/M]/∂f", or "Δ[α/M]" if the map shows contributions; with the unit of
/// the label, if it has one.
std::string attributionTitle(const attribution::AttributionMap& map, std::size_t label);
/// Returns the band from mean − spread to mean + spread.
Band spreadBand(const std::vector<double>& x, const std::vector<double>& mean, const std::vector<double>& spread,
                const Ink& ink, double opacity);

LineMarks lineMarks(const spectra::LineList& lines, double halfWidthNm, bool showText);
/// Returns the spectrum with its band and lines, coloured by the attribution of the label with index `colouredBy`, if
/// given.
Panel fluxPanel(const SpectrumContent& content, const std::vector<double>& wavelengths,
                const std::optional<std::size_t>& colouredBy);

}  // namespace maury::workbench
