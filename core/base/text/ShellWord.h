// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury {

/// Returns a word quoted so that a POSIX shell reads it back: unchanged if that is safe, otherwise in single quotes.
std::string shellWord(const std::string& word);

}  // namespace maury
