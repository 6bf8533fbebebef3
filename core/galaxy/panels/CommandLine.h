// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// Returns the `maury-cli galaxy` command that bins the stars of `catalogue` that pass `filter` by these options,
/// naming those that differ from the command's own defaults.
std::string galaxyCommand(const std::string& catalogue, const std::string& filter, const PanelGridOptions& options);

}  // namespace maury::galaxy
