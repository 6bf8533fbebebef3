// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/InputConvolution.torch.h"

namespace maury::network {
namespace {

// Number of pixels computed together: the float32 lanes of the widest vector register.
constexpr std::int64_t kPixelsPerBlock = 16;

/// Returns kernels that compute a block of pixels together: kPixelsPerBlock × F × 1 × (kPixelsPerBlock + k − 1),
/// channels-last. Row r contains the reversed kernels starting at column r.
torch::Tensor shiftedKernels(const torch::Tensor& weight) {
  const std::int64_t filters = weight.size(0), kernel = weight.size(3);
  const torch::Tensor reversed = weight.reshape({filters, kernel}).flip(1);
  torch::Tensor result =
      torch::zeros({kPixelsPerBlock, 1, kPixelsPerBlock + kernel - 1, filters}).permute({0, 3, 1, 2});
  for (std::int64_t pixel = 0; pixel < kPixelsPerBlock; ++pixel)
    result[pixel].select(1, 0).narrow(1, pixel, kernel).copy_(reversed);
  return result;
}

class InputConvolution : public torch::autograd::Function<InputConvolution> {
public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& flux,
                               const torch::Tensor& weight, const torch::Tensor& bias) {
    context->save_for_backward({weight});
    context->saved_data["pixels"] = flux.size(3);
    return torch::conv2d(flux, weight, bias);
  }

  /// Computes d(flux)[p] = Σ_f Σ_j weight[f, j] × slope[f, p − j].
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list slopes) {
    const torch::Tensor weight = context->get_saved_variables().front();
    const std::int64_t pixels = context->saved_data["pixels"].toInt(), margin = weight.size(3) - 1;
    const torch::Tensor& slope = slopes.front();
    const std::int64_t blocks = (pixels + kPixelsPerBlock - 1) / kPixelsPerBlock,
                       excess = blocks * kPixelsPerBlock - pixels;
    // Pad with zeros at both ends, so that every block of pixels depends on the same number of positions.
    torch::Tensor padded = torch::zeros({slope.size(0), 1, slope.size(3) + 2 * margin + excess, slope.size(1)});
    padded.narrow(2, margin, slope.size(3)).copy_(slope.permute({0, 2, 3, 1}));
    const torch::Tensor pixelBlocks = torch::conv2d(padded.permute({0, 3, 1, 2}), shiftedKernels(weight), {},
                                                    {1, kPixelsPerBlock});  // B × kPixelsPerBlock × 1 × blocks
    const torch::Tensor flat =
        pixelBlocks.permute({0, 2, 3, 1}).reshape({slope.size(0), 1, 1, blocks * kPixelsPerBlock});
    return {flat.narrow(3, 0, pixels), torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor inputConvolution(const torch::Tensor& flux, const torch::Tensor& weight, const torch::Tensor& bias) {
  return InputConvolution::apply(flux, weight, bias);
}

}  // namespace maury::network
