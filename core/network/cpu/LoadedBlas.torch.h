// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Queries and configures the BLAS that LibTorch has loaded.
#pragma once

#include <string>

namespace maury::network {

/// Limits the BLAS to one thread on the calling thread.
void useOneBlasThread();

/// Returns the name of the BLAS, such as "OpenBLAS 0.3.21 (openmp, Haswell)" or "reference BLAS (slow: install
/// libopenblas0-openmp)".
std::string blasName();

}  // namespace maury::network
