// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// What a message says after an unknown name: "near names: snr, snr_rvs" (at most `count`, nearest first by edit
/// distance, whatever the case), or "the names are a, b, c …" when none is near, or "there are none".
std::string nearNames(std::string_view wanted, const std::vector<std::string>& names, std::size_t count = 4);

}  // namespace maury::survey
