// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/Module.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <mutex>

#include "base/Error.h"
#include "base/process/Memory.h"
#include "network/cpu/Blas.h"

namespace maury::network {

namespace {
/// Address space that LibTorch 1.13 and its libraries take (bytes), not counting the buffers of BLAS.
constexpr std::uint64_t kLibTorchBytes = 450'000'000;
}  // namespace

void openModule() {
  static std::mutex mutex;
  static bool open = false;
  const std::lock_guard lock(mutex);
  if (open) return;
  requireMemory("Loading LibTorch and its BLAS", kLibTorchBytes + blasBufferBytes());
  // RTLD_GLOBAL, because LibTorch's own plug-ins look up its symbols in the global scope.
  if (dlopen(MAURY_NETWORKS_MODULE, RTLD_LAZY | RTLD_GLOBAL) == nullptr) {
    const char* reason = dlerror();
    throw Error(ErrorKind::File,
                fmt::format("Networks need Maury's module {} and LibTorch, which cannot be loaded ({}). Reinstall "
                            "Maury and its dependencies.",
                            MAURY_NETWORKS_MODULE, reason != nullptr ? reason : "unknown reason"));
  }
  reserveBlasBuffers();
  open = true;
}

}  // namespace maury::network
