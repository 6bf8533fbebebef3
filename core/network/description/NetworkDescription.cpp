// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/NetworkDescription.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "base/Error.h"

namespace maury::network {

namespace {

using Widths = std::vector<std::size_t>;

/// Appends layers to the list and keeps the width that the next one sees.
class LayerLister {
public:
  LayerLister(std::vector<LayerRow>& rows, std::string branch, std::size_t width)
      : m_rows(rows), m_branch(std::move(branch)), m_width(width) {}

  void dense(const DenseLayer& layer) {
    const auto units = static_cast<std::size_t>(layer.units);
    m_rows.push_back({m_branch, fmt::format("dense {}", units), fmt::format("{}", units), (m_width + 1) * units,
                      m_width * units * 2});
    m_width = units;
    dropout(layer.dropout);
  }
  void dropout(double rate) {
    if (rate > 0.0) m_rows.push_back({m_branch, fmt::format("dropout {:g}", rate), fmt::format("{}", m_width), 0, 0});
  }
  std::size_t width() const { return m_width; }

private:
  std::vector<LayerRow>& m_rows;
  std::string m_branch;
  std::size_t m_width;
};

/// The convolutions; returns the flattened width.
std::size_t listConvolutions(const NetworkDescription& description, std::size_t pixels, std::vector<LayerRow>& rows) {
  std::size_t positions = pixels;
  std::size_t channels = 1;
  for (const ConvolutionLayer& layer : description.convolutions) {
    const auto kernel = static_cast<std::size_t>(layer.kernel);
    const auto filters = static_cast<std::size_t>(layer.filters);
    const auto pool = static_cast<std::size_t>(layer.pool);
    const std::size_t after = layer.padded ? positions : positions + 1 - std::min(kernel, positions + 1);
    if (after / pool == 0) {
      throw Error(
          ErrorKind::Mismatch,
          fmt::format("a spectrum of {} pixels is too short for this network's convolutions ({} positions are left "
                      "for a kernel of {} and a pool of {}); take fewer or smaller ones",
                      pixels, positions, kernel, pool));
    }
    positions = after;
    const std::size_t weights = filters * channels * kernel;
    rows.push_back({"spectrum", fmt::format("conv {} × {}", filters, kernel),
                    fmt::format("{} × {}", positions, filters), weights + filters, positions * weights * 2});
    channels = filters;
    if (pool > 1) {
      positions /= pool;
      rows.push_back({"spectrum", fmt::format("max-pool {}", pool), fmt::format("{} × {}", positions, channels), 0, 0});
    }
  }
  if (description.convolutionDropout > 0.0 && !description.convolutions.empty()) {
    rows.push_back({"spectrum", fmt::format("dropout {:g}", description.convolutionDropout),
                    fmt::format("{} × {}", positions, channels), 0, 0});
  }
  return positions * channels;
}

NetworkDescription guiglion2020() {
  NetworkDescription d;
  d.preset = "guiglion2020";
  d.convolutions = {{8, 10, 1, 0.0}, {4, 10, 1, 0.0}, {2, 10, 1, 0.0}};
  d.convolutionDropout = 0.2;
  d.spectrumDense = {{32, 0.0}};
  // Absolute magnitudes from the parallax, and the extinction; the parallax itself is not an input of that network.
  d.auxiliary = {{"photometry",
                  {"abs_mag_g", "abs_mag_bp", "abs_mag_rp", "abs_mag_j", "abs_mag_h", "abs_mag_k", "abs_mag_w1",
                   "abs_mag_w2", "a_v"},
                  {{27, 0.0}}}};
  d.joinedDense = {{16, 0.0}};
  d.scaling = InputScaling::AsDelivered;
  return d;
}

NetworkDescription nepal2023() {
  NetworkDescription d;
  d.preset = "nepal2023";
  d.convolutions = {{8, 10, 2, 0.005}, {6, 15, 2, 0.005}, {4, 10, 1, 0.005}};
  d.convolutionDropout = 0.2;
  d.spectrumDense = {{64, 0.2}, {128, 0.2}, {32, 0.0}};
  d.scaling = InputScaling::AsDelivered;
  return d;
}

/// The published network has no dropout; labels and inputs are standardised (its notebooks).
NetworkDescription starnet() {
  NetworkDescription d;
  d.preset = "starnet";
  d.convolutions = {{4, 8, 1, 0.0, true}, {16, 8, 4, 0.0, true}};
  d.spectrumDense = {{256, 0.0}, {128, 0.0}};
  d.leakySlope = 0.0;
  return d;
}

/// Its dropout stays on in prediction there; see inference's sampling.
NetworkDescription astronn() {
  NetworkDescription d;
  d.preset = "astronn";
  d.convolutions = {{2, 8, 1, 5e-9, true}, {4, 8, 4, 5e-9, true}};
  d.convolutionDropout = 0.3;
  d.spectrumDense = {{196, 0.3}, {96, 0.3}};
  d.leakySlope = 0.0;
  d.predictsVariance = true;
  return d;
}

/// 3.9 MFLOP forward with 800 px: the pools come early so that an epoch of 15 000 stars takes seconds on two cores.
NetworkDescription hybridRvs() {
  NetworkDescription d;
  d.preset = "hybrid-rvs";
  d.convolutions = {{16, 12, 3, 0.0}, {32, 8, 3, 0.0}, {32, 8, 2, 0.0}};
  d.spectrumDense = {{64, 0.0}};
  d.auxiliary = {{"xp", {"bp_coefficients", "rp_coefficients"}, {{64, 0.0}, {32, 0.0}}},
                 {"photometry", {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag", "parallax"}, {{32, 0.0}}}};
  d.joinedDense = {{64, 0.0}};
  return d;
}

/// hybrid-rvs without convolutions, of about as many weights: what the claim that convolutions are less sensitive to
/// velocity (Nepal+2023) is measured against.
NetworkDescription denseRvs() {
  NetworkDescription d = hybridRvs();
  d.preset = "dense-rvs";
  d.convolutions.clear();
  d.spectrumDense = {{96, 0.0}, {64, 0.0}};
  return d;
}

/// For some hundred stars with a few thousand pixels of optical spectrum (MILES).
NetworkDescription spectrumSmall() {
  NetworkDescription d;
  d.preset = "spectrum-small";
  d.convolutions = {{8, 9, 4, 0.0}, {16, 9, 4, 0.0}, {16, 9, 4, 0.0}};
  d.convolutionDropout = 0.3;
  d.spectrumDense = {{64, 0.3}};
  d.joinedDense = {{32, 0.0}};
  return d;
}

}  // namespace

NetworkDescription presetDescription(const std::string& name) {
  if (name == "guiglion2020") return guiglion2020();
  if (name == "nepal2023") return nepal2023();
  if (name == "starnet") return starnet();
  if (name == "astronn") return astronn();
  if (name == "hybrid-rvs") return hybridRvs();
  if (name == "dense-rvs") return denseRvs();
  if (name == "spectrum-small") return spectrumSmall();
  throw Error(ErrorKind::Usage,
              fmt::format("no network preset is called \"{}\"; there are {}", name, fmt::join(presetNames(), ", ")));
}

std::vector<std::string> presetNames() {
  return {"hybrid-rvs", "dense-rvs", "spectrum-small", "guiglion2020", "nepal2023", "starnet", "astronn"};
}

std::vector<LayerRow> layerList(const NetworkDescription& description, std::size_t pixels,
                                const Widths& auxiliaryWidths, std::size_t labels) {
  if (auxiliaryWidths.size() != description.auxiliary.size()) {
    throw Error(ErrorKind::Mismatch, fmt::format("the network has {} auxiliary branches but widths of {} are given",
                                                 description.auxiliary.size(), auxiliaryWidths.size()));
  }
  std::vector<LayerRow> rows;
  LayerLister spectrum(rows, "spectrum", listConvolutions(description, pixels, rows));
  for (const DenseLayer& layer : description.spectrumDense)
    spectrum.dense(layer);
  std::size_t joinedWidth = spectrum.width();
  for (std::size_t b = 0; b < auxiliaryWidths.size(); ++b) {
    LayerLister branch(rows, description.auxiliary[b].name, auxiliaryWidths[b]);
    for (const DenseLayer& layer : description.auxiliary[b].layers)
      branch.dense(layer);
    joinedWidth += branch.width();
  }
  LayerLister joined(rows, "joined", joinedWidth);
  for (const DenseLayer& layer : description.joinedDense)
    joined.dense(layer);
  const std::size_t outputs = description.outputs(labels);
  rows.push_back({"joined", (description.predictsVariance ? "output 2 × " : "output ") + std::to_string(labels),
                  fmt::format("{}", outputs), (joined.width() + 1) * outputs, joined.width() * outputs * 2});
  return rows;
}

std::size_t parameterCount(const NetworkDescription& description, std::size_t pixels, const Widths& auxiliaryWidths,
                           std::size_t labels) {
  std::size_t sum = 0;
  for (const LayerRow& row : layerList(description, pixels, auxiliaryWidths, labels))
    sum += row.parameters;
  return sum;
}

std::size_t forwardFlop(const NetworkDescription& description, std::size_t pixels, const Widths& auxiliaryWidths,
                        std::size_t labels) {
  std::size_t sum = 0;
  for (const LayerRow& row : layerList(description, pixels, auxiliaryWidths, labels))
    sum += row.flop;
  return sum * description.passes(labels);
}

NetworkDescription withoutMissingInputs(const NetworkDescription& description,
                                        const std::vector<std::string>& available) {
  NetworkDescription result = description;
  const auto has = [&](const std::string& name) {
    return std::find(available.begin(), available.end(), name) != available.end();
  };
  for (AuxiliaryBranch& branch : result.auxiliary) {
    std::erase_if(branch.inputs, [&](const std::string& name) { return !has(name); });
  }
  std::erase_if(result.auxiliary, [](const AuxiliaryBranch& branch) { return branch.inputs.empty(); });
  const auto inputCount = [](const NetworkDescription& d) {
    std::size_t count = 0;
    for (const AuxiliaryBranch& branch : d.auxiliary)
      count += branch.inputs.size();
    return count;
  };
  if (inputCount(result) != inputCount(description)) result.preset.clear();
  return result;
}

bool NetworkDescription::hasDropout() const {
  const auto any = [](const std::vector<DenseLayer>& layers) {
    return std::any_of(layers.begin(), layers.end(), [](const auto& layer) { return layer.dropout > 0.0; });
  };
  return convolutionDropout > 0.0 || any(spectrumDense) || any(joinedDense) ||
         std::any_of(auxiliary.begin(), auxiliary.end(), [&](const auto& branch) { return any(branch.layers); });
}

}  // namespace maury::network
