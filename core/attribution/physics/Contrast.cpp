// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Contrast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

#include "attribution/maps/MeanStar.h"
#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"
#include "base/process/Log.h"
#include "inference/Ensemble.h"
#include "survey/file/SurveyStream.h"

namespace maury::attribution {
namespace {

constexpr int kFirstSteps = 32, kMaximumSteps = 2048;
/// Largest difference between the sum of the parts and the whole, as a fraction of the whole.
constexpr double kMaxResidual = 0.005;
/// A smaller difference of a label than this fraction of its range counts as this fraction.
constexpr double kLeastDifference = 0.001;

/// One side of a contrast.
struct Side {
  survey::Dataset mean;            ///< the mean star
  std::vector<double> prediction;  ///< L: means of the predictions
};

Side sideOf(const network::Model& model, const StarBlocks& blocks, Job& job, unsigned threads) {
  const inference::Ensemble ensemble(model);
  const std::size_t labels = model.info().labels.size();
  MeanStarSum sum;
  std::vector<double> predictions(labels);
  std::size_t unpredicted = 0;
  ProgressMeter meter(job, "predicting", "spectra", blocks.stars);
  blocks.visit([&](const survey::Dataset& block, std::span<const std::size_t> rows) {
    const PreparedStars prepared(model, block, rows, job, threads);
    sum.add(prepared.dataset(), prepared.rows());
    if (rows.empty()) return;
    const inference::EnsemblePrediction predicted =
        ensemble.predict(prepared.dataset().select(prepared.rows()), job, meter, threads);
    for (std::size_t i = 0; i < predicted.mean.size(); ++i) {
      predictions[i % labels] += static_cast<double>(predicted.mean[i]);
      if (i % labels == 0 && std::isnan(predicted.mean[i])) ++unpredicted;
    }
  });
  if (unpredicted > 0)
    log::warning(
        fmt::format("{} of the {} stars of a contrast have no finite pixel, and no label.", unpredicted, blocks.stars));
  for (double& prediction : predictions)
    prediction /= static_cast<double>(blocks.stars);
  return {sum.mean(), std::move(predictions)};
}

/// Returns true if the attributions of every label add up to its difference closely enough; see contrast().
bool partsAddUp(const AttributionMap& map) {
  for (std::size_t l = 0; l < map.labels.size(); ++l) {
    const double change = std::abs(map.meanLabel[l] - map.baselineLabel[l]);
    const double range = map.labels[l].maximum - map.labels[l].minimum;
    if (map.completenessError[l] * change > kMaxResidual * std::max(change, kLeastDifference * range)) return false;
  }
  return true;
}

/// Returns the part with the mean and scatter of the members' sums.
ContrastPart makePart(ContrastPart::Kind kind, const std::string& name, const std::vector<double>& sums) {
  ContrastPart part{kind, name, 0.0, 0.0};
  const auto members = static_cast<double>(sums.size());
  for (const double sum : sums)
    part.value += sum / members;
  for (const double sum : sums)
    part.error += std::pow(sum - part.value, 2) / members;
  part.error = std::sqrt(part.error);
  return part;
}

/// Returns the species to which a wavelength belongs; empty between lines.
std::string speciesAt(const spectra::LineList& lines, const spectra::LineList& strong, double nm, double halfWidthNm) {
  if (const auto* line = spectra::nearestLine(lines, nm, halfWidthNm)) return line->species;
  if (const auto* line = spectra::nearestLine(strong, nm, kWingNm)) return line->species + " wings";
  return {};
}

}  // namespace

StarBlocks blocksOfFile(const std::filesystem::path& survey, std::vector<std::size_t> rows) {
  const std::size_t stars = rows.size();
  return {stars, [survey, rows = std::move(rows)](const StarBlocks::Use& use) {
            const survey::SurveyReader reader(survey, {.fluxErrors = false});
            survey::forEachBlock(reader, rows, [&use](const survey::Dataset& block) {
              std::vector<std::size_t> all(block.starCount());
              std::iota(all.begin(), all.end(), std::size_t{0});
              use(block, all);
            });
          }};
}

Contrast contrast(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> a,
                  std::span<const std::size_t> b, Job& job, unsigned threads) {
  const auto oneBlock = [&dataset](std::span<const std::size_t> rows) {
    return StarBlocks{rows.size(), [&dataset, rows](const StarBlocks::Use& use) { use(dataset, rows); }};
  };
  return contrast(model, oneBlock(a), oneBlock(b), job, threads);
}

Contrast contrast(const network::Model& model, const StarBlocks& a, const StarBlocks& b, Job& job, unsigned threads) {
  Contrast result;
  Side to = sideOf(model, a, job, threads);
  Side other = sideOf(model, b, job, threads);
  const auto from = std::make_shared<const survey::Dataset>(std::move(other.mean));
  result.starsA = a.stars;
  result.starsB = b.stars;
  result.fluxA = to.mean.flux;
  result.fluxB = from->flux;
  result.meanA = std::move(to.prediction);
  result.meanB = std::move(other.prediction);

  AttributionOptions options;
  options.method = AttributionMethod::IntegratedGradients;
  options.baseline = from;
  options.threads = threads;
  const std::vector<std::size_t> star{0};
  for (options.steps = kFirstSteps; options.steps <= kMaximumSteps; options.steps *= 4) {
    result.map = attributionMap(model, to.mean, star, options, job);
    result.steps = options.steps;
    if (partsAddUp(result.map)) break;
  }
  return result;
}

std::vector<ContrastPart> contrastParts(const Contrast& contrast, const network::Model& model, std::size_t label,
                                        const spectra::LineList& lines, double halfWidthNm) {
  const AttributionMap& map = contrast.map;
  if (label >= map.labels.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("Label {} does not exist: the contrast has {} labels.", label, map.labels.size()));
  }
  const std::size_t pixels = map.grid.size();
  const auto members = static_cast<std::size_t>(map.members);
  spectra::LineList strong;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(strong),
               [](const spectra::SpectralLine& line) { return line.depth > kStrongDepth; });
  std::map<std::string, std::vector<double>> bySpecies;  // sum of each member; "" holds the pixels between lines
  for (std::size_t p = 0; p < pixels; ++p) {
    if (!std::isfinite(map.mean[label * pixels + p])) continue;
    std::vector<double>& sums = bySpecies[speciesAt(lines, strong, map.grid[p], halfWidthNm)];
    sums.resize(members);
    for (std::size_t m = 0; m < members; ++m)
      sums[m] += static_cast<double>(map.memberMean[(m * map.labels.size() + label) * pixels + p]);
  }
  std::vector<ContrastPart> parts;
  for (const auto& [species, sums] : bySpecies) {
    const auto kind = species.empty() ? ContrastPart::Kind::OtherPixels : ContrastPart::Kind::Species;
    parts.push_back(makePart(kind, species, sums));
  }
  const std::size_t elements = map.inputMean.size() / map.labels.size();
  std::size_t first = 0;
  for (const network::ModelInput& input : model.info().inputs) {
    std::vector<double> sums(members, 0.0);
    for (std::size_t m = 0; m < members; ++m) {
      for (std::size_t e = first; e < first + input.width; ++e)
        sums[m] += static_cast<double>(map.memberInputMean[(m * map.labels.size() + label) * elements + e]);
    }
    first += input.width;
    parts.push_back(makePart(ContrastPart::Kind::Input, input.name, sums));
  }
  std::stable_sort(parts.begin(), parts.end(), [](const ContrastPart& x, const ContrastPart& y) {
    if (x.kind != y.kind) return x.kind < y.kind;
    return std::abs(x.value) > std::abs(y.value);
  });
  return parts;
}

}  // namespace maury::attribution
