// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Memory.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>

namespace maury {

namespace {

/// Returns the memory of the machine or, if that is less, the limit of the control group (versions 2 and 1) as a
/// container sees it.
std::uint64_t memoryLimit() {
  std::uint64_t limit =
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::ifstream file(path);
    std::uint64_t bytes = 0;
    if (file >> bytes) limit = std::min(limit, bytes);  // "max" is no number
  }
  return limit;
}

std::optional<std::uint64_t> addressSpaceLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

struct Usage {
  std::uint64_t addressSpace = 0, resident = 0;  ///< bytes
};

Usage usage() {
  std::ifstream file("/proc/self/statm");
  Usage pages;
  file >> pages.addressSpace >> pages.resident;
  const auto pageSize = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return {pages.addressSpace * pageSize, pages.resident * pageSize};
}

}  // namespace

std::string memoryText(std::uint64_t bytes) {
  constexpr std::uint64_t kMegabyte = 1'000'000;
  return fmt::format("{} MB", (bytes + kMegabyte - 1) / kMegabyte);
}

std::string notEnoughMemoryText() {
  const Usage now = usage();
  const std::string advice = "Use fewer stars, or raise the limit.";
  if (const auto limit = addressSpaceLimit())
    return fmt::format("Not enough memory: the process has {} of address space, and the limit (ulimit -v) is {}. {}",
                       memoryText(now.addressSpace), memoryText(*limit), advice);
  return fmt::format("Not enough memory: the process uses {}, and the limit is {}. {}", memoryText(now.resident),
                     memoryText(memoryLimit()), advice);
}

bool hasAddressSpace(std::uint64_t bytes) noexcept {
  void* probe = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe == MAP_FAILED) return false;
  munmap(probe, bytes);
  return true;
}

void requireMemory(const std::string& work, std::uint64_t bytes) {
  if (bytes == 0) return;
  const auto refuse = [&](const std::string& limit) {
    throw NotEnoughMemory(
        fmt::format("Not enough memory: {} needs {}, but {}. Raise the limit.", work, memoryText(bytes), limit));
  };
  if (!hasAddressSpace(bytes)) {
    const auto limit = addressSpaceLimit();
    const std::uint64_t used = usage().addressSpace;
    refuse(limit ? fmt::format("the limit of address space (ulimit -v) leaves {} of {}",
                               memoryText(*limit - std::min(*limit, used)), memoryText(*limit))
                 : "the system does not grant it");
  }
  if (const std::uint64_t limit = memoryLimit(); bytes > limit)
    refuse(fmt::format("the limit is {}", memoryText(limit)));
}

}  // namespace maury
