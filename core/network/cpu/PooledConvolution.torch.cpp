// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/PooledConvolution.torch.h"

#include <algorithm>
#include <optional>

#include "network/cpu/PooledKernels.h"

namespace maury::network {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

float* valuesOf(const torch::Tensor& tensor) {
  return tensor.data_ptr<float>();
}
std::int32_t* numbersOf(const torch::Tensor& tensor) {
  return tensor.data_ptr<std::int32_t>();
}

/// Returns x (B × C × 1 × P, any strides) as B × P × C, row-major. Does not copy channels-last tensors.
torch::Tensor rowsOf(const torch::Tensor& x) {
  return x.permute({0, 2, 3, 1}).contiguous();
}

/// Allocates a tensor of B × C × 1 × P in channels-last memory, even if C is 1.
torch::Tensor channelsLast(std::int64_t stars, std::int64_t channels, std::int64_t positions, torch::ScalarType type) {
  return torch::empty({stars, 1, positions, channels}, type).permute({0, 3, 1, 2});
}

PooledShape shapeOf(const torch::Tensor& x, const torch::Tensor& weight, std::int64_t pool, double slope) {
  return {x.size(3), x.size(1), weight.size(0), weight.size(3), pool, static_cast<float>(slope)};
}

struct Pooled {
  torch::Tensor activated;
  torch::Tensor chosen;  ///< int32; undefined unless requested
};

Pooled forward(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, const PooledShape& shape,
               bool needsChosen) {
  const PooledKernels& kernels = pooledKernels().front();
  const torch::Tensor from = rowsOf(x), rows = rowsOf(weight), biases = bias.contiguous();
  torch::Tensor packed = torch::empty({kernels.forwardWeights(shape)}),
                scratch = torch::empty({kernels.forwardScratch(shape)});
  kernels.packForward(shape, valuesOf(rows), valuesOf(biases), valuesOf(packed));
  const std::int64_t stars = x.size(0), in = shape.positions * shape.channels, out = shape.pooled() * shape.filters;
  Pooled result;
  result.activated = channelsLast(stars, shape.filters, shape.pooled(), torch::kFloat32);
  if (needsChosen) result.chosen = channelsLast(stars, shape.filters, shape.pooled(), torch::kInt32);
  for (std::int64_t star = 0; star < stars; ++star) {
    kernels.forward(shape, valuesOf(from) + star * in, valuesOf(packed), valuesOf(result.activated) + star * out,
                    needsChosen ? numbersOf(result.chosen) + star * out : nullptr, valuesOf(scratch));
  }
  return result;
}

/// Sorted choices (see PooledChoices) for the gradient with respect to x: `filters` has B × Q × F + 1 values, `counts`
/// B × Q × pool. Undefined if the kernels do not need them.
struct SortedChoices {
  torch::Tensor filters, counts;
};

SortedChoices sortedChoices(const torch::Tensor& chosen, const PooledShape& shape) {
  if (!pooledKernels().front().needsSortedChoices(shape)) return {};
  const std::int64_t stars = chosen.size(0), out = shape.pooled() * shape.filters, ways = shape.pooled() * shape.pool;
  SortedChoices sorted{torch::empty({stars * out + 1}, torch::kInt32), torch::empty({stars * ways}, torch::kInt32)};
  for (std::int64_t star = 0; star < stars; ++star)
    sortChoices(shape, numbersOf(chosen) + star * out, numbersOf(sorted.filters) + star * out,
                numbersOf(sorted.counts) + star * ways);
  return sorted;
}

/// Computes the gradient with respect to x, star by star.
class InputGradient {
public:
  InputGradient(const PooledShape& shape, std::int64_t stars, const torch::Tensor& weight, const torch::Tensor& chosen,
                const SortedChoices& sorted)
      : m_shape(shape),
        m_stars(stars),
        m_chosen(chosen),
        m_sorted(sorted),
        m_packed(torch::empty({m_kernels.inputWeights(shape)})),
        m_gradient(torch::empty({stars * starSize() + m_kernels.lanes})) {
    const torch::Tensor rows = rowsOf(weight);
    m_kernels.packInput(shape, valuesOf(rows), valuesOf(m_packed));
    std::fill_n(valuesOf(m_gradient) + stars * starSize(), m_kernels.lanes, 0.0F);
  }

  void compute(std::int64_t star, const float* before) {
    const std::int64_t out = m_shape.pooled() * m_shape.filters;
    PooledChoices choices{numbersOf(m_chosen) + star * out};
    if (m_sorted.filters.defined()) {
      choices.sorted = numbersOf(m_sorted.filters) + star * out;
      choices.counts = numbersOf(m_sorted.counts) + star * m_shape.pooled() * m_shape.pool;
    }
    // The vectors of the last position write into the next star, which is reset to 0 before it is computed.
    float* starGradient = valuesOf(m_gradient) + star * starSize();
    std::fill_n(starGradient, starSize(), 0.0F);
    m_kernels.addInputGradient(m_shape, before, choices, valuesOf(m_packed), starGradient);
  }

