// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace maury::network {

/// What the networks run on, for the status bar and the first line of every long command.
struct RuntimeInfo {
  std::string libTorch;  ///< "1.13.0"
  std::string blas;      ///< "OpenBLAS 0.3.21 (openmp, Haswell)"
  std::string device;    ///< "CPU", or the GPU's name
  unsigned threads = 1;

  std::string summary() const;  ///< "LibTorch 1.13.0 · OpenBLAS · CPU, 2 threads"
};

/// Loads LibTorch first, if no network was needed yet (openModule()): blocks then for about half a second. Thread-safe.
RuntimeInfo runtimeInfo();

/// Returns runtimeInfo() as names and values for a report of a problem; where LibTorch cannot be loaded, the reason in
/// its place. Loads it as runtimeInfo() does. Thread-safe.
std::vector<std::pair<std::string, std::string>> runtimeRows();

}  // namespace maury::network
