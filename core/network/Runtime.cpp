// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/Runtime.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <string_view>
#include <vector>

#include "base/Parallel.h"
#include "network/Device.torch.h"

namespace maury::network {

namespace {

/// Files of the shared libraries that this process has loaded, links resolved.
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

/// What is loaded tells more than how LibTorch was built: Debian's libblas.so.3 is whatever the alternatives say.
std::string blasName() {
  if (const auto config = reinterpret_cast<const char* (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_config"))) {
    const std::string text = config();  // "OpenBLAS 0.3.21 DYNAMIC_ARCH NO_AFFINITY USE_OPENMP Haswell MAX_THREADS=128"
    const std::size_t name = text.find(' ');
    const std::string version = text.substr(0, text.find(' ', name == std::string::npos ? name : name + 1));
    const auto parallel = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_parallel"));
    constexpr const char* kFlavours[] = {"serial", "pthread", "openmp"};
    const int flavour = parallel != nullptr ? parallel() : 0;
    return fmt::format("{} ({})", version, kFlavours[flavour >= 0 && flavour <= 2 ? flavour : 0]);
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

/// "NVIDIA H100 80GB HBM3": as the driver, which LibTorch has loaded by now, calls it.
std::string gpuName() {
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD);
  if (driver == nullptr) return "GPU";
  const auto nameOf = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
  char name[256] = "GPU";
  if (nameOf != nullptr && nameOf(name, sizeof name, networkDevice().index()) != 0) return "GPU";
  return name;
}

}  // namespace

std::string RuntimeInfo::summary() const {
  return fmt::format("LibTorch {} · {} · {}, {} thread{}", libTorch, blas, device, threads, threads == 1 ? "" : "s");
}

RuntimeInfo runtimeInfo() {
  RuntimeInfo info;
  info.libTorch = fmt::format("{}.{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR, TORCH_VERSION_PATCH);
  info.blas = blasName();
  info.device = networkDevice().is_cuda() ? gpuName() : "CPU";
  info.threads = threadCount();
  return info;
}

}  // namespace maury::network
