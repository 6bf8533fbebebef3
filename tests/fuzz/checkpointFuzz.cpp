// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the checkpoints of a training. The seeds have no digest, which would refuse every change before the rest is
// read.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "training/runs/Checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    maury::training::readCheckpoint(file.store(bytes, size));
  } catch (const maury::Error&) {
    // Files that are not a checkpoint are refused; any other exception ends the fuzzer.
  }
  return 0;
}
