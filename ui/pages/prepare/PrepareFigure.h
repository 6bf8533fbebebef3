// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

class FigureView;
struct StepPreview;

/// Two panels over one wavelength axis: the spectrum as stored with the continuum of the first continuum step and the
/// masked ranges, and the spectrum after the steps; both with a band of 1σ. Keeps the wavelengths shown while they are
/// those of the same grids.
void drawPreview(FigureView& view, const StepPreview& preview);

}  // namespace maury::ui
