// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury::network {

/// OpenBLAS takes a processor that is newer than itself for one of 2004 and multiplies matrices at a fifth of what it
/// can do (0.3.21, Debian 12's, on Intel's of 2023: 18 instead of 92 GFLOP/s on a core). Gives it the newest kernels
/// it has that run here, unless OPENBLAS_CORETYPE says which. To be called once, at the start of the program: it
/// changes the environment for a moment, which other threads might read. Does nothing with another BLAS.
void useFittingBlasKernels();

/// One BLAS thread on the calling thread.
void useOneBlasThread();

/// "OpenBLAS 0.3.21 (openmp, Haswell)", "reference BLAS (slow: install libopenblas0-openmp)".
std::string blasName();

}  // namespace maury::network
