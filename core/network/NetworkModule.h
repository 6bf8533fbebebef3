// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core.
#pragma once

#include "network/Module.h"
#include "network/Runtime.h"

namespace maury::network {

/// Functions of core/network that need LibTorch. Each is documented with the free function of the same name.
class NetworkModule {
public:
  virtual ~NetworkModule() = default;
  virtual RuntimeInfo runtimeInfo() const = 0;
};

/// Returns the access point to this folder's part of the network module.
ModulePart<NetworkModule>& networkModule();

}  // namespace maury::network
