// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury {

/// A word as a POSIX shell reads it back: as it is, or in single quotes.
std::string shellWord(const std::string& word);

}  // namespace maury
