// SPDX-License-Identifier: GPL-3.0-or-later
#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/torch.h>
#include <torch/version.h>

#include "base/Parallel.h"
#include "network/Device.torch.h"
#include "network/NetworkModule.h"
#include "network/cpu/LoadedBlas.torch.h"
#include "network/cpu/PooledKernels.h"

namespace maury::network {

namespace {

/// Returns the name that the driver reports for the GPU, such as "NVIDIA H100 80GB HBM3". LibTorch has loaded the
/// driver.
std::string gpuName() {
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD);
  if (driver == nullptr) return "GPU";
  const auto nameOf = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
  char name[256] = "GPU";
  if (nameOf != nullptr && nameOf(name, sizeof name, networkDevice().index()) != 0) return "GPU";
  return name;
}

class TorchNetwork final : public NetworkModule {
public:
  RuntimeInfo runtimeInfo() const override {
    RuntimeInfo info;
    info.libTorch = fmt::format("{}.{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR, TORCH_VERSION_PATCH);
    info.blas = blasName();
    info.kernels = fmt::format("{}, {}", info.blas, pooledKernels().front().name);
    info.device = networkDevice().is_cuda() ? gpuName() : "CPU";
    info.threads = threadCount();
    return info;
  }
};

const PartRegistration<TorchNetwork> kProvided(networkModule());

}  // namespace

}  // namespace maury::network
