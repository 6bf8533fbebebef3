// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Returns JSON of version 2 with the keys "version", "preset", "branches", "outputs", "predictsVariance", "scaling"
/// and "windows". A layer is an object with the key "kind" and a key for each of its parameters.
std::string toJson(const NetworkDescription& description);
/// Reads JSON of version 2, or of version 1, which it converts. Throws Error(Format) naming the key and the reason,
/// also if a newer program wrote it.
NetworkDescription descriptionFromJson(const std::string& json);

}  // namespace maury::network
