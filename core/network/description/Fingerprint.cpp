// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/Fingerprint.h"

#include "network/description/DescriptionFields.h"
#include "network/description/DescriptionJson.h"
#include "network/description/HybridLayout.h"

namespace maury::network {

namespace {

OrderedJson denseJson(const std::vector<HybridLayout::DenseSize>& sizes) {
  OrderedJson result = OrderedJson::array();
  for (const HybridLayout::DenseSize& size : sizes)
    result.push_back({{"units", size.units}, {"dropout", size.dropout}});
  return result;
}

}  // namespace

std::string fingerprintText(const NetworkDescription& description) {
  const auto layout = layoutOf(description);
  if (!layout) return toJson(description);
  OrderedJson convolutions = OrderedJson::array();
  for (const HybridLayout::ConvolutionSize& size : layout->convolutions) {
    convolutions.push_back({{"filters", size.filters},
                            {"kernel", size.kernel},
                            {"pool", size.pool},
                            {"l2", size.l2},
                            {"padded", size.padded}});
  }
  OrderedJson auxiliary = OrderedJson::array();
  for (const HybridLayout::AuxiliarySize& size : layout->auxiliary)
    auxiliary.push_back({{"name", size.name}, {"inputs", size.inputs}, {"layers", denseJson(size.layers)}});
  OrderedJson result = {{"preset", layout->preset},
                        {"convolutions", convolutions},
                        {"convolutionDropout", layout->convolutionDropout},
                        {"spectrumDense", denseJson(layout->spectrumDense)},
                        {"auxiliary", auxiliary},
                        {"joinedDense", denseJson(layout->joinedDense)},
                        {"leakySlope", layout->leakySlope},
                        {"predictsVariance", layout->predictsVariance},
                        {"scaling", scalingText(layout->scaling)}};
  if (!layout->windows.empty()) result["windows"] = windowsJson(layout->windows);
  return result.dump(2);
}

}  // namespace maury::network
