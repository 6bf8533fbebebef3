// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::network {

/// Sets OPENBLAS_CORETYPE for this process where OpenBLAS does not know the processor. It takes one that is newer than
/// itself for one of 2004 and multiplies matrices at a fifth of its speed (0.3.21, Debian 12's, on Intel's of 2023: 18
/// instead of 92 GFLOP/s on a core); this names the newest kernels of its own that run here. Leaves a value that the
/// user has set, and every processor that OpenBLAS knows. To be called first in main(): changes the environment, which
/// other threads might read, and takes about 5 ms, in which OpenBLAS is loaded, asked and unloaded. A program that is
/// linked to OpenBLAS starts itself again once if the value comes too late for it. Does nothing with another BLAS.
void useFittingBlasKernels();

}  // namespace maury::network
