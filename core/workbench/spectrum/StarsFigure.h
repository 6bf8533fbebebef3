// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/figure/Figure.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Returns the spectrum with a heat map of content.stars below it (wavelength × star, signed colours), and the value by
/// which the stars are sorted next to the map.
Figure starsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance);

}  // namespace maury::workbench
