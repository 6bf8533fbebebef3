// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "attribution/maps/EnsembleMethod.torch.h"
#include "base/Error.h"

namespace maury::attribution {
namespace {

constexpr float kNoValue = std::numeric_limits<float>::quiet_NaN();

void requireInRange(const AttributionOptions& options) {
  const auto require = [](bool good, const std::string& sentence) {
    if (!good) throw Error(ErrorKind::Usage, sentence);
  };
  require(
      options.steps >= 1 && options.steps <= 4096,
      fmt::format("The number of steps of integrated gradients must be between 1 and 4096, but is {}.", options.steps));
  require(options.samples >= 1 && options.samples <= 1000,
          fmt::format("The number of samples of SmoothGrad must be between 1 and 1000, but is {}.", options.samples));
  require(options.noise > 0.0 && std::isfinite(options.noise),
          fmt::format("The noise of SmoothGrad must be above 0, but is {}.", options.noise));
  require(options.windowNm > 0.0 && std::isfinite(options.windowNm),
          fmt::format("The window of occlusion must be wider than 0 nm, but is {} nm.", options.windowNm));
}

}  // namespace

EnsembleMethod::EnsembleMethod(const network::Model& model, AttributionOptions options)
    : m_model(model), m_batches(model.info()) {
  requireInRange(options);
  m_context.options = std::move(options);
  m_context.scaledNoise = m_context.options.noise / static_cast<double>(info().fluxScale);
  std::vector<double> wavelengths;
  for (const std::size_t pixel : m_batches.pixels())
    wavelengths.push_back(info().grid[pixel]);
  m_context.occlusions = occlusionWindows(wavelengths, m_context.options.windowNm);
  if (takesBaseline(m_context.options.method)) m_context.baseline = baselineBatch();
}

BatchAttribution EnsembleMethod::attributeMember(std::size_t member, const network::Batch& batch,
                                                 std::uint64_t firstStar, Job& job) const {
  const network::HybridCnn& network = *network::networksOf(m_model)[member];
  return attributeBatch([&](const network::Batch& inputs) { return network.forward(inputs); }, batch,
                        static_cast<std::int64_t>(info().labels.size()), m_context, firstStar, job);
}

network::Batch EnsembleMethod::baselineBatch() const {
  const std::vector<std::size_t> first{0};
  if (m_context.options.baseline) {
    const survey::Dataset& star = *m_context.options.baseline;
    if (star.starCount() != 1 || !m_model.missingSteps(star).empty()) {
      throw Error(ErrorKind::Mismatch, "The baseline must be a single star that has been prepared for the model.");
    }
    return network::convertTorchErrors([&] { return m_batches.make(star, first); });
  }
  survey::Dataset nothing;  // all data missing, so the network uses its fill values
  nothing.grid = info().grid;
  nothing.ids = {"continuum"};
  nothing.flux.assign(info().grid.size(), kNoValue);
  for (const network::ModelInput& input : info().inputs)
    nothing.inputs.push_back({input.name, input.unit, input.width, std::vector<float>(input.width, kNoValue)});
  return network::convertTorchErrors([&] { return m_batches.make(nothing, first); });
}

}  // namespace maury::attribution
