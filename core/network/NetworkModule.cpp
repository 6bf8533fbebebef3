// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/NetworkModule.h"

namespace maury::network {

ModulePart<NetworkModule>& networkModule() {
  static constinit ModulePart<NetworkModule> part;
  return part;
}

}  // namespace maury::network
