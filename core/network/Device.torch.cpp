// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

#include "base/Parallel.h"
#include "network/Device.torch.h"

namespace maury::network {
namespace {

torch::Device findDevice() {
  if (!torch::cuda::is_available()) return torch::kCPU;
  // Same seed, same weights; and float32 as on the processor, which gradients of a label need: LibTorch's own choice
  // for convolutions keeps 10 bits of each factor.
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setAllowTF32CuDNN(false);
  return {torch::kCUDA, 0};
}

}  // namespace

torch::Device networkDevice() {
  static const torch::Device device = findDevice();
  return device;
}

torch::TensorOptions onNetworkDevice() {
  return torch::TensorOptions(torch::kFloat32).device(networkDevice());
}

torch::Tensor toNetworkDevice(const torch::Tensor& host) {
  constexpr bool kNonBlocking = true;
  return host.to(networkDevice(), kNonBlocking);
}

torch::TensorOptions hostOptions() {
  return torch::TensorOptions(torch::kFloat32).pinned_memory(networkDevice().is_cuda());
}

torch::Generator deviceGenerator(std::uint64_t seed) {
  if (networkDevice().is_cpu()) return at::make_generator<at::CPUGeneratorImpl>(seed);
  torch::Generator own = at::globalContext().defaultGenerator(networkDevice()).clone();
  own.set_current_seed(seed);
  return own;
}

torch::Generator deviceGenerator(torch::Generator& generator) {
  if (networkDevice().is_cpu()) return generator;
  return deviceGenerator(at::check_generator<at::CPUGeneratorImpl>(generator)->random64());
}

std::size_t batchSpectra() {
  constexpr std::size_t kProcessor = 32, kGpu = 512;
  return networkDevice().is_cuda() ? kGpu : kProcessor;
}

unsigned batchThreads(unsigned threads) {
  constexpr unsigned kGpu = 4;
  return networkDevice().is_cuda() ? std::min(kGpu, threadCount(threads)) : threads;
}

}  // namespace maury::network
