// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Returns the text that represents a network in the fingerprint of a checkpoint: the description in version 1 if that
/// version can express the network, so that checkpoints of Maury 0.1 can still be resumed; otherwise toJson().
std::string fingerprintText(const NetworkDescription& description);

}  // namespace maury::network
