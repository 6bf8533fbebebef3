// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/LoadedBlas.torch.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <torch/torch.h>

#include <string_view>
#include <vector>

namespace maury::network {

namespace {

/// Looks up a symbol in the libraries that the process has loaded; null if there is none. Used for OpenBLAS, which the
/// program does not link to: LibTorch loads libblas.so.3, which is the BLAS selected by Debian's alternatives system.
template <typename Symbol>
Symbol* loadedSymbol(const char* name) {
  return reinterpret_cast<Symbol*>(dlsym(RTLD_DEFAULT, name));
}

/// Returns the paths of all shared libraries that this process has loaded, with symbolic links resolved.
std::vector<std::string> loadedLibraries() {
  std::vector<std::string> names;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        if (info->dlpi_name != nullptr && info->dlpi_name[0] != '\0') {
          char resolved[PATH_MAX];
          const char* real = realpath(info->dlpi_name, resolved);
          static_cast<std::vector<std::string>*>(out)->emplace_back(real != nullptr ? real : info->dlpi_name);
        }
        return 0;
      },
      &names);
  return names;
}

}  // namespace

void useOneBlasThread() {
  // Only the pthreads build needs this call, which sets its limit for the whole process; the OpenMP build follows
  // OpenMP's limit for the calling thread.
  static const auto parallel = loadedSymbol<int()>("openblas_get_parallel");
  static const auto setThreads = loadedSymbol<void(int)>("openblas_set_num_threads");
  constexpr int kPthreads = 1;  // openblas_get_parallel: 0 sequential, 1 pthreads, 2 OpenMP
  if (parallel != nullptr && setThreads != nullptr && parallel() == kPthreads) setThreads(1);
}

std::string blasName() {
  if (const auto config = loadedSymbol<const char*()>("openblas_get_config")) {
    const std::string text = config();  // "OpenBLAS 0.3.21 DYNAMIC_ARCH NO_AFFINITY USE_OPENMP Haswell MAX_THREADS=128"
    const std::size_t name = text.find(' ');
    const std::string version = text.substr(0, text.find(' ', name == std::string::npos ? name : name + 1));
    const auto parallel = loadedSymbol<int()>("openblas_get_parallel");
    constexpr const char* kFlavours[] = {"serial", "pthread", "openmp"};
    const int flavour = parallel != nullptr ? parallel() : 0;
    const auto kernels = loadedSymbol<char*()>("openblas_get_corename");
    return fmt::format("{} ({}{})", version, kFlavours[flavour >= 0 && flavour <= 2 ? flavour : 0],
                       kernels != nullptr ? fmt::format(", {}", kernels()) : "");
  }
  for (const std::string& path : loadedLibraries()) {
    const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
    if (file.starts_with("libmkl")) return "MKL";
    if (file.starts_with("libblis")) return "BLIS";
    if (file.starts_with("libblas.so") && path.find("atlas") != std::string::npos) return "ATLAS";
    if (file.starts_with("libblas.so")) return "reference BLAS (slow: install libopenblas0-openmp)";
  }
  return torch::show_config().find("MKL") != std::string::npos ? "MKL (built into LibTorch)" : "built into LibTorch";
}

}  // namespace maury::network
