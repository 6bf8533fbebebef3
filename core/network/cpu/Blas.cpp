// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/Blas.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/Parallel.h"
#include "base/process/Memory.h"

namespace maury::network {

namespace {

/// Size of a buffer of OpenBLAS on x86 (BUFFER_SIZE in its common_x86_64.h and param.h).
constexpr std::uint64_t kBufferBytes = 128ULL << 20;
constexpr const char* kCoreTypeVariable = "OPENBLAS_CORETYPE";

/// Returns the name of the kernels that OpenBLAS selects by default; empty with another BLAS. Queries libblas.so.3,
/// because LibTorch uses it; Debian's alternatives system determines which library that is.
std::string defaultKernels() {
  void* blas = dlopen("libblas.so.3", RTLD_LAZY | RTLD_LOCAL);
  if (blas == nullptr) return {};
  const auto nameOf = reinterpret_cast<char* (*)()>(dlsym(blas, "openblas_get_corename"));
  std::string name = nameOf != nullptr ? nameOf() : "";
  dlclose(blas);
  return name;
}

bool blasIsLoaded() {
  return dlopen("libblas.so.3", RTLD_LAZY | RTLD_NOLOAD) != nullptr;
}

/// Returns the best OpenBLAS kernels that this processor can run, by their name in OPENBLAS_CORETYPE; null if none is
/// better than the kernels for unknown processors.
const char* bestKernels() {
#if defined(__x86_64__) && defined(__GNUC__)
  const bool hasAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
                         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                         __builtin_cpu_supports("avx512vl");
  if (hasAvx512) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

/// Restarts the program with the same arguments. Returns only on failure.
void restart() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string arguments((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<char*> pointers;
  for (std::size_t begin = 0; begin < arguments.size(); begin = arguments.find('\0', begin) + 1)
    pointers.push_back(arguments.data() + begin);
  pointers.push_back(nullptr);
  execv("/proc/self/exe", pointers.data());
}

}  // namespace

void selectBlasKernels() {
  const char* best = bestKernels();
  if (best == nullptr || getenv(kCoreTypeVariable) != nullptr) return;
  // Without memory for its buffers, OpenBLAS would wait without end when it is loaded. openModule() reports the lack of
  // memory, if networks are needed.
  if (!hasAddressSpace(blasBufferBytes())) return;
  const std::string chosen = defaultKernels();
  const bool isFallback = chosen == "Prescott" || chosen == "Barcelona";  // the kernels for unknown processors
  if (!isFallback) return;
  setenv(kCoreTypeVariable, best, 1);
  if (blasIsLoaded()) restart();
}

std::uint64_t blasBufferBytes() {
  return 2 * threadCount() * kBufferBytes;
}

void reserveBlasBuffers() {
  const auto allocate = reinterpret_cast<void* (*)(int)>(dlsym(RTLD_DEFAULT, "blas_memory_alloc"));
  const auto release = reinterpret_cast<void (*)(void*)>(dlsym(RTLD_DEFAULT, "blas_memory_free"));
  if (allocate == nullptr || release == nullptr) return;
  std::vector<void*> buffers;
  for (unsigned thread = 0; thread < threadCount(); ++thread) {
    if (!hasAddressSpace(kBufferBytes + (1U << 20))) break;
    buffers.push_back(allocate(0));
  }
  for (void* buffer : buffers)
    release(buffer);
  if (buffers.size() < threadCount()) requireMemory("BLAS", kBufferBytes + (1U << 20));
}

}  // namespace maury::network
