// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/PooledConvolution.torch.h"

#include <algorithm>

#include "network/PooledKernels.h"

namespace maury::network {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// B × P × C, row-major, of x (B × C × 1 × P) with any strides; no copy of channels-last.
torch::Tensor rowsOf(const torch::Tensor& x) {
  return x.permute({0, 2, 3, 1}).contiguous();
}

/// B × C × 1 × P in channels-last memory, also where C is 1.
torch::Tensor channelsLast(std::int64_t stars, std::int64_t channels, std::int64_t positions, torch::ScalarType type) {
  return torch::empty({stars, 1, positions, channels}, type).permute({0, 3, 1, 2});
}

PooledShape shapeOf(const torch::Tensor& x, const torch::Tensor& weight, std::int64_t pool, double slope) {
  return {x.size(3), x.size(1), weight.size(0), weight.size(3), pool, static_cast<float>(slope)};
}

struct Pooled {
  torch::Tensor activated;
  torch::Tensor chosen;  ///< int32; undefined unless asked for
};

Pooled forward(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, const PooledShape& shape,
               bool wantsChosen) {
  const PooledKernels& kernels = pooledKernels().front();
  const torch::Tensor from = rowsOf(x), rows = rowsOf(weight), biases = bias.contiguous();
  torch::Tensor packed = torch::empty({kernels.forwardWeights(shape)}),
                scratch = torch::empty({kernels.forwardScratch(shape)});
  kernels.packForward(shape, rows.data_ptr<float>(), biases.data_ptr<float>(), packed.data_ptr<float>());
  const std::int64_t stars = x.size(0), in = shape.positions * shape.channels, out = shape.pooled() * shape.filters;
  Pooled result;
  result.activated = channelsLast(stars, shape.filters, shape.pooled(), torch::kFloat32);
  if (wantsChosen) result.chosen = channelsLast(stars, shape.filters, shape.pooled(), torch::kInt32);
  for (std::int64_t star = 0; star < stars; ++star) {
    kernels.forward(shape, from.data_ptr<float>() + star * in, packed.data_ptr<float>(),
                    result.activated.data_ptr<float>() + star * out,
                    wantsChosen ? result.chosen.data_ptr<std::int32_t>() + star * out : nullptr,
                    scratch.data_ptr<float>());
  }
  return result;
}

class PooledConvolution : public torch::autograd::Function<PooledConvolution> {
public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias, std::int64_t pool, double slope) {
    const Pooled both = network::forward(x, weight, bias, shapeOf(x, weight, pool, slope), true);
    context->save_for_backward({x, weight, both.activated, both.chosen});
    context->saved_data["pool"] = pool;
    context->saved_data["slope"] = slope;
    return both.activated;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    constexpr std::size_t kX = 0, kWeight = 1, kBias = 2;
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weight = saved[1], &activated = saved[2], &chosen = saved[3];
    const PooledShape shape =
        shapeOf(x, weight, context->saved_data["pool"].toInt(), context->saved_data["slope"].toDouble());
    const PooledKernels& kernels = pooledKernels().front();
    const std::int64_t stars = x.size(0), in = shape.positions * shape.channels, out = shape.pooled() * shape.filters;
    const torch::Tensor gradient = rowsOf(gradients.front());
    torch::Tensor before = torch::empty({stars, out});
    for (std::int64_t star = 0; star < stars; ++star)
      kernels.throughActivation(shape, gradient.data_ptr<float>() + star * out,
                                activated.data_ptr<float>() + star * out, before.data_ptr<float>() + star * out);

    variable_list result(5);
    if (context->needs_input_grad(kX)) {
      const torch::Tensor rows = rowsOf(weight);
      torch::Tensor packed = torch::empty({kernels.inputWeights(shape)});
      kernels.packInput(shape, rows.data_ptr<float>(), packed.data_ptr<float>());
      // The vectors of a star's last position reach into the next star, where they add 0.
      torch::Tensor xGradient = torch::zeros({stars * in + kernels.lanes});
      for (std::int64_t star = 0; star < stars; ++star)
        kernels.toInput(shape, before.data_ptr<float>() + star * out, chosen.data_ptr<std::int32_t>() + star * out,
                        packed.data_ptr<float>(), xGradient.data_ptr<float>() + star * in);
      result[kX] =
          xGradient.narrow(0, 0, stars * in).view({stars, 1, shape.positions, shape.channels}).permute({0, 3, 1, 2});
    }
    if (context->needs_input_grad(kWeight)) {
      const torch::Tensor from = rowsOf(x);
      // What the vectors read beyond a star goes into weights that do not exist, and must not go beyond the memory.
      torch::Tensor star = torch::zeros({in + kernels.lanes});
      torch::Tensor weightGradient = torch::zeros({shape.filters, kernels.tapsInVectors(shape)});
      for (std::int64_t i = 0; i < stars; ++i) {
        std::copy_n(from.data_ptr<float>() + i * in, in, star.data_ptr<float>());
        kernels.toWeights(shape, before.data_ptr<float>() + i * out, chosen.data_ptr<std::int32_t>() + i * out,
                          star.data_ptr<float>(), weightGradient.data_ptr<float>());
      }
      result[kWeight] = weightGradient.narrow(1, 0, shape.taps())
                            .reshape({shape.filters, 1, shape.kernel, shape.channels})
                            .permute({0, 3, 1, 2});
    }
    if (context->needs_input_grad(kBias)) result[kBias] = before.view({-1, shape.filters}).sum(0);
    return result;
  }
};

}  // namespace

torch::Tensor pooledConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                                std::int64_t pool, double slope) {
  if (!x.device().is_cpu()) {
    torch::Tensor largest = torch::max_pool2d(torch::conv2d(x, weight, bias), {1, pool});
    return torch::leaky_relu_(largest, slope);
  }
  const bool differentiates =
      torch::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad() || bias.requires_grad());
  if (differentiates) return PooledConvolution::apply(x, weight, bias, pool, slope);
  return forward(x, weight, bias, shapeOf(x, weight, pool, slope), false).activated;
}

}  // namespace maury::network
