// SPDX-License-Identifier: GPL-3.0-or-later
// What this process has resident, as Linux counts it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

namespace maury::bench {

/// A line of /proc/self/status in MB.
inline double statusMb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line))
    if (line.starts_with(name)) return std::strtod(line.c_str() + name.size(), nullptr) / 1024.0;
  return 0.0;
}

/// The most that was resident since the start, or since forgetPeak().
inline double peakMb() {
  return statusMb("VmHWM:");
}
inline double residentMb() {
  return statusMb("VmRSS:");
}
inline void forgetPeak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace maury::bench
