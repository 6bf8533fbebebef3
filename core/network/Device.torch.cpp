// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

#include "base/Parallel.h"
#include "network/Device.torch.h"

namespace maury::network {
namespace {

torch::Device findDevice() {
  if (!torch::cuda::is_available()) return torch::kCPU;
  // Deterministic, so that a seed reproduces the weights. No TF32, which LibTorch uses for convolutions by default: it
  // keeps 10 bits of each factor, too few for the gradients of labels.
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setAllowTF32CuDNN(false);
  return {torch::kCUDA, 0};
}

}  // namespace

torch::Device networkDevice() {
  static const torch::Device device = findDevice();
  return device;
}

torch::TensorOptions deviceOptions() {
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
  torch::Generator generator = at::globalContext().defaultGenerator(networkDevice()).clone();
  generator.set_current_seed(seed);
  return generator;
}

torch::Generator deviceGenerator(torch::Generator& generator) {
  if (networkDevice().is_cpu()) return generator;
  return deviceGenerator(at::check_generator<at::CPUGeneratorImpl>(generator)->random64());
}

std::size_t batchSpectra() {
  constexpr std::size_t kCpuSpectra = 32, kGpuSpectra = 512;
  return networkDevice().is_cuda() ? kGpuSpectra : kCpuSpectra;
}

unsigned batchThreads(unsigned threads) {
  constexpr unsigned kGpuThreads = 4;
  return networkDevice().is_cuda() ? std::min(kGpuThreads, threadCount(threads)) : threads;
}

}  // namespace maury::network
