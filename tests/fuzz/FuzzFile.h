// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace maury::fuzz {

/// File in memory that holds the bytes of a fuzzer, because readers take paths. One instance is reused for all inputs.
class FuzzFile {
public:
  FuzzFile() : m_descriptor(memfd_create("maury-fuzz", 0)) {
    if (m_descriptor < 0) std::abort();
  }

  /// Replaces the contents and returns the path of the file. Aborts if that fails.
  std::filesystem::path store(const std::uint8_t* bytes, std::size_t size) const {
    if (ftruncate(m_descriptor, 0) != 0 || pwrite(m_descriptor, bytes, size, 0) != static_cast<ssize_t>(size))
      std::abort();
    return "/proc/self/fd/" + std::to_string(m_descriptor);
  }

private:
  int m_descriptor;
};

}  // namespace maury::fuzz
