// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/BatchAttribution.torch.h"

#include <algorithm>

#include "base/Random.h"
#include "network/Device.torch.h"

namespace maury::attribution {
namespace {

using network::Batch;

/// All tensors of a batch as one, B × C.
torch::Tensor columnsOf(const std::vector<torch::Tensor>& parts) {
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor& part : parts)
    flat.push_back(part.reshape({part.size(0), -1}));
  return flat.size() == 1 ? flat.front() : torch::cat(flat, 1);
}

std::vector<torch::Tensor> partsOf(const Batch& batch) {
  std::vector<torch::Tensor> parts{batch.flux};
  parts.insert(parts.end(), batch.auxiliary.begin(), batch.auxiliary.end());
  return parts;
}

/// batch.flux + flux and so on for each input, with the layout that the network wants.
Batch moved(const Batch& batch, const std::function<torch::Tensor(const torch::Tensor& part, std::size_t i)>& of) {
  Batch result;
  result.flux = network::asNetworkFlux(of(batch.flux, 0));
  for (std::size_t i = 0; i < batch.auxiliary.size(); ++i)
    result.auxiliary.push_back(of(batch.auxiliary[i], i + 1));
  return result;
}

struct Slopes {
  torch::Tensor values;   ///< L × B × C
  torch::Tensor outputs;  ///< B × L
};

/// One forward pass and one backward pass a label, to the inputs only: the weights are frozen.
Slopes slopesAt(const Forward& forward, const Batch& at, std::int64_t labels, Job& job) {
  const torch::AutoGradMode gradients(true);  // the calling thread may have switched them off
  Batch batch = moved(at, [](const torch::Tensor& part, std::size_t) { return part.detach(); });
  const std::vector<torch::Tensor> inputs = partsOf(batch);
  for (torch::Tensor input : inputs)
    input.requires_grad_(true);
  job.checkpoint();
  const torch::Tensor outputs = forward(batch);
  std::vector<torch::Tensor> rows;
  for (std::int64_t label = 0; label < labels; ++label) {
    job.checkpoint();
    // Stars do not mix in the network, so the gradient of the sum over stars holds each star's own.
    const bool keepGraph = label + 1 < labels;
    rows.push_back(columnsOf(torch::autograd::grad({outputs.select(1, label).sum()}, inputs, {}, keepGraph)));
  }
  return {torch::stack(rows), outputs.detach().narrow(1, 0, labels)};
}

torch::Tensor outputsAt(const Forward& forward, const Batch& batch, std::int64_t labels, Job& job) {
  const torch::NoGradGuard noGradients;
  job.checkpoint();
  return forward(batch).narrow(1, 0, labels);
}

/// Batch − baseline, B × C.
torch::Tensor distance(const Batch& batch, const BaselineBatch& baseline) {
  return columnsOf(partsOf(batch)) - columnsOf(partsOf(baseline));
}

BatchAttribution gradientTimesInput(const Forward& forward, const Batch& batch, std::int64_t labels,
                                    const MethodContext& context, Job& job) {
  const Slopes slopes = slopesAt(forward, batch, labels, job);
  return {slopes.values * distance(batch, context.baseline), slopes.outputs,
          outputsAt(forward, context.baseline, labels, job)};
}

BatchAttribution integratedGradients(const Forward& forward, const Batch& batch, std::int64_t labels,
                                     const MethodContext& context, Job& job) {
  // As many points at once as stars make a good batch: one star alone takes its whole path in a few passes.
  constexpr std::int64_t kPoints = 32;
  const std::vector<torch::Tensor> from = partsOf(context.baseline);
  const std::int64_t stars = batch.size(), steps = context.options.steps;
  const std::int64_t atOnce = std::max<std::int64_t>(kPoints / stars, 1);
  torch::Tensor sum;
  for (std::int64_t first = 0; first < steps; first += atOnce) {
    const std::int64_t count = std::min(atOnce, steps - first);
    const torch::Tensor along = (torch::arange(first, first + count, batch.flux.options()) + 0.5) / steps;
    const Batch points = moved(batch, [&](const torch::Tensor& part, std::size_t i) {
      std::vector<std::int64_t> shape(static_cast<std::size_t>(part.dim()) + 1, 1);
      shape.front() = count;
      const torch::Tensor path = from[i] + along.reshape(shape) * (part - from[i]).unsqueeze(0);  // count × B × …
      return path.flatten(0, 1);
    });
    const torch::Tensor slopes = slopesAt(forward, points, labels, job).values;  // L × (count B) × C
    const torch::Tensor values = slopes.reshape({labels, count, stars, -1}).sum(1);
    sum = sum.defined() ? sum.add_(values) : values;
  }
  return {sum * (distance(batch, context.baseline) / steps), outputsAt(forward, batch, labels, job),
          outputsAt(forward, context.baseline, labels, job)};
}

/// Noise of each star's own sequence, so that it does not depend on the batches.
torch::Tensor noiseFor(const Batch& batch, const MethodContext& context, std::uint64_t firstStar, int sample) {
  torch::Tensor noise = torch::empty({batch.size(), batch.flux.size(-1)});
  float* out = noise.data_ptr<float>();
  for (std::int64_t star = 0; star < batch.size(); ++star) {
    const std::uint64_t number = firstStar + static_cast<std::uint64_t>(star);
    Random random(splitMix64(context.options.seed ^ splitMix64(number)), static_cast<std::uint64_t>(sample));
    for (std::int64_t pixel = 0; pixel < noise.size(1); ++pixel)
      *out++ = static_cast<float>(context.scaledNoise * random.gaussian());
  }
  return noise.reshape({batch.size(), 1, 1, -1}).to(batch.flux.device());
}

BatchAttribution smoothGrad(const Forward& forward, const Batch& batch, std::int64_t labels,
                            const MethodContext& context, std::uint64_t firstStar, Job& job) {
  torch::Tensor sum;
  for (int sample = 0; sample < context.options.samples; ++sample) {
    const torch::Tensor noise = noiseFor(batch, context, firstStar, sample);
    const Batch noisy =
        moved(batch, [&](const torch::Tensor& part, std::size_t i) { return i == 0 ? part + noise : part; });
    const torch::Tensor values = slopesAt(forward, noisy, labels, job).values;
    sum = sum.defined() ? sum.add_(values) : values;
  }
  return {sum.div_(context.options.samples), outputsAt(forward, batch, labels, job), {}};
}

BatchAttribution occlusion(const Forward& forward, const Batch& batch, std::int64_t labels,
                           const MethodContext& context, Job& job) {
  const torch::NoGradGuard noGradients;
  const torch::Tensor outputs = outputsAt(forward, batch, labels, job);
  const std::int64_t pixels = batch.flux.size(-1), columns = columnsOf(partsOf(batch)).size(1);
  torch::Tensor values = torch::zeros({labels, batch.size(), columns}, batch.flux.options());
  torch::Tensor covers = torch::zeros({columns}, batch.flux.options());
  const auto add = [&](std::int64_t first, std::int64_t last, const Batch& occluded) {
    const torch::Tensor loss = (outputs - outputsAt(forward, occluded, labels, job)).t().unsqueeze(2);  // L × B × 1
    values.narrow(2, first, last - first).add_(loss);
    covers.narrow(0, first, last - first).add_(1.0);
  };
  for (const auto& [first, last] : context.occlusions) {
    Batch occluded = batch;
    torch::Tensor flux = batch.flux.clone();
    flux.narrow(-1, first, last - first).copy_(context.baseline.flux.narrow(-1, first, last - first));
    occluded.flux = network::asNetworkFlux(flux);
    add(first, last, occluded);
  }
  std::int64_t column = pixels;
  for (std::size_t branch = 0; branch < batch.auxiliary.size(); ++branch) {
    for (std::int64_t element = 0; element < batch.auxiliary[branch].size(1); ++element, ++column) {
      Batch occluded = batch;
      occluded.auxiliary[branch] = batch.auxiliary[branch].clone();
      occluded.auxiliary[branch]
          .select(1, element)
          .copy_(context.baseline.auxiliary[branch].select(1, element).expand({batch.size()}));
      add(column, column + 1, occluded);
    }
  }
  return {values.div_(covers.clamp_min_(1.0)), outputs, outputsAt(forward, context.baseline, labels, job)};
}

}  // namespace

