// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Reads the descriptions that Maury 0.1 wrote.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Converts a description of version 1, which has no key "version", to a graph. Throws Error(Format) naming the key
/// that is missing, wrong or unknown. Does not check the graph.
NetworkDescription descriptionFromVersion1(const nlohmann::json& root);

}  // namespace maury::network
