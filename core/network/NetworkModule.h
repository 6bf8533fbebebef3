// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only.
#pragma once

#include "network/Module.h"
#include "network/Runtime.h"

namespace maury::network {

/// The functions of network that need LibTorch; see those of the same names.
class NetworkModule {
public:
  virtual ~NetworkModule() = default;
  virtual RuntimeInfo runtimeInfo() const = 0;
};

ModulePart<NetworkModule>& networkModule();

}  // namespace maury::network
