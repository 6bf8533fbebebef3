// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/DoubtfulData.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/Statistics.h"
#include "base/text/Printable.h"

namespace maury::training {

namespace {

constexpr double kMaxScatters = 10.0;
constexpr std::size_t kNamedStars = 3;
constexpr double kLearnedR2 = 0.1;
constexpr std::size_t kFewStars = 300;  // with fewer, even good labels are often not learned

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// Returns sentences about fluxes outside the range and about spectra at another level.
void addFluxDoubts(const survey::Dataset& dataset, const network::ModelInfo& info,
                   std::span<const std::size_t> training, std::vector<std::string>& sentences) {
  const network::FluxRange& range = info.fluxRange;
  const std::vector<std::size_t> pixels = info.pixels();
  std::vector<float> scratch;
  std::size_t outside = 0, spectra = 0, moved = 0;
  std::string firstOutside, firstMoved;
  for (const std::size_t star : training) {
    const std::span<const float> flux = dataset.fluxOf(star);
    const float factor = network::levelFactor(range, flux, pixels, scratch);
    std::size_t ownOutside = 0;
    for (const std::size_t pixel : pixels) {
      if (!std::isfinite(flux[pixel]) || range.contains(flux[pixel] * factor)) continue;
      if (outside + ownOutside == 0)
        firstOutside = fmt::format("{:.4g} at {:.3f} nm in star {}", flux[pixel], dataset.grid.nm()[pixel],
                                   excerpt(dataset.ids[star]));
      ++ownOutside;
    }
    outside += ownOutside;
    spectra += ownOutside > 0 ? 1 : 0;
    if (range.levelsEach || factor == 1.0F) continue;
    if (moved++ == 0) firstMoved = fmt::format("{} by a factor of {:.3g}", excerpt(dataset.ids[star]), factor);
  }
  if (outside > 0) {
    const std::string sentence =
        fmt::format("{} of {} with a flux outside {:.3g} to {:.3g} {} taken as missing (the first: {}).",
                    counted(outside, "pixel", "pixels"), counted(spectra, "spectrum", "spectra"), range.low, range.high,
                    outside == 1 ? "was" : "were", firstOutside);
    sentences.push_back(sentence);
  }
  if (moved > 0) {
    const std::string sentence = fmt::format(
        "{} brought to the level of the others, because most of {} flux lies far outside it (the first: {}).",
        moved == 1 ? "1 spectrum was" : fmt::format("{} spectra were", moved), moved == 1 ? "its" : "their",
        firstMoved);
    sentences.push_back(sentence);
  }
  if (range.levelsEach)
    sentences.emplace_back(
        "The levels of the spectra differ, so each is divided by its own median. Normalise the continuum beforehand if "
        "their slopes differ too.");
}

/// Returns a sentence about the labels far from their median.
std::optional<std::string> labelDoubt(const survey::Dataset& dataset, const survey::Label& label,
                                      std::span<const std::size_t> training) {
  std::vector<double> values;
  for (const std::size_t star : training)
    if (std::isfinite(label.values[star])) values.push_back(label.values[star]);
  if (values.size() < 10) return std::nullopt;
  const double middle = median(values);
  const double scatter = robustSigma(values);
  if (!(scatter > 0.0)) return std::nullopt;
  std::vector<std::pair<double, std::size_t>> far;
  for (const std::size_t star : training) {
    const double distance = std::abs(label.values[star] - middle) / scatter;
    if (distance > kMaxScatters) far.emplace_back(-distance, star);
  }
  if (far.empty()) return std::nullopt;
  std::sort(far.begin(), far.end());
  std::string named;
  for (std::size_t i = 0; i < std::min(kNamedStars, far.size()); ++i)
    named +=
        fmt::format("{}{} {:g}", i > 0 ? ", " : "", excerpt(dataset.ids[far[i].second]), label.values[far[i].second]);
  return fmt::format("{} of {} {} more than {:g} robust scatters from the median ({}{}).", label.name,
                     counted(far.size(), "star", "stars"), far.size() == 1 ? "lies" : "lie", kMaxScatters, named,
                     far.size() > kNamedStars ? ", …" : "");
}

std::string likelyCause(const LearnedLabel& label, std::size_t trainingStars, bool endedAtLimit) {
  if (trainingStars < kFewStars)
    return fmt::format("The likely cause is the small number of training stars ({}).", trainingStars);
  if (label.error > 0.7 * label.scatter)
    return fmt::format(
        "The likely cause is that the errors of the labels ({:.2g}) are about as large as their scatter "
        "({:.2g}).",
        label.error, label.scatter);
  if (endedAtLimit) return "The likely cause is too few epochs: the last one was the best.";
  return "The likely cause is that the labels belong to other stars (check the join), or that the spectra do not "
         "depend "
         "on them.";
}

}  // namespace

std::vector<std::string> doubtfulData(const survey::Dataset& dataset, const network::ModelInfo& info,
                                      std::span<const std::size_t> training) {
  std::vector<std::string> sentences;
  addFluxDoubts(dataset, info, training, sentences);
  for (const network::ModelLabel& label : info.labels)
    if (const auto sentence = labelDoubt(dataset, *dataset.findLabel(label.name), training))
      sentences.push_back(*sentence);
  return sentences;
}

std::string notLearned(std::span<const LearnedLabel> labels, std::size_t trainingStars, bool endedAtLimit) {
  std::string names;
  std::size_t count = 0;
  const LearnedLabel* first = nullptr;
  for (const LearnedLabel& label : labels) {
    if (!(label.scatter > 0.0)) continue;
    const double r2 = 1.0 - label.rms * label.rms / (label.scatter * label.scatter);
    if (!(r2 < kLearnedR2)) continue;
    names += fmt::format("{}{} (R² = {:.2f})", count++ > 0 ? ", " : "", label.name, r2);
    if (first == nullptr) first = &label;
  }
  if (first == nullptr) return {};
  return fmt::format("{} {} not learned: on the validation stars, the predictions are hardly better than the mean. {}",
                     names, count == 1 ? "was" : "were", likelyCause(*first, trainingStars, endedAtLimit));
}

}  // namespace maury::training
