// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/columns/ComputedColumns.h"

#include <fmt/format.h>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "survey/filter/Filter.h"

namespace maury::survey {

io::Column computedColumn(const Dataset& dataset, const NamedExpression& named) {
  requireNewName(dataset, named.name);
  try {
    return {named.name, named.unit, evaluate(dataset, named.expression), "computed as " + named.expression};
  } catch (const FilterError& error) {
    throw Error(ErrorKind::Usage, fmt::format("The column '{}' cannot be computed as '{}'. {}", excerpt(named.name),
                                              excerpt(named.expression), error.what()));
  }
}

void requireNewName(const Dataset& dataset, const std::string& name) {
  if (name != "id" && unusedName(dataset, name) == name && dataset.findLabel(name) == nullptr) return;
  throw Error(ErrorKind::Usage, fmt::format("The stars have '{}' already. Choose another name.", excerpt(name)));
}

void addComputedColumns(Dataset& dataset, const std::vector<std::string>& columns) {
  for (const std::string& column : columns)
    dataset.columns.push_back(computedColumn(dataset, parseNamedExpression(column)));
}

}  // namespace maury::survey
