// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/BatchAttribution.torch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/Error.h"
#include "base/Random.h"
#include "network/Device.torch.h"

namespace maury::attribution {
namespace {

using network::Batch;

/// Concatenates all tensors of a batch into one, B × C.
torch::Tensor concatenate(const std::vector<torch::Tensor>& parts) {
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

/// Returns a batch with each part replaced by the result of the function, in the layout that the network needs.
Batch mapParts(const Batch& batch,
               const std::function<torch::Tensor(const torch::Tensor& part, std::size_t i)>& change) {
  Batch result;
  result.flux = network::asNetworkFlux(change(batch.flux, 0));
  for (std::size_t i = 0; i < batch.auxiliary.size(); ++i)
    result.auxiliary.push_back(change(batch.auxiliary[i], i + 1));
  return result;
}

/// Derivatives and outputs of one network for one batch.
struct Slopes {
  torch::Tensor values;   ///< L × B × C
  torch::Tensor outputs;  ///< B × L
};

/// Runs one forward pass, and one backward pass per label to the inputs only, because the weights are frozen.
Slopes computeSlopes(const Forward& forward, const Batch& source, std::int64_t labels, Job& job) {
  const torch::AutoGradMode gradients(true);  // the calling thread may have disabled gradients
  Batch batch = mapParts(source, [](const torch::Tensor& part, std::size_t) { return part.detach(); });
  const std::vector<torch::Tensor> inputs = partsOf(batch);
  for (torch::Tensor input : inputs)
    input.requires_grad_(true);
  job.checkpoint();
  const torch::Tensor outputs = forward(batch);
  std::vector<torch::Tensor> rows;
  for (std::int64_t label = 0; label < labels; ++label) {
    job.checkpoint();
    // Stars do not mix in the network, so the gradient of the sum over stars contains each star's own gradient.
    const bool keepGraph = label + 1 < labels;
    rows.push_back(concatenate(torch::autograd::grad({outputs.select(1, label).sum()}, inputs, {}, keepGraph)));
  }
  return {torch::stack(rows), outputs.detach().narrow(1, 0, labels)};
}

torch::Tensor computeOutputs(const Forward& forward, const Batch& batch, std::int64_t labels, Job& job) {
  const torch::NoGradGuard noGradients;
  job.checkpoint();
  return forward(batch).narrow(1, 0, labels);
}

/// Returns batch − baseline, B × C.
torch::Tensor distance(const Batch& batch, const BaselineBatch& baseline) {
  return concatenate(partsOf(batch)) - concatenate(partsOf(baseline));
}

BatchAttribution gradientTimesInput(const Forward& forward, const Batch& batch, std::int64_t labels,
                                    const MethodContext& context, Job& job) {
  const Slopes slopes = computeSlopes(forward, batch, labels, job);
  return {slopes.values * distance(batch, context.baseline), slopes.outputs,
          computeOutputs(forward, context.baseline, labels, job)};
}

BatchAttribution integratedGradients(const Forward& forward, const Batch& batch, std::int64_t labels,
                                     const MethodContext& context, Job& job) {
  // Evaluate enough points together to fill a batch, so that a single star needs only a few passes for its path.
  constexpr std::int64_t kPoints = 32;
  const std::vector<torch::Tensor> from = partsOf(context.baseline);
  const std::int64_t stars = batch.size(), steps = context.options.steps;
  const std::int64_t pointsPerPass = std::max<std::int64_t>(kPoints / stars, 1);
  torch::Tensor sum;
  for (std::int64_t first = 0; first < steps; first += pointsPerPass) {
    const std::int64_t count = std::min(pointsPerPass, steps - first);
    const torch::Tensor along = (torch::arange(first, first + count, batch.flux.options()) + 0.5) / steps;
    const Batch points = mapParts(batch, [&](const torch::Tensor& part, std::size_t i) {
      std::vector<std::int64_t> shape(static_cast<std::size_t>(part.dim()) + 1, 1);
      shape.front() = count;
      const torch::Tensor path = from[i] + along.reshape(shape) * (part - from[i]).unsqueeze(0);  // count × B × …
      return path.flatten(0, 1);
    });
    const torch::Tensor slopes = computeSlopes(forward, points, labels, job).values;  // L × (count B) × C
    const torch::Tensor values = slopes.reshape({labels, count, stars, -1}).sum(1);
    sum = sum.defined() ? sum.add_(values) : values;
  }
  return {sum * (distance(batch, context.baseline) / steps), computeOutputs(forward, batch, labels, job),
          computeOutputs(forward, context.baseline, labels, job)};
}

/// Returns noise from each star's own random stream, so that it does not depend on the batches.
torch::Tensor drawNoise(const Batch& batch, const MethodContext& context, std::uint64_t firstStar, int sample) {
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
    const torch::Tensor noise = drawNoise(batch, context, firstStar, sample);
    const Batch noisy =
        mapParts(batch, [&](const torch::Tensor& part, std::size_t i) { return i == 0 ? part + noise : part; });
    const torch::Tensor values = computeSlopes(forward, noisy, labels, job).values;
    sum = sum.defined() ? sum.add_(values) : values;
  }
  return {sum.div_(context.options.samples), computeOutputs(forward, batch, labels, job), {}};
}

BatchAttribution occlusion(const Forward& forward, const Batch& batch, std::int64_t labels,
                           const MethodContext& context, Job& job) {
  const torch::NoGradGuard noGradients;
  const torch::Tensor outputs = computeOutputs(forward, batch, labels, job);
  const std::int64_t pixels = batch.flux.size(-1), columns = concatenate(partsOf(batch)).size(1);
  torch::Tensor values = torch::zeros({labels, batch.size(), columns}, batch.flux.options());
  torch::Tensor covers = torch::zeros({columns}, batch.flux.options());
  const auto add = [&](std::int64_t first, std::int64_t last, const Batch& occluded) {
    const torch::Tensor loss =
        (outputs - computeOutputs(forward, occluded, labels, job)).t().unsqueeze(2);  // L × B × 1
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
  return {values.div_(covers.clamp_min_(1.0)), outputs, computeOutputs(forward, context.baseline, labels, job)};
}

}  // namespace

BatchAttribution attributeBatch(const Forward& forward, const Batch& batch, std::int64_t labels,
                                const MethodContext& context, std::uint64_t firstStar, Job& job) {
  switch (context.options.method) {
    case AttributionMethod::Gradient: {
      const Slopes slopes = computeSlopes(forward, batch, labels, job);
      return {slopes.values, slopes.outputs, {}};
    }
    case AttributionMethod::SmoothGrad:
      return smoothGrad(forward, batch, labels, context, firstStar, job);
    case AttributionMethod::GradientTimesInput:
      return gradientTimesInput(forward, batch, labels, context, job);
    case AttributionMethod::IntegratedGradients:
      return integratedGradients(forward, batch, labels, context, job);
    case AttributionMethod::Occlusion:
      return occlusion(forward, batch, labels, context, job);
  }
  throw Error(ErrorKind::Usage, "There is no such attribution method.");
}

std::vector<PixelRange> occlusionWindows(const std::vector<double>& wavelengthsNm, double widthNm) {
  std::vector<PixelRange> windows;
  if (wavelengthsNm.empty()) return windows;
  constexpr double kMaxWindows = 1e6;
  const double steps = 2.0 * (wavelengthsNm.back() - wavelengthsNm.front()) / widthNm;
  if (steps > kMaxWindows) {
    throw Error(
        ErrorKind::Usage,
        fmt::format("A window of {} nm takes {:.3g} steps through the spectrum; at most {:.0f} are possible. Use "
                    "a window about as wide as a pixel or wider.",
                    widthNm, steps, kMaxWindows),
        "Change --window.");
  }
  constexpr double kRounding = 1e-6;  // nm; a pixel on an edge belongs to the window that starts there
  const auto pixelAt = [&](double nm) {
    return std::lower_bound(wavelengthsNm.begin(), wavelengthsNm.end(), nm - kRounding) - wavelengthsNm.begin();
  };
  // The first window starts half a width before the first pixel, so that every pixel lies in two windows.
  for (int half = -1;; ++half) {
    const double start = wavelengthsNm.front() + 0.5 * widthNm * half;
    if (start > wavelengthsNm.back()) break;
    const PixelRange window{pixelAt(start), pixelAt(start + widthNm)};
    if (window.first < window.second && (windows.empty() || windows.back() != window)) windows.push_back(window);
  }
  return windows;
}

}  // namespace maury::attribution
