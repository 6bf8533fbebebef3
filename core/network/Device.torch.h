// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>

namespace maury::network {

/// Returns the device that holds and runs all networks of this process: the first GPU that LibTorch can use (the
/// variable CUDA_VISIBLE_DEVICES selects or hides GPUs), otherwise the CPU. Callers need not distinguish the two: the
/// networks and the batches of BatchMaker are on this device, and tensor.cpu() makes results readable, at no cost on
/// the CPU. Thread-safe.
torch::Device networkDevice();
/// Returns the options of a float32 tensor on networkDevice().
torch::TensorOptions deviceOptions();
/// Returns `host` on networkDevice(). Does not wait for the copy if `host` was allocated with hostOptions().
torch::Tensor toNetworkDevice(const torch::Tensor& host);
/// Returns the options of a float32 tensor in main memory that will be copied to networkDevice(): page-locked if that
/// is a GPU.
torch::TensorOptions hostOptions();

/// Returns a random number generator for tensors on networkDevice().
torch::Generator deviceGenerator(std::uint64_t seed);
/// Returns the CPU generator `generator` itself if networks run on the CPU; otherwise a GPU generator seeded from it.
torch::Generator deviceGenerator(torch::Generator& generator);

/// Returns the number of spectra in a forward or backward pass: on the CPU few enough that their activations stay in a
/// core's cache (64 are as fast, 128 are slower), on a GPU enough to use all of it.
std::size_t batchSpectra();
/// Returns the number of threads that prepare batches: `threads`, or on a GPU the few that keep it busy.
unsigned batchThreads(unsigned threads);

}  // namespace maury::network
