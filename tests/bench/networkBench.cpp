// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the speed of prediction, training and Jacobian of hybrid-rvs and of a wider network (1.5 times as many
// filters) in spectra per second, and as a share of the matrix-product speed measured in the same run.
// Usage: bench_network [SPECTRA] [THREADS] [hybrid-rvs | wider]
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "base/Parallel.h"
#include "base/process/Process.h"
#include "bench/Stopwatch.h"
#include "inference/Predictor.h"
#include "mock/MockSurvey.h"
#include "network/Device.torch.h"
#include "network/Runtime.h"
#include "network/cpu/Blas.h"
#include "network/description/Presets.h"
#include "network/model/Ensemble.torch.h"
#include "support/ToyModel.h"
#include "training/Trainer.h"

using namespace maury;

namespace {

constexpr std::size_t kRepeats = 5;

/// Returns the speed of single-precision matrix products on the device of the networks, in GFLOP/s. On the CPU each
/// thread multiplies 1024 × 1024 matrices, one product after another; on a GPU they are 8192 × 8192.
double sgemmRate(unsigned threads) {
  const std::int64_t size = network::networkDevice().is_cuda() ? 8192 : 1024;
  constexpr std::size_t kProducts = 16;  // per thread
  const auto timing = bench::timeIt(kRepeats, [&] {
    parallelChunks(threads, 1, threads, [&](std::size_t, std::size_t, unsigned) {
      network::useOneThread();
      const c10::InferenceMode noGradients;
      const torch::Tensor a = torch::rand({size, size}, network::deviceOptions());
      const torch::Tensor b = torch::rand({size, size}, network::deviceOptions());
      torch::Tensor c = torch::empty({size, size}, network::deviceOptions());
      for (std::size_t i = 0; i < kProducts; ++i)
        torch::mm_out(c, a, b);
      c[0][0].item<float>();  // waits until a GPU has finished
    });
  });
  const double flop = 2.0 * std::pow(static_cast<double>(size), 3.0) * static_cast<double>(kProducts * threads);
  return flop / timing.medianMs * 1e-6;
}

double forwardFlop(const network::ModelInfo& info) {
  const network::BatchMaker batches(info);
  double flop = 0.0;
  for (const auto& row :
       layerList(info.network, batches.pixels().size(), batches.auxiliaryWidths(), info.labels.size())) {
    flop += static_cast<double>(row.flop);
  }
  return flop;
}

void print(const std::string& title, double perSecond, double flopEach, double sgemm) {
  fmt::print("{:<44} {:>9.0f} spectra/s {:>7.1f} GFLOP/s {:>6.0f} % of sgemm\n", title, perSecond,
             perSecond * flopEach * 1e-9, 100.0 * perSecond * flopEach * 1e-9 / sgemm);
}

double perSecond(std::size_t spectra, const bench::Timing& timing) {
  return static_cast<double>(spectra) / timing.medianMs * 1e3;
}

/// Returns the training speed of a whole ensemble in spectra per second: the sum over members of their median epoch.
double trainingRate(const survey::Dataset& stars, const network::NetworkDescription& description, int members,
                    unsigned threads) {
  training::TrainingOptions options = training::presetOptions("hybrid-rvs");
  options.network = description;
  options.members = members;
  options.maxEpochs = kRepeats;
  options.threads = threads;
  Job job;
  std::vector<std::vector<double>> rates(static_cast<std::size_t>(members));
  for (const training::EpochReport& epoch : training::train(stars, options, {}, job).history)
    rates[static_cast<std::size_t>(epoch.member)].push_back(epoch.spectraPerSecond);
  double sum = 0.0;
  for (std::vector<double>& memberRates : rates) {
    std::sort(memberRates.begin(), memberRates.end());
    sum += memberRates[memberRates.size() / 2];
  }
  return sum;
}

void measure(const std::string& name, const network::NetworkDescription& description, const survey::Dataset& stars,
             unsigned threads, double sgemm) {
  const std::size_t spectra = stars.starCount();
  const network::Model model = test::untrainedModel(stars, description, 1);
  const double forward = forwardFlop(model.info());
  const auto labels = static_cast<double>(model.info().labels.size());
  fmt::print("{}, one member: {:.2f} MFLOP forward, {} px, {} labels\n", name, forward * 1e-6, stars.pixelCount(),
             labels);
  Job job;
  print("prediction to a catalogue",
        perSecond(spectra, bench::timeIt(kRepeats, [&] { inference::predict(model, stars, job, threads); })), forward,
        sgemm);
  // The backward pass costs two forward passes: gradients of the weights, and of each layer's input.
  print("training, 2 members side by side (3 forward)", trainingRate(stars, description, 2, threads), 3.0 * forward,
        sgemm);
  print("training, one member (3 forward)", trainingRate(stars, description, 1, threads), 3.0 * forward, sgemm);
  std::vector<std::size_t> rows(spectra / 4);
  std::iota(rows.begin(), rows.end(), 0);
  attribution::AttributionOptions gradient;
  gradient.threads = threads;
  // A backward pass without gradients of the weights costs one forward pass.
  print("gradient map of all labels (1 + L forward)",
        perSecond(rows.size(),
                  bench::timeIt(kRepeats, [&] { attribution::attributionMap(model, stars, rows, gradient, job); })),
        forward * (1.0 + labels), sgemm);
}

/// Returns the description with 1.5 times as many filters, as in network_torch.py.
network::NetworkDescription widen(network::NetworkDescription description) {
  description.preset.clear();
  for (network::Branch& branch : description.branches) {
    network::visitLayers(branch.layers, [](auto& layer) {
      if constexpr (requires { layer.filters; }) layer.filters += layer.filters / 2;
    });
  }
  return description;
}

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the programs do
  network::selectBlasKernels();
  const std::size_t spectra = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 8000;
  const unsigned threads = threadCount(argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 0);
  mock::MockOptions options;
  options.stars = spectra;
  const survey::Dataset stars = mock::mockStars(options, 0, spectra);
  const network::NetworkDescription preset = network::presetDescription("hybrid-rvs");
  fmt::print("{}\n{} spectra, {} threads\n", network::runtimeInfo().summary(), spectra, threads);
  const double sgemm = sgemmRate(threads);
  fmt::print("{:<44} {:>27.1f} GFLOP/s\n", fmt::format("sgemm, {} threads", threads), sgemm);
  const std::string only = argc > 3 ? argv[3] : "";
  if (only != "wider") measure("hybrid-rvs", preset, stars, threads, sgemm);
  if (only != "hybrid-rvs") measure("hybrid-rvs, wider", widen(preset), stars, threads, sgemm);
  return 0;
}
