// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the observed spectra and published labels that tests tagged [real] read.
#pragma once

#include <filesystem>
#include <iostream>
#include <string>

namespace maury::test {

/// Returns the path of a file or folder under the real-data folder. If it is absent, returns an empty path and prints
/// the line by which CTest counts the test as skipped.
inline std::filesystem::path realData(const std::string& relative) {
  const std::filesystem::path path = std::filesystem::path(MAURY_REAL_DATA) / relative;
  if (std::filesystem::exists(path)) return path;
  std::cout << "skipped: no real data at " << path << '\n';
  return {};
}

}  // namespace maury::test
