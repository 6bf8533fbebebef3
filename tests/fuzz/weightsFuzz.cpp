// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors container of a model.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "io/Safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    maury::io::readSafetensors(file.hold(bytes, size));
  } catch (const maury::Error&) {
    // A refusal is right for what is no model; anything else thrown ends the fuzzer.
  }
  return 0;
}
