// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/NumericView.h"

#include <fmt/format.h>

#include "base/Error.h"
#include "survey/names/NearNames.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

NumericView viewOfColumn(const Dataset& dataset, const io::Column& column) {
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) return NumericView(*reals);
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) return NumericView(*integers);
  throw Error(ErrorKind::Mismatch, fmt::format("Column '{}' contains text, but numbers are needed; {}.", column.name,
                                               nearNames(column.name, dataset.numericNames())));
}

}  // namespace

// Looks names up in the same order as Dataset::numeric().
NumericView viewOf(const Dataset& dataset, std::string_view name) {
  if (const AuxiliaryInput* input = dataset.findInput(name); input != nullptr && input->width == 1)
    return NumericView(input->values);
  if (const io::Column* column = dataset.findColumn(name)) return viewOfColumn(dataset, *column);
  if (const Label* label = dataset.findLabel(name)) return NumericView(label->values);
  if (const std::string_view labelName = labelOfError(name); !labelName.empty())
    if (const Label* label = dataset.findLabel(labelName); label != nullptr && !label->errors.empty())
      return NumericView(label->errors);
  throw Error(ErrorKind::Mismatch,
              fmt::format("There is no column '{}'; {}.", name, nearNames(name, dataset.numericNames())));
}

std::optional<NumericView> uncertaintiesOf(const Dataset& dataset, const Label& label) {
  if (!isPredictedLabel(label.name))
    return label.errors.empty() ? std::nullopt : std::optional<NumericView>(label.errors);
  const std::string sigma = sigmaName(label.name);
  return dataset.hasNumeric(sigma) ? std::optional(viewOf(dataset, sigma)) : std::nullopt;
}

}  // namespace maury::survey