BatchAttribution attributeBatch(const Forward& forward, const Batch& batch, std::int64_t labels,
                                const MethodContext& context, std::uint64_t firstStar, Job& job) {
  switch (context.options.method) {
    case AttributionMethod::Gradient:
      break;
    case AttributionMethod::SmoothGrad:
      return smoothGrad(forward, batch, labels, context, firstStar, job);
    case AttributionMethod::GradientTimesInput:
      return gradientTimesInput(forward, batch, labels, context, job);
    case AttributionMethod::IntegratedGradients:
      return integratedGradients(forward, batch, labels, context, job);
    case AttributionMethod::Occlusion:
      return occlusion(forward, batch, labels, context, job);
  }
  const Slopes slopes = slopesAt(forward, batch, labels, job);
  return {slopes.values, slopes.outputs, {}};
}

std::vector<PixelRange> occlusionWindows(const std::vector<double>& wavelengthsNm, double widthNm) {
  std::vector<PixelRange> windows;
  if (wavelengthsNm.empty()) return windows;
  constexpr double kRounding = 1e-6;  // nm: a pixel on an edge belongs to the window that starts there
  const auto pixelAt = [&](double nm) {
    return std::lower_bound(wavelengthsNm.begin(), wavelengthsNm.end(), nm - kRounding) - wavelengthsNm.begin();
  };
  // The first starts half a width before the first pixel, so that every pixel lies in two windows.
  for (int half = -1;; ++half) {
    const double start = wavelengthsNm.front() + 0.5 * widthNm * half;
    if (start > wavelengthsNm.back()) break;
    const PixelRange window{pixelAt(start), pixelAt(start + widthNm)};
    if (window.first < window.second && (windows.empty() || windows.back() != window)) windows.push_back(window);
  }
  return windows;
}

}  // namespace maury::attribution
