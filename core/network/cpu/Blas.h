// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

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

/// Returns the address space that OpenBLAS takes for its buffers: 128 MiB for each core when it is loaded, and as much
/// for each thread that multiplies matrices.
std::uint64_t blasBufferBytes();

/// Makes OpenBLAS take the buffers of one thread for each core now, when it is loaded. OpenBLAS 0.3.21 asks for them at
/// a thread's first product, and asks again without end if the system refuses (its issue 5289). Throws NotEnoughMemory
/// instead. Only address space is taken, no memory. Does nothing with another BLAS.
void reserveBlasBuffers();

}  // namespace maury::network
