// SPDX-License-Identifier: GPL-3.0-or-later
// Names that columns of directions go by, lower case; internal to galaxy.
#pragma once

#include <string>
#include <vector>

namespace maury::galaxy {

inline const std::vector<std::string> kRightAscensionNames{"ra", "ra_deg", "raj2000", "ra_icrs"};
inline const std::vector<std::string> kDeclinationNames{"dec", "dec_deg", "dej2000", "decj2000", "de_icrs", "dec_icrs"};

}  // namespace maury::galaxy
