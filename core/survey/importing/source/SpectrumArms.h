// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Returns the HDUs that hold the arms of one spectrum, or of the same stars: they have equal forms, the same number of
/// stars, and wavelengths that hardly overlap. Returns no HDU if the user chose one or a file of wavelengths,
/// or if there is only one arm.
std::vector<int> armHdus(SourceFile& file, Format::Arms where);

}  // namespace maury::survey
