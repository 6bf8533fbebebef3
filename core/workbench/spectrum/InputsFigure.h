// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "workbench/figure/Figure.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Returns the attribution of the inputs other than the spectrum: one row per label of content.map, one column for each
/// vector of coefficients, and one column for all single numbers. Derivatives are multiplied by the scatter of the
/// input over the stars, so that all bars of a row have the unit of the label. Vectors in content.folded are curves
/// over wavelength with their own axes: change of the label per flux added at that wavelength.
Figure inputsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                    const std::vector<network::ModelInput>& inputs);

}  // namespace maury::workbench
