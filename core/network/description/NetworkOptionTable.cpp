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
           .help = "minmax (as delivered): flux unchanged, other inputs scaled to 0…1 (Guiglion+2020); zscore "
                   "(standardised): flux minus the mean spectrum, divided by its scatter, other inputs scaled to mean "
                   "0 and scatter 1; both are computed from the training stars alone",
           .names = {"minmax", "zscore"}}),
      describeComputed<Network>(
          "slope", [](const Network& network) -> OptionValue { return activationSlope(network); },
          [](Network& network, const OptionValue& value) { setActivationSlope(network, std::get<double>(value)); }, {},
          {.label = "slope of the activation",
           .help = "Slope of every LeakyReLU below zero; 0 means ReLU",
           .low = 0.0,
           .high = 0.99,
           .step = 0.05,
           .decimals = 2}),
      maury::describe(
          "predictsVariance", &Network::predictsVariance,
          {.label = "predict the variance",
           .help = "Also predict ln of the variance of each label, with a Gaussian loss (Kendall & Gal 2017)"}),
      describeData("windows", &Network::windows),
  };
  return table;
}

}  // namespace maury::network
