// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "io/AtomicFile.h"
#include "io/fits/FitsWriter.h"

namespace maury::test {

/// FITS file that a test writes. close() finishes it; until then the path does not exist.
struct FitsFile {
  explicit FitsFile(const std::filesystem::path& path) : file(path), writer(file) {}
  void close() {
    writer.close();
    file.commit();
  }

  io::AtomicFile file;
  io::FitsWriter writer;
};

}  // namespace maury::test
