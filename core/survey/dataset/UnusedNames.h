// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "survey/dataset/Dataset.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

/// Returns the names that unusedName() returns for parts that are added to a dataset one after another, in constant
/// time for each, because tables may have 10⁵ columns. The dataset must outlive this object.
class UnusedNames {
public:
  explicit UnusedNames(const Dataset& dataset) : m_dataset(dataset) {
    for (const AuxiliaryInput& input : dataset.inputs)
      m_taken.insert(input.name);
    for (const io::Column& column : dataset.columns)
      m_taken.insert(column.name);
  }

  /// Returns the name for an input or column and marks it as taken.
  std::string claim(const std::string& name) {
    std::string candidate = name;
    for (int& number = m_numbers[name]; isTaken(candidate);)
      candidate = fmt::format("{}_{}", name, number++ + 2);
    m_taken.insert(candidate);
    return candidate;
  }

private:
  bool isTaken(const std::string& name) const {
    const auto isLabel = [&](const Label& label) { return label.name == name; };
    if (m_taken.contains(name) || std::any_of(m_dataset.labels.begin(), m_dataset.labels.end(), isLabel)) return true;
    const std::string_view labelName = labelOfError(name);
    if (labelName.empty()) return false;
    const Label* label = m_dataset.findLabel(labelName);
    return label != nullptr && !label->errors.empty();
  }

  const Dataset& m_dataset;
  std::unordered_set<std::string> m_taken;         ///< names of inputs and columns
  std::unordered_map<std::string, int> m_numbers;  ///< by name: how many numbers were tried
};

}  // namespace maury::survey
