// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// Returns the end of an error message about the unknown name `unknownName`: "similar names: snr, snr_rvs" (at most
/// `count`, by increasing edit distance, ignoring case), "available names: a, b, c …" if none is similar, or "there are
/// none" if `names` is empty.
std::string nearNames(std::string_view unknownName, const std::vector<std::string>& names, std::size_t count = 4);

}  // namespace maury::survey
