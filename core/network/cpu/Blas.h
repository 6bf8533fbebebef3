// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::network {

/// Sets OPENBLAS_CORETYPE for this process if OpenBLAS does not recognise the processor. OpenBLAS treats a processor
/// newer than itself like one of 2004 and then multiplies matrices at a fifth of the possible speed (18 instead of 92
/// GFLOP/s on a core: version 0.3.21 of Debian 12, Intel processor of 2023). This function selects the newest of its
/// kernels that run here. Does nothing if the user has set the variable, if OpenBLAS recognises the processor, or with
/// another BLAS.
/// Call it first in main(), because it changes the environment, which other threads might read. Takes about 5 ms to
/// load, query and unload OpenBLAS. If the program itself is linked to OpenBLAS, which has then read the variable
/// already, restarts the program once.
void selectBlasKernels();

}  // namespace maury::network
