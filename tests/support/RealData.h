// SPDX-License-Identifier: GPL-3.0-or-later
// Where tests tagged [real] find spectra and labels that others made.
#pragma once

#include <filesystem>
#include <iostream>
#include <string>

namespace maury::test {

/// The file or folder under the real-data folder; empty, with the line that CTest counts as skipped, where it is
/// absent.
inline std::filesystem::path realData(const std::string& relative) {
  const std::filesystem::path path = std::filesystem::path(MAURY_REAL_DATA) / relative;
  if (std::filesystem::exists(path)) return path;
  std::cout << "skipped: no real data at " << path << '\n';
  return {};
}

}  // namespace maury::test
