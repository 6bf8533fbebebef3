// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/Split.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/Error.h"
#include "base/Random.h"
#include "survey/dataset/StarNames.h"

namespace maury::survey {

namespace {

constexpr std::array kParts = {Part::Training, Part::Validation, Part::Test};

/// Returns the upper 53 bits of the hash as a number in [0, 1).
double hashPosition(std::string_view name, std::uint64_t seed) noexcept {
  return static_cast<double>(hashText(name, seed) >> 11) * 0x1.0p-53;
}

std::optional<Part> parsePart(const Dataset& dataset, const std::string& word, std::size_t row) {
  if (word.empty()) return std::nullopt;
  const auto* found = std::find_if(kParts.begin(), kParts.end(), [&](Part part) { return partName(part) == word; });
  if (found != kParts.end()) return *found;
  throw Error(ErrorKind::Mismatch,
              fmt::format("Column '{}', star '{}' (row {}): '{}' is not one of training, validation, test.",
                          kSplitColumn, dataset.ids[row], row + 1, word));
}

/// Returns the name of the star in each row.
std::vector<std::string> starNames(const Dataset& dataset, const std::string& starColumn) {
  if (starColumn.empty()) return survey::starNames(dataset);
  const io::Column* column = dataset.findColumn(starColumn);
  if (column == nullptr)
    throw Error(ErrorKind::Mismatch, fmt::format("There is no column '{}' with the names of the stars.", starColumn));
  std::vector<std::string> names = column->asText();
  for (std::size_t row = 0; row < names.size(); ++row)
    if (names[row].empty()) names[row] = dataset.ids[row];
  return names;
}

/// Star, which may have several spectra.
struct Star {
  std::string_view name;
  double position = 0.0;             ///< hashPosition() of the name
  std::vector<std::uint8_t> strata;  ///< decile of each quantity
};

/// Adds to each star the decile of its mean `quantity` (one value per row): 0 … 9, or 10 if missing.
void addStratum(std::vector<Star>& stars, const std::vector<std::size_t>& starOfRow,
                const std::vector<double>& quantity) {
  constexpr std::size_t kStrata = 10;
  std::vector<double> means(stars.size()), counts(stars.size());
  for (std::size_t row = 0; row < quantity.size(); ++row) {
    if (!std::isfinite(quantity[row])) continue;
    means[starOfRow[row]] += quantity[row];
    ++counts[starOfRow[row]];
  }
  for (std::size_t i = 0; i < means.size(); ++i)
    means[i] /= counts[i];  // NaN for stars without a value
  std::vector<double> sorted;
  std::copy_if(means.begin(), means.end(), std::back_inserter(sorted), [](double mean) { return !std::isnan(mean); });
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < stars.size(); ++i) {
    const auto rank =
        static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), means[i]) - sorted.begin());
    stars[i].strata.push_back(
        static_cast<std::uint8_t>(std::isnan(means[i]) ? kStrata : rank * kStrata / sorted.size()));
  }
}

/// Assigns a sequence of stars to the parts such that after each star, every part has its share to within one star.
std::vector<Part> assignEvenly(std::size_t stars, const SplitRule& rule) {
  std::vector<Part> parts(stars, Part::Training);
  double test = 0.5;  // starting at one half rounds to the nearest star
  double validation = 0.5;
  for (Part& part : parts) {
    test += rule.testFraction;
    validation += rule.validationFraction;
    if (test >= 1.0) {
      test -= 1.0;
      part = Part::Test;
    } else if (validation >= 1.0) {
      validation -= 1.0;
      part = Part::Validation;
    }
  }
  return parts;
}

}  // namespace

std::string_view partName(Part part) noexcept {
  switch (part) {
    case Part::Training:
      return "training";
    case Part::Validation:
      return "validation";
    case Part::Test:
      return "test";
  }
  return "training";
}

