// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/PredictedNames.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace maury::survey {

namespace {

constexpr std::string_view kPredicted = "_cnn", kSigma = "sigma_", kScatter = "scatter_", kError = "e_",
                           kReference = "_reference";  ///< ending of a reference in older versions

bool isAmong(std::string_view name, std::span<const std::string> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string predictedName(std::string_view label) {
  return std::string(label) + std::string(kPredicted);
}

bool isPredictedLabel(std::string_view name) {
  return name.size() > kPredicted.size() && name.ends_with(kPredicted) && !name.starts_with(kSigma) &&
         !name.starts_with(kScatter);
}

std::string referenceName(std::string_view name) {
  return std::string(isPredictedLabel(name) ? name.substr(0, name.size() - kPredicted.size()) : name);
}

std::string sigmaName(std::string_view label) {
  return std::string(kSigma) + std::string(label);
}

std::string_view labelOfSigma(std::string_view name) {
  const std::string_view label = name.substr(name.starts_with(kSigma) ? kSigma.size() : 0);
  return label.size() < name.size() && isPredictedLabel(label) ? label : std::string_view();
}

std::string errorName(std::string_view label) {
  return std::string(isPredictedLabel(label) ? kScatter : kError) + std::string(label);
}

std::string_view labelOfError(std::string_view name) {
  if (name.starts_with(kScatter) && isPredictedLabel(name.substr(kScatter.size()))) return name.substr(kScatter.size());
  if (name.starts_with(kError) && !isPredictedLabel(name)) return name.substr(kError.size());
  return {};
}

std::vector<std::string> oldPredictedLabels(std::span<const std::string> columns) {
  const std::unordered_set<std::string_view> names(columns.begin(), columns.end());
  std::vector<std::string> labels;
  if (!names.contains("flag_boundary") || !names.contains("in_limits")) return labels;
  for (const std::string& name : columns)
    if (!isPredictedLabel(name) && labelOfError(name).empty() &&
        (names.contains(sigmaName(name)) || names.contains(name + std::string(kReference))))
      labels.push_back(name);
  return labels;
}

std::string nameOfOldColumn(std::string_view column, std::span<const std::string> predictedLabels,
                            std::span<const std::string> columns) {
  if (isAmong(column, predictedLabels)) return predictedName(column);
  if (column.starts_with(kSigma) && isAmong(column.substr(kSigma.size()), predictedLabels))
    return sigmaName(predictedName(column.substr(kSigma.size())));
  if (column.starts_with(kError) && isAmong(column.substr(kError.size()), predictedLabels))
    return errorName(predictedName(column.substr(kError.size())));
  if (column.ends_with(kReference)) {
    const std::string_view name = column.substr(0, column.size() - kReference.size());
    const std::string_view label = name.starts_with(kError) ? name.substr(kError.size()) : name;
    if (isAmong(label, predictedLabels) || !isAmong(name, columns)) return std::string(name);
  }
  return std::string(column);
}

std::string oldPredictionsNote(std::span<const std::string> predictedLabels) {
  const std::string& label = predictedLabels.front();
  return fmt::format(
      "An earlier version of this program wrote these predictions; names were adapted: the predicted label is {}, the "
      "reference {}, likewise for the others.",
      predictedName(label), label);
}

}  // namespace maury::survey
