// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury {

/// Returns a word as a POSIX shell reads it back: as it is where that is safe, else in single quotes.
std::string shellWord(const std::string& word);

}  // namespace maury
