// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "survey/dataset/Dataset.h"
#include "survey/recipe/Step.h"

namespace maury::survey {

/// Applies a step on inputs to each star; does nothing for steps on spectra (needsSpectra()). Throws Error(Mismatch)
/// naming step and reason.
void applyToInputs(const Step& step, Dataset& dataset);

}  // namespace maury::survey
