// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/Runtime.h"

#include <fmt/format.h>

#include "base/Error.h"
#include "network/NetworkModule.h"

namespace maury::network {

std::string RuntimeInfo::summary() const {
  return fmt::format("LibTorch {} · {} · {}, {} thread{}", libTorch, blas, device, threads, threads == 1 ? "" : "s");
}

RuntimeInfo runtimeInfo() {
  return networkModule().get().runtimeInfo();
}

std::vector<std::pair<std::string, std::string>> runtimeRows() {
  try {
    const RuntimeInfo info = runtimeInfo();
    return {{"LibTorch", info.libTorch}, {"BLAS", info.blas}, {"device", info.device}};
  } catch (const Error& error) {
    return {{"LibTorch", error.what()}};
  }
}

}  // namespace maury::network
