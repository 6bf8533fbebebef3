// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/ShownSubsets.h"

namespace maury::ui {

std::vector<workbench::Subset> shownSubsets(const Selection& selection) {
  std::vector<workbench::Subset> subsets;
  for (const NamedSubset& subset : selection.shown())
    subsets.push_back({subset.name.toStdString(), subset.colour.rgb() & 0xFFFFFFU, subset.rows,
                       subset.colour == Selection::colour()});
  return subsets;
}

}  // namespace maury::ui