  /// Returns the gradient, B × C × 1 × P.
  torch::Tensor gradient() const {
    return m_gradient.narrow(0, 0, m_stars * starSize())
        .view({m_stars, 1, m_shape.positions, m_shape.channels})
        .permute({0, 3, 1, 2});
  }

private:
  std::int64_t starSize() const { return m_shape.positions * m_shape.channels; }

  const PooledKernels& m_kernels = pooledKernels().front();
  PooledShape m_shape;
  std::int64_t m_stars;
  torch::Tensor m_chosen;
  SortedChoices m_sorted;
  torch::Tensor m_packed, m_gradient;
};

/// Accumulates the gradients with respect to weights and biases, star by star.
class WeightGradient {
public:
  WeightGradient(const PooledShape& shape, const torch::Tensor& x, const torch::Tensor& chosen)
      : m_shape(shape),
        m_x(rowsOf(x)),
        m_chosen(chosen),
        m_star(torch::zeros({starSize() + m_kernels.lanes})),
        m_weight(torch::zeros({shape.filters, m_kernels.paddedTaps(shape)})),
        m_bias(torch::zeros({shape.filters})) {}

  void add(std::int64_t star, const float* before) {
    // The vectors read beyond the end of a star. The excess only reaches padding of the weights, but the reads must
    // stay within the buffer; hence the copy into a padded one.
    std::copy_n(valuesOf(m_x) + star * starSize(), starSize(), valuesOf(m_star));
    m_kernels.addWeightGradient(m_shape, before, numbersOf(m_chosen) + star * m_shape.pooled() * m_shape.filters,
                                valuesOf(m_star), valuesOf(m_weight));
    float* bias = valuesOf(m_bias);
    for (std::int64_t q = 0; q < m_shape.pooled(); ++q, before += m_shape.filters)
      for (std::int64_t f = 0; f < m_shape.filters; ++f)
        bias[f] += before[f];
  }

  /// Returns the gradient with respect to the weights, F × C × 1 × k.
  torch::Tensor weight() const {
    return m_weight.narrow(1, 0, m_shape.taps())
        .reshape({m_shape.filters, 1, m_shape.kernel, m_shape.channels})
        .permute({0, 3, 1, 2});
  }
  const torch::Tensor& bias() const { return m_bias; }

private:
  std::int64_t starSize() const { return m_shape.positions * m_shape.channels; }

  const PooledKernels& m_kernels = pooledKernels().front();
  PooledShape m_shape;
  torch::Tensor m_x, m_chosen, m_star, m_weight, m_bias;
};

class PooledConvolution : public torch::autograd::Function<PooledConvolution> {
public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias, std::int64_t pool, double slope) {
    const Pooled result = network::forward(x, weight, bias, shapeOf(x, weight, pool, slope), true);
    context->save_for_backward({x, weight, result.activated, result.chosen});
    context->saved_data["pool"] = pool;
    context->saved_data["slope"] = slope;
    return result.activated;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    constexpr std::size_t kX = 0, kWeight = 1, kBias = 2;
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weight = saved[1], &activated = saved[2], &chosen = saved[3];
    const PooledShape shape =
        shapeOf(x, weight, context->saved_data["pool"].toInt(), context->saved_data["slope"].toDouble());
    const std::int64_t stars = x.size(0), out = shape.pooled() * shape.filters;
    std::optional<InputGradient> input;
    if (context->needs_input_grad(kX))
      input.emplace(shape, stars, weight, chosen, cachedSortedChoices(context, chosen, shape));
    std::optional<WeightGradient> weights;
    if (context->needs_input_grad(kWeight) || context->needs_input_grad(kBias)) weights.emplace(shape, x, chosen);

    const torch::Tensor gradient = rowsOf(gradients.front());
    torch::Tensor before = torch::empty({out});
    for (std::int64_t star = 0; star < stars; ++star) {
      pooledKernels().front().activationGradient(shape, valuesOf(gradient) + star * out,
                                                 valuesOf(activated) + star * out, valuesOf(before));
      if (input) input->compute(star, valuesOf(before));
      if (weights) weights->add(star, valuesOf(before));
    }
    variable_list result(5);
    if (input) result[kX] = input->gradient();
    if (weights) {
      result[kWeight] = weights->weight();
      result[kBias] = weights->bias();
    }
    return result;
  }

private:
  /// Returns the sorted choices, sorting on the first call only: the gradients of all labels pass through the layer one
  /// after the other and need the same choices.
  static SortedChoices cachedSortedChoices(AutogradContext* context, const torch::Tensor& chosen,
                                           const PooledShape& shape) {
    auto& saved = context->saved_data;
    if (saved.find("filters") == saved.end()) {
      const SortedChoices sorted = sortedChoices(chosen, shape);
      saved["filters"] = sorted.filters;
      saved["counts"] = sorted.counts;
    }
    return {saved["filters"].toTensor(), saved["counts"].toTensor()};
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
