// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures of spectra and of their attribution have in common.
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

/// Returns values[first …] as doubles.
std::vector<double> doubles(const std::vector<float>& values, std::size_t first, std::size_t count);
std::vector<double> doubles(const std::vector<float>& values);

Axis wavelengthAxis(const spectra::WavelengthGrid& grid);
/// Returns an axis with the same limit on both sides of zero.
Axis signedAxis(const std::string& title, const std::vector<double>& values);
/// Returns a scale that diverges about zero, up to the magnitude that one value in two hundred exceeds.
ColourScale signedScale(const std::vector<double>& values);
/// Returns "∂[α/M]/∂f", or "Δ[α/M]" for what a pixel adds; with the unit where the label has one that is written.
std::string attributionTitle(const attribution::AttributionMap& map, std::size_t label);
/// Returns the band of ± the spread about a mean.
Band spreadBand(const std::vector<double>& x, const std::vector<double>& mean, const std::vector<double>& spread,
                const Ink& ink, double opacity);

LineMarks lineMarks(const spectra::LineList& lines, double halfWidthNm, bool showText);
/// Returns the spectrum with its band and lines, coloured by the attribution of the label `colouredBy` if there is one.
Panel fluxPanel(const SpectrumContent& content, const std::vector<double>& wavelengths,
                const std::optional<std::size_t>& colouredBy);

}  // namespace maury::workbench
