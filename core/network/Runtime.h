// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace maury::network {

/// Libraries and hardware that run the networks, as shown in the status bar and in the first line of long commands.
struct RuntimeInfo {
  std::string libTorch;  ///< "1.13.0"
  std::string blas;      ///< "OpenBLAS 0.3.21 (openmp, Haswell)"
  std::string kernels;   ///< "OpenBLAS 0.3.21 (openmp, Haswell), AVX2": what determines the last digits of results
  std::string device;    ///< "CPU", or the GPU's name
  unsigned threads = 1;

  std::string summary() const;  ///< "LibTorch 1.13.0 · OpenBLAS · CPU, 2 threads"
};

/// Returns the versions and the device in use. If LibTorch is not loaded yet, loads it (openModule()), which blocks for
/// about half a second. Thread-safe.
RuntimeInfo runtimeInfo();

/// Returns runtimeInfo() as names and values for a problem report. If LibTorch cannot be loaded, returns the reason
/// instead of its version. Blocks like runtimeInfo(). Thread-safe.
std::vector<std::pair<std::string, std::string>> runtimeRows();

}  // namespace maury::network
