// SPDX-License-Identifier: GPL-3.0-or-later
// Reads model files: the container, the description of the model and of its network, and the shapes of its weights. The
// seeds have no digest, which would refuse every change before the rest is read.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "network/model/Model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    const maury::network::Model model = maury::network::Model::load(file.store(bytes, size));
    if (model.parameterCount() * sizeof(float) > size) std::abort();
  } catch (const maury::Error&) {
    // Files that are not a model are refused; any other exception ends the fuzzer.
  }
  return 0;
}
