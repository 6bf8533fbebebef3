// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Every member of NetworkDescription, described once, of which the graph and the windows are data; and "slope", that
/// of all activations (HybridLayout.h), which a network without layers does not hold.
const OptionTable<NetworkDescription>& networkOptionTable();

}  // namespace maury::network
