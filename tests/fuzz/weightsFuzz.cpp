// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the safetensors container of models.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "io/Safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    maury::io::readSafetensors(file.store(bytes, size));
  } catch (const maury::Error&) {
    // Files that are not a model are refused; any other exception ends the fuzzer.
  }
  return 0;
}
