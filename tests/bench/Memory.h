// SPDX-License-Identifier: GPL-3.0-or-later
// Resident memory of this process, as counted by Linux.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

namespace maury::bench {

/// Returns a line of /proc/self/status, in MB; 0 if there is none.
inline double statusMb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line))
    if (line.starts_with(name)) return std::strtod(line.c_str() + name.size(), nullptr) / 1024.0;
  return 0.0;
}

/// Returns the peak resident memory since the start, or since resetPeak().
inline double peakMb() {
  return statusMb("VmHWM:");
}
inline double residentMb() {
  return statusMb("VmRSS:");
}
inline void resetPeak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace maury::bench
