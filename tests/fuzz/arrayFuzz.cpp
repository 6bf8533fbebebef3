// SPDX-License-Identifier: GPL-3.0-or-later
// Lists HDF5, .npy and .npz files and reads the first rows of every array.
#include <algorithm>
#include <vector>

#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "io/arrays/ArrayFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using maury::io::ElementType;
  constexpr std::uint64_t kValues = 4096;
  static const maury::fuzz::FuzzFile file;
  try {
    const auto arrays = maury::io::openArrayFile(file.store(bytes, size));
    for (std::size_t i = 0; i < arrays->arrays().size(); ++i) {
      const maury::io::ArrayInfo& info = arrays->arrays()[i];
      const std::uint64_t rows = std::min(info.rows(), kValues / info.width());
      try {
        if (info.type == ElementType::Text) {
          std::vector<std::string> texts(rows * info.width());
          arrays->readTexts(i, info.rows() - rows, texts);
        } else {
          std::vector<double> values(rows * info.width());
          arrays->readReals(i, info.rows() - rows, values);
        }
      } catch (const maury::Error&) {
        // The other arrays may be readable.
      }
    }
  } catch (const maury::Error&) {
    // Files that hold no arrays are refused; any other exception ends the fuzzer.
  }
  return 0;
}
