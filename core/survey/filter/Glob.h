// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maury::survey {

/// Whether the whole text fits the pattern, in which * stands for any characters or none, ? for one character (UTF-8),
/// and all others for themselves. Takes at most pattern × text steps, without recursion.
bool matchesGlob(std::string_view text, std::string_view pattern) noexcept;

}  // namespace maury::survey
