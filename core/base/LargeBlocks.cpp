// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/LargeBlocks.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace maury {

void returnLargeBlocks() noexcept {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 16 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

}  // namespace maury
