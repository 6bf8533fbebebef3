// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury {

/// Speed of light in vacuum (km/s); exact by definition of the metre (SI 2019).
inline constexpr double kSpeedOfLightKmS = 299792.458;

}  // namespace maury
