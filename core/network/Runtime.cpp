// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/Runtime.h"

#include <fmt/format.h>

#include "network/NetworkModule.h"

namespace maury::network {

std::string RuntimeInfo::summary() const {
  return fmt::format("LibTorch {} · {} · {}, {} thread{}", libTorch, blas, device, threads, threads == 1 ? "" : "s");
}

RuntimeInfo runtimeInfo() {
  return networkModule().get().runtimeInfo();
}

}  // namespace maury::network
