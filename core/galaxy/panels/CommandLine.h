// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// Returns the `maury-cli galaxy` command that bins the stars of `catalogue` that pass `filter` with these options. The
/// command contains only the options that differ from its defaults.
std::string galaxyCommand(const std::string& catalogue, const std::string& filter, const PanelGridOptions& options);

}  // namespace maury::galaxy
