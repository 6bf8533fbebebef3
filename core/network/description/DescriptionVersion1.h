// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: descriptions as Maury 0.1 wrote them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// The graph of a description of version 1, which has no key "version". Throws Error(Format) naming the key.
NetworkDescription descriptionFromVersion1(const nlohmann::json& root);

}  // namespace maury::network
