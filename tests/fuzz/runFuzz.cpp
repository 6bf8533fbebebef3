// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one input as the two files of a run folder: the description of the training (run.json) and its epochs
// (history.csv).
#include <cstdlib>
#include <filesystem>

#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "training/runs/RunFolder.h"

namespace {

namespace fs = std::filesystem;

/// Folder whose files are links to the file in memory. Removed at the end.
class RunFolder {
public:
  explicit RunFolder(const fs::path& target) {
    std::string name = (fs::temp_directory_path() / "maury-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
    fs::create_symlink(target, path / "run.json");
    fs::create_symlink(target, path / "history.csv");
  }
  ~RunFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  fs::path path;
};

template <typename Call>
void allowRefusal(const Call& call) {
  try {
    call();
  } catch (const maury::Error&) {
    // Other files are refused; any other exception ends the fuzzer.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  static const RunFolder folder(file.store(bytes, size));
  file.store(bytes, size);
  allowRefusal([] { maury::training::readRun(folder.path); });
  allowRefusal([] { maury::training::readRunHistory(folder.path); });
  return 0;
}
