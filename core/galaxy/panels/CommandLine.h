// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// The `maury-cli galaxy` command that bins the stars of `catalogue` which pass `filter` by these options: an option is
/// named where it differs from the command's own default, edges always.
std::string galaxyCommand(const std::string& catalogue, const std::string& filter, const PanelGridOptions& options);

}  // namespace maury::galaxy
