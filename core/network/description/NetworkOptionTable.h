// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Returns a table with every member of NetworkDescription (the graph and the windows as plain data), and with "slope",
/// the common slope of all activations (see HybridLayout.h), which is not a member but is computed from the layers.
const OptionTable<NetworkDescription>& networkOptionTable();

}  // namespace maury::network
