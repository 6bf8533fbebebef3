// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Text that stands for a network in the fingerprint of a checkpoint: that of version 1 of the description where it can
/// say the network, so that the checkpoints of Maury 0.1 can still be resumed; else toJson().
std::string fingerprintText(const NetworkDescription& description);

}  // namespace maury::network