Part SplitRule::partOf(std::string_view id) const noexcept {
  // Test stars have the lowest positions, so that the test part does not depend on the validation fraction.
  const double position = hashPosition(id, seed);
  if (position < testFraction) return Part::Test;
  if (position < testFraction + validationFraction) return Part::Validation;
  return Part::Training;
}

std::vector<std::optional<Part>> SplitRule::parts(const Dataset& dataset) const {
  std::vector<std::optional<Part>> parts;
  parts.reserve(dataset.starCount());
  if (!byColumn) {
    for (const std::string& id : dataset.ids)
      parts.emplace_back(partOf(id));
    return parts;
  }
  if (!hasSplitColumn(dataset))
    throw Error(ErrorKind::Mismatch,
                fmt::format("The survey has no text column '{}' with the part of each star.", kSplitColumn));
  const auto& words = std::get<std::vector<std::string>>(dataset.findColumn(kSplitColumn)->values);
  for (std::size_t row = 0; row < words.size(); ++row)
    parts.push_back(parsePart(dataset, words[row], row));
  return parts;
}

std::array<std::vector<std::size_t>, 3> SplitRule::apply(const Dataset& dataset) const {
  std::array<std::vector<std::size_t>, 3> rows;
  const auto parts = this->parts(dataset);
  for (std::size_t star = 0; star < parts.size(); ++star)
    if (parts[star]) rows[static_cast<std::size_t>(*parts[star])].push_back(star);
  return rows;
}

bool hasSplitColumn(const Dataset& dataset) {
  const io::Column* column = dataset.findColumn(kSplitColumn);
  return column != nullptr && column->isText();
}

std::vector<Part> splitStars(const Dataset& dataset, const SplitDesign& design) {
  const SplitRule& rule = design.rule;
  if (!(rule.testFraction >= 0.0) || !(rule.validationFraction >= 0.0) ||
      !(rule.testFraction + rule.validationFraction < 1.0))
    throw Error(ErrorKind::Usage, fmt::format("A validation share of {:g} and a test share of {:g} leave no training "
                                              "stars; their sum must be below 1.",
                                              rule.validationFraction, rule.testFraction));
  const std::vector<std::string> names = starNames(dataset, design.starColumn);
  std::vector<Part> parts(dataset.starCount(), Part::Training);
  if (design.stratifyBy.empty()) {
    std::transform(names.begin(), names.end(), parts.begin(), [&](const auto& name) { return rule.partOf(name); });
    return parts;
  }
  std::vector<Star> stars;
  std::vector<std::size_t> starOfRow;
  std::unordered_map<std::string_view, std::size_t> known;
  for (const std::string& name : names) {
    const auto [found, isNew] = known.emplace(name, stars.size());
    if (isNew) stars.push_back({name, hashPosition(name, rule.seed), {}});
    starOfRow.push_back(found->second);
  }
  for (const std::string& name : design.stratifyBy)
    addStratum(stars, starOfRow, dataset.numeric(name));
  std::vector<std::size_t> order(stars.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(stars[a].strata, stars[a].position, stars[a].name) <
           std::tie(stars[b].strata, stars[b].position, stars[b].name);
  });
  const std::vector<Part> partAlongOrder = assignEvenly(stars.size(), rule);
  std::vector<Part> partOfStar(stars.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    partOfStar[order[i]] = partAlongOrder[i];
  std::transform(starOfRow.begin(), starOfRow.end(), parts.begin(), [&](std::size_t star) { return partOfStar[star]; });
  return parts;
}

void setSplitColumn(Dataset& dataset, const std::vector<Part>& parts) {
  std::vector<std::string> words;
  words.reserve(parts.size());
  for (const Part part : parts)
    words.emplace_back(partName(part));
  const auto isSplit = [](const io::Column& column) { return column.name == kSplitColumn; };
  const auto old = std::find_if(dataset.columns.begin(), dataset.columns.end(), isSplit);
  if (old != dataset.columns.end())
    old->values = std::move(words);
  else
    dataset.columns.push_back({kSplitColumn, "", std::move(words)});
}

}  // namespace maury::survey
