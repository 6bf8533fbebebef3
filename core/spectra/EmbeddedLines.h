// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maury::spectra {

// Texts of resources/lines/rvs.csv, optical.csv and hband.csv. The build generates the definitions
// (packaging/cmake/EmbedText.cmake).
extern const std::string_view kRvsLinesCsv;
extern const std::string_view kOpticalLinesCsv;
extern const std::string_view kHBandLinesCsv;

}  // namespace maury::spectra
