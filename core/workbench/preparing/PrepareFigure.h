// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/figure/Figure.h"
#include "workbench/preparing/StepPreview.h"

namespace maury::workbench {

/// Returns two panels with a common wavelength axis, each with a band of 1σ: the spectrum as stored, with the continuum
/// of the first continuum step and the masked ranges, and the spectrum after the steps. Keeps the zoom in wavelength.
/// Thread-safe.
Figure prepareFigure(const StepPreview& preview);

}  // namespace maury::workbench
