// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maury::survey {

/// Returns true if the whole text matches the pattern: * matches any number of characters, ? one UTF-8 character, other
/// characters match themselves. Not recursive; at most pattern × text steps.
bool matchesGlob(std::string_view text, std::string_view pattern) noexcept;

}  // namespace maury::survey
