// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace maury {

/// Returns the text to attach to a bug report, in lines: `versions` (name and version), the operating system, C
/// library, processor, cores and memory, and the last 200 lines of the log. Names none of the user's files except those
/// typed on a command line. Reads /proc and /etc/os-release.
std::string diagnosticsText(const std::vector<std::pair<std::string, std::string>>& versions);

}  // namespace maury
