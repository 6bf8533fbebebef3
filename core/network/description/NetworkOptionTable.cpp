// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/NetworkOptionTable.h"

#include "network/description/HybridLayout.h"

namespace maury::network {

const OptionTable<NetworkDescription>& networkOptionTable() {
  using Network = NetworkDescription;
  static const OptionTable<Network> table{
      describeData("preset", &Network::preset),
      describeData("branches", &Network::branches),
      describeData("outputs", &Network::outputs),
      maury::describe(
          "scaling", &Network::scaling,
          {.flag = "--scaling",
           .label = "inputs",
           .help = "minmax, as delivered: flux as it is, other inputs to 0…1 (Guiglion+2020); zscore, standardised: "
                   "flux minus the mean spectrum over its scatter, other inputs to mean 0 and scatter 1; both from "
                   "the training part alone",
           .names = {"minmax", "zscore"}}),
      describeComputed<Network>(
          "slope", [](const Network& network) -> OptionValue { return activationSlope(network); },
          [](Network& network, const OptionValue& value) { setActivationSlope(network, std::get<double>(value)); }, {},
          {.label = "slope of the activation",
           .help = "Slope below zero of every LeakyReLU; 0: ReLU",
           .low = 0.0,
           .high = 0.99,
           .step = 0.05,
           .decimals = 2}),
      maury::describe(
          "predictsVariance", &Network::predictsVariance,
          {.label = "predicts its own error",
           .help = "Predict for each label also ln of its variance (Kendall & Gal 2017); the loss is then Gaussian"}),
      describeData("windows", &Network::windows),
  };
  return table;
}

}  // namespace maury::network
