// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>

namespace maury::network {

/// Where every network of this process lives and runs: the first GPU that LibTorch can use (CUDA_VISIBLE_DEVICES
/// chooses or hides them), else the processor. The code is the same: networks and what BatchMaker makes lie there, and
/// who reads numbers takes tensor.cpu(), which costs nothing on the processor. Thread-safe.
torch::Device networkDevice();
/// Options of a float32 tensor there.
torch::TensorOptions onNetworkDevice();
/// `host` there. From memory of hostOptions() the copy runs beside whatever comes next on this thread.
torch::Tensor toNetworkDevice(const torch::Tensor& host);
/// Options of a float32 tensor in the processor's memory that is to go there: page-locked where that is a GPU.
torch::TensorOptions hostOptions();

/// A generator for tensors there.
torch::Generator deviceGenerator(std::uint64_t seed);
/// `generator`, which is the processor's, where networks run on it; else one of the GPU's, seeded by it.
torch::Generator deviceGenerator(torch::Generator& generator);

/// Spectra that a forward or backward pass takes at once: on the processor what leaves their activations in a core's
/// cache (64 are as fast, 128 are not), on a GPU enough to fill it.
std::size_t batchSpectra();
/// Threads that make batches: `threads`, or on a GPU the few that keep it busy.
unsigned batchThreads(unsigned threads);

}  // namespace maury::network
