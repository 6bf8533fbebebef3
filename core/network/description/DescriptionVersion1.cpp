// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/DescriptionVersion1.h"

#include <algorithm>

#include "network/description/DescriptionFields.h"
#include "network/description/HybridLayout.h"

namespace maury::network {

namespace {

using DenseSizes = std::vector<HybridLayout::DenseSize>;

DenseSizes denseSizes(const json& object, const std::string& key) {
  DenseSizes sizes;
  for (const json& item : listField(object, key)) {
    io::requireKnownKeys(item, "a dense layer", {"units", "dropout"});
    sizes.push_back({intField(item, "units", 1, kLargestLayer), realField(item, "dropout", 0.0, 1.0, false)});
  }
  return sizes;
}

HybridLayout::ConvolutionSize convolutionSize(const json& item) {
  io::requireKnownKeys(item, "a convolution", {"filters", "kernel", "pool", "l2", "padded"});
  return {intField(item, "filters", 1, kLargestLayer), intField(item, "kernel", 1, kLargestLayer),
          intField(item, "pool", 1, kLargestLayer), realField(item, "l2", 0.0, 1e6, false), boolField(item, "padded")};
}

}  // namespace

NetworkDescription descriptionFromVersion1(const json& root) {
  io::requireKnownKeys(root, "the network",
                       {"version", "preset", "convolutions", "convolutionDropout", "spectrumDense", "auxiliary",
                        "joinedDense", "leakySlope", "predictsVariance", "scaling", "windows"});
  HybridLayout layout;
  layout.preset = textField(root, "preset");
  for (const json& item : listField(root, "convolutions"))
    layout.convolutions.push_back(convolutionSize(item));
  layout.convolutionDropout = realField(root, "convolutionDropout", 0.0, 1.0, false);
  layout.spectrumDense = denseSizes(root, "spectrumDense");
  for (const json& item : listField(root, "auxiliary")) {
    io::requireKnownKeys(item, "an auxiliary branch", {"name", "inputs", "layers"});
    layout.auxiliary.push_back({textField(item, "name"), textListField(item, "inputs"), denseSizes(item, "layers")});
  }
  for (const HybridLayout::AuxiliarySize& branch : layout.auxiliary) {
    if (std::find(branch.inputs.begin(), branch.inputs.end(), kFluxInput) != branch.inputs.end())
      io::failJsonField("inputs",
                        "contains an input called \"flux\", a name now reserved for the spectrum; rename the input");
  }
  layout.joinedDense = denseSizes(root, "joinedDense");
  layout.leakySlope = realField(root, "leakySlope", 0.0, 1.0, false);
  layout.predictsVariance = boolField(root, "predictsVariance");
  layout.scaling = scalingField(root);
  layout.windows = windowsField(root);
  return describe(layout);
}

}  // namespace maury::network
